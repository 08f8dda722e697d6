// Texts that are awkward to read, of 1 MB and of 16 MB: reading the larger one takes as much longer as it is larger, or less.
import { load } from './bundle.mjs';
import { makeMaps, makeSmaps } from './make-maps.mjs';
import { mulberry32 } from './random.mjs';

/** @typedef {import('./run.mjs').Row} Row */

const megabytes = { small: 1, large: 16 };
const rounds = 2;
/** Larger texts leave the processor's caches, and their tables grow. */
const most = 2;

/** What each text is made of; the pieces follow one another without anything between. @type {Record<string, () => string>} */
const pieces = {
  'random bytes': () => {
    const { below } = mulberry32(7);
    return Array.from({ length: 65_536 }, () => String.fromCharCode(below(256))).join('');
  },
  'maps with every 40th byte overwritten': () => overwritten(makeMaps(1000)),
  'smaps with every 40th byte overwritten': () => overwritten(makeSmaps(200)),
  'one line of ranges': () => '7f0000000000-7f0000001000 ',
  'one line of rows': () => '7f0000000000-7f0000001000 r-xp 00000000 08:01 4711 /lib/a.so ',
  'one number': () => 'f',
  dashes: () => '-',
  'open brackets': () => '[{"regions":[',
  'rules and headings': () => '--------------- ---------------\nAddress Kbytes Mode Mapping\n',
  'headings of reports': () => 'Dynamic libraries:\n\n======= Memory map: ========\n0x7f0000000000\n',
  'maps of one row each': () => 'x\n\n\n00400000-0048c000 r-xp 00000000 08:01 4711 /bin/a\ny\n\n\n',
  'calls that strace cut': () =>
    '[pid 7] mmap(NULL, 8192, PROT_READ, MAP_PRIVATE, 3, 0 <unfinished ...>\n[pid 8] brk(0x7f00000) = 0x7f00000\n',
  'words in front of a map': () => 'at 0x7f0000000000 - 0x7f0000001000 in 0x7f0000000000 0x7f0000001000\n',
};

/** @returns {Promise<Row[]>} */
export default async function bench() {
  const { parseMaps } = await load('dialects');
  return Object.entries(pieces).map(([name, make]) => {
    const piece = make();
    const [small, large] = [megabytes.small, megabytes.large].map((size) => {
      const bytes = new Uint8Array(Buffer.from(piece.repeat(Math.ceil((size * 1e6) / piece.length)), 'latin1'));
      let best = Number.POSITIVE_INFINITY;
      for (let round = 0; round < rounds; round++) {
        const start = performance.now();
        parseMaps(bytes, {}, { embedded: true });
        best = Math.min(best, performance.now() - start);
      }
      return best / bytes.length;
    });
    const value = (large ?? Number.NaN) / (small ?? Number.NaN);
    return {
      name: `a byte in 16 MB over one in 1 MB: ${name}`,
      value,
      unit: 'x',
      target: `<= ${most}`,
      ok: value <= most,
    };
  });
}

/** @param {Uint8Array} bytes @returns {string} */
function overwritten(bytes) {
  const { below } = mulberry32(11);
  for (let i = 0; i < bytes.length; i += 40) bytes[i] = below(256);
  return Buffer.from(bytes).toString('latin1');
}
