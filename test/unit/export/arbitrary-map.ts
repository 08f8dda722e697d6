/** Generated memory maps: what any source could tell, with names that no kernel would be surprised by. */
import fc from 'fast-check';
import { RowSink } from '../../../src/core/dialects/row-sink.ts';
import { finishMap } from '../../../src/core/dialects/finish-map.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { Perm } from '../../../src/core/memory-map/permissions.ts';

/** Bytes of a name as a kernel prints them: any but NUL and newline, and no blank in front. */
const nameBytes = fc.oneof(
  fc.constant(Buffer.alloc(0)),
  fc
    .constantFrom(
      '[heap]',
      '[anon:x (deleted)]',
      '/x (deleted)',
      '/x (deleted) (deleted)',
      '/a\\012b',
      '/tail ',
      '/cr\r',
      '/\x1b[2J',
    )
    .map((name) => Buffer.from(name)),
  fc
    .uint8Array({ maxLength: 40 })
    .map((bytes) => Buffer.concat([Buffer.from('/'), bytes.filter((byte) => byte !== 0 && byte !== 10)])),
);

const row = fc.record({
  gap: fc.oneof(fc.bigInt(0n, 0xffffn), fc.bigInt(0n, 0xffffffffffn)),
  pages: fc.bigInt(1n, 0xffffn),
  perms: fc.nat(15),
  offset: fc.bigInt(0n, 0xffffffffffffn),
  major: fc.nat(0xfff),
  minor: fc.nat(0xfffff),
  inode: fc.bigInt(0n, 0xffffffffffffffffn),
  name: nameBytes,
  rss: fc.option(fc.bigInt(0n, 0xffffffffffffffffn)),
  flags: fc.option(fc.subarray(['rd', 'wr', 'ex', 'mr', '??'])),
  line: fc.nat(0xffffffff),
});

/** What a source may leave out of a row. */
const gaps = fc.record({ end: fc.boolean(), perms: fc.boolean(), offset: fc.boolean(), file: fc.boolean() });
const NO_GAPS = { end: false, perms: false, offset: false, file: false };

/** Maps in which everything is told, as a kernel does. */
export const wholeMaps: fc.Arbitrary<MemoryMap> = fc
  .tuple(fc.array(row, { maxLength: 12 }), fc.constantFrom(73, 49, undefined))
  .map(([rows, nameColumn]) =>
    mapOf(
      rows.map((each) => ({ ...each, gaps: NO_GAPS })),
      nameColumn,
    ),
  );

/** Maps of which the source tells only a part. */
export const partialMaps: fc.Arbitrary<MemoryMap> = fc
  .tuple(fc.array(fc.tuple(row, gaps), { maxLength: 12 }), fc.constantFrom(49, undefined))
  .map(([rows, nameColumn]) =>
    mapOf(
      rows.map(([each, missing]) => ({ ...each, gaps: missing })),
      nameColumn,
    ),
  );

interface Row {
  readonly gap: bigint;
  readonly pages: bigint;
  readonly perms: number;
  readonly offset: bigint;
  readonly major: number;
  readonly minor: number;
  readonly inode: bigint;
  readonly name: Uint8Array;
  readonly rss: bigint | null;
  readonly flags: string[] | null;
  readonly line: number;
  readonly gaps: { readonly end: boolean; readonly perms: boolean; readonly offset: boolean; readonly file: boolean };
}

function mapOf(rows: readonly Row[], nameColumn: 73 | 49 | undefined): MemoryMap {
  const sink = new RowSink();
  const rss = rows.some((each) => each.rss !== null) ? sink.column('Rss', 'kB', 'smaps') : undefined;
  let at = 0n;
  for (const each of rows) {
    const start = at + (each.gap << 12n);
    at = start + (each.pages << 12n);
    const end = each.gaps.end ? start : at;
    sink.row(low(start), high(start), low(end), high(end), each.line);
    if (!each.gaps.perms) sink.perms(each.perms & 15 & ~Perm.nommuShared);
    if (!each.gaps.offset) sink.offset(low(each.offset), high(each.offset));
    if (each.gaps.file) sink.name(each.name, 0, each.name.length);
    else
      sink.file(each.major, each.minor, low(each.inode), high(each.inode), {
        bytes: each.name,
        from: 0,
        to: each.name.length,
      });
    if (each.rss !== null && rss) {
      if (each.rss < 0xfffffffen) sink.counter(rss, Number(each.rss));
      else {
        rss.values[sink.count - 1] = 0xfffffffe;
        (rss.wide ??= new Map()).set(sink.count - 1, each.rss);
      }
    }
    if (each.flags) {
      const codes = Buffer.from(each.flags.join(' '));
      sink.vmFlags(codes, 0, codes.length);
    }
  }
  return finishMap({ ...sink.finish(), nameColumn }, 'maps', {}, undefined);
}

function low(value: bigint): number {
  return Number(value & 0xffffffffn);
}

function high(value: bigint): number {
  return Number(value >> 32n);
}
