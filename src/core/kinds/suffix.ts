/** What the last part of a path tells about a file: libraries, dynamic linkers, the Java VM. */

/** What a name tells, as bits. */
export const SuffixBit = {
  /** Ends in `.so`, or in `.so` and a version, or is another file that is loaded always. `ld.so.cache` is not. */
  versioned: 1,
  /** A name that only libraries and modules have; such a file is the main program only when more tells it. */
  library: 2,
  /** The dynamic linker of glibc, musl, uClibc or Android. */
  interpreter: 4,
  /** `libc.so` without a version, which musl’s is; it can be the dynamic linker too. */
  plainLibc: 8,
  /** `libjvm.so`. */
  jvm: 16,
} as const;

const SLASH = 0x2f;
const DOT = 0x2e;
const SEMICOLON = 0x3b;
const S = 0x73;
const O = 0x6f;
const L = 0x6c;

const latin1 = new TextDecoder('latin1');

/** Endings of modules that are not named `.so`: Node.js, Windows (Wine), CPython, macOS, Android's archives. */
const MODULE = /\.(?:node|dll|DLL|pyd|dylib|apk|jar)$/;
/** ART's compiled code: always an ELF file, sometimes one without code. */
const COMPILED = /\.(?:oat|odex)$/;

function ofModule(name: string): number {
  if (COMPILED.test(name)) return SuffixBit.versioned | SuffixBit.library;
  return MODULE.test(name) ? SuffixBit.library : 0;
}

const INTERPRETER =
  /^(?:ld-(?:linux|musl|uClibc|lsb)[^/]*\.so(?:\.\d+)?|ld(?:64)?\.so(?:\.\d+)?|ld-\d[\d.]*\.so|linker(?:64)?(?:_asan(?:64)?|_hwasan64)?)$/;

const ANDROID = /^\/(?:system|apex|vendor)\//;

/** musl's C library is named so, in any folder of libraries but Android's, where bionic's has the name. */
const MUSL_LIBC = /^(?!\/(?:system|apex|vendor|product)\/).*\/lib(?:64)?(?:\/[^/]*musl[^/]*)?\/libc\.so$/;

/** The `SuffixBit`s of the path that stands in `bytes` from `from` to `to`, without ` (deleted)`. */
export function suffixOf(bytes: Uint8Array, from: number, to: number): number {
  let bits = 0;
  let dots = 0;
  let base = to;
  for (; base > from && bytes[base - 1] !== SLASH; base--) {
    if (bytes[base - 1] !== DOT) continue;
    dots++;
    const after = base + 2;
    if (bytes[base] !== S || bytes[base + 1] !== O || after > to) continue;
    if (after === to) bits |= SuffixBit.versioned | SuffixBit.library;
    else if (bytes[after] === DOT || bytes[after] === SEMICOLON) {
      const digit = bytes[after + 1] ?? 0;
      bits |= SuffixBit.library;
      if (after + 1 < to && digit >= 0x30 && digit <= 0x39) bits |= SuffixBit.versioned;
    }
  }
  if (bits === 0 && dots > 0) bits = ofModule(latin1.decode(bytes.subarray(base, to)));
  return bytes[base] === L ? bits | ofNamesInL(bytes, from, base, to) : bits;
}

/** `ld*`, `linker*`, `libc.so` and `libjvm.so`; other libraries are told by their third letter or their length. */
function ofNamesInL(bytes: Uint8Array, from: number, base: number, to: number): number {
  const second = bytes[base + 1];
  const isLib = second === 0x69 && bytes[base + 2] === 0x62;
  if (isLib && to - base !== 7 && to - base !== 9) return 0;
  const name = latin1.decode(bytes.subarray(base, to));
  if (name === 'libjvm.so') return SuffixBit.jvm;
  if (name === 'libc.so') return MUSL_LIBC.test(latin1.decode(bytes.subarray(from, to))) ? SuffixBit.plainLibc : 0;
  if (!INTERPRETER.test(name)) return 0;
  // Anybody may call a program "linker"; Android's stands in a folder of the system.
  const isOwn = !name.startsWith('linker') || ANDROID.test(latin1.decode(bytes.subarray(from, to)));
  return isOwn ? SuffixBit.interpreter : 0;
}
