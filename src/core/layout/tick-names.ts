/** Where the names of ticks on a lane can stand, so that they cover neither each other nor what is written there already. */

/** A place on a lane that has a name; in columns of the lane. */
export interface Tick {
  readonly lane: number;
  readonly x: number;
  /** Of its name. */
  readonly width: number;
}

/** A part of a lane that something is written on. */
export interface Taken {
  readonly lane: number;
  readonly from: number;
  readonly to: number;
}

/**
 * The left end of each tick's name, on its right or else on its left; undefined where there is no room. Earlier ticks choose
 * first.
 * @param room between a tick and its name, and between a name and what else is written
 */
export function placeNames(
  ticks: readonly Tick[],
  taken: readonly Taken[],
  laneWidth: number,
  room: number,
): readonly (number | undefined)[] {
  const used = [...taken];
  for (const { lane, x } of ticks) used.push({ lane, from: x, to: x });
  return ticks.map(({ lane, x, width }) => {
    const sides = [x + room, x - room - width];
    const left = sides.find(
      (from) =>
        from >= 0 &&
        from + width <= laneWidth &&
        !used.some((other) => other.lane === lane && other.from < from + width + room && other.to > from - room),
    );
    if (left !== undefined) used.push({ lane, from: left, to: left + width });
    return left;
  });
}
