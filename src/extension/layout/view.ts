/**
 * One layout in the workbench: a webview, what feeds it and what came of it. VS Code throws a hidden page away and drops
 * what is sent to it, so the last message is kept and sent again whenever a page says that it is ready.
 */
import * as vscode from 'vscode';
import { Cancelled } from '../../sources/cancelled.ts';
import {
  LAYOUT_VERSION,
  type Failure,
  type FromView,
  type LayoutSource,
  type Live,
  type Reading,
  type Snapshot,
  type ToView,
} from '../../protocol/layout.ts';
import { readFromView } from '../../protocol/read-from-view.ts';
import type { Services } from '../platform/services.ts';
import { untilVisible } from '../platform/until-visible.ts';
import { choosePace, toggleLive } from '../live/choose-pace.ts';
import { Announcing } from './announcing.ts';
import { Drawings } from './drawings.ts';
import { Exports } from './exports.ts';
import { nothing, shownBy, type Shown } from './shown.ts';
import { Baselines } from './baselines.ts';
import { CatchUp } from './catch-up.ts';
import { Explaining, isQuestion, type Question } from './explaining.ts';
import type { Feed, FeedResult } from './feed.ts';
import { layoutPage, pageFolder } from './html.ts';
import { cancelledMessage, liveMessage, messageOf } from './messages.ts';
import { TextLink } from './text-link.ts';

/** Why a reading was stopped. */
const BY_USER = 'by the user';

