/** Counts regions without parsing them: a text of maps has a line for each. */

const NEWLINE = 0x0a;

/**
 * Pages that the kernel shows in every process and counts for none (the gate area, `get_gate_vma()`): `[vsyscall]` of x86,
 * `[vectors]` of ARM.
 */
const GATE = /\[(?:vsyscall|vectors)\]\n?$/;
/** The gate's line is the last one, and shorter than this. */
const LONGEST_GATE = 128;

/** The regions of a maps text, and those of them that count against `vm.max_map_count`. */
export function countRegions(maps: Uint8Array): { readonly regions: number; readonly counted: number } {
  let regions = 0;
  for (let at = maps.indexOf(NEWLINE); at >= 0; at = maps.indexOf(NEWLINE, at + 1)) regions++;
  const end = new TextDecoder('latin1').decode(maps.subarray(Math.max(0, maps.length - LONGEST_GATE)));
  return { regions, counted: regions - (GATE.test(end) ? 1 : 0) };
}
