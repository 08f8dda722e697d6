/**
 * Pairs what two maps of different runs have left over: memory whose place ASLR or an alignment of its own changed by another
 * amount than that of its neighbours, such as malloc's arenas. Regions that touch are one run. Runs that map the same in
 * the same order are paired, those with the same sizes first, then those that are as large in all, as an arena is that took of its
 * reserve; then single regions of the same size.
 */
import { addressNumberAt } from '../memory-map/address.ts';
import { GONE, MET, type Pairs } from './pairs.ts';
import { identityAt, sizeAt, type Numbered } from './sides.ts';

type Run = readonly number[];

const STEPS = [
  { touch: true, keyOf: sizesOf },
  { touch: true, keyOf: sizeOf },
  { touch: false, keyOf: sizesOf },
];

/** Linear in both. */
export function pairAlike(olds: Numbered, news: Numbered, { into, met, was }: Pairs): void {
  for (const { touch, keyOf } of STEPS) {
    const left = new Map<string, Run[]>();
    for (const run of runsOf(olds, touch, (row) => into[row] === GONE)) {
      const key = keyOf(olds, run);
      const others = left.get(key);
      if (others) others.push(run);
      else left.set(key, [run]);
    }
    for (const others of left.values()) others.reverse();
    for (const run of runsOf(news, touch, (row) => met[row] === 0)) {
      const then = left.get(keyOf(news, run))?.pop();
      then?.forEach((old, i) => {
        const now = run[i] ?? 0;
        into[old] = now;
        met[now] = MET;
        was[now] = sizeAt(olds.side, old);
      });
    }
  }
}

/** The rows that are left, those that touch one another together when they may. */
function runsOf({ side }: Numbered, touch: boolean, isLeft: (row: number) => boolean): Run[] {
  const runs: number[][] = [];
  let end = Number.NaN;
  for (let place = 0; place < side.count; place++) {
    const row = side.order?.[place] ?? place;
    if (!isLeft(row)) continue;
    const touches = touch && addressNumberAt(side.start, row) === end;
    end = addressNumberAt(side.end, row);
    if (touches) runs.at(-1)?.push(row);
    else runs.push([row]);
  }
  return runs;
}

function sizesOf(numbered: Numbered, run: Run): string {
  return run.map((row) => `${identityAt(numbered, row)}:${sizeAt(numbered.side, row)}`).join();
}

function sizeOf(numbered: Numbered, run: Run): string {
  const size = run.reduce((sum, row) => sum + sizeAt(numbered.side, row), 0);
  return `${run.map((row) => identityAt(numbered, row)).join()}:${size}`;
}
