/** Regions, gaps and objects in words, for labels, cards and screen readers. Texts come from files: they are never HTML. */
import { kindOf, type Kind } from '../../core/kinds/kinds.ts';
import type { ColouringId } from '../../core/layout/colouring-ids.ts';
import { gapBefore, isFolded, regionSize, regionSpan, rowAt, type Axis } from '../../core/layout/axis.ts';
import { marksBetween } from '../../core/layout/marks.ts';
import type { RowNames } from '../../core/memory-map/row-names.ts';
import type { ObjectSpan } from '../../core/layout/objects.ts';
import { TRAITS } from '../../core/layout/traits.ts';
import { formatAddress } from '../../core/memory-map/address.ts';
import { counterNumber } from '../../core/memory-map/counters.ts';
import { mappedFile, NO_FILE } from '../../core/memory-map/file-table.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { regionAt, type Region } from '../../core/memory-map/region-table.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import type { Listing } from '../../core/table/columns.ts';
import { firstSeen } from './ages.ts';
import { growthOf, type RegionGrowth } from './growth-words.ts';
import type { Scene } from './scene.ts';

/** So many marks of a region are named. */
const MARKS = 4;

/** Colourings by what is said of every region. */
const SAID_ANYWAY: ReadonlySet<string> = new Set<ColouringId>(['kind', 'permissions', 'object']);

/** What a card says of a region. */
export interface RegionFacts {
  readonly region: Region;
  readonly kind: Kind;
  /** The path or pseudo-path, safe to show; empty when there is none. */
  readonly path: string;
  /** What the source calls it beside its path; empty when it does not. */
  readonly label: string;
  /** The path's last part; without a path the label, or the kind. */
  readonly name: string;
  /** undefined where the source tells no addresses. */
  readonly range: string | undefined;
  /** undefined where the source does not tell where the region ends. */
  readonly size: string | undefined;
  readonly perms: string | undefined;
  readonly permsInWords: string;
  readonly offset: string | undefined;
  readonly traits: readonly string[];
  /** What the source points at in it, the first few. */
  readonly marks: readonly string[];
  readonly folded: boolean;
  /** The index of its category in the colouring. */
  readonly colour: number;
  /** What the colours say beside its kind: `Residency: All resident`; empty when it is said anyway. */
  readonly colourInWords: string;
  /** What became of it since the baseline. */
  readonly growth: RegionGrowth;
  /** `first seen 14:02:11, 3 readings ago`; empty where it is there since the first reading, or when it came is not known. */
  readonly firstSeen: string;
}

/** The facts of the region at a position. */
export function describeRegion(scene: Scene, position: number): RegionFacts {
  const { axis, traits, listing, marks, coloured } = scene;
  const region = regionAt(axis.table, rowAt(axis, position));
  const kind = kindOf(axis.table.kind[region.index] ?? 0);
  const path = printable(region.file.path);
  const label = printable(labelOf(listing.names, region.index) ?? '');
  const bits = traits.bits[position] ?? 0;
  const { start, end, hasEnd } = region;
  const { from, to } = regionSpan(axis, position);
  const colour = coloured.column[region.index] ?? 0;
  const { by, categories } = coloured;
  const growth = growthOf(scene, region.index);
  const moment = firstSeen(listing, region.index);
  const seen = moment && !moment.isFirst ? `first seen ${moment.short}${moment.ago && `, ${moment.ago}`}` : '';
  const inside = marksBetween(marks, from, to).filter((mark) => mark.start >= start && mark.start < end);
  return {
    region,
    kind,
    path,
    label,
    name: path === '' ? label || kind.label : baseName(path),
    range: listing.placed ? formatAddress(start) + (hasEnd ? `\u2013${formatAddress(end)}` : '') : undefined,
    size: hasEnd ? formatBytes(region.size) : undefined,
    perms: region.perms,
    permsInWords: permsInWords(region.perms),
    offset: region.file.inode === 0n || region.offset === undefined ? undefined : `0x${region.offset.toString(16)}`,
    traits: TRAITS.filter((_, i) => bits & (1 << i)).map(({ label: name }) => name),
    marks: inside.slice(0, MARKS).map(({ label: name }) => printable(name)),
    folded: isFolded(axis, position),
    colour,
    colourInWords:
      SAID_ANYWAY.has(by.id) || (by.id === 'growth' && growth.what !== '')
        ? ''
        : `${by.label}: ${categories[colour]?.label ?? ''}`,
    growth,
    firstSeen: seen,
  };
}

/** What the source calls a row beside its path. */
export function labelOf(names: RowNames | undefined, row: number): string | undefined {
  return names?.labels[(names.index[row] ?? 0) - 1];
}

