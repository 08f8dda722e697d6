/**
 * What the width of a region stands for. A scale only gives measures; axis.ts lays the regions end to end with them, and
 * everything that works on an axis works on each scale.
 */
import { ABSENT, counterColumn, WIDE, type CounterColumn, type Counters } from '../memory-map/counters.ts';
import { chooseFolding, NO_FOLDING, type Folding, type SizeClasses } from './folding.ts';

/** The scales, in the order of the switch. */
export const SCALES = [
  {
    id: 'folded',
    label: 'Folded',
    /** True where a unit of the axis is a byte of addresses wherever nothing is folded. */
    toScale: true,
    description: 'True to scale but for large holes and reservations, which are folded and labelled with their size.',
  },
  {
    id: 'linear',
    label: 'Linear',
    toScale: true,
    description: 'True to scale over the whole address space; only the hole that holds no addresses is cut out.',
  },
  {
    id: 'equal',
    label: 'Equal rows',
    toScale: false,
    description: 'Every region is equally wide, and every hole is a sliver.',
  },
  {
    id: 'resident',
    label: 'Resident',
    toScale: false,
    description: 'As wide as its resident memory (Rss); what has none is a hairline.',
  },
] as const;

export type ScaleId = (typeof SCALES)[number]['id'];

/** A scale as the user sets it. */
export interface ScaleChoice {
  readonly id: ScaleId;
  /** Only of the folded scale: large reservations are folded as holes are. */
  readonly foldReservations: boolean;
}

/** The scale that a picture starts with. */
export const FOLDED: ScaleChoice = { id: 'folded', foldReservations: true };

/** The entry of a scale. */
export function scaleOf(id: ScaleId): (typeof SCALES)[number] {
  return SCALES.find((scale) => scale.id === id) ?? SCALES[0];
}

/** Why a map cannot be drawn on a scale, in words; undefined when it can. */
export function whyNot(id: ScaleId, counters: Counters | undefined): string | undefined {
  return id === 'resident' && !residentColumn(counters) ? 'the map has no Rss' : undefined;
}

/** The next scale that a map can be drawn on. */
export function nextScale(id: ScaleId, counters: Counters | undefined): ScaleId {
  const able = SCALES.filter((scale) => !whyNot(scale.id, counters));
  return able[(able.findIndex((scale) => scale.id === id) + 1) % able.length]?.id ?? id;
}

/** The Rss of all regions, when it is told of at least one of them, in bytes or in kB. */
function residentColumn(counters: Counters | undefined): CounterColumn | undefined {
  const column = counters && counterColumn(counters, 'Rss');
  return column?.values.some((value) => value <= WIDE) ? column : undefined;
}

/** The sizes of all stretches of a map. */
export interface Sizes {
  readonly gaps: SizeClasses;
  readonly reservations: SizeClasses;
  /** Regions that are no reservations. */
  readonly regions: SizeClasses;
}

/** What a scale is chosen by. */
export interface Stretches extends Sizes {
  readonly counters: Counters | undefined;
}

/** How wide everything is, in units. */
export interface Measures {
  readonly id: ScaleId;
  /** Which stretches are narrower than their size, and how wide those are. */
  readonly folding: Folding;
  /** The width of the region at a row; undefined where its size and the folding tell. */
  readonly widthAt: ((row: number) => number) | undefined;
  /** What a scale by Rss has to say beside; undefined on others. */
  readonly resident: Resident | undefined;
}

/** What a picture by resident bytes shows. */
export interface Resident {
  /** All Rss in bytes. */
  readonly total: number;
  /** Regions without a resident page, and those of which none is told: hairlines both. */
  readonly none: number;
  readonly unknown: number;
}

/** The measures of a scale for a map; those of the folded scale where the one that was chosen cannot be. */
export function measure({ id, foldReservations }: ScaleChoice, stretches: Stretches): Measures {
  return MEASURES[whyNot(id, stretches.counters) ? 'folded' : id](stretches, foldReservations);
}

/** The width of an equal row: the closest zoom (viewport.ts) shows so many units, one region then. */
export const ROW_UNITS = 4096;
/** The width of a hole between equal rows. */
const SLIVER = ROW_UNITS / 8;
/** All hairlines together get at most this part of what is resident. */
const HAIRLINES = 1 / 16;
/** A hole larger than this holds the middle of the 64-bit space, where no machine has addresses. */
const MIDDLE = 2 ** 63;
/** The part of everything else that it gets when it is cut out. */
const CUT = 1 / 16;

const MEASURES: Readonly<Record<ScaleId, (stretches: Stretches, foldReservations: boolean) => Measures>> = {
  folded: ({ gaps, reservations, regions }, foldReservations) => ({
    id: 'folded',
    folding: chooseFolding(gaps, reservations, regions, foldReservations),
    widthAt: undefined,
    resident: undefined,
  }),
  linear: ({ gaps, reservations, regions }) => ({
    id: 'linear',
    folding: {
      ...NO_FOLDING,
      gap: MIDDLE,
      gapWidth: CUT * (gaps.totalBelow(MIDDLE) + reservations.total() + regions.total()),
    },
    widthAt: undefined,
    resident: undefined,
  }),
  equal: () => ({
    id: 'equal',
    folding: { ...NO_FOLDING, gap: 0, gapWidth: SLIVER },
    widthAt: () => ROW_UNITS,
    resident: undefined,
  }),
  resident: ({ gaps, counters }) => {
    const column = residentColumn(counters);
    const values = column?.values ?? new Uint32Array(0);
    const bytes = column?.unit === '' ? 1 : 1024;
    const resident = { total: 0, none: 0, unknown: 0 };
    for (let row = 0; row < values.length; row++) {
      const value = values[row] ?? ABSENT;
      if (value === ABSENT) resident.unknown++;
      else if (value === 0) resident.none++;
      else resident.total += bytes * (value === WIDE ? Number(column?.wide.get(row) ?? 0n) : value);
    }
    const hairlines = resident.none + resident.unknown + gaps.count();
    // Never wider than a page, so that no region without memory is wider than one with some.
    const hair =
      resident.total === 0
        ? ROW_UNITS
        : Math.min(ROW_UNITS, Math.max(1, (resident.total * HAIRLINES) / Math.max(1, hairlines)));
    return {
      id: 'resident',
      folding: { ...NO_FOLDING, gap: 0, gapWidth: hair },
      widthAt: (row) => {
        const value = values[row] ?? ABSENT;
        if (value === 0 || value === ABSENT) return hair;
        return bytes * (value === WIDE ? Number(column?.wide.get(row) ?? 0n) : value);
      },
      resident,
    };
  },
};
