/** Where the keyboard goes: from region to region, from object to object, a lane up or down. Dimmed regions are skipped. */
import { hitTest, regionSpan, type Axis } from './axis.ts';
import { isShown, type Coverage } from './coverage.ts';
import { objectAt, type ObjectStarts } from './objects.ts';

export type Move =
  | 'next-region'
  | 'previous-region'
  | 'next-object'
  | 'previous-object'
  | 'lane-down'
  | 'lane-up'
  | 'first'
  | 'last';

/** What a move needs to know of the picture. */
export interface Ground {
  readonly axis: Axis;
  readonly coverage: Coverage;
  readonly objects: ObjectStarts;
  /** Units that one lane shows. */
  readonly unitsPerLane: number;
  /** Where to begin when nothing is selected: the first unit in view. */
  readonly start: number;
}

type FromHere = Exclude<Move, 'first' | 'last'>;

const STEPS: Readonly<Record<FromHere, (ground: Ground, from: number) => number | undefined>> = {
  'next-region': (ground, from) => seek(ground, from + 1, 1),
  'previous-region': (ground, from) => seek(ground, from - 1, -1),
  'next-object': (ground, from) => seek(ground, objectAt(ground.axis, ground.objects, from).end, 1),
  'previous-object': previousObject,
  'lane-down': (ground, from) => laneStep(ground, from, 1),
  'lane-up': (ground, from) => laneStep(ground, from, -1),
};

/** The position after a move, or undefined when there is nothing to go to; from no selection it is the first in view. */
export function move(ground: Ground, from: number | undefined, step: Move): number | undefined {
  const { axis } = ground;
  if (axis.count === 0) return undefined;
  if (step === 'first') return seek(ground, 0, 1);
  if (step === 'last') return seek(ground, axis.count - 1, -1);
  if (from !== undefined) return STEPS[step](ground, from);
  return seek(ground, firstFrom(axis, ground.start), 1) ?? seek(ground, 0, 1);
}

/** The first shown position at or beyond `position` in a direction. */
function seek({ axis, coverage }: Ground, position: number, direction: 1 | -1): number | undefined {
  for (let p = position; p >= 0 && p < axis.count; p += direction) if (isShown(coverage, p)) return p;
  return undefined;
}

/** The start of the object; from there, the start of the one before it. */
function previousObject(ground: Ground, from: number): number | undefined {
  const { axis, objects } = ground;
  const here = objectAt(axis, objects, from);
  const start = seek(ground, here.first, 1);
  if (start !== undefined && start < from) return start;
  const before = seek(ground, here.first - 1, -1);
  if (before === undefined) return undefined;
  return seek(ground, objectAt(axis, objects, before).first, 1);
}

function laneStep(ground: Ground, from: number, direction: 1 | -1): number | undefined {
  const { axis } = ground;
  const span = regionSpan(axis, from);
  const target = (span.from + span.to) / 2 + direction * ground.unitsPerLane;
  const neighbour = seek(ground, from + direction, direction);
  if (target < 0 || target >= axis.length) return neighbour;
  const found = seek(ground, firstFrom(axis, target), direction);
  if (found === undefined) return neighbour;
  // A region of several lanes lies below itself; the move must still go on.
  return (found - from) * direction > 0 ? found : neighbour;
}

/** The region at a unit, or the first one behind it. */
function firstFrom(axis: Axis, unit: number): number {
  const hit = hitTest(axis, Math.min(Math.max(0, unit), axis.length));
  if (!hit) return axis.count - 1;
  return 'region' in hit ? hit.region : hit.gapBefore;
}
