/** Tells why a process cannot be read, with what was looked at and what can be done. */
import * as vscode from 'vscode';
import type { Diagnosis } from '../../sources/doctor/diagnose.ts';
import { plainMessage } from '../platform/plain-message.ts';
import type { Services } from '../platform/services.ts';
import type { ProcessNode } from './nodes.ts';

/** Asks the doctor and shows what it says, in a dialog that the keyboard reaches. */
export async function explainProcess({ worker }: Services, node: ProcessNode): Promise<void> {
  const { source, pid, startTime, process } = node;
  const told = await worker.diagnose(source, { pid, file: 'maps', startTime });
  const name = plainMessage(`${process.name} (${pid})`);
  if (!told) {
    void vscode.window.showInformationMessage(vscode.l10n.t('The memory map of {0} can be read.', name));
    return;
  }
  const copyCommand = vscode.l10n.t('Copy Command');
  const copyReport = vscode.l10n.t('Copy Report');
  const hasCommand = told.steps.some(({ command }) => command !== '');
  const chosen = await vscode.window.showInformationMessage(
    `${name}: ${told.title}`,
    { modal: true, detail: reportText(told) },
    ...(hasCommand ? [copyCommand, copyReport] : [copyReport]),
  );
  if (chosen === copyReport) await vscode.env.clipboard.writeText(`${name}: ${told.title}\n\n${reportText(told)}\n`);
  if (chosen === copyCommand) await copyOne(told);
}

/** Copies the command of a step; which one is asked for where there are several. */
async function copyOne({ steps }: Diagnosis): Promise<void> {
  const picks = steps.flatMap(({ text, command }) => (command === '' ? [] : [{ label: command, detail: text }]));
  const picked =
    picks.length < 2
      ? picks[0]
      : await vscode.window.showQuickPick(picks, { title: vscode.l10n.t('Copy Command'), matchOnDetail: true });
  if (picked) await vscode.env.clipboard.writeText(picked.label);
}

/** The report as plain text. */
export function reportText({ message, steps, evidence }: Diagnosis): string {
  const blocks = [message];
  if (steps.length > 0) {
    const lines = steps.map(({ text, command }, i) => {
      const sentence = `${i + 1}. ${text}`;
      return command === '' ? `${sentence}.` : `${sentence}:\n    ${command}`;
    });
    blocks.push(`${vscode.l10n.t('What can be done:')}\n${lines.join('\n')}`);
  }
  if (evidence.length > 0) {
    const lines = evidence.map(({ file, found }) => `• /proc/${file}: ${found}`);
    blocks.push(`${vscode.l10n.t('What was looked at:')}\n${lines.join('\n')}`);
  }
  return blocks.join('\n\n');
}
