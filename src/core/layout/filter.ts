/** The filter of the picture. What does not pass is dimmed where it lies: the picture stays the whole truth. */
import { GROUPS, type GroupId } from '../kinds/kinds.ts';
import { rowAt, type Axis } from './axis.ts';
import { TRAITS, type TraitColumn, type TraitId } from './traits.ts';

export interface Filter {
  /** Groups that do not pass. */
  readonly hidden: readonly GroupId[];
  /** When there are any, only regions that have one of these traits pass. */
  readonly traits: readonly TraitId[];
}

/** Everything passes. */
export const NO_FILTER: Filter = { hidden: [], traits: [] };

/** True when the filter lets everything through. */
function isOff(filter: Filter): boolean {
  return filter.hidden.length === 0 && filter.traits.length === 0;
}

/** By position 1 for what passes; undefined when everything does. */
export function applyFilter(
  axis: Axis,
  groups: Uint8Array,
  traits: TraitColumn,
  filter: Filter,
): Uint8Array | undefined {
  if (isOff(filter)) return undefined;
  const shown = Uint8Array.from(GROUPS, ({ id }) => (filter.hidden.includes(id) ? 0 : 1));
  const wanted = TRAITS.reduce((bits, { id }, i) => (filter.traits.includes(id) ? bits | (1 << i) : bits), 0);
  const passes = new Uint8Array(axis.count);
  for (let p = 0; p < axis.count; p++) {
    const byTrait = wanted === 0 || ((traits.bits[p] ?? 0) & wanted) !== 0;
    passes[p] = byTrait ? (shown[groups[rowAt(axis, p)] ?? 0] ?? 1) : 0;
  }
  return passes;
}

/** The filter with one group shown or hidden. */
export function toggleGroup(filter: Filter, group: GroupId): Filter {
  const hidden = filter.hidden.includes(group) ? filter.hidden.filter((id) => id !== group) : [...filter.hidden, group];
  return { ...filter, hidden };
}

/** The filter that shows only one of the groups; when it shows only that one already, all of them again. */
export function onlyGroup(filter: Filter, group: GroupId, present: readonly GroupId[]): Filter {
  const others = present.filter((id) => id !== group);
  const already = !filter.hidden.includes(group) && others.every((id) => filter.hidden.includes(id));
  return { ...filter, hidden: already ? [] : others };
}

/** The filter with one trait asked for or no longer. */
export function toggleTrait(filter: Filter, trait: TraitId): Filter {
  const traits = filter.traits.includes(trait) ? filter.traits.filter((id) => id !== trait) : [...filter.traits, trait];
  return { ...filter, traits };
}
