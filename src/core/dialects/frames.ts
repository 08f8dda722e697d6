/**
 * Reports that print the kernel's rows under a heading of their own. The heading tells the report; some reports say more of
 * these addresses elsewhere in their text.
 */
import { lineAbove } from './above.ts';
import { completeApport } from './apport.ts';
import { COREDUMP_FIELD, COREDUMP } from './coredump-frame.ts';
import type { Candidate } from './dialect.ts';
import type { Frame } from './frame.ts';
import { completeGlibcAbort } from './glibc-abort.ts';
import { completeHsErr } from './hs-err.ts';
import { completeCpuProfile, completeProfile, isCpuProfile } from './profiles.ts';
import { completeRuby } from './ruby.ts';
import { completeSelfMaps } from './self-maps.ts';

/** The headings: the line above the first row, or the one above a blank line above it. */
const FRAMES: readonly (readonly [heading: RegExp, frame: Frame])[] = [
  [/={3,} Memory map: ={3,}/, { complete: completeGlibcAbort }],
  [/Dynamic libraries:/, { footer: /^Total number of mappings: \d{1,9}/, complete: completeHsErr }],
  [/\* Process memory map:/, { complete: completeRuby }],
  [/\/proc\/self\/maps:\s*$/, { footer: /^----- end \d{1,10} -----/, complete: completeSelfMaps }],
  [/MAPPED_LIBRARIES:|--- Memory map: ---/, { complete: completeProfile }],
  [/^ProcMaps:\s*$/, { complete: completeApport }],
  [COREDUMP_FIELD, COREDUMP],
];
/** So much of a line is looked at before its row. */
const PREFIX = 60;
/** A frame without a heading: its rows follow binary samples. */
const CPU_PROFILE: Frame = { complete: completeCpuProfile };

/**
 * The frame of the rows that start at a candidate, and how many lines above them it takes.
 * @param rowsAbove how many lines above the candidate are rows
 */
export function frameOf(
  candidate: Candidate,
  rowsAbove: number,
): { readonly frame: Frame | undefined; readonly headings: number } {
  const { cursor, word } = candidate;
  const before = cursor.text(Math.max(cursor.from, word - PREFIX), word);
  if (COREDUMP_FIELD.test(before)) return { frame: COREDUMP, headings: 0 };
  let headings = 1;
  let above = lineAbove(candidate, rowsAbove + 1);
  if (above.trim() === '') {
    headings = 2;
    above = lineAbove(candidate, rowsAbove + 2);
  }
  // In a mail that is quoted-printable.
  const line = above.replaceAll('=3D', '=');
  const frame = line === '' ? undefined : FRAMES.find(([heading]) => heading.test(line))?.[1];
  if (frame) return { frame, headings };
  return { frame: isCpuProfile(cursor.bytes) ? CPU_PROFILE : undefined, headings: 0 };
}
