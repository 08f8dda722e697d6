/** What tests of binary dumps look at, a line each. */
import type { NormalForm } from '../../../src/core/export/normal-form.ts';

/** Regions: addresses, rights, offset, path, and the kB that the dump holds. */
export function regionLines({ regions }: NormalForm): string[] {
  return regions.map(({ start, end, perms, offset, path, other }) =>
    [start, end, perms, offset, path, String(other?.['Dumped'])].join(' ').trim(),
  );
}

/** Single addresses that the dump points at. */
export function markLines({ notes = [] }: NormalForm): string[] {
  return notes.filter(({ end }) => end === undefined).map(({ start, label }) => `${start} ${label}`);
}
