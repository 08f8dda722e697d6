/**
 * What reading `smaps` will cost, told before it is paid. The kernel prints a record for each region and walks the page tables
 * of all that is resident; while it does, the process waits when it maps or unmaps memory.
 */

import { sourceKey, type SourceSpec } from '../source-spec.ts';

/** The time of a read: for each region, for each MiB that is resident in small pages, and for the call itself, in milliseconds. */
interface Coefficients {
  readonly call: number;
  readonly region: number;
  readonly mebibyte: number;
}

/**
 * Measured by `npm run bench -- smaps-cost` on two x86-64 cores with Linux 6.18: the least of 9 reads each, of a process with
 * 60,000 regions and of one with 1 GiB in pages of 4 KiB.
 */
const SMAPS: Coefficients = { call: 0.06, region: 0.0031, mebibyte: 0.012 };
const ROLLUP: Coefficients = { call: 0.05, region: 0.0005, mebibyte: 0.012 };

/** What is walked: regions, and the resident memory in small pages, in kB. A huge page is one step of the walk. */
export interface Walk {
  readonly regions: number;
  readonly resident: number;
}

/** What reading smaps is expected to cost. */
export interface SmapsCost extends Walk {
  readonly milliseconds: number;
  /** False when it was never measured on this source: then it is what our own machine takes. */
  readonly calibrated: boolean;
}

/** A measurement that is shorter tells more of the clock and of the way than of the kernel, in milliseconds. */
const LEAST_TIME = 1;
/** A factor beyond these comes from a machine that was busy with something else. */
const SLOWEST = 100;
const FASTEST = 0.1;

/** How fast the machine of a source is, by the last read of `smaps_rollup`, which walks the same page tables. */
export class CostScale {
  private factor: number | undefined;

  /**
   * Takes note of a read.
   * @param milliseconds how long reading the rollup took
   * @param way what of it may be the way there and back, in milliseconds: no time below twice that tells anything
   */
  note(walk: Walk, milliseconds: number, way = 0): void {
    if (milliseconds < Math.max(LEAST_TIME, 2 * way)) return;
    this.factor = Math.min(SLOWEST, Math.max(FASTEST, milliseconds / timeOf(ROLLUP, walk)));
  }

  /** What reading smaps of a process will cost. */
  expect(walk: Walk): SmapsCost {
    return {
      ...walk,
      milliseconds: timeOf(SMAPS, walk) * (this.factor ?? 1),
      calibrated: this.factor !== undefined,
    };
  }
}

/** The scale of each source. */
export class CostScales {
  private readonly scales = new Map<string, CostScale>();

  of(source: SourceSpec): CostScale {
    const key = sourceKey(source);
    let scale = this.scales.get(key);
    if (!scale) this.scales.set(key, (scale = new CostScale()));
    return scale;
  }
}

function timeOf({ call, region, mebibyte }: Coefficients, { regions, resident }: Walk): number {
  return call + region * regions + (mebibyte * resident) / 1024;
}
