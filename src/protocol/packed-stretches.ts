/** Stretches of addresses with a name each, to be sent to a view: the threads of a process can be thousands. */
import { addressAt, setAddress } from '../core/memory-map/address.ts';
import { packTexts, unpackTexts, type PackedTexts } from './packed-texts.ts';

/** A stretch that the source gives a name; a single address when both ends are the same. */
export interface Stretch {
  readonly start: bigint;
  /** Exclusive. */
  readonly end: bigint;
  /** May hold text from the source: it is never HTML. */
  readonly label: string;
}

export interface PackedStretches {
  /** Start and end of each, as word pairs. */
  readonly bounds: Uint32Array;
  readonly labels: PackedTexts;
}

/** Packs stretches. */
export function packStretches(stretches: readonly Stretch[]): PackedStretches {
  const bounds = new Uint32Array(4 * stretches.length);
  stretches.forEach(({ start, end }, i) => {
    setAddress(bounds, 2 * i, start);
    setAddress(bounds, 2 * i + 1, end);
  });
  return { bounds, labels: packTexts(stretches.map(({ label }) => label)) };
}

/** The stretches that were packed. */
export function unpackStretches({ bounds, labels }: PackedStretches): readonly Stretch[] {
  return unpackTexts(labels).map((label, i) => ({
    start: addressAt(bounds, 2 * i),
    end: addressAt(bounds, 2 * i + 1),
    label,
  }));
}
