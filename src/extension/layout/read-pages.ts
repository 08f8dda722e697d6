/** The pages of a region for the layout view. It is loaded when somebody asks for them. */
import * as vscode from 'vscode';
import { addressAt } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { AskPages, PagesAnswer } from '../../protocol/pages.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import type { ProcessDocument } from '../documents/process-uri.ts';
import { reasonOf } from '../platform/reason-of.ts';

/**
 * Reads the pages.
 * @param process that the map is of; undefined for the map of a file
 */
export async function pagesOf(
  { regions }: MemoryMap,
  process: ProcessDocument | undefined,
  { snapshot, row, from }: AskPages,
  worker: MapWorker,
  signal: AbortSignal,
): Promise<PagesAnswer> {
  const answer = { type: 'pages', place: { snapshot, row }, from } as const;
  const untold = (message: string, advice: string): PagesAnswer => ({
    ...answer,
    told: { ok: false, message, advice },
  });
  const start = addressAt(regions.start, row);
  const end = addressAt(regions.end, row);
  if (!process || process.source.kind === 'saved' || end <= start)
    return untold(vscode.l10n.t('A saved map has no pages: only a live process has.'), '');
  const { source, pid, startTime } = process;
  try {
    const reading = await worker.readPages(source, { pid, startTime, start, end, from }, signal);
    if (!reading.ok) return untold(reading.message, reading.advice);
    const { pageSize, total, pages } = reading;
    return { ...answer, told: { ok: true, pageSize, total, pages, readAt: Date.now() } };
  } catch (error) {
    return untold(reasonOf(error), '');
  }
}
