/** Keeps what a layout is compared with while VS Code throws its page away: each page that is ready gets it first. */
import type { Baseline, Failure, KeepBaseline, LayoutSource, SetBaseline, Snapshot } from '../../protocol/layout.ts';

/** What the page shows; undefined before it shows anything. */
type Seen = Snapshot | Failure | undefined;

export class Baselines {
  private readonly post: (message: Baseline | SetBaseline) => void;
  private kept: Baseline | undefined;

  /** @param post sends to the page */
  constructor(post: Baselines['post']) {
    this.post = post;
  }

  /** The page compares with that from now on. */
  keep({ id, chosen }: KeepBaseline, seen: Seen): void {
    const of = [snapshotIn(seen), this.kept?.of].find((each) => each !== undefined && each.id === id);
    const shown = of && of === this.kept?.of ? this.kept.shown : undefined;
    this.kept = of || id === null ? { type: 'baseline', of, chosen, shown } : undefined;
  }

  /** Tells a new page, before it gets what is seen. */
  tell(seen: Seen): void {
    if (this.kept && (this.kept.chosen || this.kept.of?.id !== snapshotIn(seen)?.id)) this.post(this.kept);
  }

  /** Makes a map of another source the baseline. @param shown what is compared with it */
  use(of: Snapshot, shown: LayoutSource): void {
    this.kept = { type: 'baseline', of, chosen: true, shown };
    this.post(this.kept);
  }

  /** Makes what is seen the baseline. */
  set(): void {
    this.post({ type: 'set-baseline' });
  }
}

function snapshotIn(seen: Seen): Snapshot | undefined {
  return seen?.type === 'snapshot' ? seen : undefined;
}
