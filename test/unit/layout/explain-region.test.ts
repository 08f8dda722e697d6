/** What the layout is told of a region. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { isSource, regionWords } from '../../../src/extension/layout/explain-region.ts';
import type { RegionWords } from '../../../src/protocol/explanation.ts';
import { selectRow, startModel, withSnapshot, type Model } from '../../../src/webview/layout/model.ts';
import { snapshotOf } from './snapshots.ts';

function wordsOf(text: string, row: number, sysroot = ''): RegionWords {
  const map = parseMemoryMap(new TextEncoder().encode(text));
  return regionWords({ snapshot: 1, row }, { map, row }, sysroot, false);
}

describe('the explanation of a region', () => {
  it('tells every field and counter with a documented source, and the part of the size', () => {
    const smaps = readFileSync('test/fixtures/sensord.smaps', 'latin1');
    const map = parseMemoryMap(new TextEncoder().encode(smaps));
    for (let row = 0; row < map.regions.count; row++) {
      const { fields, counters, kind, evidence } = wordsOf(smaps, row);
      assert.ok(kind !== '' && evidence.length > 0);
      assert.ok(counters.length > 20);
      for (const { source, label, meaning, here } of [...fields, ...counters]) {
        assert.ok(isSource(source.url) && label !== '' && meaning.length > 0);
        assert.ok(here.every((words) => words.length > 0));
      }
    }
    const { counters } = wordsOf(smaps, 4);
    const rss = counters.find(({ name }) => name === 'Rss');
    assert.deepEqual([rss?.value, rss?.share], ['156 KiB', '51.3 %']);
  });

  it('names the command for code, below the sysroot, quoted for a shell', () => {
    const text =
      '7f0000000000-7f0000100000 r--p 00000000 fe:00 22 /opt/a b.so\n7f0000100000-7f0000200000 r-xp 00100000 fe:00 22 /opt/a b.so\n';
    assert.equal(wordsOf(text, 0).command, undefined);
    assert.equal(wordsOf(text, 1, '/root').command, "addr2line -Cfie '/root/opt/a b.so' 0x100000");
  });

  it('shows what cannot be seen in a name, and opens no page that a file names', () => {
    const { fields } = wordsOf('00400000-00401000 r--p 00000000 08:01 7 /t/\u202e\u001b[31mhttps://evil\n', 0);
    const path = fields.find(({ name }) => name === 'Pathname');
    assert.equal(path?.value, '/t/‹U+202E›‹ESC›[31mhttps://evil');
    assert.equal(isSource('https://evil'), false);
  });

  it('goes with its region from reading to reading, and never to another one', () => {
    const maps = readFileSync('test/fixtures/cat.maps', 'latin1');
    const more = `00001000-00002000 r--p 00000000 00:00 0\n${maps}`;
    const at = (row: number): Model => {
      const shown = selectRow(withSnapshot(startModel(undefined), snapshotOf(maps)), row);
      return { ...shown, explanation: wordsOf(maps, 5) };
    };
    const rowOf = ({ explanation }: Model): number | undefined => explanation?.place.row;
    assert.equal(rowOf(withSnapshot(at(5), snapshotOf(more, { id: 2 }))), 6);
    assert.equal(rowOf(withSnapshot(at(4), snapshotOf(more, { id: 2 }))), undefined);
    const other = snapshotOf(maps, { id: 2, source: { kind: 'document', uri: 'file:///b.maps' } });
    assert.equal(rowOf(withSnapshot(at(5), other)), undefined);
  });
});
