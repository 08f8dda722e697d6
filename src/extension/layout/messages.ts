/** What a reading becomes for the page. */
import * as vscode from 'vscode';
import type { RegionTable } from '../../core/memory-map/region-table.ts';
import { PROBLEMS_SHOWN, type Failure, type Live, type RegionStart, type Snapshot } from '../../protocol/layout.ts';
import { packCounters } from '../../protocol/pack-counters.ts';
import { RegionPacker } from '../../protocol/pack-regions.ts';
import type { PackedRegions } from '../../protocol/packed-regions.ts';
import { packStretches } from '../../protocol/packed-stretches.ts';
import type { LiveState } from '../live/reader.ts';
import { paceWords } from '../live/words.ts';
import { choicesOf } from './choose-map.ts';
import type { Feed, FeedResult } from './feed.ts';

/** Rows that are packed without a pause: about 4 ms of the extension host's main thread. */
const ROWS_AT_ONCE = 100_000;
/** The same in milliseconds. */
const WORK_AT_ONCE = 4;

/**
 * The message that shows a reading.
 * @param selected the region that the cursor of the text is on
 * @param signal when it is aborted, this rejects at the next pause
 */
export async function messageOf(
  id: number,
  feed: Feed,
  result: FeedResult,
  selected: RegionStart | undefined,
  signal: AbortSignal,
): Promise<Snapshot | Failure> {
  const { title, liveness } = result;
  const { source } = feed;
  if (!result.ok) {
    const { message, advice } = result;
    return { type: 'failure', id, source, title, liveness, message, advice };
  }
  const { map, maps, index, asked, notes } = result;
  return {
    type: 'snapshot',
    id,
    source,
    title,
    liveness,
    readAt: Date.now(),
    dialect: map.dialect,
    arch: map.arch,
    pageSize: map.pageSize,
    regions: await packed(map.regions, signal),
    placed: map.placed,
    counters: map.counters && (await finished(packCounters(map.counters, map.regions), signal)),
    names: packStretches(map.notes),
    marks: packStretches(map.marks.map(({ address, label }) => ({ start: address, end: address, label }))),
    maps: choicesOf(maps),
    mapCount: maps.length,
    map: index,
    mapAsked: asked,
    problemCount: map.problems.length,
    problems: map.problems.slice(0, PROBLEMS_SHOWN),
    notes,
    selected,
  };
}

/** The message of a reading that the user stopped. */
export function cancelledMessage(id: number, { source, title }: Feed): Failure {
  const liveness = source.kind === 'process' ? 'running' : 'file';
  const message = vscode.l10n.t('Reading {0} was cancelled.', title);
  return { type: 'failure', id, source, title, liveness, message, advice: '' };
}

/** The message that tells how a process is read again; of a file that it is not. */
export function liveMessage(state: LiveState | undefined): Live {
  if (!state || state.stopped === 'not-live') return { type: 'live', state: 'none', words: '' };
  const words = paceWords(state);
  if (state.stopped === 'ended') return { type: 'live', state: 'none', words };
  return { type: 'live', state: state.stopped === undefined ? 'running' : 'stopped', words };
}

async function packed(table: RegionTable, signal: AbortSignal): Promise<PackedRegions> {
  const packer = new RegionPacker(table);
  while (!packer.pack(ROWS_AT_ONCE)) await pause(signal);
  return packer.finish();
}

/** Works for a few milliseconds at a time. */
async function finished<Result>(work: Generator<undefined, Result>, signal: AbortSignal): Promise<Result> {
  let started = performance.now();
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - started < WORK_AT_ONCE) continue;
    await pause(signal);
    started = performance.now();
  }
}

/** Lets others work. @throws when the signal is aborted */
async function pause(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
