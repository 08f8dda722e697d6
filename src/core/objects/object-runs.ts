/** Stretches of a map for a list that must stay short: so many objects follow one another that nobody could read them all. */

/**
 * Parts objects into runs of about as many each.
 * @param starts what `objectRows` gives
 * @param most how many runs there may be
 * @returns the first row of each run, ascending, and at the end the number of rows
 */
export function objectRuns(starts: Uint32Array, most: number): Uint32Array {
  const objects = starts.length - 1;
  const runs = Math.min(objects, most);
  return Uint32Array.from({ length: runs + 1 }, (_, i) => starts[Math.floor((i * objects) / Math.max(1, runs))] ?? 0);
}
