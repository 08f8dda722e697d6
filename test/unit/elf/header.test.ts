import assert from 'node:assert/strict';
import { bytesSource, type ByteSource } from '../../../src/core/elf/byte-source.ts';
import { readElf } from '../../../src/core/elf/elf-file.ts';
import { readElfHeader } from '../../../src/core/elf/header.ts';
import { readHeaderTable } from '../../../src/core/elf/header-table.ts';
import { EM, ET, FORMS, makeElf, type MadeElf } from './make-elf.ts';

/** The header of bytes that have one. */
function headerOf(bytes: Uint8Array) {
  const read = readElfHeader(bytesSource(bytes));
  assert.ok(read.ok, 'the header is read');
  return read.value;
}

function elfOf(bytes: Uint8Array) {
  const read = readElf(bytesSource(bytes));
  assert.ok(read.ok, 'the file is read');
  return read.value;
}

describe('an ELF header', () => {
  for (const form of FORMS) {
    it(`is read with ${form.bits} bits, ${form.endian} endian`, () => {
      const header = headerOf(
        makeElf({
          ...form,
          type: ET.exec,
          machine: EM.arm,
          entry: 0x80001234n,
          segments: [{ vaddr: 0x8000n, offset: 0x1000, filesz: 0x20, memsz: 0x40n, flags: 5 }],
          sections: [{ name: '.text', flags: 6, addr: 0x8000n, content: new Uint8Array(32) }],
        }),
      );
      assert.equal(header.bits, form.bits);
      assert.equal(header.endian, form.endian);
      assert.equal(header.type, 'ET_EXEC');
      assert.equal(header.machine, 40);
      assert.equal(header.entry, 0x80001234n);
      assert.equal(header.programHeaders.count, 1);
      assert.equal(header.sectionHeaders.count, 3);
    });

    it(`tells its segments and sections with ${form.bits} bits, ${form.endian} endian`, () => {
      const { segments, sections, problems } = elfOf(
        makeElf({
          ...form,
          segments: [{ vaddr: 0x8000n, offset: 0x1000, filesz: 0x20, memsz: 0x40n, flags: 5, align: 0x10000 }],
          sections: [{ name: '.text', flags: 6, addr: 0x8000n, content: new Uint8Array(32), align: 16, entsize: 4 }],
        }),
      );
      assert.deepEqual(problems, []);
      assert.deepEqual(segments, [
        { type: 1, flags: 5, offset: 0x1000, vaddr: 0x8000n, filesz: 0x20, memsz: 0x40n, align: 0x10000 },
      ]);
      assert.deepEqual(
        sections.map(({ name }) => name),
        ['', '.text', '.shstrtab'],
      );
      const { offset, ...text } = sections[1] ?? assert.fail();
      assert.ok(offset > 0);
      assert.deepEqual(text, {
        name: '.text',
        type: 1,
        flags: 6,
        addr: 0x8000n,
        size: 32,
        link: 0,
        addralign: 16,
        entsize: 4,
      });
    });

    it(`finds counts that do not fit into it in section header 0 (${form.bits} bits, ${form.endian} endian)`, () => {
      const bytes = makeElf({
        ...form,
        type: ET.core,
        segments: Array.from({ length: 7 }, (_, i) => ({ vaddr: BigInt(i) << 12n })),
        sections: [{ name: '.text', content: new Uint8Array(8) }],
        countsInFirstSection: true,
      });
      const { header, segments, sections, problems } = elfOf(bytes);
      assert.deepEqual(problems, []);
      assert.equal(header.type, 'ET_CORE');
      assert.equal(segments.length, 7);
      assert.equal(sections[1]?.name, '.text');
      assert.equal(header.namesSection, 2);
    });
  }

  const archs: readonly [machine: number, bits: 32 | 64, arch: string | undefined][] = [
    [EM.x86_64, 64, 'x86-64'],
    [EM.x86_64, 32, 'x86-64'],
    [EM.i386, 32, 'i386'],
    [EM.arm, 32, 'arm'],
    [EM.arm64, 64, 'arm64'],
    [EM.riscv, 64, 'riscv64'],
    [EM.riscv, 32, undefined],
    [EM.s390, 64, 's390x'],
    [EM.s390, 32, undefined],
    [EM.mips, 32, 'mips'],
    [EM.ppc64, 64, 'ppc64'],
    [9999, 64, undefined],
  ];
  for (const [machine, bits, arch] of archs) {
    it(`names machine ${machine} with ${bits} bits ${arch ?? 'unknown'}`, () => {
      assert.equal(headerOf(makeElf({ bits, endian: 'little', machine })).arch, arch);
    });
  }

  const whole: MadeElf = { bits: 64, endian: 'little', segments: [{}, {}, {}] };
  const broken: readonly [what: string, bytes: Uint8Array, says: RegExp][] = [
    ['no bytes', new Uint8Array(0), /not an ELF file/],
    ['a script', Buffer.from('#!/bin/sh\necho hello, this is no ELF file\n'), /not an ELF file/],
    ['the identification alone', makeElf(whole).subarray(0, 16), /ends inside the ELF header/],
    ['an unknown class', edited(makeElf(whole), 4, 3), /unknown class or byte order/],
    ['an unknown byte order', edited(makeElf(whole), 5, 0), /unknown class or byte order/],
  ];
  for (const [what, bytes, says] of broken) {
    it(`is refused with a reason: ${what}`, () => {
      const read = readElfHeader(bytesSource(bytes));
      assert.match(read.ok ? '' : read.reason, says);
    });
  }
});

describe('a table of headers', () => {
  const bytes = makeElf({ bits: 64, endian: 'little', segments: Array.from({ length: 5 }, () => ({})) });

  it('that is cut short gives what is there, and says how much is missing', () => {
    const { segments, problems } = elfOf(bytes.subarray(0, 64 + 2 * 56 + 10));
    assert.equal(segments.length, 2);
    assert.deepEqual(problems, ['3 of 5 program headers lie outside of the file']);
  });

  it('of entries that are too small is not read', () => {
    const { segments, problems } = elfOf(edited(bytes, 54, 8));
    assert.equal(segments.length, 0);
    assert.match(problems[0] ?? '', /8 bytes each/);
  });

  it('whose number is not there says so', () => {
    const core = makeElf({
      bits: 64,
      endian: 'little',
      type: ET.core,
      segments: [{}, {}],
      sections: [],
      countsInFirstSection: true,
    });
    // Section headers of a core dump come last, and are the first to be missing.
    const cut = core.subarray(0, core.length - 128);
    const { segments, problems } = elfOf(cut);
    assert.equal(segments.length, 0);
    assert.match(problems[0] ?? '', /number of program headers stands in a section header/);
  });

  it('of any number is read in parts, and not beyond what any file has', () => {
    let largest = 0;
    const source: ByteSource = {
      size: 2 ** 40,
      read: (_, length) => {
        largest = Math.max(largest, length);
        return new Uint8Array(length);
      },
    };
    const form = { bits: 64, endian: 'little' } as const;
    const table = { offset: 4096, entrySize: 56, count: 2 ** 32 };
    const { entries, problem } = readHeaderTable(source, form, table, { name: 'headers', size: 56, read: () => 0 });
    assert.equal(entries.length, 1 << 20);
    assert.equal(problem, 'only the first 1048576 of 4294967296 headers are read');
    assert.ok(largest <= 1 << 20);
  });
});

function edited(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = value;
  return copy;
}
