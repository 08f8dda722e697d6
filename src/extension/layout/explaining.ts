/** Answers what the view asks of single regions. It names them by their rows: what is opened is told by the map, not by the page. */
import * as vscode from 'vscode';
import { mappedFile, NO_FILE } from '../../core/memory-map/file-table.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import type { FromView } from '../../protocol/layout.ts';
import type { Explain, OpenFile, OpenSource, RegionPlace, RegionWords } from '../../protocol/explanation.ts';
import type { AskPages, LeavePages, PagesAnswer } from '../../protocol/pages.ts';
import { parseProcessUri } from '../documents/process-uri.ts';
import { fileOf } from '../language/links.ts';
import { filesBelow, sysrootOf } from '../language/sysroot.ts';
import { plainMessage } from '../platform/plain-message.ts';
import { reasonOf } from '../platform/reason-of.ts';
import type { Services } from '../platform/services.ts';
import type { Feed, FeedResult } from './feed.ts';

/** What the page can ask of a region, and what is told. */
export type Question = Explain | OpenFile | OpenSource | AskPages | LeavePages;
type Answer = RegionWords | PagesAnswer;

const QUESTIONS: readonly string[] = [
  'explain',
  'open-file',
  'open-source',
  'ask-pages',
  'leave-pages',
] satisfies Question['type'][];

/** True for what `Explaining` answers. */
export function isQuestion(message: FromView): message is Question {
  return QUESTIONS.includes(message.type);
}

interface Shown {
  readonly snapshot: number;
  readonly map: MemoryMap;
  readonly text: vscode.Uri;
}

export class Explaining {
  private readonly services: Services;
  private readonly answer: (words: Answer) => void;
  private shown: Shown | undefined;
  /** Set while pages are read. */
  private pages: AbortController | undefined;

  constructor(services: Services, answer: (words: Answer) => void) {
    this.services = services;
    this.answer = answer;
  }

  /** From now on the page shows this. */
  show(snapshot: number, { text }: Feed, result: FeedResult): void {
    if (result.ok) this.shown = { snapshot, map: result.map, text };
  }

  /** Does what the page asks for; of a map that is no longer shown nothing is told. */
  take(message: Question): void {
    if (message.type === 'leave-pages') return this.end();
    this.run(message).catch((error: unknown) => {
      this.services.log.error('Explaining a region', error);
      const sentence = vscode.l10n.t('What is known of the region cannot be shown: {0}', reasonOf(error));
      void vscode.window.showWarningMessage(plainMessage(sentence));
    });
  }

  /** Nobody waits for pages any more. */
  end(): void {
    this.pages?.abort();
    this.pages = undefined;
  }

  private async run(message: Exclude<Question, LeavePages>): Promise<void> {
    if (message.type === 'open-source') {
      const { isSource } = await import('./explain-region.ts');
      if (isSource(message.url)) await vscode.env.openExternal(vscode.Uri.parse(message.url, true));
      return;
    }
    const { shown } = this;
    if (!shown || shown.snapshot !== message.snapshot || message.row >= shown.map.regions.count) return;
    if (message.type === 'ask-pages') return this.readPages(shown, message);
    const file = await mappedAt(shown, message);
    if (message.type === 'open-file') {
      if (file) await vscode.commands.executeCommand('vscode.open', file);
      return;
    }
    const { regionWords } = await import('./explain-region.ts');
    const place = { map: shown.map, row: message.row };
    this.answer(regionWords(message, place, sysrootOf(shown.text), file !== undefined));
  }

  private async readPages({ map, text }: Shown, ask: AskPages): Promise<void> {
    this.end();
    const { signal } = (this.pages = new AbortController());
    const { pagesOf } = await import('./read-pages.ts');
    const answer = await pagesOf(map, parseProcessUri(text), ask, this.services.worker, signal);
    if (!signal.aborted) this.answer(answer);
  }
}

/** The file of a region: of this machine only where the map is of it, else below the sysroot. */
async function mappedAt({ map: { regions }, text }: Shown, { row }: RegionPlace): Promise<vscode.Uri | undefined> {
  const sysroot = filesBelow(text);
  return sysroot === undefined ? undefined : fileOf(mappedFile(regions.files, regions.file[row] ?? NO_FILE), sysroot);
}
