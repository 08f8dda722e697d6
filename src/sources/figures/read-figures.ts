/**
 * Reads the figures of one process of any procfs: the cheap ones at once, and of a process that somebody looks at those for
 * which the kernel walks its page tables. `smaps` is never read for them.
 */
import { kernelVersion } from '../doctor/kernel-version.ts';
import { hiddenFrom, refusalFrom } from '../doctor/refusal.ts';
import { isRefusal } from '../map-verdicts.ts';
import { failure } from '../local/failures.ts';
import { isGone } from '../local/files.ts';
import { isZombie, parseStat, type ProcessStat, runsOn } from '../local/stat.ts';
import { parseStatus, statusField } from '../local/status.ts';
import type { ReadFailure } from '../process.ts';
import type { FileRead, Procfs } from '../procfs.ts';
import type { SourceSpec } from '../source-spec.ts';
import { combined, type Figure, sum, type Unknown } from './figure.ts';
import { type LimitUse, limitUses } from './limits.ts';
import { numberIn, rollupFigures, statusFigures } from './fields.ts';
import type { FigureName } from './names.ts';
import { type PlaceFacts, placeOf } from './place.ts';
import { countRegions } from './regions.ts';
import type { CostScale, SmapsCost, Walk } from './smaps-cost.ts';
import { NOT_ASKED, unreadable, withoutMemory } from './unknown.ts';

/** What is read beside the cheap figures. */
export interface FigureWants {
  /** PSS, USS and what else `smaps_rollup` tells: walks the page tables under the lock of the process. */
  readonly rollup: boolean;
  /** How many regions there are, from `maps`, which may be read in loops. */
  readonly regions: boolean;
}

/** The figures of a process at one moment: kB, counts, and the score of the out-of-memory killer. */
export interface Figures {
  readonly ok: true;
  readonly pid: number;
  /** undefined where it was not saved. */
  readonly startTime: string | undefined;
  /** In milliseconds since 1970. */
  readonly readAt: number;
  readonly values: Readonly<Record<FigureName, Figure>>;
  readonly limits: readonly LimitUse[];
  /** How long reading what was wanted took, in milliseconds; 0 for the cheap ones alone. */
  readonly cost: number;
  /** What reading `smaps` would cost. */
  readonly smaps: SmapsCost | Unknown;
}

/** Where the figures are read, and of whom. */
export interface FigureSubject {
  readonly procfs: Procfs;
  readonly source: SourceSpec;
  readonly pid: number;
  /** Another process that has the PID by now is refused. */
  readonly startTime: string | undefined;
  /** How fast the source is; takes note of each rollup that is read. */
  readonly scale: CostScale;
}

/** @throws Cancelled, and SourceFailure when the source cannot be reached */
export async function readFigures(
  subject: FigureSubject,
  wants: FigureWants,
  signal: AbortSignal,
): Promise<Figures | ReadFailure> {
  const { procfs, pid, scale } = subject;
  const began = performance.now();
  const cheap = await procfs.read([`${pid}/stat`, 'sys/vm/max_map_count', 'sys/kernel/osrelease'], signal);
  const way = performance.now() - began;
  const [statRead, mostRegions, release] = cheap;
  const isSaved = subject.source.kind === 'saved';
  const stat: Identity | ReadFailure =
    (isSaved && (await withoutStat(subject, statRead, signal))) || (await identify(subject, statRead, signal));
  if ('ok' in stat) return stat;
  const kernel = kernelVersion(textOr(release, () => undefined));
  const origin = isSaved ? 'saved' : kernel;
  const { nature, folder } = await placeOf(procfs, pid, stat, signal);

  const walks = nature === 'ordinary';
  const files = ['status', 'limits', 'oom_score', ...(walks && wants.regions ? ['maps'] : [])];
  const started = performance.now();
  const reads = await procfs.read(
    files.map((file) => `${folder}/${file}`),
    signal,
  );
  const middle = performance.now();
  const rollupPaths = walks && wants.rollup ? [`${folder}/smaps_rollup`] : [];
  const [again, rollup] = await procfs.read([`${pid}/stat`, ...rollupPaths], signal);
  const ended = performance.now();
  // What was saved changes no more.
  const after = isSaved ? stat : await identify({ ...subject, startTime: String(stat.startTime) }, again, signal);
  if ('ok' in after) return after;
  // The main thread ended meanwhile, and others have the memory.
  if (runsOn(after) && !isZombie(stat)) return readFigures(subject, wants, signal);
  if (after.program !== stat.program) return failure('replaced', { pid, file: 'maps' });

  const refused = await refusalReason(subject, [...reads, rollup], signal);
  const why = (file: string, code: string): Unknown =>
    isRefusal(code) && refused ? refused : (withoutMemory(nature) ?? unreadable(file, code, origin));
  const text = (i: number): string | Unknown => textOr(reads[i], (code) => why(files[i] ?? '', code));
  const bare = withoutMemory(nature);
  const status = text(0);
  const rolled = rollup ? textOr(rollup, (code) => why('smaps_rollup', code)) : (bare ?? NOT_ASKED);
  const regions = regionsOf(reads[3], (code) => why('maps', code), bare ?? NOT_ASKED);
  const context = { kernel, bare };
  const known = {
    ...statusFigures(status, context),
    ...rollupFigures(rolled, context),
    regions: regions.regions,
    oomScore: numberIn(text(2), 'oom_score'),
  };
  const values = { ...known, uss: ussOf(known.privateClean, known.privateDirty) };
  const most = textOr(mostRegions, (code) => unreadable('max_map_count', code, origin));
  const walk = walkOf(values);
  if (rollup && 'bytes' in rollup && !('unknown' in walk)) scale.note(walk, ended - middle, way);
  return {
    ok: true,
    pid,
    startTime: stat.startTime === undefined ? undefined : String(stat.startTime),
    readAt: Date.now(),
    values,
    limits: limitUses(text(1), most, regions.counted, values),
    cost: (wants.regions ? middle - started : 0) + (wants.rollup ? ended - middle : 0),
    smaps: 'unknown' in walk ? walk : scale.expect(walk),
  };
}

