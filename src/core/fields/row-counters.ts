/**
 * Finds the counters of a region in its row: `anon=3` of numa_maps, the columns of pmap and showmap, the texts behind a name. Columns
 * have no words in the row; they are where the row's numbers are the region's, in their order.
 */
import { counterAt, valueText, vmFlagsAt, type CounterColumn, type Counters } from '../memory-map/counters.ts';
import type { FieldHit } from './field-at.ts';

/** A counter as it is told: with its unit. */
interface Told {
  readonly key: string;
  readonly value: string;
  /** As the row has it. */
  readonly printed: string;
  readonly isNumber: boolean;
  readonly isWord: boolean;
}

const NUMBER = /(?<!\S)\d+(?!\S)/g;

/**
 * The counters that stand in a row.
 * @param text the row's whole line @param nameAt where the name starts in it; -1 without one
 */
export function counterFields(text: string, nameAt: number, counters: Counters, row: number): readonly FieldHit[] {
  const told = counters.columns.flatMap((column) => toldOf(column, row));
  const numbers = told.filter(({ isNumber, isWord }) => isNumber && !isWord);
  const columns = columnFields(nameAt < 0 ? text : text.slice(0, nameAt), numbers);
  return [
    ...told.flatMap(({ key, value, printed, isWord, isNumber }): FieldHit[] => {
      if (!isWord && isNumber) return [];
      const word = isWord ? `${key}=${printed}` : printed;
      const from = placeOf(text, word);
      return from < 0 ? [] : [{ field: 'key', key, value, from, to: from + word.length }];
    }),
    ...columns,
    ...flagFields(text, columns.at(-1)?.to ?? text.length, vmFlagsAt(counters, row) ?? []),
  ];
}

function toldOf(column: CounterColumn, row: number): readonly Told[] {
  const value = counterAt(column, row);
  if (value === undefined || value === '') return [];
  const { key, unit, family } = column;
  const printed = String(value);
  const isNumber = typeof value !== 'string';
  return [
    {
      key,
      value: valueText(value, unit),
      printed,
      isNumber,
      // The policy and its nodes have no key in the row.
      isWord: family === 'numa' && isNumber,
    },
  ];
}

/** The last place where the row's numbers are those of the counters. */
function columnFields(text: string, told: readonly Told[]): readonly FieldHit[] {
  if (told.length === 0) return [];
  const words = [...text.matchAll(NUMBER)];
  for (let first = words.length - told.length; first >= 0; first--) {
    if (told.some(({ printed }, i) => words[first + i]![0] !== printed)) continue;
    return told.map(({ key, value }, i): FieldHit => {
      const { 0: word, index } = words[first + i]!;
      return { field: 'key', key, value, from: index, to: index + word.length };
    });
  }
  return [];
}

/** The codes of a VmFlags column, which stands behind the numbers. */
function flagFields(text: string, from: number, codes: readonly string[]): readonly FieldHit[] {
  let at = from;
  const hits: FieldHit[] = [];
  for (const code of codes) {
    const next = text.indexOf(` ${code}`, at);
    if (next < 0) return [];
    at = next + 1 + code.length;
    hits.push({ field: 'flag', code, codes, from: next + 1, to: at });
  }
  return hits;
}

/** Where a text stands as a word, or in brackets or behind a colon as texts of tools do. */
function placeOf(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\w/.-]/.test(text[at - 1] ?? '') && !/[\w/.-]/.test(text[at + word.length] ?? '')) return at;
  }
  return -1;
}
