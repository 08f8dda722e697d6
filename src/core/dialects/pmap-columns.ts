/** The columns of pmap -X and -XX, which are those of the kernel's smaps, as the heading tells them. */

/** Columns before the counters. Any may be left out by a configuration file or -f. */
export type FixedColumn = 'perm' | 'offset' | 'device' | 'inode';

export interface FullColumns {
  /** In their order, behind the address. */
  readonly fixed: readonly FixedColumn[];
  readonly keys: readonly string[];
  /** How wide VmFlags is, from the end of the column before it; 0 without that column. */
  readonly flagsWidth: number;
}

/** The columns of a row whose heading is missing. */
export const ALL_FIXED: readonly FixedColumn[] = ['perm', 'offset', 'device', 'inode'];

const FIXED: ReadonlyMap<string, FixedColumn> = new Map([
  ['Perm', 'perm'],
  ['Offset', 'offset'],
  ['Device', 'device'],
  ['Inode', 'inode'],
]);
/** The first key of a record of smaps. */
const FIRST_KEY = 'Size';
const FLAGS = 'VmFlags';
/** The last column in the languages that write it in ASCII. */
const MAPPING = new Set(['Mapping', 'Zuordnung', 'Carte', 'Odwzorowanie', 'Mapeamento', 'Atribuire', 'Mappning']);
const KEY = /^[A-Z][\w()]*$/;

interface Word {
  readonly word: string;
  /** Where it ends in the heading. */
  readonly end: number;
}

/**
 * The columns that a heading names; undefined when it is none.
 * @param hasAll the row below has all fixed columns: their names may be translated then
 */
export function columnsOf(heading: string, hasAll: boolean): FullColumns | undefined {
  const words = wordsOf(heading);
  const fixed: FixedColumn[] = [];
  let i = 1;
  for (let column; (column = FIXED.get(words[i]?.word ?? '')); i++) fixed.push(column);
  if (hasAll && fixed.length < ALL_FIXED.length) {
    i = words.findIndex(({ word }) => word === FIRST_KEY);
    if (i < 0) return undefined;
    fixed.splice(0, fixed.length, ...ALL_FIXED);
  }
  const keys: string[] = [];
  let flagsWidth = 0;
  for (; i < words.length; i++) {
    const { word, end } = words[i]!;
    if (word.startsWith(FLAGS)) {
      // Procps 3.3.10 forgets the blank before the next heading.
      flagsWidth = end - (word.length - FLAGS.length) - (words[i - 1]?.end ?? 0);
      break;
    }
    if (MAPPING.has(word) || !KEY.test(word)) break;
    keys.push(word);
  }
  return fixed.length + keys.length > 0 ? { fixed, keys, flagsWidth } : undefined;
}

function wordsOf(heading: string): readonly Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const word of heading.split(' ')) {
    end += word.length + 1;
    if (word !== '') words.push({ word, end: end - 1 });
  }
  return words;
}
