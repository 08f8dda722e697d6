/** How many pages are in which state. */
import { PAGE_DETAILS, PAGE_STATES, stateOf } from './states.ts';

/** The pages of each state, from `from` to before `to`. */
export function countStates(pages: Uint8Array, from = 0, to = pages.length): Uint32Array {
  const states = new Uint32Array(PAGE_STATES.length);
  for (let i = from; i < to; i++) states[stateOf(pages[i]!)]!++;
  return states;
}

/** The pages with each of the details, in the order of `PAGE_DETAILS`; see `countStates`. */
export function countDetails(pages: Uint8Array, from = 0, to = pages.length): readonly number[] {
  return PAGE_DETAILS.map(({ bit }) => {
    let count = 0;
    for (let i = from; i < to; i++) if (pages[i]! & bit) count++;
    return count;
  });
}
