/**
 * What is drawn to scale and what is folded. An address space is mostly holes: at 1 MiB a pixel the 128 TiB of a small
 * x86-64 process are 134 million pixels wide and its program is one of them. So everything is drawn to scale up to a
 * bound, and beyond its bound a stretch is folded: it grows by the logarithm only, and the picture writes its true size.
 */

/** From which size on (in bytes) a stretch is folded; Infinity where nothing is. */
export interface Folding {
  /** Unmapped stretches between regions. */
  readonly gap: number;
  /** The width of a folded gap; undefined where it grows by the logarithm of its size. */
  readonly gapWidth: number | undefined;
  /** Regions without any permission (PROT_NONE): address space that is only reserved. */
  readonly reservation: number;
  /** All other regions: only giants that outweigh everything else are folded, as the shadow memory of sanitizers. */
  readonly giant: number;
  /** The width of a folded giant, in bytes to scale. */
  readonly giantWidth: number;
}

/** Everything is as wide as it is large. */
export const NO_FOLDING: Folding = {
  gap: Infinity,
  gapWidth: undefined,
  reservation: Infinity,
  giant: Infinity,
  giantWidth: 0,
};

/** The width in which a stretch is drawn, in bytes to scale: its size up to `bound`, above it 1/4 more a doubling. */
export function drawnSize(size: number, bound: number): number {
  return size <= bound ? size : bound * (1 + Math.log2(size / bound) / 4);
}

/** The same for a region that can be used. */
export function drawnRegion(size: number, { giant, giantWidth }: Folding): number {
  return size < giant ? size : giantWidth;
}

/** Sizes by power of two: enough to choose the bounds, and a million sizes need not be sorted for it. */
export class SizeClasses {
  readonly counts = new Float64Array(65);
  readonly sums = new Float64Array(65);

  add(size: number): void {
    const at = size < 4294967296 ? 32 - Math.clz32(size) : 64 - Math.clz32(size / 4294967296);
    this.counts[at] = (this.counts[at] ?? 0) + 1;
    this.sums[at] = (this.sums[at] ?? 0) + size;
  }

  /** The sum of all sizes. */
  total(): number {
    return this.sums.reduce((sum, each) => sum + each, 0);
  }

  /** How many sizes there are. */
  count(): number {
    return this.counts.reduce((sum, each) => sum + each, 0);
  }

  /** The sum of all sizes below a power of two. */
  totalBelow(bound: number): number {
    return this.sums.subarray(0, Math.log2(bound) + 1).reduce((sum, each) => sum + each, 0);
  }

  /** At most how wide all sizes are drawn with this bound. The mean stands for a class: drawnSize is concave. */
  drawn(bound: number): number {
    let sum = 0;
    for (let i = 0; i < 65; i++) {
      const count = this.counts[i] ?? 0;
      if (count > 0) sum += count * drawnSize((this.sums[i] ?? 0) / count, bound);
    }
    return sum;
  }
}

/** Holes get at most this part of what the regions get. */
const GAP_SHARE = 1 / 6;
/** Reservations are to scale up to the first part of what usable regions get; when folded they get the second. */
const RESERVATION_SHARE = 1 / 4;
const FOLDED_RESERVATION_SHARE = 1 / 8;
/**
 * A size class is giant when each of its regions is this many times all smaller ones together, and at least 4 GiB: to
 * scale the rest would be a few pixels. A heap that is most of an ordinary process stays to scale.
 */
const GIANT = 256;
const GIANT_AT_LEAST = 2 ** 32;
const GIANT_SHARE = 1 / 8;

/** The bounds for a map, from the sizes of its holes, its reservations and its usable regions. */
export function chooseFolding(
  gaps: SizeClasses,
  reservations: SizeClasses,
  regions: SizeClasses,
  foldReservations: boolean,
): Folding {
  const { giant, giantWidth, drawn: usable } = chooseGiants(regions);
  // Without any usable region the reservations are the picture.
  const reservation =
    foldReservations && usable > 0 && reservations.total() > usable * RESERVATION_SHARE
      ? boundFor(reservations, usable * FOLDED_RESERVATION_SHARE)
      : Infinity;
  const solid = usable + reservations.drawn(reservation);
  return { gap: boundFor(gaps, solid * GAP_SHARE), gapWidth: undefined, reservation, giant, giantWidth };
}

/** From which size on usable regions are giants, their width, and how wide all usable regions are drawn. */
function chooseGiants(regions: SizeClasses): Pick<Folding, 'giant' | 'giantWidth'> & { readonly drawn: number } {
  let below = regions.total();
  let giant = Infinity;
  let giants = 0;
  for (let i = 64; i > 0; i--) {
    const count = regions.counts[i] ?? 0;
    if (count === 0) continue;
    const smaller = below - (regions.sums[i] ?? 0);
    // The least size in class i.
    const least = 2 ** (i - 1);
    if (smaller <= 0 || least < GIANT_AT_LEAST || least < GIANT * smaller) break;
    below = smaller;
    giant = least;
    giants += count;
  }
  const giantWidth = below * GIANT_SHARE;
  return { giant, giantWidth, drawn: below + giants * giantWidth };
}

/**
 * The largest bound with which all sizes together are drawn at most `budget` wide, to within a thousandth. Without a
 * budget there is nothing else to see, and nothing is folded.
 */
function boundFor(sizes: SizeClasses, budget: number): number {
  if (budget <= 0 || sizes.total() <= budget) return Infinity;
  let low = 0;
  let high = budget;
  while (high - low > budget * 1e-12 && high - low > low * 1e-3) {
    const middle = (low + high) / 2;
    if (sizes.drawn(middle) <= budget) low = middle;
    else high = middle;
  }
  return low;
}
