/** Lines of maps and smaps in the kernel's own columns, whatever mails and editors did to their blanks. */
import { fieldsOf } from '../fields/field-at.ts';

/** Where pathnames start: `25 + 6 * sizeof(long)` (show_map_vma() in fs/proc/task_mmu.c), for kernels of 64 and of 32 bits. */
export const NAME_COLUMNS = { 64: 73, 32: 49 } as const;

/** Addresses with more digits are only those of kernels of 64 bits. */
const DIGITS_32 = 8;

/** The column at which the names of a text start behind short addresses, which both kinds of kernels print; 64 bits when none tells. */
export function nameColumnOf(lines: Iterable<string>): number {
  let narrow = 0;
  let wide = 0;
  for (const line of lines) {
    const name = fieldsOf(line).find(({ field }) => field === 'name');
    const [range] = fieldsOf(line);
    if (!name || !range) continue;
    if (line.trimStart().indexOf('-') > DIGITS_32) continue;
    if (name.from - range.from === NAME_COLUMNS[32]) narrow++;
    else wide++;
  }
  return narrow > wide ? NAME_COLUMNS[32] : NAME_COLUMNS[64];
}

/** A counter of smaps: `Key:` in 16 columns, the value in 8 (SEQ_PUT_DEC() in fs/proc/task_mmu.c). */
const COUNTER = /^[ \t]*([A-Z][A-Za-z0-9_()]{0,39}):[ \t]*(\d{1,20})(?:[ \t]+(kB))?[ \t]*$/;

/**
 * The line as the kernel prints it; undefined when it is no line of a map, or cut short.
 * @param nameColumn of a row with short addresses
 */
export function formattedLine(line: string, nameColumn: number): string | undefined {
  const counter = COUNTER.exec(line);
  if (counter) {
    const [, key = '', value = '', unit] = counter;
    // A key of 15 letters has its colon in the last column, and a blank follows.
    const label = `${key}:`.padEnd(16) + (key.length === 15 ? ' ' : '');
    const at = (end: number): string =>
      `${label}${value.padStart(end - label.length)}${unit === undefined ? '' : ` ${unit}`}`;
    // The oldest kernels end values a column before, and some print THPeligible at the left: that is their layout.
    return line === at(23) || (unit === undefined && line === at(0)) ? line : at(24);
  }
  const [first] = fieldsOf(line);
  if (!first || !('header' in first)) return undefined;
  const { start, end, perms, offset, major, minor, inode, name } = first.header;
  if (
    perms === undefined ||
    offset === undefined ||
    major === undefined ||
    minor === undefined ||
    inode === undefined
  ) {
    return undefined;
  }
  const hex = (digits: string, width: number): string =>
    digits
      .toLowerCase()
      .replace(/^0+(?=.)/, '')
      .padStart(width, '0');
  const range = `${hex(start, 8)}-${hex(end, 8)}`;
  const head = `${range} ${perms} ${hex(offset, 8)} ${hex(major, 2)}:${hex(minor, 2)} ${inode.replace(/^0+(?=.)/, '')} `;
  const column = range.length > 2 * DIGITS_32 + 1 ? NAME_COLUMNS[64] : nameColumn;
  // A name whose place is taken stands one blank behind the inode's own (seq_pad() in fs/seq_file.c).
  return name === '' ? head : `${head.padEnd(Math.max(column, head.length + 1))}${name}`;
}
