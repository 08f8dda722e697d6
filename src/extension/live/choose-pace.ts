/** Asks how often a live map is read. */
import * as vscode from 'vscode';
import { PACES, type Pace } from '../../sources/pace.ts';
import type { MapFile } from '../../sources/process.ts';
import type { LiveReader } from './reader.ts';
import { paceName, paceWords } from './words.ts';

/** What reading a file in a loop does to its process: the 99th percentile of the time that its mmap calls take. */
const HARM: Readonly<Partial<Record<MapFile, string>>> = { smaps: '8–16 ms', smaps_rollup: '0.6–0.8 ms' };

/** Lets the user choose a pace from a list. */
export async function choosePace(reader: LiveReader): Promise<void> {
  const { state } = reader;
  const details: Readonly<Record<Pace, string>> = {
    off: vscode.l10n.t('Read only when it is refreshed'),
    '1s': '',
    '5s': '',
    onChange: vscode.l10n.t('Looks as often as costs the process next to nothing'),
  };
  const items = PACES.map((pace) => ({
    label: paceName(pace),
    description: pace === state.pace ? vscode.l10n.t('current') : '',
    detail: details[pace],
    pace,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Live: {0}', paceWords(state)),
    placeHolder: vscode.l10n.t('How often to read the map while it is visible'),
  });
  if (chosen) await setPace(reader, chosen.pace);
}

/** Stops reading by itself, or goes on as before. */
export async function toggleLive(reader: LiveReader): Promise<void> {
  const { pace, stopped } = reader.state;
  if (stopped === undefined) reader.choose('off');
  else if (pace !== 'off') reader.choose(pace);
  else await setPace(reader, reader.former ?? '5s');
}

/** Takes a pace; where that slows the process down only when the user says so. */
export async function setPace(reader: LiveReader, pace: Pace): Promise<void> {
  const { file } = reader.file;
  const harm = HARM[file];
  const wasAsked = reader.former !== undefined || reader.state.pace !== 'off';
  if (harm !== undefined && pace !== 'off' && !wasAsked) {
    const yes = vscode.l10n.t('Read {0} in a Loop', file);
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Reading {0} again and again slows the process down.', file),
      {
        modal: true,
        detail: vscode.l10n.t(
          'The kernel walks the page tables of the process under a lock for it. With 65,000 regions that raises the 99th percentile of the time its mmap calls take from 40 µs to {0}. Reading maps in a loop has no such cost. This holds for this document until it is closed.',
          harm,
        ),
      },
      yes,
    );
    if (answer !== yes) return;
  }
  reader.choose(pace);
}
