/**
 * All that answers questions to sources and files, in one piece: the worker and the command line share its bundle, which is half of
 * the code of each.
 */
export { diagnose } from './doctor/diagnose.ts';
export { readFigures } from './figures/read-figures.ts';
export { CostScales } from './figures/smaps-cost.ts';
export { OpenSources } from './open-source.ts';
export { openDump, readDump, readMaps } from './read-dump.ts';
export { discover } from './targets/discover.ts';
