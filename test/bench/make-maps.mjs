// The text of /proc/PID/maps and /proc/PID/smaps for an invented process, byte for byte as a 64-bit 6.x kernel prints it:
// fs/proc/task_mmu.c show_vma_header_prefix(), show_map_vma(), __show_smap(), show_smap_vma_flags().
import { makeRegions } from './make-regions.mjs';
import { mulberry32 } from './random.mjs';

/** @typedef {import('./make-regions.mjs').Region} Region */

/** The name starts at this column on a 64-bit kernel: 25 + sizeof(long) * 6. */
const nameColumn = 73;

/** Lines are joined by the thousand: one string of a large smaps would pass the longest that a string may be. */
const regionsPerChunk = 4096;

/** At least eight digits. Numbers are printed in two halves: V8 is ten times slower at hex once they pass 32 bits.
 * @param {number | bigint} value @returns {string} */
function hex(value) {
  const high = typeof value === 'bigint' ? 0 : Math.floor(value / 2 ** 32);
  if (typeof value === 'bigint' || high === 0) return value.toString(16).padStart(8, '0');
  return high.toString(16) + (value % 2 ** 32).toString(16).padStart(8, '0');
}

/** One line of maps, with its newline. A nameless line ends with one blank, as the kernel's does.
 * @param {Region} region @returns {string} */
function mapsLine({ start, end, perms, offset, dev, inode, name }) {
  const head = `${hex(start)}-${hex(end)} ${perms} ${hex(offset)} ${dev} ${inode} `;
  return name ? `${head.padEnd(nameColumn - 1)} ${name}\n` : `${head}\n`;
}

/** `Key:` padded so that every value ends in the same column; Private_Hugetlb is one longer and its number one shorter.
 * @param {string} key @param {number} kilobytes */
const field = (key, kilobytes) =>
  `${`${key}:`.padEnd(16)}${String(kilobytes).padStart(24 - Math.max(16, key.length + 1))} kB\n`;

/** How the resident part of a region is made up, in kB; the identities of proc.rst hold (Rss is the sum of its four parts).
 * @param {Region} region @param {number} size kB @param {import('./make-regions.mjs').Random} random */
function residency({ pages, perms }, size, random) {
  const pagesIn = pages === 'none' ? 0 : random.below(Math.min(size / 4, 4096) + 1);
  const rss = pagesIn * 4;
  const dirtied = perms.includes('w') || pages === 'anon' ? rss - 4 * random.below(pagesIn / 8 + 1) : 0;
  const shared = pages === 'anon' ? 0 : rss - 4 * random.below(pagesIn / 4 + 1);
  const sharedDirty = Math.min(shared, dirtied);
  const privateDirty = dirtied - sharedDirty;
  const pss = rss - shared + Math.floor(shared / 3);
  return {
    rss,
    pss,
    pssDirty: privateDirty + Math.floor(sharedDirty / 3),
    sharedClean: shared - sharedDirty,
    sharedDirty,
    privateClean: rss - shared - privateDirty,
    privateDirty,
    anonymous: pages === 'anon' ? rss : 0,
    swap: pages === 'anon' && random.below(16) === 0 ? 4 * random.below((size - rss) / 4 + 1) : 0,
  };
}

/** The field lines below a region's header, in the order of 6.18. @param {Region} region
 * @param {import('./make-regions.mjs').Random} random @returns {string} */
function smapsFields(region, random) {
  const size = Number(BigInt(region.end) - BigInt(region.start)) / 1024;
  const part = residency(region, size, random);
  return (
    field('Size', size) +
    field('KernelPageSize', 4) +
    field('MMUPageSize', 4) +
    field('Rss', part.rss) +
    field('Pss', part.pss) +
    field('Pss_Dirty', part.pssDirty) +
    field('Shared_Clean', part.sharedClean) +
    field('Shared_Dirty', part.sharedDirty) +
    field('Private_Clean', part.privateClean) +
    field('Private_Dirty', part.privateDirty) +
    field('Referenced', part.rss) +
    field('Anonymous', part.anonymous) +
    field('KSM', 0) +
    field('LazyFree', 0) +
    field('AnonHugePages', 0) +
    field('ShmemPmdMapped', 0) +
    field('FilePmdMapped', 0) +
    field('Shared_Hugetlb', 0) +
    field('Private_Hugetlb', 0) +
    field('Swap', part.swap) +
    field('SwapPss', part.swap) +
    field('Locked', 0) +
    `THPeligible:    ${String(size >= 2048 && region.pages === 'anon' ? 1 : 0).padStart(8)}\n` +
    `VmFlags: ${region.flags} \n`
  );
}

/** @param {Region[]} regions @param {(region: Region) => string} print @returns {Buffer} */
function printed(regions, print) {
  /** @type {string[]} */
  const chunks = [];
  for (let at = 0; at < regions.length; at += regionsPerChunk) {
    chunks.push(
      regions
        .slice(at, at + regionsPerChunk)
        .map(print)
        .join(''),
    );
  }
  const bytes = Buffer.alloc(chunks.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const chunk of chunks) at += bytes.write(chunk, at, 'latin1');
  return bytes;
}

/**
 * The maps text of an invented process of `regions` regions; the same arguments give the same bytes.
 * @param {number} regions number of lines
 * @param {number} [seed] which process
 * @returns {Buffer} about 92 bytes a region
 */
export const makeMaps = (regions, seed = 1) => printed(makeRegions(regions, seed), mapsLine);

/**
 * The smaps text of the same invented process as `makeMaps(regions, seed)`.
 * @param {number} regions number of regions, 25 lines each
 * @param {number} [seed] which process
 * @returns {Buffer} about 758 bytes a region
 */
export function makeSmaps(regions, seed = 1) {
  const random = mulberry32(seed + 1);
  return printed(makeRegions(regions, seed), (region) => mapsLine(region) + smapsFields(region, random));
}
