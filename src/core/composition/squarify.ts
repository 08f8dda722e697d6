/**
 * Parts a box among amounts: as squares as can be (Bruls, Huizing and van Wijk, "Squarified treemaps", 2000), or side by side.
 * Boxes that share an edge have the very same number for it, so that nothing overlaps once edges are rounded.
 */

/** In pixels; `right` and `bottom` are exclusive. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Parts a box. @param amounts above 0 and descending for good shapes; their sum stands for the whole box */
export function squarify(amounts: readonly number[], box: Box): readonly Box[] {
  const boxes: Box[] = [];
  let rest = box;
  let left = amounts.reduce((sum, amount) => sum + amount, 0);
  for (let from = 0; from < amounts.length;) {
    const width = rest.right - rest.left;
    const height = rest.bottom - rest.top;
    const side = Math.min(width, height);
    const scale = (width * height) / left;
    let to = from;
    let strip = 0;
    let worst = Infinity;
    // A strip along the shorter side takes more as long as its worst shape gets better.
    while (to < amounts.length) {
      const next = strip + amounts[to]!;
      const shape = worstShape(amounts[from]! * scale, amounts[to]! * scale, next * scale, side);
      if (shape > worst) break;
      worst = shape;
      strip = next;
      to++;
    }
    // Whatever the numbers are, a strip has one amount at least.
    if (to === from) strip += amounts[to++]!;
    const isLast = to === amounts.length;
    const upright = height <= width;
    const edge = upright
      ? isLast
        ? rest.right
        : rest.left + (width * strip) / left
      : isLast
        ? rest.bottom
        : rest.top + (height * strip) / left;
    boxes.push(
      ...slice(amounts.slice(from, to), upright ? { ...rest, right: edge } : { ...rest, bottom: edge }, !upright),
    );
    rest = upright ? { ...rest, left: edge } : { ...rest, top: edge };
    left -= strip;
    from = to;
  }
  return boxes;
}

/** Parts a box side by side, from the left or from the top. */
export function slice(amounts: readonly number[], box: Box, fromLeft: boolean): readonly Box[] {
  const sum = amounts.reduce((all, amount) => all + amount, 0);
  const start = fromLeft ? box.left : box.top;
  const end = fromLeft ? box.right : box.bottom;
  let before = 0;
  let at = start;
  return amounts.map((amount, i) => {
    before += amount;
    const next = i === amounts.length - 1 ? end : start + ((end - start) * before) / sum;
    const part = fromLeft ? { ...box, left: at, right: next } : { ...box, top: at, bottom: next };
    at = next;
    return part;
  });
}

/** How much longer than wide the worst box of a strip is: its largest or its smallest one. */
function worstShape(largest: number, smallest: number, sum: number, side: number): number {
  const thickness = sum / side;
  return Math.max(largest / thickness ** 2, thickness ** 2 / smallest);
}
