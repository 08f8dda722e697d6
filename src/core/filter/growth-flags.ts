/** Words that ask what became of a region since an earlier reading. Without one they are an error, not a text to search for. */
import { Change } from '../growth/compare.ts';
import { test } from './expression.ts';
import type { Flag } from './language.ts';
import { NOTHING, type RegionTest } from './plan.ts';

const WORDS: readonly (readonly [word: keyof typeof Change, detail: string])[] = [
  ['new', 'not there in the reading that is compared with'],
  ['grown', 'larger than in the reading that is compared with'],
  ['shrunk', 'smaller than in the reading that is compared with'],
];

const NO_READING = 'there is no earlier reading to compare with; to search for the text, put it in quotes';

/** The flags where there is an earlier reading, or where there is none. */
export function growthFlags(isCompared: boolean): readonly Flag<RegionTest>[] {
  return WORDS.map(([word, detail]) => ({
    names: [word],
    detail,
    expression: isCompared ? test(changeTest(word)) : NO_READING,
  }));
}

/** A test of the change. Of a region of which a reading does not tell the size only that it is not new is known. */
function changeTest(word: keyof typeof Change): RegionTest {
  const wanted = Change[word];
  return {
    field: '',
    plan: ({ growth }, negated) => {
      if (!growth) return NOTHING;
      const { changes, size } = growth;
      const flip = negated ? 1 : 0;
      return {
        keep: (rows, invert) => {
          for (let row = 0; row < rows.length; row++) {
            const is = changes[row] === wanted ? 1 : 0;
            const isKnown = wanted === Change.new || changes[row] === Change.new || !Number.isNaN(size[row]) ? 1 : 0;
            rows[row]! &= ((is ^ flip) & isKnown) ^ invert;
          }
        },
      };
    },
  };
}
