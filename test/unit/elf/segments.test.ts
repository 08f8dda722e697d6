import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fileOffsetToAddress } from '../../../src/core/elf/segments.ts';
import { addressToFileOffset } from './address-to-offset.ts';
import type { ProgramHeader } from '../../../src/core/elf/program-headers.ts';

function load(offset: number, vaddr: bigint, filesz: number, memsz = BigInt(filesz), type = 1): ProgramHeader {
  return { type, flags: 4, offset, vaddr, filesz, memsz, align: 0x1000 };
}

/** A library as linkers make it today: headers, code, constants, data that starts in the constants' last page. */
const LIBRARY = [
  load(0x40, 0x40n, 0x100, 0x100n, 6),
  load(0, 0n, 0x5f0),
  load(0x1000, 0x1000n, 0x1d1),
  load(0x2000, 0x2000n, 0xf4),
  load(0x2df0, 0x3df0n, 0x220, 0x300n),
];

describe('the address of a place in a file', () => {
  const cases: readonly [
    what: string,
    headers: readonly ProgramHeader[],
    offset: bigint,
    address: bigint | undefined,
  ][] = [
    ['in the code of a library', LIBRARY, 0x1100n, 0x1100n],
    ['in data that is loaded a page further up', LIBRARY, 0x2e00n, 0x3e00n],
    ['in a fixed program', [load(0, 0x400000n, 0x5000), load(0x6000, 0x606000n, 0x100)], 0x6010n, 0x606010n],
    ['in a program that was linked elsewhere before (prelink)', [load(0, 0x41000000n, 0x5000)], 0x123n, 0x41000123n],
    ['in the rest of a page', LIBRARY, 0x1ff0n, 0x1ff0n],
    ['in no segment', LIBRARY, 0x9000n, undefined],
    ['of a file without segments', [], 0n, undefined],
    ['of a debug file, whose segments are empty', [load(0, 0x1000n, 0, 0x1000n)], 0n, undefined],
    ['at the top of the address space', [load(0, 0xffffffff81000000n, 0x1000)], 0x10n, 0xffffffff81000010n],
  ];
  for (const [what, headers, offset, address] of cases) {
    it(`is told: ${what}`, () => assert.equal(fileOffsetToAddress(headers, offset), address));
  }

  it('depends on the region in a page that two segments share', () => {
    // The data's first page holds the end of the constants too, and the other way round.
    assert.equal(fileOffsetToAddress(LIBRARY, 0x2e00n, { regionOffset: 0x2000n }), 0x3e00n);
    const code = [load(0x1000, 0x1000n, 0x1100), load(0x2df0, 0x3df0n, 0x220)];
    assert.equal(fileOffsetToAddress(code, 0x2e00n, { regionOffset: 0x1000n }), 0x2e00n, 'seen in the region of code');
    assert.equal(fileOffsetToAddress(code, 0x2e00n, { regionOffset: 0x2000n }), 0x3e00n, 'seen in the region of data');
    assert.equal(fileOffsetToAddress(code, 0x2050n, { regionOffset: 0x1000n }), 0x2050n);
    assert.equal(fileOffsetToAddress(code, 0x2050n, { regionOffset: 0x2000n }), 0x2050n, 'the code was split in two');
  });

  it('reaches further with larger pages', () => {
    const headers = [load(0, 0n, 0xf000), load(0xfdf0, 0x1fdf0n, 0x400)];
    const hints = { regionOffset: 0n, pageSize: 0x10000 };
    assert.equal(fileOffsetToAddress(headers, 0xfe00n, hints), 0x1fe00n);
    assert.equal(fileOffsetToAddress(headers, 0xf800n, { pageSize: 0x10000 }), 0xf800n);
    assert.equal(fileOffsetToAddress(headers, 0xf800n), 0x1f800n);
  });

  it('is not told by segments that make no sense', () => {
    const headers = [load(2 ** 60, 0n, 0x1000), load(0, 0n, 2 ** 60), load(NaN, 0n, 1)];
    assert.equal(fileOffsetToAddress(headers, 0x10n), undefined);
  });

  it('is told for each byte of a segment, and leads back to it', () => {
    const inSegment = fc
      .constantFrom(...LIBRARY.slice(1))
      .chain((header) => fc.nat(header.filesz - 1).map((at) => BigInt(header.offset + at)));
    fc.assert(
      fc.property(inSegment, (offset) => {
        const address = fileOffsetToAddress(LIBRARY, offset);
        assert.equal(addressToFileOffset(LIBRARY, address ?? -1n), offset);
      }),
    );
  });
});
