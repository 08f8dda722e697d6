import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/elf/byte-source.ts';
import { buildId, readElf } from '../../../src/core/elf/elf-file.ts';
import { readNotes } from '../../../src/core/elf/notes.ts';
import { buildIdSection, FORMS, makeElf, note, Writer, type MadeElf } from './make-elf.ts';

const LITTLE = { bits: 64, endian: 'little' } as const;

function elfOf(made: MadeElf) {
  const read = readElf(bytesSource(makeElf(made)));
  assert.ok(read.ok);
  return read.value;
}

describe('notes', () => {
  for (const form of FORMS) {
    it(`are read one after the other (${form.bits} bits, ${form.endian} endian)`, () => {
      const bytes = Buffer.concat([
        note(form, 'CORE', 1, Buffer.from('abcde')),
        note(form, 'LINUX', 0x202, Buffer.from('')),
        note(form, 'CORE', 6, Buffer.from('12345678')),
      ]);
      const { entries, problem } = readNotes(bytes, form.endian);
      assert.equal(problem, undefined);
      assert.deepEqual(
        entries.map(({ name, type, desc }) => [name, type, Buffer.from(desc).toString()]),
        [
          ['CORE', 1, 'abcde'],
          ['LINUX', 0x202, ''],
          ['CORE', 6, '12345678'],
        ],
      );
    });
  }

  it('of .note.gnu.property are aligned to 8 bytes', () => {
    const properties = [
      note(LITTLE, 'GNU', 5, new Uint8Array(16).fill(7), 8),
      note(LITTLE, 'Other', 9, Buffer.from('xyz'), 8),
    ];
    const { entries } = readNotes(Buffer.concat(properties), 'little', 8);
    assert.deepEqual(
      entries.map(({ name, desc }) => [name, desc.length]),
      [
        ['GNU', 16],
        ['Other', 3],
      ],
    );
  });

  it('that end after their bytes are told, and those before are kept', () => {
    const bytes = Buffer.concat([
      note(LITTLE, 'CORE', 1, Buffer.from('abcd')),
      note(LITTLE, 'CORE', 2, Buffer.alloc(64)),
    ]);
    const { entries, problem } = readNotes(bytes.subarray(0, -1), 'little');
    assert.equal(entries.length, 1);
    assert.match(problem ?? '', /note at byte 24 ends after its segment/);
    const endless = new Writer(LITTLE).word(0xffffffff).word(0xffffffff).word(1).word(0).finish();
    assert.match(readNotes(endless, 'little').problem ?? '', /ends after its segment/);
  });
});

describe('a build ID', () => {
  const id = '0123456789abcdef0123456789abcdef01234567';

  for (const form of FORMS) {
    it(`is found among the notes of a segment (${form.bits} bits, ${form.endian} endian)`, () => {
      const { content = new Uint8Array(0) } = buildIdSection(form, id);
      const notes = Buffer.concat([note(form, 'GNU', 1, Buffer.alloc(16)), content]);
      const sections = [{ name: '.notes', content: notes }];
      assert.equal(buildId(elfOf({ ...form, sections, segments: [{ type: 4, section: '.notes', align: 4 }] })), id);
    });

    it(`is found in its section where there is no segment (${form.bits} bits, ${form.endian} endian)`, () => {
      assert.equal(buildId(elfOf({ ...form, sections: [buildIdSection(form, id)] })), id);
    });
  }

  it('is unknown where there is none, or where it is too long to be one', () => {
    assert.equal(buildId(elfOf({ ...LITTLE, sections: [] })), undefined);
    const long = { ...LITTLE, sections: [buildIdSection(LITTLE, 'ab'.repeat(65))] };
    assert.equal(buildId(elfOf(long)), undefined);
    const other = {
      ...LITTLE,
      sections: [{ name: '.note.go', type: 7, content: note(LITTLE, 'Go', 4, Buffer.alloc(20)) }],
    };
    assert.equal(buildId(elfOf(other)), undefined);
  });
});
