/** What the user is told of a live map's pace. */
import * as vscode from 'vscode';
import type { Pace } from '../../sources/pace.ts';
import type { LiveState } from './reader.ts';

/** What a pace is called. */
export function paceName(pace: Pace): string {
  const names: Readonly<Record<Pace, string>> = {
    off: vscode.l10n.t('off'),
    '1s': vscode.l10n.t('every second'),
    '5s': vscode.l10n.t('every 5 s'),
    onChange: vscode.l10n.t('on change'),
  };
  return names[pace];
}

/** How often a map is really read, or why it is not: `every 12 s: one read takes 240 ms`. */
export function paceWords({ pace, stopped, pause, readMs }: LiveState): string {
  if (stopped === 'ended') return vscode.l10n.t('ended');
  if (stopped === 'not-live') return vscode.l10n.t('saved, does not change');
  if (stopped === 'off') return vscode.l10n.t('off');
  if (stopped) return vscode.l10n.t('stopped: {0}', stopped.problem);
  if (!pause || pause.because === 'chosen') return paceName(pace);
  const every = duration(pause.ms);
  return pause.because === 'background'
    ? vscode.l10n.t('every {0} while another window is in use', every)
    : vscode.l10n.t('every {0}: one read takes {1}', every, duration(readMs));
}

/** Two digits are enough to judge by: `12 s`, `240 ms`. */
export function duration(ms: number): string {
  const [amount, unit] = ms >= 1000 ? [ms / 1000, 's'] : [ms, 'ms'];
  return `${amount >= 10 ? Math.round(amount) : Number(amount.toFixed(1))} ${unit}`;
}
