/** The names of the colourings, alone: what only keeps one need not hold what colours a map. */

/** In the order of the chooser; the first is there for every map. */
export const COLOURING_IDS = [
  'kind',
  'permissions',
  'object',
  'residency',
  'sharing',
  'node',
  'growth',
  'age',
  'severity',
] as const;

export type ColouringId = (typeof COLOURING_IDS)[number];

/** What every map can be coloured by. */
export const DEFAULT_COLOURING: ColouringId = 'kind';

/** True for the id of a category that is the same for every map; those of a map's own files and nodes have a colon. */
export function isFixedCategory(id: string): boolean {
  return /^[a-z-]{1,40}$/.test(id);
}
