/** Reads tables of program and section headers: each entry of one size, and none that lies outside of the file. */
import { liesIn, type ByteSource } from './byte-source.ts';
import { Fields, type ElfEntries, type ElfForm } from './fields.ts';
import type { HeaderTable } from './header.ts';

/** More entries than any real file has: a process of 524,288 regions has a core dump of as many segments. */
export const MOST_HEADERS = 1 << 20;

/** How much of a table is read at a time. */
const PART = 1 << 20;

/** What a table's entries are called, and how they are read. */
interface EntryReader<Entry> {
  /** In the plural. */
  readonly name: string;
  /** Bytes that an entry has at least. */
  readonly size: number;
  readonly read: (fields: Fields, at: number) => Entry;
}

/** The entries that are there. A table that is cut short gives those before the cut, and the problem. */
export function readHeaderTable<Entry>(
  source: ByteSource,
  form: ElfForm,
  { offset, entrySize, count }: HeaderTable,
  { name, size, read }: EntryReader<Entry>,
): ElfEntries<Entry> {
  if (count === undefined)
    return { entries: [], problem: `the number of ${name} stands in a section header that lies outside of the file` };
  if (count === 0 || offset === 0) return { entries: [], problem: undefined };
  if (entrySize < size) return { entries: [], problem: `the ${name} are said to have ${entrySize} bytes each` };
  const there = liesIn(source, offset, 0) ? Math.floor((source.size - offset) / entrySize) : 0;
  const wanted = Math.min(count, there, MOST_HEADERS);
  const entries: Entry[] = [];
  const inPart = Math.max(1, Math.floor(PART / entrySize));
  for (let i = 0; i < wanted; i += inPart) {
    const bytes = source.read(offset + i * entrySize, Math.min(inPart, wanted - i) * entrySize);
    const fields = new Fields(bytes, form);
    for (let at = 0; at + size <= bytes.length; at += entrySize) entries.push(read(fields, at));
  }
  return { entries, problem: shortage(name, count, entries.length) };
}

function shortage(name: string, count: number, read: number): string | undefined {
  if (read === count) return undefined;
  return read === MOST_HEADERS
    ? `only the first ${read} of ${count} ${name} are read`
    : `${count - read} of ${count} ${name} lie outside of the file`;
}
