/** Names of symbols as their programmers wrote them. */
import { demangleCpp } from './demangle-cpp.ts';
import { LONGEST_MANGLED } from './demangle-limits.ts';
import { demangleRustLegacy } from './demangle-rust-legacy.ts';
import { demangleRustV0 } from './demangle-rust-v0.ts';

/**
 * The name that a mangled name of C++ or Rust stands for; undefined where it is not mangled, or in a way that is not known in
 * all its parts: it is never guessed. Takes bounded time and memory for any name.
 */
export function demangle(name: string): string | undefined {
  if (name.length > LONGEST_MANGLED) return undefined;
  // Linkers write the version of a symbol after it: `memcpy@@GLIBC_2.14`.
  const at = name.indexOf('@', 1);
  const plain = at < 0 ? name : name.slice(0, at);
  const shown = demanglePlain(plain);
  return shown === undefined ? undefined : shown + name.slice(plain.length);
}

function demanglePlain(name: string): string | undefined {
  if (name.startsWith('_R')) return demangleRustV0(name);
  if (!name.startsWith('_Z')) return undefined;
  return demangleRustLegacy(name) ?? demangleCpp(name);
}
