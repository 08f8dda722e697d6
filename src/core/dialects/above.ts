/** The lines above a candidate, as a dialect that reads headings wants them. */
import type { Candidate } from './dialect.ts';

/** Colour codes of a terminal. */
const COLOUR = /\x1b\[[0-9;]{0,12}[mK]/g;

/**
 * A line above a candidate without colours, and without the prefix that the candidate's own line has: the `> ` of a quoted
 * mail, the `# ` of a comment. Empty when there is no such line.
 */
export function lineAbove(candidate: Candidate, distance: number): string {
  const { cursor, word } = candidate;
  const line = candidate.above(distance);
  const prefix = cursor.text(cursor.lineStart, word).trimEnd();
  const content = prefix !== '' && line.startsWith(prefix) ? line.slice(prefix.length) : line;
  return content.includes('\x1b') ? content.replaceAll(COLOUR, '') : content;
}
