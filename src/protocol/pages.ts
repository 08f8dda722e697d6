/** The messages by which the pages of a region are read; see layout.ts. */
import type { RegionPlace } from './explanation.ts';

/** Read what the page tables say of a region of a live process. Answered by `pages`, unless another question or the end comes first. */
export interface AskPages extends RegionPlace {
  readonly type: 'ask-pages';
  /** Pages that are left out at the start: only so many are read at a time. */
  readonly from: number;
}

/** Nobody looks at pages any more. */
export interface LeavePages {
  readonly type: 'leave-pages';
}

/** What was asked for by `ask-pages`. */
export interface PagesAnswer {
  readonly type: 'pages';
  readonly place: RegionPlace;
  readonly from: number;
  readonly told: PagesTold | PagesUntold;
}

export interface PagesTold {
  readonly ok: true;
  /** In bytes. */
  readonly pageSize: number;
  /** Pages of the region. */
  readonly total: number;
  /** A byte a page (core/pages/states.ts) from `from` on, as many as are read at a time or are left. */
  readonly pages: Uint8Array;
  /** In milliseconds since 1970. */
  readonly readAt: number;
}

/** Why nothing can be told, and what can be done, in words. */
export interface PagesUntold {
  readonly ok: false;
  readonly message: string;
  /** May be empty. */
  readonly advice: string;
}
