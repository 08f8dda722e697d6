/** The messages about what a layout is compared with. The extension keeps it while the page is thrown away. */
import type { Snapshot } from './layout.ts';

/** To a new page: what the one before it compared with. */
export interface Baseline {
  readonly type: 'baseline';
  /** undefined when nothing is to be compared. */
  readonly of: Snapshot | undefined;
  /** True when the user chose it. */
  readonly chosen: boolean;
}

/** To the page: compare with what is seen now. */
export interface SetBaseline {
  readonly type: 'set-baseline';
}

/** From the page: it compares with the snapshot of this id from now on, or with nothing. */
export interface KeepBaseline {
  readonly type: 'keep-baseline';
  readonly id: number | null;
  readonly chosen: boolean;
}
