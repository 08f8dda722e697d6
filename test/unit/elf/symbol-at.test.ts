import assert from 'node:assert/strict';
import fc from 'fast-check';
import { symbolAt } from '../../../src/core/elf/symbol-table.ts';
import { ET, FORMS, symbolSections, textSection } from './make-elf.ts';
import { at, LITTLE, SHN, STB, STT, tableIn, tableOf } from './made-tables.ts';

describe('the symbol at an address', () => {
  for (const form of FORMS) {
    it(`is the function that covers it (${form.bits} bits, ${form.endian} endian)`, () => {
      const table = tableOf(
        [
          { name: 'third', value: 0x3000n, size: 0x10n },
          { name: 'first', value: 0x1000n, size: 0x20n },
          { name: 'second', value: 0x1020n, size: 1n, binding: STB.local },
        ],
        form,
      );
      assert.equal(at(table, 0xfffn), 'none');
      assert.equal(at(table, 0x1000n), 'first+0');
      assert.equal(at(table, 0x101fn), 'first+31');
      assert.equal(at(table, 0x1020n), 'second+0');
      assert.equal(at(table, 0x1021n), 'none');
      assert.equal(at(table, 0x300fn), 'third+15');
      assert.equal(at(table, 0x3010n), 'none');
      assert.deepEqual(symbolAt(table, 0x1020n), {
        name: 'second',
        value: 0x1020n,
        size: 1,
        offset: 0,
        type: 'FUNC',
        binding: 'LOCAL',
        certain: true,
      });
    });
  }

  it('is exact at the top of the address space', () => {
    const value = 0xffffffff81000000n;
    const form = { ...LITTLE, type: ET.exec };
    const sections = [
      textSection(value, 0x1000),
      ...symbolSections(form, [
        { name: 'startup_64', value, size: 3n },
        { name: 'next', value: value + 3n, size: 1n },
        { name: 'last', value: 0xffffffffffffffffn, size: 1n },
      ]),
    ];
    const table = tableIn({ ...form, sections });
    assert.equal(at(table, value + 2n), 'startup_64+2');
    assert.equal(at(table, value + 3n), 'next+0');
    assert.equal(at(table, value + 4n), 'none');
    assert.equal(at(table, 0xffffffffffffffffn), 'last+0');
    assert.equal(at(table, 0x81000002n), 'none');
  });

  it('is of several the plainest: global before weak and local, a function before an object, sized before unsized', () => {
    const place = { value: 0x1000n, size: 8n };
    const table = tableOf([
      { ...place, name: 'local', binding: STB.local },
      { ...place, name: 'weak', binding: STB.weak },
      { ...place, name: 'object', type: STT.object },
      { ...place, name: 'unsized', size: 0n },
      { ...place, name: '__global' },
      { ...place, name: 'global' },
      { ...place, name: '_global' },
      { ...place, name: 'label', type: STT.notype },
    ]);
    assert.equal(at(table, 0x1004n), 'global+4');
  });

  it('is the innermost where one lies in another', () => {
    const table = tableOf([
      { name: 'outer', value: 0x1000n, size: 0x1000n },
      { name: 'inner', value: 0x1100n, size: 0x10n },
      { name: 'label', value: 0x1200n, type: STT.notype, binding: STB.local },
      { name: 'beyond', value: 0x1ff0n, size: 0x20n },
    ]);
    assert.equal(at(table, 0x1108n), 'inner+8');
    assert.equal(at(table, 0x1110n), 'outer+272');
    assert.equal(at(table, 0x1204n), 'outer+516');
    assert.equal(at(table, 0x1ff8n), 'beyond+8');
    assert.equal(at(table, 0x2008n), 'beyond+24');
  });

  it('without a size reaches to the next symbol, and not out of its section', () => {
    const table = tableOf([
      { name: '_start', value: 0x1000n, type: STT.notype },
      { name: 'main', value: 0x1100n, size: 0x10n },
      { name: 'asm', value: 0x10f00n, type: STT.notype },
      { name: 'table', value: 0x20010n, type: STT.object, section: SHN.data },
    ]);
    assert.equal(at(table, 0x1000n), '_start+0?');
    assert.equal(at(table, 0x10ffn), '_start+255?');
    assert.equal(at(table, 0x1110n), 'none', 'main tells where it ends');
    assert.equal(at(table, 0x10fffn), 'asm+255?');
    assert.equal(at(table, 0x11000n), 'none', 'the section ends');
    assert.equal(at(table, 0x2000fn), 'none', 'the symbol before is of another section');
    assert.equal(at(table, 0x20fffn), 'table+4079?');
    assert.equal(at(table, 0x21000n), 'none');
  });

  it('without a size does not reach into another segment, where the file has no sections in memory', () => {
    // What strip --strip-section-headers leaves cannot be read; a file may hold sections of symbols alone.
    const symbols = symbolSections(LITTLE, [{ name: 'low', value: 0x1ff0n, type: STT.notype, section: 0xffff }]);
    const segments = [
      { vaddr: 0x1000n, memsz: 0x1000n },
      { vaddr: 0x2000n, memsz: 0x1000n },
    ];
    const table = tableIn({ ...LITTLE, segments, sections: symbols });
    assert.equal(at(table, 0x1fffn), 'low+15?');
    assert.equal(at(table, 0x2000n), 'none');
  });

  it('is never one that names no place in memory', () => {
    const table = tableOf([
      { name: 'undefined', value: 0x1000n, size: 16n, section: SHN.undefined },
      { name: 'absolute', value: 0x1000n, size: 16n, section: SHN.absolute },
      { name: 'common', value: 0x1000n, size: 16n, section: SHN.common },
      { name: 'comment', value: 0x1000n, size: 16n, section: SHN.comment },
      { name: 'nowhere', value: 0x1000n, size: 16n, section: 99 },
      { name: '.text', value: 0x1000n, size: 16n, type: STT.section, binding: STB.local },
      { name: 'main.c', value: 0x1000n, size: 16n, type: STT.file, binding: STB.local },
      { name: 'errno', value: 0x1000n, size: 16n, type: STT.tls },
      { name: '', value: 0x1000n, size: 16n, type: STT.notype },
    ]);
    assert.equal(table.count, 0);
    assert.equal(at(table, 0x1008n), 'none');
  });

  it('is found as quickly whatever stands at one place', () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({ name: `alias${i}`, value: 0x1000n, size: BigInt(i + 1) }));
    const table = tableOf([...many, { name: 'other', value: 0x2000n, size: 4n }]);
    assert.equal(at(table, 0x1000n + 2999n), 'alias2999+2999');
    assert.equal(at(table, 0x2002n), 'other+2');
  });

  it('agrees with a look at every symbol', () => {
    const symbol = fc.record({ value: fc.nat(300), size: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(symbol, { maxLength: 40 }), fc.array(fc.nat(400), { maxLength: 30 }), (made, addresses) => {
        const table = tableOf(
          made.map(({ value, size }, i) => ({ name: `s${i}`, value: BigInt(0x1000 + value), size: BigInt(size + 1) })),
        );
        for (const address of addresses) {
          const covering = made.filter(({ value, size }) => value <= address && address <= value + size);
          const innermost = Math.max(...covering.map(({ value }) => value));
          const found = symbolAt(table, BigInt(0x1000 + address));
          assert.equal(found?.offset, covering.length > 0 ? address - innermost : undefined);
        }
      }),
      { numRuns: 200 },
    );
  });
});
