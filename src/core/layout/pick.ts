/** What a person means who points at a pixel: of several regions that share it, the one that fills most of it. */
import { hitTest, stretchAt, type Axis, type Hit } from './axis.ts';

/** Beyond this many stretches in a pixel the one under its middle is as good as any. */
const MOST_COMPARED = 512;

/** The region that fills most of the pixel column from unit `left` on, else the gap there; undefined outside. */
export function pick(axis: Axis, left: number, width: number): Hit | undefined {
  const { bounds } = axis;
  const from = Math.max(0, left);
  if (!(from < axis.length)) return undefined;
  const first = stretchAt(axis, from);
  const last = Math.min(first + MOST_COMPARED, bounds.length - 2);
  let widest = 0;
  let found: number | undefined;
  for (let k = first | 1; k <= last && (bounds[k] ?? 0) < left + width; k += 2) {
    const part = Math.min(bounds[k + 1] ?? 0, left + width) - Math.max(bounds[k] ?? 0, left);
    if (part > widest) {
      widest = part;
      found = (k - 1) / 2;
    }
  }
  return found === undefined ? hitTest(axis, Math.min(left + width / 2, (left + axis.length) / 2)) : { region: found };
}

/** How many regions lie in the pixel column from unit `left` on. */
export function regionsIn(axis: Axis, left: number, width: number): number {
  const { bounds } = axis;
  const first = stretchAt(axis, Math.max(0, left));
  const last = stretchAt(axis, Math.max(0, left + width), first);
  const end = (bounds[last] ?? 0) >= left + width ? last - 1 : last;
  return Math.max(0, ((end + 1) >> 1) - (first >> 1));
}
