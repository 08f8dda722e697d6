/** What a colouring says of regions: categories with a colour each, and which of them each row is of. */
import type { Ages } from '../growth/ages.ts';
import type { Growth } from '../growth/compare.ts';
import type { GroupId } from '../kinds/groups.ts';
import type { Counters } from '../memory-map/counters.ts';
import type { RegionTable } from '../memory-map/region-table.ts';

/** The theme colours that categories are made of: those of the groups of kinds, of the marked traits, and of text. */
export type Hue = GroupId | 'wx' | 'deleted' | 'text';

/** A tile of webview/layout/patterns.ts. */
export type PatternId = 'rising' | 'falling' | 'dots' | 'crossed' | 'level';

/** How a category looks. */
export interface Look {
  readonly hue: Hue;
  /**
   * How much of the hue it has: 0 is the background, 1 the hue, beyond it the text's colour is mixed in. So rising parts are
   * a scale of lightness in every theme. Absent: the three shades of permissions (pixels.ts).
   */
  readonly part?: number;
  /** Drawn over the colour in every theme; high contrast gives patterns to hues that have none here. */
  readonly pattern?: PatternId;
}

export interface Category extends Look {
  /** Unique among all colourings: it is kept in the view's state. */
  readonly id: string;
  /** For the legend; of a file it comes from the source. */
  readonly label: string;
  readonly description: string;
}

/** What is coloured. */
export interface ColourSubject {
  readonly regions: RegionTable;
  /** undefined when the source has none. */
  readonly counters: Counters | undefined;
  /** Absent where there is no earlier reading. */
  readonly growth?: Growth | undefined;
  /** Absent where nobody follows the readings. */
  readonly ages?: Ages | undefined;
}

/** A map in the colours of one colouring. */
export interface Coloured {
  /** In the order of the legend; at most `DIMMED` of them (coverage.ts). */
  readonly categories: readonly Category[];
  /** The index in `categories` of each row. */
  readonly column: Uint8Array;
}

/** What one category has. */
export interface CategoryTotal {
  /** Index in `Coloured.categories`. */
  readonly category: number;
  readonly regions: number;
  /** In bytes; exact for page-aligned regions. */
  readonly size: number;
}
