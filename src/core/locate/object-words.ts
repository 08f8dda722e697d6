/**
 * Finds places of files in a line of text: what backtraces tell instead of an address, or beside it. Android writes
 * `pc 000000000004d1a4  /system/lib64/libc.so (abort+164)`, the JVM `[libjvm.so+0x8f5c]`, sanitizers `(/lib/libc.so.6+0x2724a)`,
 * systemd `(libc.so.6 + 0x3bef5)`, and `backtrace_symbols()` of glibc `./app(+0x1149)`.
 */

/** A place of a file: UTF-16 units from 0, `to` is exclusive. */
export interface ObjectWord {
  readonly from: number;
  readonly to: number;
  /** The path of the file, or its name without folders; or a name of the kernel such as `[vdso]`. */
  readonly object: string;
  /** The address as the file counts. */
  readonly relative: bigint;
  /** Where in the file the object begins, for a library inside of an archive; in bytes. */
  readonly start: bigint;
}

const ANDROID = /\bpc ([0-9a-f]{6,16}) {1,4}(\/[^()]{1,4096}|\[[\w:. -]{1,80}\])(?: ?\(offset 0x([0-9a-f]{1,16})\))?/;
const PLUS = /(?<=^|\s)[[(]([^()[\]+]{1,4096}?) ?\+ ?0x([0-9a-f]{1,16})[\])]/g;
const GLIBC = /(?<=^|\s)([^\s()[\]]{1,4096})\(\+0x([0-9a-f]{1,16})\)/g;
/** Longer lines are no lines of a backtrace. */
const LONGEST = 20_000;

/** All places of files that a line tells, in its order. Whether a file is mapped only a map tells. */
export function objectWords(line: string): readonly ObjectWord[] {
  const text = line.slice(0, LONGEST);
  const words: ObjectWord[] = [];
  const android = ANDROID.exec(text);
  if (android) {
    const [, digits = '', path = '', offset = '0'] = android;
    const from = android.index + 'pc '.length;
    // A library in an archive is mapped from the archive.
    const object = path.trimEnd().replace(/![^/!]*$/, '');
    const numbers = { relative: BigInt(`0x${digits}`), start: BigInt(`0x${offset}`) };
    words.push({ from, to: from + digits.length, object, ...numbers });
  }
  for (const expression of [PLUS, GLIBC]) {
    for (const match of text.matchAll(expression)) {
      const [whole, object = '', digits = ''] = match;
      // Brackets around all of it are no part of it.
      const bracket = expression === PLUS ? 1 : 0;
      const word = { from: match.index + bracket, to: match.index + whole.length - bracket };
      words.push({ ...word, object: object.trim(), relative: BigInt(`0x${digits}`), start: 0n });
    }
  }
  return words.sort((a, b) => a.from - b.from);
}
