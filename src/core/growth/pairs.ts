/** Which regions of an earlier map became which of a later one: what pairing finds. */

/** What was found, by rows of the tables. */
export interface Pairs {
  /** By earlier row the first later one that has some of it, or `GONE`. */
  readonly into: Int32Array;
  /** By later row: 0 for a new one, `MET`, or `PART` for one of several that an earlier region became. */
  readonly met: Uint8Array;
  /** By later row the bytes that it had before: all of each earlier region is in one or in several of these. */
  readonly was: Float64Array;
  /** By later row the earlier one of which it is a part that is not the first, or `GONE`. */
  readonly partOf: Int32Array;
  /** True when regions are known by where they lie: their permissions can then be compared. */
  inPlace: boolean;
}

export const GONE = -1;
export const MET = 1;
export const PART = 2;
