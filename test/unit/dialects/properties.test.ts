/** What must hold for any bytes at all. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { hasReturns } from '../../../src/core/dialects/bytes.ts';
import { MapParser, parseFile, parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { readLooseLine } from '../../../src/core/dialects/region-line-loose.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { RegionBuilder } from '../../../src/core/memory-map/region-builder.ts';
import { regionAt, rowOfAddress, type Region } from '../../../src/core/memory-map/region-table.ts';

const FIXTURES = ['sensord.maps', 'sensord.smaps', 'sensord.smaps_rollup', 'cat.maps'].map((name) =>
  readFileSync(`test/fixtures/${name}`),
);

/** A region line as the kernel prints it. */
const regionLine = fc
  .record({
    start: fc.bigInt(0n, 0xffffffffeffffn),
    pages: fc.bigInt(1n, 0xffffn),
    perms: fc.constantFrom('r--p', 'rw-p', 'r-xp', '---p', 'rwxs', 'rw-s'),
    offset: fc.bigInt(0n, 0xffffffffffn),
    major: fc.nat(0xfff),
    minor: fc.nat(0xfffff),
    inode: fc.bigInt(0n, 0xffffffffffffffffn),
    name: fc.oneof(
      fc.constant(''),
      fc.constant('[heap]'),
      fc.string({ unit: 'binary' }).map((name) => `/${name.replaceAll(/[\0\n]/gu, '')}`),
    ),
  })
  .map(({ start, pages, perms, offset, major, minor, inode, name }) => {
    const hex = (value: bigint | number, width: number): string => value.toString(16).padStart(width, '0');
    const head = `${hex(start << 12n, 8)}-${hex((start + pages) << 12n, 8)} ${perms} ${hex(offset << 12n, 8)} ${hex(major, 2)}:${hex(minor, 2)} ${inode} `;
    return {
      text: name === '' ? head : `${head.padEnd(73)}${head.length >= 73 ? ' ' : ''}${name}`,
      name,
      start: start << 12n,
    };
  });

describe('any bytes', function () {
  this.timeout(60_000);

  it('never throw, and every region ends after it starts', () => {
    const noise = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(noise, (bytes) => check(bytes)),
      { numRuns: 2000 },
    );
  });

  it('made from a real dump by overwriting, cutting and repeating never throw', () => {
    const mutated = fc
      .tuple(
        fc.nat(FIXTURES.length - 1),
        fc.array(fc.tuple(fc.nat(40_000), fc.uint8Array({ minLength: 1, maxLength: 12 })), { maxLength: 12 }),
        fc.nat(40_000),
        fc.nat(40_000),
      )
      .map(([which, edits, from, to]) => {
        const bytes = Uint8Array.from(FIXTURES[which] ?? []);
        for (const [at, patch] of edits) bytes.set(patch, at % Math.max(1, bytes.length - patch.length));
        return Buffer.concat([bytes.subarray(from % bytes.length), bytes.subarray(0, to % bytes.length)]);
      });
    fc.assert(
      fc.property(mutated, (bytes) => check(bytes)),
      { numRuns: 300 },
    );
  });
});

describe('a text in parts', () => {
  it('reads as it does in one part, wherever lines are parted', () => {
    const cuts = fc.array(fc.nat(60_000), { maxLength: 6 });
    fc.assert(
      fc.property(fc.nat(2), fc.boolean(), cuts, (which, noisy, places) => {
        const dialect = (['maps', 'smaps', 'smaps_rollup'] as const)[which] ?? 'maps';
        const text = readFileSync(`test/fixtures/sensord.${dialect}`, 'latin1');
        const bytes = Buffer.from(noisy ? text.replaceAll('r-xp', 'r-x') : text, 'latin1');
        const ends = places.map((place) => bytes.indexOf('\n', place % bytes.length) + 1).filter((end) => end > 0);
        const parser = new MapParser(dialect, 0);
        let from = 0;
        for (const end of [...ends.sort((a, b) => a - b), bytes.length]) {
          // Buffers are used again for the next part, so nothing of a part may be kept.
          const part = Uint8Array.from(bytes.subarray(from, end));
          parser.add(part);
          part.fill(0x78);
          from = end;
        }
        assert.deepEqual(normalForm(parser.finish({})), normalForm(parseMemoryMap(bytes)));
      }),
      { numRuns: 60 },
    );
  });
});

describe('the two readers of region lines', () => {
  it('read a line alike, whichever of them takes it', () => {
    fc.assert(
      fc.property(fc.array(regionLine, { minLength: 1, maxLength: 8 }), (lines) => {
        const texts = lines.map(({ text }) => Buffer.from(text));
        // The pad at the end keeps the fast reader at work until the last line.
        const bytes = Buffer.concat([
          ...texts.flatMap((text) => [text, Buffer.from('\n')]),
          Buffer.from('\n'.repeat(100)),
        ]);
        // Lines that start again from below are taken for those of another process.
        const fast = parseFile(bytes).flatMap(({ regions }) =>
          Array.from({ length: regions.count }, (_, row) => regionAt(regions, row)),
        );
        assert.equal(fast.length, lines.length);
        const builder = new RegionBuilder(lines.length);
        texts.forEach((text, i) => {
          const end = hasReturns(bytes) && text.at(-1) === 0x0d ? text.length - 1 : text.length;
          assert.equal(readLooseLine(text, 0, end, i + 1, builder), 'region');
        });
        const loose = builder.finish();
        lines.forEach(({ start }, row) => {
          const region = fast[row] ?? assert.fail();
          assert.deepEqual(comparable(region), comparable(regionAt(loose, row)));
          assert.equal(region.start, start);
        });
      }),
      { numRuns: 500 },
    );
  });
});

describe('a table of regions', () => {
  it('finds the region of every address, in sorted and unsorted maps', () => {
    fc.assert(
      fc.property(
        fc.array(regionLine, { minLength: 1, maxLength: 20 }),
        fc.bigInt(0n, 0xffffffffffffffffn),
        (lines, address) => {
          const { regions } = parseMemoryMap(Buffer.from(lines.map(({ text }) => `${text}\n`).join('')));
          for (let row = 0; row < regions.count; row++) {
            const { start, end } = regionAt(regions, row);
            for (const inside of [start, end - 1n]) {
              const found = rowOfAddress(regions, inside);
              assert.ok(found !== undefined);
              const region = regionAt(regions, found);
              assert.ok(region.start <= inside && inside < region.end);
            }
          }
          const found = rowOfAddress(regions, address);
          if (found !== undefined) {
            const region = regionAt(regions, found);
            assert.ok(region.start <= address && address < region.end);
          }
        },
      ),
    );
  });
});

function check(bytes: Uint8Array): void {
  const map = parseMemoryMap(bytes);
  const json = normalForm(map);
  for (const { start, end } of json.regions) {
    if (start !== null && end !== null) assert.ok(BigInt(end) > BigInt(start));
  }
  for (const { line, column, reason } of json.problems) {
    assert.ok(line >= 1 && column >= 1 && reason !== '');
    assert.doesNotMatch(reason, /[\u0000-\u001f]/);
  }
  JSON.parse(JSON.stringify(json));
}

function comparable(region: Region): object {
  return { ...region, index: 0 };
}
