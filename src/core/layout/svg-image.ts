/**
 * An image as rectangles of one colour each. The bars of the picture are painted as pixels, whatever the number of regions; their
 * rectangles are as few as the runs of columns that look alike, and never more than the image has pixels.
 */

/** The rectangles of each word of an image, as the data of an SVG path. @param ground the word that is left out */
export function imagePaths(words: Uint32Array, width: number, height: number, ground: number): Map<number, string> {
  const paths = new Map<number, string>();
  const close = ({ word, from, to, x }: Run, end: number): void => {
    const box = `M${x} ${from}h${end - x}v${to - from}h${x - end}z`;
    paths.set(word, (paths.get(word) ?? '') + box);
  };
  let open: readonly Run[] = [];
  for (let x = 0; x < width; x++) {
    const runs: Run[] = [];
    let next = 0;
    for (let y = 0; y < height;) {
      const word = words[y * width + x] ?? 0;
      const from = y;
      while (y < height && words[y * width + x] === word) y++;
      if (word === ground) continue;
      // Both lists go down the column: what stands above this run and does not go on has ended.
      for (let old = open[next]; old && old.from < from; old = open[++next]) close(old, x);
      const before = open[next];
      const goesOn = before?.from === from && before.to === y && before.word === word;
      if (before?.from === from) {
        next++;
        if (!goesOn) close(before, x);
      }
      runs.push(goesOn ? before : { word, from, to: y, x });
    }
    for (let old = open[next]; old; old = open[++next]) close(old, x);
    open = runs;
  }
  for (const run of open) close(run, width);
  return paths;
}

/** Rows `from` to `to` - 1 that have had one word since column `x`. */
interface Run {
  readonly word: number;
  readonly from: number;
  readonly to: number;
  readonly x: number;
}
