/**
 * Reports that print the kernel's rows under a heading of their own. The heading tells the report; some reports say more of
 * these addresses elsewhere in their text.
 */
import type { DialectName } from '../memory-map/memory-map.ts';
import type { Candidate } from './dialect.ts';
import type { Reading } from './part-parser.ts';

export interface Frame {
  readonly dialect: DialectName;
  /** Matches the heading: the line above the first row, or the one above a blank line above it. */
  readonly heading: RegExp;
  /** Matches the line that ends the map and belongs to it. */
  readonly footer?: RegExp;
  /** Adds what the rest of the text says. */
  readonly complete?: (text: Uint8Array, reading: Reading) => Reading;
}

const FRAMES: readonly Frame[] = [{ dialect: 'glibc-abort', heading: /={3,} Memory map: ={3,}/ }];

/** The frame of the rows that start at a candidate, and how many lines above them it takes. */
export function frameOf(candidate: Candidate): { readonly frame: Frame | undefined; readonly headings: number } {
  let headings = 1;
  let above = candidate.above(1);
  if (above.trim() === '') {
    headings = 2;
    above = candidate.above(2);
  }
  const frame = above === '' ? undefined : FRAMES.find(({ heading }) => heading.test(above));
  return { frame, headings: frame ? headings : 0 };
}