/**
 * Memory that would be free if the process ended. RSS and PSS leave pages of hugetlbfs out, so USS does as well, and stays the
 * smallest of the three; what of those is private stands in `privateHugetlb`.
 */
function ussOf(privateClean: Figure, privateDirty: Figure): Figure {
  return sum([privateClean, privateDirty]);
}

function regionsOf(
  read: FileRead | undefined,
  why: (code: string) => Unknown,
  instead: Unknown,
): { readonly regions: Figure; readonly counted: Figure } {
  if (read && 'bytes' in read) return countRegions(read.bytes);
  const reason = read ? why(read.error) : instead;
  return { regions: reason, counted: reason };
}

/** What reading smaps would walk: without a rollup, all that is resident counts as small pages. */
function walkOf(values: Readonly<Record<FigureName, Figure>>): Walk | Unknown {
  const { regions, rss, exactRss, anonHuge, shmemHuge, fileHuge } = values;
  if (typeof regions !== 'number') return regions;
  const exact = combined([exactRss, anonHuge, shmemHuge], (all, anon, shmem) => all - anon - shmem);
  const resident = typeof exact === 'number' ? exact - (typeof fileHuge === 'number' ? fileHuge : 0) : rss;
  return typeof resident === 'number' ? { regions, resident } : resident;
}

/** What tells that a process is still the same; without a start time where its stat line was not saved. */
type Identity = PlaceFacts & Pick<ProcessStat, 'program'> & { readonly startTime: number | undefined };

/** A process that was saved without its stat line: what its status tells of the same. undefined where there is a line, or no such process. */
async function withoutStat(
  { procfs, pid, startTime }: FigureSubject,
  read: FileRead | undefined,
  signal: AbortSignal,
): Promise<Identity | undefined> {
  if (codeOf(read) !== 'ENOENT' || startTime !== undefined) return undefined;
  if ('error' in (await procfs.names(String(pid), signal))) return undefined;
  const [status] = await procfs.read([`${pid}/status`], signal);
  const bytes = status && 'bytes' in status ? status.bytes : new Uint8Array(0);
  const text = decoder.decode(bytes);
  return {
    state: statusField(text, 'State')?.charCodeAt(0) ?? 0,
    threads: Number(statusField(text, 'Threads') ?? 1),
    kernelThread: parseStatus(bytes, bytes.length).kernelThread,
    access: 'allowed',
    program: 0,
    startTime: undefined,
  };
}

/** The process's stat line, or why it is not the process that is wanted. */
async function identify(
  { procfs, source, pid, startTime }: FigureSubject,
  read: FileRead | undefined,
  signal: AbortSignal,
): Promise<ProcessStat | ReadFailure> {
  const subject = { pid, file: 'maps' } as const;
  const code = codeOf(read);
  if (code === undefined) {
    const stat = read && 'bytes' in read ? parseStat(read.bytes, read.bytes.length) : undefined;
    if (!stat) return failure('error', { ...subject, code: 'EIO' });
    return startTime === undefined || String(stat.startTime) === startTime ? stat : failure('reused', subject);
  }
  if (isRefusal(code)) return refusalFrom(procfs, pid, code, signal, source);
  if (!isGone(code)) return failure('error', { ...subject, code });
  const isUnseen = startTime === undefined;
  const hidden = isUnseen ? await hiddenFrom(procfs, pid, signal, source) : undefined;
  return hidden ?? failure('gone', { ...subject, isUnseen });
}

/** Why the kernel refuses files of the process, when it refuses one of them: the same gate is before all of them. */
async function refusalReason(
  { procfs, source, pid }: FigureSubject,
  reads: readonly (FileRead | undefined)[],
  signal: AbortSignal,
): Promise<Unknown | undefined> {
  const code = reads.map(codeOf).find((each) => each !== undefined && isRefusal(each));
  if (code === undefined) return undefined;
  return { unknown: (await refusalFrom(procfs, pid, code, signal, source)).message };
}

function codeOf(read: FileRead | undefined): string | undefined {
  if (!read) return 'EIO'; // An answer is missing: whatever it is, it is no file.
  return 'error' in read ? read.error : undefined;
}

const decoder = new TextDecoder('latin1');

function textOr<Instead>(read: FileRead | undefined, instead: (code: string) => Instead): string | Instead {
  return read && 'bytes' in read ? decoder.decode(read.bytes) : instead(codeOf(read) ?? 'EIO');
}