/** One sentence for the live region: what a sighted user sees at a glance. */
export function announce(scene: Scene, facts: RegionFacts, position: number): string {
  const { axis, listing } = scene;
  const { region, kind, path, label } = facts;
  const gap = unmappedBefore(scene, position) ?? 0;
  const addresses = region.hasEnd
    ? `${formatAddress(region.start)} to ${formatAddress(region.end)}`
    : `from ${formatAddress(region.start)}`;
  return [
    facts.size === undefined ? facts.name : `${facts.name}, ${facts.size}`,
    facts.permsInWords,
    kind.label,
    facts.colourInWords,
    facts.growth.what,
    facts.firstSeen,
    residentInWords(listing, region.index),
    ...facts.traits.map((trait) => (trait === 'w+x' ? 'writable and executable' : trait)),
    label !== facts.name ? label : '',
    ...facts.marks,
    path !== '' && path !== facts.name ? path : '',
    listing.placed ? addresses : '',
    region.line > 0 ? `line ${formatCount(region.line)}` : '',
    gap > 0 ? `after ${formatBytes(gap)} unmapped` : '',
    `${formatCount(position + 1)} of ${formatCount(axis.count)}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** The bytes that are unmapped before a position; undefined where the source does not tell where regions lie, or the one before ends. */
export function unmappedBefore({ axis, listing }: Scene, position: number): number | undefined {
  const isTold = listing.placed && (position === 0 || regionSize(axis, position - 1) > 0);
  return isTold ? gapBefore(axis, position).size : undefined;
}

/** `40 KiB resident`; empty where the source does not tell. */
function residentInWords({ counters }: Listing, row: number): string {
  const rss = counterNumber(counters, 'Rss', row);
  return rss === undefined ? '' : `${formatBytes(rss * 1024)} resident`;
}

/** Permissions in words: `read, write, private`. */
export function permsInWords(perms: string | undefined): string {
  if (perms === undefined) return 'permissions unknown';
  const words = [perms[0] === 'r' && 'read', perms[1] === 'w' && 'write', perms[2] === 'x' && 'execute'].filter(
    (word) => word !== false,
  );
  const sharing = perms[3] === 'p' ? 'private' : 'shared';
  return words.length === 0 ? `no access, ${sharing}` : `${words.join(', ')}, ${sharing}`;
}

/** The name of an object, as the picture writes it: of its file, else of what most of it is. */
export function objectName({ axis, listing }: Scene, { first, end }: Pick<ObjectSpan, 'first' | 'end'>): string {
  const { table } = axis;
  let named = first;
  let largest = -1;
  // An object with more regions than this has one name or none: looking further would cost a drawing's time.
  for (let p = first; p < Math.min(end, first + 16); p++) {
    if ((table.file[rowAt(axis, p)] ?? NO_FILE) !== NO_FILE) {
      const path = printable(mappedFile(table.files, table.file[rowAt(axis, p)] ?? NO_FILE).path);
      if (path !== '') return baseName(path);
    }
    const size = kindOf(table.kind[rowAt(axis, p)] ?? 0).group === 'reserved' ? 0 : regionSize(axis, p);
    if (size > largest) {
      largest = size;
      named = p;
    }
  }
  const row = rowAt(axis, named);
  return printable(labelOf(listing.names, row) ?? '') || kindOf(table.kind[row] ?? 0).label;
}

/** The true size of an object: of its regions without the holes between them, in bytes. */
export function objectSize(axis: Axis, { first, end }: Pick<ObjectSpan, 'first' | 'end'>): number {
  if (end - first > FEW) {
    const sums = sizesUpTo(axis);
    return (sums[end] ?? 0) - (sums[first] ?? 0);
  }
  let size = 0;
  for (let p = first; p < end; p++) size += regionSize(axis, p);
  return size;
}

/** Regions of an object that are added up whenever it is drawn. */
const FEW = 64;
const sizes = new WeakMap<Axis, Float64Array>();

/** By position the size of all regions before it, added up once: an object can have regions by the thousand. */
function sizesUpTo(axis: Axis): Float64Array {
  let sums = sizes.get(axis);
  if (!sums) {
    sums = new Float64Array(axis.count + 1);
    for (let p = 0; p < axis.count; p++) sums[p + 1] = (sums[p] ?? 0) + regionSize(axis, p);
    sizes.set(axis, sums);
  }
  return sums;
}

/** The last part of a path; a pseudo-path as it is. */
export function baseName(path: string): string {
  if (path.startsWith('[') || path.endsWith('/')) return path;
  return path.slice(path.lastIndexOf('/') + 1);
}