export class LayoutView implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  private readonly titled: boolean;
  private readonly services: Services;
  private readonly extension: vscode.Uri;
  private readonly subscriptions: vscode.Disposable[];
  /** Where what is shown comes from. */
  feed: Feed;
  private feedEvents: vscode.Disposable;
  private readonly link: TextLink;
  private readonly catchUp: CatchUp;
  private ready = false;
  /** What the page was told last of how the process is read again. */
  private live: Live = { type: 'live', state: 'none', words: '' };
  /** What the page shows, or shows once it is there. */
  current: Snapshot | Failure | undefined;
  private reading: AbortController | undefined;
  /** What the page was told of the reading that is under way. */
  private announced: Reading | undefined;
  private lastId = 0;
  private readonly drawings = new Drawings();
  private readonly explaining: Explaining;
  /** Saves what is seen. */
  readonly exports: Exports;
  /** Keeps what it is compared with. */
  readonly baselines: Baselines;
  /** Compares it with another document, or one that the user chooses. */
  compare: (uri: string | undefined) => void = () => undefined;

  /** @param titled false for an editor, which VS Code itself names after its file */
  constructor(panel: vscode.WebviewPanel, feed: Feed, extension: vscode.Uri, services: Services, titled: boolean) {
    this.panel = panel;
    this.titled = titled;
    this.feed = feed;
    this.extension = extension;
    this.services = services;
    this.exports = new Exports(services, (message) => this.post(message));
    this.baselines = new Baselines((message) => this.post(message));
    this.link = new TextLink(services, (place) => this.post({ type: 'select', ...place }));
    this.explaining = new Explaining(services, (words) => this.post(words));
    this.catchUp = new CatchUp(
      () => panel.visible,
      () => this.refresh(),
    );
    this.feedEvents = this.attach();
    this.subscriptions = [
      this.link,
      panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message)),
      panel.onDidChangeViewState(() => {
        if (panel.visible) this.inBackground(this.catchUp.seen());
        else this.hidden();
        this.feed.setSeen(panel.visible);
      }),
      panel.onDidDispose(() => this.dispose()),
    ];
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(extension)] };
    panel.webview.html = layoutPage(panel.webview, extension);
  }

  /** The document that holds the text of what is shown. */
  get text(): vscode.Uri {
    return this.feed.text;
  }

  /** What is shown. */
  get source(): LayoutSource {
    return this.feed.source;
  }

  /** What is shown has changed, as its feed says, or somebody else who knows. */
  changed(): void {
    this.inBackground(this.catchUp.changed());
  }

  /** Brings a hidden panel to the front. A page is told nothing while it is hidden, so this waits until it no longer is. */
  reveal(): Promise<void> {
    return untilVisible(this.panel);
  }

  /** Shows something else in the same page. */
  show(feed: Feed): Promise<Shown> {
    this.feedEvents.dispose();
    this.feed.dispose();
    this.feed = feed;
    this.feedEvents = this.attach();
    this.current = undefined;
    return this.refresh();
  }

  /** Reads and draws anew. Resolves when the picture stands, or when there is none to wait for. */
  async refresh(again = false): Promise<Shown> {
    this.reading?.abort();
    const reading = new AbortController();
    this.reading = reading;
    const { feed } = this;
    const first = this.current === undefined;
    const started = performance.now();
    // What goes on by itself is not announced each time.
    const isQuiet = !again && !first && feed.live !== undefined;
    const announcing = new Announcing((progress) => {
      if (this.reading !== reading || isQuiet) return;
      this.announced = { type: 'reading', title: feed.title, progress };
      this.post(this.announced);
    });
    try {
      const result = await feed.read(reading.signal, again, announcing.progress);
      announcing.end();
      if (reading.signal.aborted) return await this.stopped(feed, reading.signal);
      const readMs = performance.now() - started;
      const place = first ? await this.link.selected(feed) : undefined;
      const message = await messageOf(++this.lastId, feed, result, place, reading.signal);
      this.explaining.show(message.id, feed, result);
      return await this.deliver(feed, message, readMs);
    } catch (error) {
      if (error instanceof Cancelled || reading.signal.aborted) return await this.stopped(feed, reading.signal);
      throw error;
    } finally {
      announcing.end();
    }
  }

  /** What a reading came to that was stopped: the page hears of it when the user stopped it. */
  private async stopped(feed: Feed, { reason }: AbortSignal): Promise<Shown> {
    if (reason !== BY_USER) return nothing('superseded');
    return this.deliver(feed, cancelledMessage(++this.lastId, feed), 0);
  }

  /** What was read of another source, as the page gets it. */
  snapshotOf(feed: Feed, result: FeedResult, signal: AbortSignal): Promise<Snapshot | Failure> {
    return messageOf(++this.lastId, feed, result, undefined, signal);
  }

  /** Shows the text beside the picture. */
  showText(): Promise<void> {
    return this.link.show(this.feed, this.panel);
  }

  dispose(): void {
    this.reading?.abort();
    this.explaining.end();
    this.feedEvents.dispose();
    this.feed.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
    this.hidden();
  }

  /** The page is gone: it will not say that it has drawn. */
  private hidden(): void {
    this.ready = false;
    this.exports.end();
    this.drawings.settle(this.lastId, undefined);
  }

  private attach(): vscode.Disposable {
    const { feed } = this;
    this.exports.of = feed;
    this.link.follow(feed);
    feed.setSeen(this.panel.visible);
    this.tellLive();
    return vscode.Disposable.from(
      feed.onDidChange(() => this.changed()),
      feed.onDidChangeLive(() => this.tellLive()),
    );
  }

  private tellLive(): void {
    const live = liveMessage(this.feed.live?.state);
    if (live.state === this.live.state && live.words === this.live.words) return;
    this.live = live;
    this.post(live);
  }

  private async deliver(feed: Feed, message: Snapshot | Failure, readMs: number): Promise<Shown> {
    const { id } = message;
    this.link.follow(feed);
    this.current = message;
    this.announced = undefined;
    const drawn = this.drawings.wait(id);
    const sentAt = performance.timeOrigin + performance.now();
    this.post(message);
    if (!this.panel.visible) this.drawings.settle(id, undefined);
    const stands = await drawn;
    // What stands may be of something else by now.
    const answer = this.feed === feed ? stands : undefined;
    // Not before: the workbench lays its tabs out anew, and the picture would wait for that.
    const title = vscode.l10n.t('Layout of {0}', message.title);
    if (this.titled && this.feed === feed && this.panel.title !== title) this.panel.title = title;
    return shownBy(message, readMs, sentAt, answer);
  }

  private receive(value: unknown): void {
    const message = readFromView(value);
    if (message && isQuestion(message)) this.explaining.take(message);
    else if (message) this.take(message);
    else this.services.log.warn('The layout view sent a message that is none.');
  }

  private take(message: Exclude<FromView, Question>): void {
    switch (message.type) {
      case 'ready':
        if (message.version !== LAYOUT_VERSION) {
          // The extension was updated while the page was open.
          this.panel.webview.html = layoutPage(this.panel.webview, this.extension);
          return;
        }
        this.ready = true;
        this.baselines.tell(this.current);
        if (this.current) this.post(this.current);
        if (this.announced) this.post(this.announced);
        this.post(this.live);
        // Where the cursor was then is no news to the next page, which keeps its own selection.
        if (this.current?.type === 'snapshot') this.current = { ...this.current, selected: undefined };
        return;
      case 'drawn':
        this.drawings.settle(message.id, message);
        return;
      case 'reveal':
        void this.link.reveal(this.feed, this.panel, message);
        return;
      case 'open-line':
        void this.link.show(this.feed, this.panel, message.line);
        return;
      case 'refresh':
        this.inBackground(this.refresh(true));
        return;
      case 'choose-map':
        this.feed.choose(message.map);
        this.inBackground(this.refresh());
        return;
      case 'cancel':
        this.reading?.abort(BY_USER);
        return;
      case 'set-live': {
        const reader = this.feed.live;
        if (reader) void (message.to === 'choose' ? choosePace(reader) : toggleLive(reader));
        return;
      }
      case 'keep-baseline':
        this.baselines.keep(message, this.current);
        return;
      case 'compare':
        this.compare(message.uri);
        return;
      case 'choose-export':
      case 'exported':
      case 'not-exported':
        this.exports.take(message);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        return;
    }
  }

  private inBackground(reading: Promise<unknown>): void {
    reading.catch((error: unknown) => this.services.log.error('Reading a layout again', error));
  }

  /** Sends to the page, when it is seen and ready. What it needs it gets again when it is. */
  private post(message: ToView): boolean {
    const isThere = this.ready && this.panel.visible;
    if (isThere) void this.panel.webview.postMessage(message);
    return isThere;
  }
}
