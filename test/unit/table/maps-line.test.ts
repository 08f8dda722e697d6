import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mapsLine } from '../../../src/core/table/maps-line.ts';
import { makeMaps } from '../../bench/make-maps.mjs';
import { tableOfText } from '../layout/tables.ts';

describe('a copied row', () => {
  for (const [what, text] of [
    ['a real map', readFileSync('test/fixtures/sensord.maps', 'latin1')],
    ['a large map', makeMaps(2000).toString('latin1')],
  ] as const) {
    it(`is the line that it was read from: ${what}`, () => {
      const regions = tableOfText(text);
      const lines = Array.from({ length: regions.count }, (_, row) => mapsLine(regions, row));
      assert.deepEqual(
        lines,
        text
          .trimEnd()
          .split('\n')
          .map((line) => (line.endsWith(' 0') ? `${line} ` : line)),
      );
    });
  }

  it('says what is not known', () => {
    const regions = { ...tableOfText('00400000-00401000 r-xp 00000000 08:01 7 /a\n'), perms: Uint8Array.of(0xe0) };
    assert.equal(mapsLine(regions, 0).replace(/ +/g, ' '), '00400000-00401000 ???? ???????? ??:?? ? /a');
  });
});
