/** The amounts of a measure summed up over the tree of a map. */
import { GROUPS } from '../kinds/kinds.ts';
import { groupOfObject, type Composition } from './compose.ts';

export interface Sums {
  /** By row in bytes; NaN where it is not known. */
  readonly amounts: Float64Array;
  /** In bytes, by object and by index in `GROUPS`. */
  readonly objects: Float64Array;
  readonly groups: Float64Array;
  readonly whole: number;
  /** How many of the counted regions have nothing of the measure, and of how many it is not known. */
  readonly empty: number;
  readonly unknown: number;
}

/** Sums up. Exact for page-aligned regions and for kB. @param amounts see `amountsOf` */
export function sumUp(composition: Composition, amounts: Float64Array): Sums {
  const { rows, objectRows, objectCount } = composition;
  const objects = new Float64Array(objectCount);
  const groups = new Float64Array(GROUPS.length);
  let whole = 0;
  let empty = 0;
  let unknown = 0;
  for (let object = 0; object < objectCount; object++) {
    let sum = 0;
    for (let i = objectRows[object]!; i < objectRows[object + 1]!; i++) {
      const amount = amounts[rows[i]!]!;
      if (amount > 0) sum += amount;
      else if (amount === 0) empty++;
      else unknown++;
    }
    objects[object] = sum;
    groups[groupOfObject(composition, object)]! += sum;
    whole += sum;
  }
  return { amounts, objects, groups, whole, empty, unknown };
}
