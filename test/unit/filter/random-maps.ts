/** Random maps for tests of filters. */
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { KINDS } from '../../../src/core/kinds/kinds.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { Perm } from '../../../src/core/memory-map/permissions.ts';

/** Names of every form: none, pseudo-names, deleted, escaped, not ASCII. */
export const NAMES = [
  '',
  '[heap]',
  '[stack]',
  '[anon:scudo:primary]',
  '[anon_shmem:ring/LIB]',
  '/usr/lib/libc.so.6',
  '/usr/lib/libc.so.6 (deleted)',
  '/usr/lib/x86/libcrypto.so',
  '/tmp/ÉTÉ Lib.so',
  '/tmp/\u212A',
  '/opt/a\\012b/libx',
  '(deleted)/old/libz.so',
  '/memfd:lib frames (deleted)',
  '/dev/zero (deleted)',
  '/opt/*star*/libs',
];
/** In bytes. */
export const PAGE = 4096n;

/** An smaps text of regions in a row, with kinds and missing facts of any sort. */
export const maps: fc.Arbitrary<MemoryMap> = fc
  .array(
    fc.record({
      gap: fc.bigInt({ min: 0n, max: 3n }),
      size: fc.oneof(fc.bigInt({ min: 1n, max: 4n }), fc.bigInt({ min: 1n, max: 1n << 22n })),
      perms: fc.constantFrom('r-xp', 'rw-p', 'rwxp', 'r--p', '---p', 'rw-s', 'r--s'),
      offset: fc.nat(4),
      device: fc.constantFrom('00:00', '08:01', 'fe:01'),
      inode: fc.constantFrom('0', '7', '18446744073709551615'),
      name: fc.constantFrom(...NAMES),
      rss: fc.option(fc.constantFrom(0n, 4n, 8n, 1024n, 1n << 32n, 1n << 50n)),
      flags: fc.option(fc.constantFrom('rd wr', 'rd ex dd', 'gd')),
      kind: fc.nat(KINDS.length - 1),
      hidden: fc.constantFrom(0, 0, 0, Perm.unknown, Perm.offsetUnknown, Perm.fileIdUnknown),
      line: fc.boolean(),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((pieces) => {
    let at = 1n;
    const lines = pieces.map(({ gap, size, perms, offset, device, inode, name, rss, flags }) => {
      const start = at + gap;
      at = start + size;
      const header = `${(start * PAGE).toString(16).padStart(8, '0')}-${(at * PAGE).toString(16).padStart(8, '0')}`;
      const tail = name === '' ? ' ' : ` ${name}`;
      const counters = `${rss === null ? '' : `Rss: ${rss} kB\n`}${flags === null ? '' : `VmFlags: ${flags} \n`}`;
      return `${header} ${perms} 0000${offset}000 ${device} ${inode}${tail}\n${counters}`;
    });
    const map = parseMemoryMap(new TextEncoder().encode(lines.join('')));
    pieces.forEach(({ kind, hidden, line }, row) => {
      map.regions.kind[row] = kind;
      map.regions.perms[row] = (map.regions.perms[row] ?? 0) | hidden;
      if (!line) map.regions.line[row] = 0;
    });
    return map;
  });
