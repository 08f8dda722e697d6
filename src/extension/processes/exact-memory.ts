/** Reads smaps of a process, after telling what that costs it. */
import * as vscode from 'vscode';
import { formatCount } from '../../core/memory-map/size.ts';
import type { SmapsCost } from '../../sources/figures/smaps-cost.ts';
import type { ProcessInfo } from '../../sources/process.ts';
import type { SourceSpec } from '../../sources/source-spec.ts';
import { failureSentences } from '../documents/open-failures.ts';
import { plainLabel } from '../platform/plain-label.ts';
import type { Services } from '../platform/services.ts';

/** What takes longer is asked for, in milliseconds: a process that waits so long may miss what it is for. */
const ASKED_FROM = 50;
/** How long a sentence stands in the status bar, in milliseconds. */
const SHOWN = 8000;

/** @param open opens smaps of the process */
export async function readExactMemory(
  { worker }: Pick<Services, 'worker'>,
  source: SourceSpec,
  process: ProcessInfo,
  open: () => Thenable<unknown>,
): Promise<void> {
  // Of what was saved nothing waits.
  if (source.kind === 'saved') return void (await open());
  // The regions cost the process nothing; the page tables are not walked to tell what walking them costs.
  const figures = await worker.readFigures(source, process, { rollup: false, regions: true });
  if (!figures.ok) {
    void vscode.window.showWarningMessage(failureSentences(figures));
    return;
  }
  const { smaps } = figures;
  // Without regions nothing can be read, and opening tells why.
  if ('unknown' in smaps) return void (await open());
  const sentence = costSentence(smaps);
  if (smaps.milliseconds < ASKED_FROM) {
    vscode.window.setStatusBarMessage(plainLabel(`${process.name}: ${sentence}`), SHOWN);
    return void (await open());
  }
  const read = vscode.l10n.t('Read smaps');
  const question = vscode.l10n.t('Read smaps of {0} ({1})?', process.name, process.pid);
  const chosen = await vscode.window.showWarningMessage(question, { modal: true, detail: sentence }, read);
  if (chosen === read) await open();
}

/** What reading costs, in a sentence. */
export function costSentence({ regions, milliseconds, calibrated }: SmapsCost): string {
  const told = vscode.l10n.t(
    '{0} regions: about {1}, during which the process waits when it maps memory.',
    formatCount(regions),
    roundTime(milliseconds),
  );
  if (calibrated) return told;
  return `${told} ${vscode.l10n.t('That is the time of another machine: this one was not measured yet.')}`;
}

/** A time with no more digits than are known of it. */
function roundTime(milliseconds: number): string {
  if (milliseconds < 1) return vscode.l10n.t('less than 1 ms');
  if (milliseconds >= 9500) return vscode.l10n.t('{0} s', formatCount(Math.round(milliseconds / 1000)));
  return vscode.l10n.t('{0} ms', formatCount(Number(milliseconds.toPrecision(milliseconds < 10 ? 1 : 2))));
}
