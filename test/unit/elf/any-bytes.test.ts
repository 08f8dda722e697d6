/** What must hold for any bytes at all, and for files that somebody changed on purpose. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesSource } from '../../../src/core/elf/byte-source.ts';
import { debugLink } from '../../../src/core/elf/debug-link.ts';
import { buildId, readElf } from '../../../src/core/elf/elf-file.ts';
import { readNotes } from '../../../src/core/elf/notes.ts';
import { readSymbols } from '../../../src/core/elf/read-symbols.ts';
import { fileOffsetToAddress } from '../../../src/core/elf/segments.ts';
import { symbolAt } from '../../../src/core/elf/symbol-table.ts';
import { buildIdSection, debugLinkSection, EM, FORMS, makeElf, note, symbolSections, textSection } from './make-elf.ts';

/** Files with everything that is read, in all forms. */
const WHOLE = FORMS.flatMap((form) => {
  const symbols = Array.from({ length: 12 }, (_, i) => ({
    name: i % 3 === 0 ? `$d.${i}` : `name${i}`,
    value: BigInt(0x1000 + 16 * (i % 7)),
    size: BigInt(i % 4) * 8n,
    type: i % 3,
    binding: i % 2,
  }));
  const sections = [
    textSection(0x1000n, 0x400),
    buildIdSection(form, 'ab'.repeat(20)),
    debugLinkSection(form, 'x.debug', 0x12345678),
    { name: '.opd', flags: 3, addr: 0x3000n, content: new Uint8Array(32) },
    ...symbolSections(form, symbols),
    ...symbolSections(form, symbols.slice(4), true),
  ];
  const segments = [
    { vaddr: 0x1000n, filesz: 0x400 },
    { type: 4, section: '.note.gnu.build-id', align: 4 },
  ];
  return [
    makeElf({ ...form, sections, segments }),
    makeElf({ ...form, sections, segments, machine: form.bits === 64 ? EM.ppc64 : EM.arm }),
    makeElf({ ...form, sections, segments, countsInFirstSection: true }),
  ];
});

/** Numbers that are likely to lead somewhere. */
const telling = fc.constantFrom(0, 1, 2, 4, 8, 24, 0x7f, 0x80, 0xff);

function check(bytes: Uint8Array): void {
  let largest = 0;
  const source = bytesSource(bytes);
  const read = readElf({
    size: source.size,
    read: (offset, length) => {
      largest = Math.max(largest, offset + length);
      return source.read(offset, length);
    },
  });
  if (!read.ok) {
    assert.match(read.reason, /^it/);
    return;
  }
  const elf = read.value;
  assert.ok(elf.segments.length <= bytes.length && elf.sections.length <= bytes.length);
  const id = buildId(elf);
  assert.ok(id === undefined || /^[0-9a-f]+$/.test(id));
  debugLink(elf);
  const table = readSymbols(elf);
  assert.ok(table.count <= bytes.length);
  for (const address of [0n, 0x1000n, 0x1008n, 0x1071n, 0x3000n, 0xffffffffffffffffn]) {
    const found = symbolAt(table, address);
    if (found) {
      assert.ok(found.value <= address && found.offset >= 0);
      assert.ok(!found.certain || found.offset < found.size);
    }
    fileOffsetToAddress(elf.segments, address, { regionOffset: address & ~0xfffn });
  }
  assert.ok(largest <= Math.max(bytes.length, 64), 'nothing beyond the file is asked for');
}

describe('any bytes as an ELF file', function () {
  this.timeout(120_000);

  it('never throw', () => {
    const head = fc.constantFrom(...FORMS.map((form) => makeElf(form).subarray(0, 20)));
    const noise = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(head, noise, (start, rest) => check(Buffer.concat([start, rest]))),
      { numRuns: 2000 },
    );
  });

  it('made from a real file by overwriting and cutting never throw, and lead nowhere outside of it', () => {
    const edits = fc.array(fc.tuple(fc.nat(4000), fc.array(telling, { minLength: 1, maxLength: 8 })), {
      maxLength: 10,
    });
    fc.assert(
      fc.property(fc.constantFrom(...WHOLE), edits, fc.nat(4000), (whole, changes, keep) => {
        const bytes = Uint8Array.from(whole);
        for (const [at, patch] of changes) bytes.set(patch, at % (bytes.length - patch.length));
        check(keep % 3 === 0 ? bytes.subarray(0, keep) : bytes);
      }),
      { numRuns: 3000 },
    );
  });

  it('whose every number was overwritten once never throw', () => {
    for (const whole of WHOLE.filter((_, i) => i % 3 < 2)) {
      for (let at = 0; at + 8 <= whole.length; at += 4) {
        for (const value of [0x00, 0xff]) {
          const bytes = Uint8Array.from(whole).fill(value, at, at + (at % 8 === 0 ? 8 : 4));
          check(bytes);
        }
      }
    }
  });
});

describe('any bytes as notes', () => {
  it('give notes that lie in them', () => {
    const some = fc.uint8Array({ maxLength: 200 }).map((noise) => {
      const [form = { bits: 64, endian: 'little' }] = FORMS;
      return Buffer.concat([note(form, 'CORE', 1, noise.subarray(0, 20)), noise]);
    });
    fc.assert(
      fc.property(some, fc.constantFrom(4, 8), (bytes, align) => {
        const { entries } = readNotes(bytes, 'little', align);
        let after = 0;
        for (const { desc } of entries) {
          assert.ok(desc.byteOffset - bytes.byteOffset >= after);
          after = desc.byteOffset - bytes.byteOffset + desc.length;
          assert.ok(after <= bytes.length);
        }
      }),
    );
  });
});
