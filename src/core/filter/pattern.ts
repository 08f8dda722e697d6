/**
 * What a text is searched for, without regard to case: a piece of it or the whole. `*` stands for anything, and then the
 * whole must fit: `*.so`, `/usr/lib/*`.
 */
import type { Value } from './language.ts';

/** A pattern that texts in lower case are compared with. */
export interface Pattern {
  /** What stands between the `*`, in lower case. */
  readonly pieces: readonly string[];
  /** True when the pattern is the whole text, false when it may stand anywhere in it. */
  readonly whole: boolean;
}

/** The pattern of a field's value; in a quoted value `*` is an ordinary character. */
export function patternOf({ text, quoted }: Value, whole: boolean): Pattern {
  const lower = text.toLowerCase();
  const pieces = quoted ? [lower] : lower.split('*');
  return { pieces, whole: whole || pieces.length > 1 };
}

/** The pattern of a bare word, which is found as it stands. */
export function wordPattern({ text }: Value): Pattern {
  return { pieces: [text.toLowerCase()], whole: false };
}

/** True when the pattern fits a text that is in lower case already. */
export function fits({ pieces, whole }: Pattern, lower: string): boolean {
  const [first = ''] = pieces;
  const last = pieces.at(-1) ?? '';
  if (!whole) return lower.includes(first);
  if (pieces.length === 1) return lower === first;
  if (!lower.startsWith(first) || !lower.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = lower.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= lower.length - last.length;
}
