// An invented but plausible x86-64 process of any number of regions, the same for the same seed. It takes no real process and
// no compiler, so a benchmark or a test can have 12 regions or a million on any machine.
import { mulberry32 } from './random.mjs';

const page = 4096;
const stackTop = 0x7ffd_0000_0000;

/**
 * One mapping as the kernel sees it, before it is printed.
 * @typedef {object} Region
 * @property {number | bigint} start first byte; a bigint only for `[vsyscall]`, which lies above 2^53
 * @property {number | bigint} end first byte after the region
 * @property {string} perms four letters, as printed
 * @property {string} flags VmFlags codes in the kernel's order
 * @property {Pages} pages what its resident pages are
 * @property {number} offset bytes into the file
 * @property {string} dev `major:minor` in hex, as printed
 * @property {number} inode 0 when nothing backs the region
 * @property {string} name empty when the region has none
 */

/** @typedef {'file' | 'anon' | 'shmem' | 'none'} Pages `none` is never resident: guards, reservations, device pages */
/** @typedef {ReturnType<typeof mulberry32>} Random */
/** @typedef {{ dev: string, inode: number, name: string }} Backing */
/** @typedef {ReturnType<typeof piece>} Piece a region that has no address yet; `gap` bytes stay free below it */

/** @type {Backing} */
const nothing = { dev: '00:00', inode: 0, name: '' };
const privateData = 'rd wr mr mw me ac';
const sharedData = 'rd wr sh mr mw me ms';

/** @param {string} name @returns {Backing} anonymous memory that has a name */
const named = (name) => ({ ...nothing, name });

/** @param {number} size @param {string} perms @param {string} flags @param {Pages} pages @param {Backing} [backing]
 * @param {number} [offset] */
const piece = (size, perms, flags, pages, { dev, inode, name } = nothing, offset = 0) => {
  return { gap: 0, size, perms, flags, pages, offset, dev, inode, name };
};

/** The five loaded segments of an ELF object and, half of the time, its nameless .bss. The RELRO page is split off the data
 * segment, so its offset repeats a page that rodata has shown already, as it often does in real maps.
 * @param {string} name @param {number} inode @param {Random} random @returns {Piece[]} */
function elf(name, inode, random) {
  const file = { dev: 'fe:00', inode, name };
  const pages = (/** @type {number} */ most) => page * (1 + random.below(most));
  const headers = pages(40);
  const text = pages(400);
  const rodata = pages(120);
  const relro = pages(8);
  const relroAt = headers + text + rodata - page;
  const pieces = [
    piece(headers, 'r--p', 'rd mr mw me', 'file', file),
    piece(text, 'r-xp', 'rd ex mr mw me', 'file', file, headers),
    piece(rodata, 'r--p', 'rd mr mw me', 'file', file, headers + text),
    piece(relro, 'r--p', 'rd mr mw me ac', 'anon', file, relroAt),
    piece(pages(4), 'rw-p', privateData, 'anon', file, relroAt + relro),
  ];
  if (random.below(2)) pieces.push(piece(pages(6), 'rw-p', privateData, 'anon'));
  return pieces;
}

const libraryNames = [
  'ssl',
  'crypto',
  'stdc++',
  'm',
  'z',
  'icudata',
  'gtk-3',
  'Qt6Core',
  'LLVM-18',
  'pcre2-8',
  'glib-2.0',
];

/** @param {Random} random @param {number} serial @returns {Piece[]} */
function library(random, serial) {
  const name = libraryNames[random.below(libraryNames.length)] ?? 'c';
  return elf(`/usr/lib/x86_64-linux-gnu/lib${name}.so.${1 + random.below(6)}.${serial}.0`, 260000 + serial, random);
}

/** A thread's stack above its guard page. MAP_STACK sets `nh` (fs/proc/task_mmu.c, since 6.8). @returns {Piece[]} */
const threadStack = () => [
  piece(page, '---p', 'mr mw me', 'none'),
  piece(8 << 20, 'rw-p', `${privateData} nh`, 'anon'),
];

/** A malloc arena: 64 MiB reserved, the front of it opened as it grows. @param {Random} random @returns {Piece[]} */
function arena(random) {
  const used = page * (33 + random.below(2000));
  return [piece(used, 'rw-p', 'rd wr mr mw me nr', 'anon'), piece((64 << 20) - used, '---p', 'mr mw me nr', 'none')];
}

/** A just-in-time compiler's code, writable and executable. @param {Random} random @returns {Piece[]} */
const jit = (random) => [piece(page * (16 + random.below(240)), 'rwxp', 'rd wr ex mr mw me ac', 'anon')];

