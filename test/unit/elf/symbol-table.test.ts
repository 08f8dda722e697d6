import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/elf/byte-source.ts';
import { readElf } from '../../../src/core/elf/elf-file.ts';
import { readSymbols } from '../../../src/core/elf/read-symbols.ts';
import { symbolAt } from '../../../src/core/elf/symbol-table.ts';
import { EM, ET, makeElf, symbolSections, textSection } from './make-elf.ts';
import { at, LITTLE, SECTIONS, STB, STT, tableIn, tableOf } from './made-tables.ts';

describe('a symbol table', () => {
  it('is that of the linker where there is no other, and names a symbol of both once', () => {
    const both = [
      { name: 'shared', value: 0x1000n, size: 16n },
      { name: 'also_shared', value: 0x1000n, size: 16n },
    ];
    const dynamic = symbolSections(LITTLE, [...both, { name: 'dynamic_only', value: 0x3000n, size: 16n }], true);
    const own = symbolSections(LITTLE, [...both, { name: 'local', value: 0x2000n, size: 16n, binding: STB.local }]);
    const stripped = tableIn({ ...LITTLE, sections: [...SECTIONS, ...dynamic] });
    assert.equal(stripped.count, 3);
    assert.equal(at(stripped, 0x1004n), 'shared+4');
    assert.equal(at(stripped, 0x2004n), 'none');
    const whole = tableIn({ ...LITTLE, sections: [...SECTIONS, ...dynamic, ...own] });
    assert.equal(whole.count, 4);
    assert.equal(at(whole, 0x1004n), 'shared+4');
    assert.equal(at(whole, 0x2004n), 'local+4');
    assert.equal(at(whole, 0x3004n), 'dynamic_only+4');
  });

  it('knows resolvers of functions by their type', () => {
    const table = tableOf([{ name: 'memcpy', value: 0x1000n, size: 16n, type: STT.ifunc }]);
    assert.equal(symbolAt(table, 0x1000n)?.type, 'GNU_IFUNC');
  });

  for (const [name, machine] of [
    ['Thumb', EM.arm],
    ['MIPS16', EM.mips],
  ] as const) {
    it(`leaves the bit out of addresses that says ${name}`, () => {
      const symbols = [
        { name: 'code', value: 0x1001n, size: 16n },
        { name: 'data', value: 0x1021n, size: 3n, type: STT.object },
      ];
      const table = tableOf(symbols, { bits: 32, endian: 'little', machine });
      assert.equal(at(table, 0x1000n), 'code+0');
      assert.equal(at(table, 0x1010n), 'none');
      assert.equal(at(table, 0x1021n), 'data+0');
    });
  }

  for (const [machine, bits] of [
    [EM.arm, 32],
    [EM.arm64, 64],
    [EM.riscv, 64],
  ] as const) {
    it(`does not take marks of code and data for names (machine ${machine})`, () => {
      const marks = ['$a', '$d', '$t', '$x', '$d.17', '$x.realm', '$xrv64i2p1_m2p0'];
      const symbols = [
        { name: 'start', value: 0x1000n, type: STT.notype, binding: STB.global },
        ...marks.map((name, i) => ({ name, value: BigInt(0x1004 + 4 * i), type: STT.notype, binding: STB.local })),
        { name: '$data', value: 0x1800n, type: STT.notype, binding: STB.local },
      ];
      const table = tableOf(symbols, { bits, endian: 'little', machine });
      assert.equal(table.count, 2);
      assert.equal(at(table, 0x1100n), 'start+256?');
      assert.equal(at(table, 0x1804n), '$data+4?');
      assert.equal(tableOf(symbols).count, symbols.length, 'other machines have no such marks');
    });
  }

  it('says that descriptors of functions are not read', () => {
    const form = { bits: 64, endian: 'big', machine: EM.ppc64 } as const;
    const sections = [
      textSection(0x1000n, 0x1000),
      { name: '.opd', flags: 3, addr: 0x20000n, content: new Uint8Array(48) },
      ...symbolSections(form, [
        { name: 'main', value: 0x20000n, size: 0x100n, section: 2 },
        { name: 'label', value: 0x1000n, size: 4n },
      ]),
    ];
    const table = tableIn({ ...form, sections });
    assert.equal(at(table, 0x20004n), 'none');
    assert.equal(at(table, 0x1000n), 'label+0');
    assert.match(table.missing.join(), /descriptors \(\.opd\), which are not read/);
  });

  it('of an object file has no addresses', () => {
    const table = tableOf([{ name: 'main', value: 0n, size: 16n }], { type: ET.rel });
    assert.equal(table.count, 0);
    assert.match(table.missing.join(), /object file/);
  });

  it('that lies outside of the file cannot be read, and says so', () => {
    const bytes = makeElf({ ...LITTLE, sections: symbolSections(LITTLE, [{ name: 'main', value: 0x1000n }]) });
    // The section headers come last; the table is said to be as long as can be.
    const view = new DataView(bytes.buffer);
    const header = Number(view.getBigUint64(40, true)) + 64;
    view.setBigUint64(header + 32, 0xffffffffffffffffn, true);
    const read = readElf(bytesSource(bytes));
    assert.ok(read.ok);
    const table = readSymbols(read.value);
    assert.equal(table.count, 0);
    assert.deepEqual(table.missing, ['its .symtab cannot be read']);
  });

  it('gives names of any length and any letters', () => {
    const long = 'n'.repeat(5000);
    const table = tableOf([
      { name: long, value: 0x1000n, size: 4n },
      { name: 'größe', value: 0x1004n, size: 4n },
    ]);
    assert.equal(symbolAt(table, 0x1000n)?.name, long);
    assert.equal(symbolAt(table, 0x1004n)?.name, 'größe');
  });
});
