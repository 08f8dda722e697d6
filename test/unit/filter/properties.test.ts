/** What holds of every filter and every map. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { completeFilter } from '../../../src/core/filter/complete.ts';
import { matchingRows, unknownFields } from '../../../src/core/filter/match.ts';
import { parseFilter } from '../../../src/core/filter/query.ts';
import { maps } from './random-maps.ts';
import { filters, rowOf } from './reference.ts';
import { SMAPS } from './subject.ts';

/** Pieces that filters are made of, so that random texts come near to some. */
const PIECES = [
  'kind rss size path perms addr flag N0 foo constructor __proto__ heap anon libc r-xp ---p w+x or and not',
  ': = != < <= > >= == , | || - ! ( ) " \\ * .. %',
  '1 4k 10% 0x7f 7f0000000000 400000-500000 é \u212A 😀 \0',
].flatMap((line) => line.split(' '));
const pieces = fc.constantFrom(' ', '\t', '\n', ...PIECES);
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join('')),
);

/** What a filter that asks for a field has in its text: permissions are also asked for by their letters and by words. */
function wordsOf(field: string): RegExp {
  return field === 'perms'
    ? /perm|[r-][w-][x-][sp-]|w\+x|wx|x\+w|shared|private|readable|writ|executable/
    : new RegExp(field);
}

describe('the filter language', () => {
  it('reads any text without throwing, and marks errors inside it', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { query, errors } = parseFilter(text, SMAPS);
        for (const { from, to, message } of errors) {
          assert.ok(0 <= from && from < to && to <= text.length, `${from} to ${to}`);
          assert.ok(message.length > 0 && message.length < 200);
        }
        assert.equal(query.text, text);
        const rows = matchingRows(query, SMAPS);
        assert.equal(rows === undefined, query.isEmpty);
        if (rows) assert.ok(rows.length === SMAPS.regions.count && rows.every((bit) => bit === 0 || bit === 1));
        unknownFields(query, SMAPS);
      }),
      { numRuns: 1000 },
    );
  });

  it('completes any text at any place without throwing, inside the text', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: -2, max: 70 }), fc.boolean(), (text, caret, told) => {
        for (const { from, to, label, insert } of completeFilter(text, caret, told ? SMAPS : undefined)) {
          assert.ok(0 <= from && from <= to && to <= text.length);
          assert.ok(label.length > 0 && insert.length > 0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('matches what it means, region by region', () => {
    fc.assert(
      fc.property(maps, filters, (map, { text, told }) => {
        const { query, errors } = parseFilter(text, map);
        assert.deepEqual(errors, []);
        const rows = matchingRows(query, map);
        const wanted = Array.from({ length: map.regions.count }, (_, row) => Number(told(rowOf(map, row)) === true));
        assert.deepEqual([...(rows ?? wanted)], wanted, text);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds nothing by a field that no region has, and says so', () => {
    fc.assert(
      fc.property(maps, filters, (map, { text }) => {
        const bare = { regions: map.regions, counters: undefined };
        const { query } = parseFilter(text);
        const known = unknownFields(query, map);
        for (const field of unknownFields(query, bare)) assert.match(text, wordsOf(field));
        assert.ok(known.every((field) => unknownFields(query, bare).includes(field)));
      }),
    );
  });

  it('stands long texts of awkward shapes', () => {
    const shapes = ['-(', '!', 'a-', 'kind:a,', 'kind: a , ', '"a" ', 'x>', '\\"', 'or ', ') ', '((a)) '];
    for (const shape of shapes) {
      const text = shape.repeat(Math.floor(10_000 / shape.length));
      assert.ok(Array.isArray(parseFilter(text).errors), shape);
    }
  });
});
