/** Figures from the texts of `status` and `smaps_rollup`. */
import type { KernelVersion } from '../doctor/kernel-version.ts';
import { statusField } from '../local/status.ts';
import type { Figure, Unknown } from './figure.ts';
import { type FieldName, ROLLUP_FIELDS, type RollupName, STATUS_FIELDS, type StatusName } from './names.ts';
import { notPrinted } from './unknown.ts';

/** What is known of a process beside its texts. */
export interface FieldContext {
  readonly kernel: KernelVersion | undefined;
  /** Why there is no memory to be told of; undefined when there is. */
  readonly bare: Unknown | undefined;
}

/** The figures of a status text, or of the reason that there is none. */
export function statusFigures(text: string | Unknown, context: FieldContext): Record<StatusName, Figure> {
  const of = (name: StatusName): Figure => figureIn(text, 'status', STATUS_FIELDS[name], context);
  return {
    rss: of('rss'),
    rssAnon: of('rssAnon'),
    rssFile: of('rssFile'),
    rssShmem: of('rssShmem'),
    size: of('size'),
    peakSize: of('peakSize'),
    peakRss: of('peakRss'),
    swap: of('swap'),
    locked: of('locked'),
    pinned: of('pinned'),
    pageTables: of('pageTables'),
    data: of('data'),
    stack: of('stack'),
    threads: of('threads'),
  };
}

/** The figures of a smaps_rollup text, or of the reason that there is none. */
export function rollupFigures(text: string | Unknown, context: FieldContext): Record<RollupName, Figure> {
  const of = (name: RollupName): Figure => figureIn(text, 'smaps_rollup', ROLLUP_FIELDS[name], context);
  return {
    exactRss: of('exactRss'),
    pss: of('pss'),
    privateClean: of('privateClean'),
    privateDirty: of('privateDirty'),
    exactSwap: of('exactSwap'),
    swapPss: of('swapPss'),
    lockedPss: of('lockedPss'),
    anonHuge: of('anonHuge'),
    shmemHuge: of('shmemHuge'),
    fileHuge: of('fileHuge'),
    sharedHugetlb: of('sharedHugetlb'),
    privateHugetlb: of('privateHugetlb'),
  };
}

/** The number in a file that holds nothing else. */
export function numberIn(text: string | Unknown, file: string): Figure {
  if (typeof text !== 'string') return text;
  const word = text.trim();
  return /^-?\d{1,15}$/.test(word) ? Number(word) : { unknown: `${file} holds no number.` };
}

/** A field with its number, in kB where it has a unit. A process without memory has fields of other things only. */
function figureIn(text: string | Unknown, file: string, field: FieldName, { kernel, bare }: FieldContext): Figure {
  if (typeof text !== 'string') return text;
  const [, digits] = /^(\d{1,15})(?: kB)?$/.exec(statusField(text, field.key) ?? '') ?? [];
  return digits === undefined ? (bare ?? notPrinted(field, file, kernel)) : Number(digits);
}
