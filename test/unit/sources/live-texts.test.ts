/** Map files that are read again and again: only another text is sent. */
import assert from 'node:assert/strict';
import { LocalProcfs } from '../../../src/sources/local/procfs.ts';
import { readText } from '../../../src/sources/local/read-map.ts';
import type { LiveNews, LiveReading, LiveText, ProcessFile, ReadFailure } from '../../../src/sources/process.ts';
import type { Source, Waiting } from '../../../src/sources/source.ts';
import { LiveTexts } from '../../../src/sources/worker/live-texts.ts';
import { skip } from '../../runner/report.mjs';
import { mapsLine, ProcRoot } from './proc-root.ts';

const waiting: Waiting = { signal: new AbortController().signal, isCancelled: () => false };
const FILE: ProcessFile = { pid: 5, file: 'maps', startTime: '100' };
const ALL = { unless: undefined, text: true, map: true };
const torn = mapsLine(0x3000) + mapsLine(0x1000);
const sorted = mapsLine(0x1000) + mapsLine(0x3000);

describe('a text that is read again', function () {
  let root: ProcRoot;
  let texts: LiveTexts;
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  beforeEach(() => {
    root = new ProcRoot();
    texts = new LiveTexts();
  });
  afterEach(() => root.dispose());

  /** What the source gave at its last reading. */
  let given: LiveText | ReadFailure | undefined;
  const unused = (): never => {
    throw new Error('nobody asks for this');
  };
  const source: Source = {
    capabilities: { isLive: true, isHere: true },
    procfs: new LocalProcfs(),
    list: unused,
    readMap: unused,
    explain: unused,
    rest: unused,
    close: unused,
    readText: async (file, _, last) => (given = readText(file, () => false, root.path, last)),
  };
  const read = (unless?: number, file = FILE): Promise<LiveReading | ReadFailure> =>
    texts.read(source, 'local', file, { ...ALL, unless }, waiting);
  const news = async (unless?: number): Promise<LiveNews> => {
    const reading = await read(unless);
    assert.ok(reading.ok && !reading.same, JSON.stringify(reading));
    return reading;
  };

  it('comes with its map, and not again while it is the same', async () => {
    root.add(5, { maps: sorted });
    const first = await news();
    assert.equal(Buffer.from(first.bytes ?? []).toString(), sorted);
    assert.equal(first.map?.regions.count, 2);
    const kept = given;
    const second = await read(first.stamp);
    assert.deepEqual({ ...second, readMs: 0 }, { ok: true, same: true, stamp: first.stamp, readMs: 0, isLive: true });
    assert.equal(given, kept, 'the same text was parsed again');
  });

  it('is no text of an ended thread, whose stamps the next one never gives again', async () => {
    root.add(5, { maps: sorted });
    const { stamp } = await news();
    // Threads do not start within a millisecond; these would.
    while (Date.now() <= stamp);
    texts = new LiveTexts();
    root.add(5, { maps: mapsLine(0x2000) });
    const next = await news(stamp);
    assert.notEqual(next.stamp, stamp, 'who shows the old text takes the new one for it');
  });

  it('comes with what changed', async () => {
    root.add(5, { maps: sorted });
    const { stamp } = await news();
    root.add(5, { maps: mapsLine(0x1000) + mapsLine(0x2000) + mapsLine(0x3000) });
    const next = await news(stamp);
    assert.notEqual(next.stamp, stamp);
    assert.deepEqual(next.changes?.marks, [{ kind: 'new', line: 2 }]);
    assert.equal(next.map?.regions.count, 3);
  });

  it('comes whole to who has another one, and does not pretend to know what changed', async () => {
    root.add(5, { maps: sorted });
    const { stamp } = await news();
    root.add(5, { maps: mapsLine(0x1000) });
    await news(stamp);
    const late = await news(stamp);
    assert.equal(Buffer.from(late.bytes ?? []).toString(), mapsLine(0x1000));
    assert.equal(late.changes, undefined);
  });

  it('keeps what it holds when the bytes that were sent are taken away', async () => {
    root.add(5, { maps: sorted });
    const first = await news();
    structuredClone(first.bytes, { transfer: first.bytes ? [first.bytes.buffer as ArrayBuffer] : [] });
    assert.equal((await news()).bytes?.length, sorted.length);
  });

  it('says that it stays torn, each time, and when it is whole again', async () => {
    root.add(5, { maps: torn });
    const first = await news();
    assert.equal(first.torn, true);
    const again = await read(first.stamp);
    assert.ok(again.ok && again.same, 'the same torn text is no news');
    root.add(5, { maps: sorted });
    assert.equal((await news(first.stamp)).torn, false);
  });

  it('of another process is not taken for the same', async () => {
    root.add(5, { maps: sorted });
    const { stamp } = await news();
    root.add(5, { maps: sorted, startTime: 200 });
    const reading = await read(stamp);
    assert.ok(!reading.ok && reading.reason === 'reused');
  });

  it('tells a new name of the process, whose text is the same', async () => {
    root.add(5, { maps: sorted, comm: 'before' });
    const { stamp } = await news();
    root.add(5, { maps: sorted, comm: 'after' });
    assert.equal((await news(stamp)).process.name, 'after');
  });
});