/** A memfd, which always reads as deleted. @param {Random} random @param {number} serial @returns {Piece[]} */
function memfd(random, serial) {
  const file = { dev: '00:01', inode: 1024 + serial, name: `/memfd:buffer-${serial} (deleted)` };
  return [piece(page * (1 + random.below(512)), 'rw-s', sharedData, 'shmem', file)];
}

/** MAP_SHARED | MAP_ANONYMOUS: a hidden tmpfs file. @param {Random} random @param {number} serial @returns {Piece[]} */
function sharedAnonymous(random, serial) {
  const file = { dev: '00:01', inode: 4026531 + serial, name: '/dev/zero (deleted)' };
  return [piece(page * (1 + random.below(64)), 'rw-s', sharedData, 'shmem', file)];
}

/** Memory named by prctl(PR_SET_VMA_ANON_NAME). @param {Random} random @returns {Piece[]} */
const goHeap = (random) => [
  piece(page * (4 + random.below(64)), 'rw-p', privateData, 'anon', named('[anon: Go: heap]')),
];

/** A data file, mapped read-only and shared. @param {Random} random @param {number} serial @returns {Piece[]} */
function dataFile(random, serial) {
  const name = `/var/cache/fontconfig/${serial.toString(16).padStart(8, '0')} le64.cache-8`;
  const file = { dev: '103:02', inode: 90071992 + serial, name };
  return [piece(page * (1 + random.below(90)), 'r--s', 'rd mr me ms', 'file', file, page * random.below(16))];
}

/** @type {[share: number, make: (random: Random, serial: number) => Piece[]][]} the shares add up to 100 */
const mix = [
  [34, library],
  [26, threadStack],
  [20, arena],
  [5, jit],
  [5, memfd],
  [4, sharedAnonymous],
  [3, goHeap],
  [3, dataFile],
];

/** Lays pieces one above the other. @param {Piece[]} pieces @param {number} from first byte @returns {Region[]} */
function place(pieces, from) {
  let at = from;
  return pieces.map(({ gap, size, perms, flags, pages, offset, dev, inode, name }) => {
    const start = at + gap;
    at = start + size;
    return { start, end: at, perms, flags, pages, offset, dev, inode, name };
  });
}

/** @param {number} count @param {Random} random @returns {Piece[]} what mmap() placed, exactly `count` of them */
function mappedArea(count, random) {
  /** @type {Piece[]} */
  const pieces = [];
  for (let serial = 1; pieces.length < count; serial++) {
    let ticket = random.below(100);
    const [, make = library] = mix.find(([share]) => (ticket -= share) < 0) ?? [];
    const made = make(random, serial);
    const lowest = made[0];
    if (lowest && random.below(4) === 0) lowest.gap = page * (1 + random.below(512));
    pieces.push(...made);
  }
  return pieces.slice(0, count);
}

/** The main stack and what the kernel maps above it, as on x86-64 since 6.13. @param {Random} random @returns {Region[]} */
function top(random) {
  const vvar = piece(0x4000, 'r--p', 'rd mr pf io de dd', 'none', named('[vvar]'));
  vvar.gap = page * 77;
  const pieces = [
    piece(0x21000, 'rw-p', 'rd wr mr mw me gd ac', 'anon', named('[stack]')),
    vvar,
    piece(0x2000, 'r--p', 'rd mr pf io de dd', 'none', named('[vvar_vclock]')),
    piece(0x2000, 'r-xp', 'rd ex mr mw me de', 'file', named('[vdso]')),
  ];
  const start = 0xffff_ffff_ff60_0000n;
  const vsyscall = { ...piece(page, '--xp', 'ex', 'none', named('[vsyscall]')), start, end: start + BigInt(page) };
  return [...place(pieces, stackTop + page * random.below(1 << 20)), vsyscall];
}

/**
 * An address space in ascending order: a program with its heap, then libraries, thread stacks, arenas, JIT code and shared
 * memory, then the stack and the kernel's own pages.
 * @param {number} count how many regions to make; fewer than 11 cut the list short
 * @param {number} seed the same seed gives the same process
 * @returns {Region[]} exactly `count` of them
 */
export function makeRegions(count, seed) {
  const random = mulberry32(seed);
  const heap = piece(0x2b_1000, 'rw-p', privateData, 'anon', named('[heap]'));
  heap.gap = page * 3000;
  const program = [...elf('/usr/bin/example-server', 131313, random).slice(0, 5), heap];
  const low = place(program, 0x5500_0000_0000 + page * random.below(1 << 24));
  const high = top(random);
  const pieces = mappedArea(Math.max(0, count - low.length - high.length), random);
  const length = pieces.reduce((sum, { size, gap }) => sum + size + gap, 0);
  const middle = place(pieces, stackTop - (1 << 30) - page * random.below(1 << 20) - length);
  return [...low, ...middle, ...high].slice(0, count);
}
