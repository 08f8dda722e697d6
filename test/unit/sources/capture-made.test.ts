/** Saving processes that no test can start: torn, ending, refused, on another machine, with names that mean harm. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { capture, type Captured, type CaptureRequest } from '../../../src/sources/capture/capture.ts';
import type { CaptureRecord } from '../../../src/sources/capture/record.ts';
import type { ReadFailure } from '../../../src/sources/process.ts';
import type { Procfs } from '../../../src/sources/procfs.ts';
import { SavedSource } from '../../../src/sources/saved/source.ts';
import { SourceFailure, type Source, type Waiting } from '../../../src/sources/source.ts';
import { buildIdSection, makeElf } from '../elf/make-elf.ts';
import { type Files, listed, MadeSource, MAPS, processFiles, SMAPS, TORN } from './made-source.ts';
import { type Made, mapsLine, statLine } from './proc-root.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const waiting: Waiting = { signal: new AbortController().signal, isCancelled: () => false };

describe('a snapshot of a process', () => {
  let folder: TemporaryFolder;
  beforeEach(() => (folder = new TemporaryFolder()));
  afterEach(() => folder.remove());

  const save = (source: Source, rest: Partial<CaptureRequest> = {}): Promise<Captured | ReadFailure> =>
    capture(
      source,
      {
        what: [{ pid: 12 }],
        smaps: true,
        to: { folder: folder.path },
        form: 'folder',
        label: 'board (SSH)',
        version: '1',
        ...rest,
      },
      waiting,
    );
  const saved = async (source: Source): Promise<Captured & { record: CaptureRecord }> => {
    const captured = await save(source);
    assert.ok(captured.ok, JSON.stringify(captured));
    const record = JSON.parse(readFileSync(join(captured.path, 'procsnap.json'), 'utf8')) as CaptureRecord;
    return { ...captured, record };
  };
  const failed = async (source: Source): Promise<string> => {
    const captured = await save(source);
    assert.ok(!captured.ok);
    assert.deepEqual(readdirSync(folder.path), [], 'something was left');
    return captured.message;
  };
  const text = (path: string, name: string): string => readFileSync(join(path, name), 'latin1');

  it('takes one round trip, and tells how long smaps took where it was read', async () => {
    const source = new MadeSource(processFiles());
    const { record, isWhole, notes } = await saved(source);
    assert.equal(source.trips.length, 1);
    assert.deepEqual([isWhole, notes], [true, []]);
    const [process] = record.processes;
    assert.equal(process?.files['smaps']?.tookMs, 150);
    assert.deepEqual([record.host, record.reader.uid, record.source], ['board', 1001, 'board (SSH)']);
    assert.deepEqual(process?.files['numa_maps']?.missing, 'ENOENT');
  });

  it('tells that the kernel has no smaps, which is no failure', async () => {
    const { '12/smaps': _, ...rest } = processFiles();
    const { notes, isWhole } = await saved(new MadeSource(rest));
    const note = 'smaps is missing, so there are no counters: the kernel was built without CONFIG_PROC_PAGE_MONITOR.';
    assert.deepEqual([notes, isWhole], [[note], true]);
    const cheap = await save(new MadeSource(rest), { smaps: false });
    assert.deepEqual(cheap.ok && cheap.notes, []);
  });

  it('never holds the environment', async () => {
    const { path } = await saved(new MadeSource(processFiles()));
    assert.ok(!existsSync(join(path, '12/environ')));
  });

  it('reads a map again that changed, and says so when it changed every time', async () => {
    const once = await saved(new MadeSource({ ...processFiles(), '12/maps': [TORN, MAPS] }));
    assert.equal(text(once.path, '12/maps'), MAPS);
    assert.deepEqual([once.isWhole, once.notes], [true, []]);
    const source = new MadeSource({ ...processFiles({ comm: 'busy' }), '12/maps': TORN });
    const always = await saved(source);
    assert.equal(source.trips.length, 4);
    assert.equal(always.isWhole, false);
    assert.match(always.notes.join(), /The map changed during every attempt/);
    const read = await new SavedSource(always.path).readMap({ pid: 12, file: 'maps', startTime: undefined }, waiting);
    assert.ok(read.ok && read.torn);
  });

  it('keeps what was read before the process ended, and nothing of what is unsure', async () => {
    const stat = statLine(12);
    const gone = { error: 'ENOENT' };
    const { path, isWhole, notes, record } = await saved(
      new MadeSource({
        ...processFiles(),
        '12/stat': [stat, stat, gone],
        '12/status': gone,
        '12/smaps': SMAPS.slice(0, 99),
      }),
    );
    assert.equal(isWhole, false);
    assert.match(notes.join(), /While it was read, the process ended: files that were read later are missing\./);
    assert.equal(text(path, '12/maps'), MAPS);
    assert.ok(!existsSync(join(path, '12/smaps')) && !existsSync(join(path, '12/cmdline')));
    assert.equal(record.processes[0]?.files['smaps']?.reason, 'the process had ended');
  });

  it('is not made of a process that ends, or is another, while its map is read', async () => {
    const stat = statLine(12);
    const ends = { ...processFiles(), '12/stat': [stat, { error: 'ENOENT' }] };
    assert.equal(await failed(new MadeSource(ends)), 'Process 12 has ended.');
    const zombie = { ...processFiles(), '12/stat': [stat, statLine(12, { state: 'Z', startCode: '0' })] };
    assert.equal(await failed(new MadeSource(zombie)), 'Process 12 has ended.');
    const reused = { ...processFiles(), '12/stat': [stat, statLine(12, { startTime: 999 })] };
    assert.equal(await failed(new MadeSource(reused)), 'Process 12 has ended.');
    // What was never seen may be hidden: the source knows.
    assert.equal(await failed(new MadeSource({})), 'It belongs to root.');
    const kernel = processFiles({ flags: 0x200000, startCode: '0' });
    assert.match(await failed(new MadeSource(kernel)), /is a thread of the kernel/);
  });

  it('is that of the new program, when the process starts another one', async () => {
    const old = statLine(12);
    const next = statLine(12, { startCode: '95000000000000', comm: 'next' });
    const { record, isWhole } = await saved(
      new MadeSource({ ...processFiles(), '12/stat': [old, next], '12/cmdline': 'next\0' }),
    );
    assert.deepEqual([record.processes[0]?.name, isWhole], ['next', true]);
  });

  it('is read through another thread where the main thread has ended', async () => {
    const made: Made = { state: 'Z', threads: 2 };
    const source = new MadeSource(
      {
        ...processFiles(made),
        '12/maps': '',
        '12/smaps': '',
        '12/task/12/stat': statLine(12, made),
        '12/task/13/stat': statLine(13, { threads: 2 }),
        '12/task/13/maps': MAPS,
        '12/task/13/smaps': SMAPS,
      },
      { '12/task': ['12', '13'] },
    );
    const { path, record, notes } = await saved(source);
    assert.equal(text(path, '12/maps'), MAPS);
    assert.equal(record.processes[0]?.files['smaps']?.from, '12/task/13/smaps');
    assert.deepEqual(notes, ['The main thread had ended: the map was read from /proc/12/task/13/maps.']);
  });

  it('is read through a thread that has memory, and through another one when that ends meanwhile', async () => {
    const made: Made = { state: 'Z', threads: 4 };
    const gone = { error: 'ENOENT' };
    const ofThreads: Files = {
      ...processFiles(made),
      '12/maps': '',
      '12/task/12/stat': statLine(12, made),
      '12/task/13/stat': statLine(13, { threads: 4, startCode: '0' }),
      '12/task/14/stat': [statLine(14, { threads: 4 }), gone],
      '12/task/15/stat': statLine(15, { threads: 4 }),
      '12/task/15/maps': MAPS,
    };
    const names = { '12/task': ['12', '13', '14', '15'] };
    const { record } = await saved(new MadeSource(ofThreads, names));
    assert.equal(record.processes[0]?.files['maps']?.from, '12/task/15/maps');
    const few = new MadeSource({ ...ofThreads, '12/task/14/stat': gone }, names);
    few.list = async () => ({ processes: [listed(12)] });
    const captured = await save(few, { what: 'everything', to: { path: join(folder.path, 'all') } });
    assert.ok(captured.ok);
    assert.equal(text(captured.path, '12/maps'), MAPS);
  });

  it('has the build ID of the program where there are no links to mapped files, as before Linux 4.3', async () => {
    const form = { bits: 32, endian: 'little' } as const;
    const elf = makeElf({ ...form, sections: [buildIdSection(form, 'ab'.repeat(20))] });
    const files: Files = {
      ...processFiles(),
      '12/maps': '00400000-00401000 r-xp 00000000 b3:02 7 /bin/x\n00500000-00501000 r-xp 00000000 b3:02 8 /lib/y\n',
      '12/exe': elf,
      '12/map_files/400000-401000': { error: 'ENOENT' },
      '12/map_files/500000-501000': { error: 'ENOENT' },
    };
    const idsOf = async (names: readonly string[]): Promise<unknown> => {
      const { record } = await saved(new MadeSource(files, { '12': names }));
      return record.processes[0]?.buildIds;
    };
    const unknown = 'the kernel has no links to the mapped files (map_files)';
    assert.deepEqual(await idsOf(['exe', 'maps']), [
      { path: '/proc/12/exe', buildId: 'ab'.repeat(20) },
      { path: '/bin/x', unknown },
      { path: '/lib/y', unknown },
    ]);
    const meanwhile = 'it was not mapped any more';
    assert.deepEqual(await idsOf(['exe', 'map_files', 'maps']), [
      { path: '/bin/x', unknown: meanwhile },
      { path: '/lib/y', unknown: meanwhile },
    ]);
  });

  it('of everything says what the list says of processes that are hidden', async () => {
    const hidden = 'Processes of other users are not shown.';
    const source = new MadeSource(processFiles());
    source.list = async () => ({ processes: [listed(12)], hidden });
    const captured = await save(source, { what: 'everything' });
    assert.ok(captured.ok);
    assert.deepEqual([captured.isWhole, captured.notes], [false, [hidden]]);
    const none = new MadeSource({});
    none.list = async () => ({ processes: [], unavailable: 'There is no procfs.' });
    const failure = await save(none, { what: 'everything' });
    assert.equal(!failure.ok && failure.message, 'There is no procfs.');
  });

  it('gives the reason of the source where the map may not be read, and notes other files that may not', async () => {
    const refused = { error: 'EACCES' };
    assert.equal(await failed(new MadeSource({ ...processFiles(), '12/maps': refused })), 'It belongs to root.');
    const { notes, isWhole, path } = await saved(new MadeSource({ ...processFiles(), '12/smaps': refused }));
    assert.deepEqual([isWhole, notes], [false, ['smaps is missing: it was not allowed to be read.']]);
    const failure = await new SavedSource(path).explain({ pid: 12, file: 'smaps', startTime: undefined }, waiting);
    assert.equal(failure?.message, 'This snapshot does not have smaps: it was not allowed to be read.');
  });

  it('notes that maps and smaps are not of one moment', async () => {
    const { notes, isWhole } = await saved(new MadeSource({ ...processFiles(), '12/maps': mapsLine(0x300000) + MAPS }));
    assert.deepEqual(notes, ['The regions of maps and smaps differ: the process went on between the two readings.']);
    assert.equal(isWhole, true, 'that is how procfs is');
  });

  for (const comm of [
    '../../etc/x',
    '..',
    '.hidden',
    '-rf',
    '',
    'a\nb\x1b[2J',
    '$(reboot)`;|&',
    '/',
    'ü\xff',
    'con. ',
  ]) {
    it(`of a process called ${JSON.stringify(comm)} gets a name that is one`, async () => {
      const { path, processes } = await saved(
        new MadeSource({ ...processFiles({ comm: Buffer.from(comm, 'latin1') }), '12/cmdline': '' }),
      );
      assert.equal(join(path, '..'), folder.path);
      assert.match(path.split('/').at(-1) ?? '', /^[A-Za-z0-9_][A-Za-z0-9._-]*-12-\d{8}T\d{6}Z\.procsnap$/);
      assert.doesNotMatch(processes[0]?.name ?? '', /[\u0000-\u001f]/);
      const { processes: again } = await new SavedSource(path).list({}, waiting);
      assert.equal(again[0]?.name, comm === '' ? 'unknown' : processes[0]?.name);
    });
  }

  it('is not begun when the source cannot be reached, and nothing is left of it', async () => {
    const source = new MadeSource(processFiles());
    let trips = 0;
    const procfs: Procfs = {
      ...source.procfs,
      read: (paths, signal) =>
        ++trips > 1 ? Promise.reject(new SourceFailure('The board is gone.')) : source.procfs.read(paths, signal),
    };
    const what = [{ pid: 12 }, { pid: 12 }];
    await assert.rejects(save(Object.assign(source, { procfs }), { what, form: 'tar' }), {
      message: 'The board is gone.',
    });
    assert.deepEqual(readdirSync(folder.path), []);
  });
});
