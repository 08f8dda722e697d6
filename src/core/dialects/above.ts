/** The lines above a candidate, as a dialect that reads headings wants them. */
import type { Candidate } from './dialect.ts';

/** Colour codes of a terminal. */
const COLOUR = /\x1b\[[0-9;]{0,12}[mK]/g;

/**
 * A line above a candidate without colours, and without the prefix that the candidate's own line has, but for the digits of
 * times: the `> ` of a quoted mail, the `# ` of a comment, the head of a log's line. Empty when there is no such line.
 */
export function lineAbove(candidate: Candidate, distance: number): string {
  const { cursor, word } = candidate;
  const line = candidate.above(distance);
  const prefix = cursor.text(cursor.lineStart, word).trimEnd();
  const isPrefixed = prefix !== '' && withoutDigits(line.slice(0, prefix.length)) === withoutDigits(prefix);
  const content = isPrefixed ? line.slice(prefix.length) : line;
  return content.includes('\x1b') ? content.replaceAll(COLOUR, '') : content;
}

function withoutDigits(text: string): string {
  return text.replaceAll(/\d/g, '0');
}
