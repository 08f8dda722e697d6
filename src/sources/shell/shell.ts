/** A shell on another machine that answers one request after the other. */
import { Cancelled } from '../cancelled.ts';
import { SourceFailure } from '../source.ts';
import { Answer, type Fault, type Part } from './answer.ts';
import type { Channel, OpenChannel } from './channel.ts';
import { newNonce, PROLOGUE, requestLine } from './script.ts';

/** How long what is waited for, in milliseconds. */
export interface Patience {
  /** From a request to the start of its answer, with the time to connect. */
  readonly begin: number;
  /** Without a byte in the middle of an answer: the kernel walks the page tables of a large process for seconds. */
  readonly silence: number;
  /** For an answer that nobody wants any more, before the channel is closed under it. */
  readonly unwanted: number;
  /** Until a channel that nobody uses is closed. */
  readonly idle: number;
}

export const PATIENCE: Patience = { begin: 30_000, silence: 60_000, unwanted: 1000, idle: 30_000 };

interface Request {
  readonly commands: string;
  readonly resolve: (parts: readonly Part[]) => void;
  readonly reject: (reason: Error) => void;
  /** Was sent before over a channel that turned out to be dead. */
  retried: boolean;
  /** Nobody waits for it any more. */
  unwanted: boolean;
}

/** What is open: a channel, and the one request that is being answered over it. */
interface Line {
  readonly channel: Channel;
  readonly opening: AbortController;
  /** It has answered before. */
  proven: boolean;
  request: Request | undefined;
  answer: Answer | undefined;
}

/** One channel, opened with the first request and closed when nobody asks for a while. */
export class Shell {
  private readonly open: OpenChannel;
  private readonly label: string;
  private readonly patience: Patience;
  private readonly queue: Request[] = [];
  /** Channels that are being closed. */
  private readonly closing = new Set<Promise<void>>();
  private line: Line | undefined;
  private timer: NodeJS.Timeout | undefined;
  private state: 'ready' | 'resting' | 'closed' = 'ready';

  /** @param label names the target in sentences; safe to print */
  constructor(open: OpenChannel, label: string, patience: Patience = PATIENCE) {
    this.open = open;
    this.label = label;
    this.patience = patience;
  }

  /**
   * Runs functions of script.ts.
   * @param commands a line for the shell, in which nothing stands that came from a user or a process
   * @throws Cancelled, and SourceFailure when the target cannot be reached or makes no sense
   */
  ask(commands: string, signal: AbortSignal): Promise<readonly Part[]> {
    if (signal.aborted) return Promise.reject(new Cancelled());
    if (this.state === 'closed') return Promise.reject(this.closed());
    this.state = 'ready';
    return new Promise((resolve, reject) => {
      const leave = (): void => this.giveUp(request);
      const request: Request = {
        commands,
        resolve: (parts) => {
          signal.removeEventListener('abort', leave);
          resolve(parts);
        },
        reject: (reason) => {
          signal.removeEventListener('abort', leave);
          reject(reason);
        },
        retried: false,
        unwanted: false,
      };
      signal.addEventListener('abort', leave, { once: true });
      this.queue.push(request);
      this.next();
    });
  }

  /** Closes the channel, once the requests that are waited for have been answered. The next request opens another. */
  async rest(): Promise<void> {
    if (this.state === 'ready') this.state = 'resting';
    this.next();
    await Promise.all(this.closing);
  }

  /** Closes the channel for good; whoever waits is told. */
  async close(): Promise<void> {
    this.state = 'closed';
    const { request } = this.line ?? {};
    this.hangUp();
    for (const each of [request, ...this.queue.splice(0)]) each?.reject(this.closed());
    await Promise.all(this.closing);
  }

  private next(): void {
    const { line } = this;
    const busy = line?.request;
    if (busy && !(busy.unwanted && this.state === 'resting' && this.queue.length === 0)) return;
    const request = this.queue.shift();
    if (request) {
      this.send(request);
    } else if (this.state === 'resting') {
      this.hangUp();
    } else if (line) {
      this.wait(this.patience.idle, () => this.hangUp());
      this.timer?.unref();
    }
  }

