/** What the status bar says of selected lines. */
import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { selectionWords } from '../../../src/extension/language/selection-words.ts';

const SMAPS = [
  '00400000-00402000 r-xp 00000000 08:01 11                                 /bin/a',
  'Size:                  8 kB',
  'Rss:                   4 kB',
  'Pss:                   2 kB',
  '00600000-00603000 rw-p 00000000 00:00 0                                  [heap]',
  'Size:                 12 kB',
  'Rss:               lost kB',
  'Pss:                   3 kB',
];
const MAPS = [
  '00400000-00401000 r-xp 00000000 08:01 11                                 /bin/b',
  '00600000-00601000 rw-p 00000000 00:00 0                                  [heap]',
];
const NUMA = ['55d4def65000 default file=/bin/a mapped=2 N0=2 kernelpagesize_kB=4', '7f5400000000 default'];

/** A selection of whole lines, from 0, the last one without its end. */
function selection(from: number, to: number): vscode.Selection {
  const place = (line: number): object => ({ line, character: 0 });
  return { start: place(from), end: place(to), isEmpty: false } as unknown as vscode.Selection;
}

function words(text: readonly string[], ...selections: readonly vscode.Selection[]): string | undefined {
  return selectionWords(parseMaps(Buffer.from(`${text.join('\n')}\n`)), selections);
}

describe('the regions of a selection', () => {
  it('are summed over all cursors, each once', () => {
    assert.equal(words(MAPS, selection(0, 1), selection(1, 2)), '2 regions · 8 KiB');
    assert.equal(words(MAPS, selection(0, 1)), undefined);
    assert.equal(words(SMAPS, selection(1, 5)), '2 regions · 20 KiB · Rss 4 KiB (known of 1) · Pss 5 KiB');
  });

  it('say of how many the sum is known', () => {
    const both = ['one', ...SMAPS, '', 'two', ...MAPS];
    assert.equal(
      words(both, selection(0, both.length)),
      '4 regions · 28 KiB · Rss 4 KiB (known of 1) · Pss 5 KiB (known of 2)',
    );
    assert.equal(words(NUMA, selection(0, 2)), '2 regions');
  });

  it('are summed without delay for as many cursors as an editor has', () => {
    const rows = Array.from({ length: 65_000 }, (_, i) => {
      const start = 0x7f0000000000 + i * 0x2000;
      return `${start.toString(16)}-${(start + 0x1000).toString(16)} rw-p 00000000 00:00 0 `;
    });
    const maps = parseMaps(Buffer.from(`${rows.join('\n')}\n`));
    // The cursor that was set first comes first, wherever it is.
    const cursors = Array.from({ length: 10_000 }, (_, i) => selection(60_000 - 6 * i, 60_001 - 6 * i));
    const begin = performance.now();
    assert.match(selectionWords(maps, cursors) ?? '', /^10,000 regions · 39\.1 MiB$/);
    assert.ok(performance.now() - begin < 1000);
  });
});
