/** Keeps what a layout is compared with while VS Code throws its page away: each page that is ready gets it first. */
import type * as vscode from 'vscode';
import type { Baseline, SetBaseline } from '../../protocol/layout-baseline.ts';
import type { Failure, Snapshot } from '../../protocol/layout.ts';
import { readFromView } from '../../protocol/read-from-view.ts';

export class Baselines implements vscode.Disposable {
  private readonly webview: Pick<vscode.Webview, 'onDidReceiveMessage' | 'postMessage'>;
  private readonly listening: vscode.Disposable;
  private kept: Baseline | undefined;

  /** @param current what the page shows */
  constructor(webview: Baselines['webview'], current: () => Snapshot | Failure | undefined) {
    this.webview = webview;
    this.listening = webview.onDidReceiveMessage((value: unknown) => {
      const message = readFromView(value);
      const shown = current();
      const seen = shown?.type === 'snapshot' ? shown : undefined;
      if (message?.type === 'keep-baseline') {
        const { id, chosen } = message;
        const of = [seen, this.kept?.of].find((each) => each !== undefined && each.id === id);
        this.kept = of || id === null ? { type: 'baseline', of, chosen } : undefined;
      } else if (message?.type === 'ready' && this.kept && (this.kept.chosen || this.kept.of?.id !== seen?.id)) {
        this.post(this.kept);
      }
    });
  }

  /** Makes what is seen the baseline. */
  set(): void {
    this.post({ type: 'set-baseline' });
  }

  dispose(): void {
    this.listening.dispose();
  }

  private post(message: Baseline | SetBaseline): void {
    void this.webview.postMessage(message);
  }
}
