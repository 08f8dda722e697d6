/** Which field stands at a place of a line. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { fieldAt, fieldsOf, wholeField } from '../../../src/core/fields/field-at.ts';

/** The field under each letter of a line; `.` where there is none and the cursor is not just behind a field either. */
function marks(line: string): string {
  const letters: Record<string, string> = {
    range: 'R',
    perms: 'P',
    offset: 'O',
    device: 'D',
    inode: 'I',
    name: 'N',
    deleted: 'X',
    key: 'K',
    flags: 'F',
    flag: 'f',
  };
  return Array.from({ length: line.length }, (_, i) => {
    const hit = fieldAt(line, i);
    return hit && i < hit.to ? letters[hit.field] : '.';
  }).join('');
}

describe('fieldAt', () => {
  const lines: readonly [what: string, line: string, marks: string][] = [
    [
      'a line of the kernel',
      '5648cf38c000-5648cf38d000 r-xp 00001000 fe:00 1564677   /opt/my file',
      'RRRRRRRRRRRRRRRRRRRRRRRRR.PPPP.OOOOOOOO.DDDDD.IIIIIII...NNNNNNNNNNNN',
    ],
    [
      'a deleted file',
      '00400000-00401000 rw-s 00000000 00:01 847 /memfd:a b (deleted)',
      'RRRRRRRRRRRRRRRRR.PPPP.OOOOOOOO.DDDDD.III.NNNNNNNNNN.XXXXXXXXX',
    ],
    [
      'the mark in front',
      '00400000-00401000 r-xp 00000000 08:01 847 (deleted)/a b',
      'RRRRRRRRRRRRRRRRR.PPPP.OOOOOOOO.DDDDD.III.XXXXXXXXXNNNN',
    ],
    ['no name', '00400000-00401000 ---p 00000000 00:00 0 ', 'RRRRRRRRRRRRRRRRR.PPPP.OOOOOOOO.DDDDD.I.'],
    [
      'a name that looks deleted but is the kernel’s',
      '00400000-00401000 rw-p 00000000 00:00 0  [anon:x (deleted)]',
      'RRRRRRRRRRRRRRRRR.PPPP.OOOOOOOO.DDDDD.I..NNNNNNNNNNNNNNNNNN',
    ],
    [
      'an indented line in upper case with wide gaps',
      ' \t00400000-0040A000   r-xS  0000F000 FE:0A  12   /X ',
      '..RRRRRRRRRRRRRRRRR...PPPP..OOOOOOOO.DDDDD..II...NNN',
    ],
    ['a line cut after the offset', '00400000-00401000 r-xp 0000', 'RRRRRRRRRRRRRRRRR.PPPP.OOOO'],
    ['a line cut in the permissions', '00400000-00401000 r-', 'RRRRRRRRRRRRRRRRR...'],
    ['short addresses', '0-1000 rwxp 0 0:0 0', 'RRRRRR.PPPP.O.DDD.I'],
    ['a counter', 'Private_Dirty:         4 kB', 'KKKKKKKKKKKKKKKKKKKKKKKKKKK'],
    ['a counter without a unit', '  THPeligible:           0', '..KKKKKKKKKKKKKKKKKKKKKKKK'],
    ['a counter without a value', 'Rss:   ', 'KKKK...'],
    ['VmFlags', 'VmFlags: rd ex ?? ', 'FFFFFFFF.ff.ff.ff.'],
    ['VmFlags with none', 'VmFlags: ', 'FFFFFFFF.'],
    ['words with a dash', 'dead-beef was here', '..................'],
    ['prose', 'Note that the map follows', '.........................'],
    ['an empty line', '', ''],
  ];
  for (const [what, line, expected] of lines) {
    it(`finds the fields of ${what}`, () => {
      assert.equal(marks(line), expected);
      for (const end of ['\r\n', '\n', '\r']) assert.equal(marks(line + end).slice(0, line.length), expected);
    });
  }

  it('takes the cursor behind the last letter as on the field', () => {
    const line = '00400000-00401000 r-xp 00000000 08:01 847 /bin/x';
    assert.equal(fieldAt(line, line.length)?.field, 'name');
    assert.equal(fieldAt(line, 17)?.field, 'range');
    assert.equal(fieldAt(line, 200), undefined);
  });

  it('knows the letter of the permissions and the end of the range', () => {
    const line = '00400000-00401000 r-xp 00000000 08:01 847';
    const letters = [18, 19, 20, 21].map((at) => fieldAt(line, at));
    assert.deepEqual(
      letters.map((hit) => hit?.field === 'perms' && hit.letter),
      [0, 1, 2, 3],
    );
    const ends = [0, 8, 9].map((at) => fieldAt(line, at));
    assert.deepEqual(
      ends.map((hit) => hit?.field === 'range' && hit.part),
      ['start', undefined, 'end'],
    );
  });

  it('frames the whole range and the whole permissions', () => {
    const line = '  00400000-00401000 r-xp 00000000 08:01 847 /bin/x';
    const frame = (at: number): string => {
      const hit = fieldAt(line, at);
      assert.ok(hit);
      const { from, to } = wholeField(fieldsOf(line), hit);
      return line.slice(from, to);
    };
    assert.equal(frame(12), '00400000-00401000');
    assert.equal(frame(22), 'r-xp');
    assert.equal(frame(40), '847');
  });

  it('gives the fields in order, inside the line and without overlap, for any text', () => {
    const piece = fc.constantFrom(
      '00400000',
      '-',
      ' ',
      'r-xp',
      'ff:01',
      '12',
      '/a',
      ' (deleted)',
      'Rss:',
      'VmFlags:',
      'rd',
      '\t',
      '\u202e',
      '😀',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const line = pieces.join('');
        let end = 0;
        for (const { from, to } of fieldsOf(line)) {
          assert.ok(from >= end && to > from && to <= line.length, `${JSON.stringify(line)} ${from}-${to}`);
          end = to;
        }
      }),
    );
  });

  it('answers at once for a line of a million letters', () => {
    const long = 1_000_000;
    const hostile = [
      'a'.repeat(long),
      ' '.repeat(long),
      `Rss:${' '.repeat(long)}x`,
      `VmFlags:${' rd'.repeat(long / 4)}`,
      `00400000-00401000${' '.repeat(long)}x`,
      `00400000-00401000 r-xp 0 0:0 0 ${' '.repeat(long)}x`,
      `00400000-00401000 r-xp 0 0:0 0 /${' (deleted)'.repeat(long / 10)}`,
    ];
    const started = performance.now();
    for (const line of hostile) fieldAt(line, 3);
    assert.ok(performance.now() - started < 3000);
  });
});
