/** What of a layout is exported: the page makes the files, and this asks for them and saves them. */
import * as vscode from 'vscode';
import type { ChooseExport, Export, Exported, ExportFormat, NotExported } from '../../protocol/layout-export.ts';
import type { Services } from '../platform/services.ts';
import { exportLayout, type ExportResult } from './export-layout.ts';
import type { Feed } from './feed.ts';

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

export class Exports {
  /** What is shown. */
  of: Pick<Feed, 'title' | 'text'> | undefined;
  private readonly services: Services;
  private readonly send: (message: Export) => boolean;
  private readonly waiting = new Map<number, Waiting>();
  private lastId = 0;

  /** @param send sends a message to the page; false when there is none to send it to */
  constructor(services: Services, send: (message: Export) => boolean) {
    this.services = services;
    this.send = send;
  }

  /** Exports what is seen, see `exportLayout`. */
  async run(argument: unknown): Promise<ExportResult | undefined> {
    return this.of && exportLayout(this.of, argument, (format) => this.ask(format), this.services);
  }

  /** Takes what the page says of exports. */
  take(message: ChooseExport | Exported | NotExported): void {
    if (message.type === 'choose-export') {
      void this.run(undefined);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.type === 'exported') waiting?.resolve(message.bytes);
    else waiting?.reject(new Error(message.reason));
  }

  /** The page is gone and answers nobody. */
  end(): void {
    for (const { reject } of this.waiting.values()) reject(new Error(vscode.l10n.t('The layout is no longer seen.')));
    this.waiting.clear();
  }

  private ask(format: ExportFormat): Promise<Uint8Array> {
    const id = ++this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      if (!this.send({ type: 'export', id, format })) this.end();
    });
  }
}