  private send(request: Request): void {
    const nonce = newNonce();
    const bytes = requestLine(nonce, request.commands);
    const known = this.line;
    const line = (this.line ??= this.connect());
    line.request = request;
    line.answer = new Answer(nonce);
    this.wait(this.patience.begin, () => this.fail(this.silent()));
    line.channel.write(known ? bytes : Buffer.concat([PROLOGUE, bytes]));
  }

  private connect(): Line {
    const opening = new AbortController();
    const channel = this.open(opening.signal);
    const line: Line = { channel, opening, proven: false, request: undefined, answer: undefined };
    channel.onData = (bytes) => {
      if (this.line === line) this.take(line, bytes);
    };
    channel.onClose = (reason) => {
      if (this.line === line) this.lost(line, reason);
    };
    return line;
  }

  private take(line: Line, bytes: Uint8Array): void {
    const { answer, request } = line;
    // A job that a login left behind may print whenever it likes.
    if (!answer || !request) return;
    const done = answer.add(bytes);
    if (answer.begun) line.channel.answers();
    if (done === false) {
      if (answer.begun && !request.unwanted) this.wait(this.patience.silence, () => this.fail(this.silent()));
      return;
    }
    if (done !== true) {
      this.fail(this.faulty(done));
      return;
    }
    line.proven = true;
    line.request = undefined;
    line.answer = undefined;
    clearTimeout(this.timer);
    request.resolve(answer.parts);
    this.next();
  }

  /** The channel ended by itself. */
  private lost(line: Line, reason: SourceFailure): void {
    const { request, answer, proven } = line;
    this.line = undefined;
    clearTimeout(this.timer);
    if (request && !request.unwanted && proven && !answer?.begun && !request.retried) {
      // It died while it was idle, and that is only seen now.
      request.retried = true;
      this.queue.unshift(request);
    } else {
      request?.reject(reason);
      if (!proven) for (const each of this.queue.splice(0)) each.reject(reason);
    }
    this.next();
  }

  /** The target does not answer as it should: the channel is closed, and whoever waits for a first answer is told as well. */
  private fail(reason: SourceFailure): void {
    const { line } = this;
    if (!line) return;
    this.hangUp();
    line.request?.reject(reason);
    if (!line.proven) for (const each of this.queue.splice(0)) each.reject(reason);
    this.next();
  }

  /** Nobody waits for a request any more. */
  private giveUp(request: Request): void {
    request.unwanted = true;
    request.reject(new Cancelled());
    const place = this.queue.indexOf(request);
    if (place >= 0) this.queue.splice(place, 1);
    if (this.line?.request !== request) return;
    this.wait(this.patience.unwanted, () => {
      this.hangUp();
      this.next();
    });
  }

  private hangUp(): void {
    clearTimeout(this.timer);
    const { line } = this;
    if (!line) return;
    this.line = undefined;
    line.opening.abort();
    const closing: Promise<void> = line.channel.close().finally(() => this.closing.delete(closing));
    this.closing.add(closing);
  }

  private wait(ms: number, then: () => void): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(then, ms);
  }

  private silent(): SourceFailure {
    const { line, label, patience } = this;
    if (line?.answer?.begun)
      return new SourceFailure(
        `${label} stopped answering: nothing has come for ${patience.silence / 1000} s.`,
        STILL_THERE,
      );
    return new SourceFailure(
      `${label} did not answer within ${patience.begin / 1000} s.`,
      line?.proven ? STILL_THERE : 'Its login must end in a POSIX shell that reads commands from its standard input.',
    );
  }

  private faulty(fault: Fault): SourceFailure {
    const { label } = this;
    const [message, advice] = FAULTS[fault];
    return new SourceFailure(`${label} ${message}`, advice);
  }

  private closed(): SourceFailure {
    return new SourceFailure(`The connection to ${this.label} was closed.`, CONNECTS_ANEW);
  }
}

const CONNECTS_ANEW = 'Refreshing connects anew.';
const STILL_THERE = `See that it is still on and connected. ${CONNECTS_ANEW}`;

const FAULTS: Readonly<Record<Fault, readonly [message: string, advice: string]>> = {
  'line-ends': [
    'is reached through a terminal, which changes what is read.',
    'Have the command run without a terminal.',
  ],
  endless: ['prints without end.', 'Look at what its login prints before the shell starts.'],
  frames: ['gave an answer that makes no sense.', CONNECTS_ANEW],
};
