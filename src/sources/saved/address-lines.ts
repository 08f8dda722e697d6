/** The lines of maps in a text of smaps. */

const NEWLINE = 0x0a;
const COLON = 0x3a;
const SPACE = 0x20;

/**
 * The lines of smaps that maps has too: those of the regions, without the counters below each. A counter's line has a colon at the
 * end of its first word, and a region's has not.
 */
export function addressLines(smaps: Uint8Array): Uint8Array {
  const lines = new Uint8Array(smaps.length);
  let length = 0;
  for (let from = 0; from < smaps.length;) {
    const newline = smaps.indexOf(NEWLINE, from);
    const end = newline < 0 ? smaps.length : newline + 1;
    let at = from;
    while (at < end && smaps[at] !== SPACE && smaps[at] !== NEWLINE) at++;
    if (smaps[at - 1] !== COLON && at > from) {
      lines.set(smaps.subarray(from, end), length);
      length += end - from;
    }
    from = end;
  }
  return lines.slice(0, length);
}
