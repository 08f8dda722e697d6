/** The counters of smaps as fields: those of the catalogue, the pages on each NUMA node, and what else a map has. */
import { KEY_WORDS, type KeyWords } from '../fields/field-words.ts';
import type { Field } from './language.ts';
import { normalized } from './names.ts';
import { BYTES, BYTES_OR_SHARE, COUNT, numberField, type NumberForm } from './number-field.ts';
import type { FilterSubject, RegionTest } from './plan.ts';
import { counterOf, counterTest } from './region-tests.ts';

/** Keys that are no numbers, or that a field of the region line tells for every source. */
const NOT_COUNTERS = new Set(['Size', 'VmFlags', 'Name']);

/** A field for each counter of the catalogue, `Private_Dirty` as `private_dirty`. */
export const COUNTER_FIELDS: readonly Field<RegionTest>[] = KEY_WORDS.filter(({ name }) => !NOT_COUNTERS.has(name)).map(
  (entry) => counterField(entry.name, entry.label, formOf(entry)),
);

/** The field of a key that is not in the catalogue, when it is the count of a NUMA node or the map has it. */
export function otherCounter(name: string, subject: FilterSubject | undefined): Field<RegionTest> | undefined {
  const column = subject?.counters && counterOf(subject.counters, name);
  if (column && !NOT_COUNTERS.has(column.key)) {
    return counterField(column.key, 'a counter of this map', column.unit === 'kB' ? BYTES_OR_SHARE : COUNT_OR_SHARE);
  }
  return /^n\d{1,4}$/i.test(name) ? counterField(name, 'pages on the NUMA node', COUNT_OR_SHARE) : undefined;
}

/** The names of the counters that a map has and the catalogue does not. */
export function otherCounterNames({ counters }: FilterSubject): readonly string[] {
  return (counters?.columns ?? [])
    .filter(({ key }) => !NOT_COUNTERS.has(key) && !isCounter(key))
    .map(({ key }) => key.toLowerCase());
}

/** True for the field of a counter that the catalogue knows. */
export function isCounter(name: string): boolean {
  return catalogued.has(normalized(name));
}

const catalogued = new Set(COUNTER_FIELDS.flatMap(({ names }) => names.map(normalized)));

const COUNT_OR_SHARE: NumberForm = {
  read: (text) => (text.endsWith('%') ? BYTES_OR_SHARE.read(text) : COUNT.read(text)),
  needs: 'a whole number such as 10, or a share such as 10%',
  example: '10',
};

function formOf({ unit, summable }: KeyWords): NumberForm {
  if (unit !== 'kB') return COUNT;
  return summable ? BYTES_OR_SHARE : BYTES;
}

function counterField(key: string, detail: string, form: NumberForm): Field<RegionTest> {
  const name = key.toLowerCase();
  return numberField([name], detail, form, (comparison, amount) => counterTest(name, key, { comparison, amount }));
}
