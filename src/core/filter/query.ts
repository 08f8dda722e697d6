/**
 * Filters of regions: what a text asks for.
 *
 *     kind:thread-stack,arena  perms:w+x  size>1M  rss>=10%  path:libc  name="libc.so.6"  file:/usr/lib  addr:7f00aa000000
 *     anon  deleted  w+x  grown  -kind:guard  !shared  flag:dd  (heap or stack) swap>0  r-xp  libssl
 *
 * Terms apart by blanks must all be true; a comma is any of; `or` and brackets as usual; `-`, `!` or `not` before a term
 * turns it around. A bare word is a flag (region-flags.ts, growth-flags.ts), permissions as printed, or a piece of the pathname or of the
 * kind; long hexadecimal numbers and those with `0x` also find the region that holds them. Quotes make anything a text.
 * Case does not matter, nor do `_` and `-` in names of fields.
 *
 * What the source does not tell is unknown and never matches, whichever way it is asked for: of a region without a line `Rss`
 * neither `rss>1M` nor `-rss>1M` is true.
 */
import { any, test, type Expression } from './expression.ts';
import { searchFiles } from './file-search.ts';
import { fieldTable, flagTable, type Field, type Language, type Operator, type Value } from './language.ts';
import { growthFlags } from './growth-flags.ts';
import { normalized, type NameTable } from './names.ts';
import { ADDRESS, readNumber } from './number-field.ts';
import { parse, type FilterError } from './parse.ts';
import { fits, wordPattern } from './pattern.ts';
import { fitsPerms, isPermsWord, readPerms } from './perms-pattern.ts';
import type { FilterSubject, RegionTest } from './plan.ts';
import { otherCounter, otherCounterNames } from './region-counters.ts';
import { holdsAddress, holdsAddresses, REGION_FIELDS } from './region-fields.ts';
import { REGION_FLAGS } from './region-flags.ts';
import { counterTextTest, kindTest, labelTest, nameTest, permsTest } from './region-tests.ts';

export type { FilterError } from './parse.ts';
export type { FilterSubject } from './plan.ts';

/** A filter that was read. */
export interface Query {
  readonly text: string;
  /** True when the filter asks for nothing, so that every region passes. */
  readonly isEmpty: boolean;
  /** The terms that are fine; undefined when there are none. For match.ts. */
  readonly expression: Expression<RegionTest> | undefined;
}

/**
 * Reads a filter. Wrong terms are told in `errors`, in the order of the text, and are left out of `query`: use it with errors only
 * where more than was asked for does no harm. Never throws; linear in the length of the text.
 * @param subject adds the fields that only this map has, such as a counter that no catalogue knows
 */
export function parseFilter(
  text: string,
  subject?: FilterSubject,
): { readonly query: Query; readonly errors: readonly FilterError[] } {
  const { expression, errors } = parse(text, regionLanguage(subject));
  return { query: { text, isEmpty: expression === undefined, expression }, errors };
}

const fields = fieldTable(REGION_FIELDS);
const flags = flagTable([...REGION_FLAGS, ...growthFlags(false)]);
const comparedFlags = flagTable([...REGION_FLAGS, ...growthFlags(true)]);

/** The language of regions, with the fields that a map has. */
export function regionLanguage(subject: FilterSubject | undefined): Language<RegionTest> {
  return {
    fields: subject ? withOthers(subject) : withNodes,
    flags: subject?.growth ? comparedFlags : flags,
    word,
    dashIsText,
    isText,
  };
}

const withNodes: NameTable<Field<RegionTest>> = {
  names: fields.names,
  find: (name) => fields.find(name) ?? otherCounter(name, undefined),
};

function withOthers(subject: FilterSubject): NameTable<Field<RegionTest>> {
  return {
    names: [...fields.names, ...otherCounterNames(subject)],
    find: (name) => fields.find(name) ?? otherCounter(name, subject),
  };
}

function word(value: Value): Expression<RegionTest> {
  const { text, quoted } = value;
  const perms = quoted || !isPermsWord(text) ? undefined : readPerms(text);
  if (perms) return test(permsTest('perms', (bits) => fitsPerms(perms, bits)));
  const pattern = wordPattern(value);
  const found: Expression<RegionTest> = any(
    test(nameTest('', (files) => searchFiles(files, pattern, 'printed'))),
    test(counterTextTest('', 'Name', pattern)),
    test(labelTest('', pattern)),
    test(kindTest('', ({ id, label }) => fits(pattern, `${id}\n${label.toLowerCase()}`))),
  );
  const address = quoted ? undefined : addressWord(text);
  return address ? any(found, address) : found;
}

/** What looks like an address in a crash report: with `0x`, or long enough to be printed by the kernel. */
function addressWord(text: string): Expression<RegionTest> | undefined {
  if (!/^0x[0-9a-f]+$|^[0-9a-f]{8,16}$|^(?:0x)?[0-9a-f]{8,16}-(?:0x)?[0-9a-f]{8,16}$/i.test(text)) return undefined;
  const value = readNumber(text, ADDRESS);
  if (!value) return undefined;
  return value.to ? holdsAddresses(value.from, value.to) : holdsAddress(value.from);
}

/** `--p` of `---p`, and `--option`. */
function dashIsText(rest: string): boolean {
  return rest.startsWith('-') || isPermsWord(`-${/^[^\s)]*/.exec(rest)?.[0] ?? ''}`);
}

/** Starts of names as the kernel prints them, `[anon:…]`, `/memfd:…`: what follows is searched for. */
const NAME_STARTS = new Set(['anon', 'anonshmem', 'anoninode', 'memfd', 'dmabuf', 'stack', 'socket']);

function isText(name: string, operator: Operator): boolean {
  return operator === ':' && NAME_STARTS.has(normalized(name));
}
