/** One far shell: noise, silence, cuts, and who gives up. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Channel } from '../../../../src/sources/shell/channel.ts';
import { PATIENCE, Shell } from '../../../../src/sources/shell/shell.ts';
import { ShellProcfs } from '../../../../src/sources/shell/procfs.ts';
import { ShellSource } from '../../../../src/sources/shell/source.ts';
import { SourceFailure } from '../../../../src/sources/source.ts';
import { skip } from '../../../runner/report.mjs';
import { FarShell, PATIENT } from './far-shell.ts';

const { signal } = PATIENT;
const COMM = `${process.pid}/comm`;

/** A channel that a test answers by hand. */
class Played implements Channel {
  readonly written: string[] = [];
  closed = false;
  onData: (bytes: Uint8Array) => void = () => {};
  onClose: (reason: SourceFailure) => void = () => {};
  answers(): void {}
  write(bytes: Uint8Array): void {
    this.written.push(Buffer.from(bytes).toString('latin1'));
  }
  async close(): Promise<void> {
    this.closed = true;
  }
  /** Prints something; `NONCE` stands for the nonce of the last request. */
  print(text: string): void {
    const nonce = /N=(\w+);b/.exec(this.written.at(-1) ?? '')?.[1] ?? '';
    this.onData(Buffer.from(text.replaceAll('NONCE', nonce)));
  }
  answer(content: string): void {
    this.print(`\nNONCE(\n${content}\nNONCE)0 \nNONCE(\n\nNONCE.\n`);
  }
}

function played(patience = PATIENCE): { shell: Shell; channels: Played[]; channel: () => Played } {
  const channels: Played[] = [];
  const open = (): Channel => {
    const channel = new Played();
    channels.push(channel);
    return channel;
  };
  const channel = (): Played => channels.at(-1) ?? new Played();
  return { shell: new Shell(open, 'the board', patience), channels, channel };
}

const contents = async (asked: Promise<readonly { content: Uint8Array }[]>): Promise<string[]> =>
  (await asked).map(({ content }) => Buffer.from(content).toString());

describe('a far shell', () => {
  it('answers one request after the other over one channel', async () => {
    const { shell, channels, channel } = played();
    const all = ['one', 'two', 'three'].map((word) => contents(shell.ask(word, signal)));
    for (const word of ['one', 'two', 'three']) {
      assert.match(channel().written.at(-1) ?? '', new RegExp(`;${word};z\n$`));
      channel().answer(word);
    }
    assert.deepEqual(await Promise.all(all), [['one'], ['two'], ['three']]);
    assert.equal(channels.length, 1);
    assert.equal(channel().written.length, 3);
    const nonces = channel().written.map((line) => /N=(\w+);b/.exec(line)?.[1]);
    assert.equal(new Set(nonces).size, 3);
    await shell.close();
    assert.ok(channel().closed);
  });

  it('may print what its login likes before, between and after answers', async () => {
    const { shell, channel } = played();
    const first = contents(shell.ask('one', signal));
    channel().print('Welcome!\nLast login: (never)\n$ ');
    channel().answer('1');
    assert.deepEqual(await first, ['1']);
    channel().print('You have mail\n');
    const second = contents(shell.ask('two', signal));
    channel().print('mail again\n');
    channel().answer('2');
    assert.deepEqual(await second, ['2']);
    await shell.close();
  });

  it('that never answers is told, to all who wait', async () => {
    const { shell, channels } = played({ ...PATIENCE, begin: 20 });
    const all = await Promise.allSettled([shell.ask('one', signal), shell.ask('two', signal)]);
    for (const each of all) {
      assert.ok(each.status === 'rejected' && each.reason instanceof SourceFailure);
      assert.equal(each.reason.message, 'the board did not answer within 0.02 s.');
    }
    assert.deepEqual(
      channels.map(({ closed }) => closed),
      [true],
    );
  });

  it('that goes on printing noise is not taken for one that answers', async () => {
    const { shell, channel } = played({ ...PATIENCE, begin: 60 });
    const asked = shell.ask('one', signal);
    const noise = setInterval(() => channel().print('still connecting\n'), 5);
    await assert.rejects(asked, /did not answer within/);
    clearInterval(noise);
  });

  it('that stops in the middle of an answer is told so', async () => {
    const { shell, channel } = played({ ...PATIENCE, silence: 20 });
    const asked = shell.ask('one', signal);
    channel().print('\nNONCE(\nhalf');
    await assert.rejects(asked, {
      message: 'the board stopped answering: nothing has come for 0.02 s.',
      advice: 'See that it is still on and connected. Refreshing connects anew.',
    });
    assert.ok(channel().closed);
  });

  it('behind a terminal is told so, and one that prints nonsense as well', async () => {
    const { shell, channel } = played();
    const terminal = shell.ask('one', signal);
    channel().print('\r\nNONCE(\r\n');
    await assert.rejects(terminal, /through a terminal/);
    const nonsense = shell.ask('one', signal);
    channel().print('\nNONCE.\n');
    await assert.rejects(nonsense, { message: /makes no sense/, advice: 'Refreshing connects anew.' });
    assert.ok(channel().closed);
  });

  it('gives the reason why its channel ended, and is opened again by the next request', async () => {
    const { shell, channels, channel } = played();
    const all = [shell.ask('one', signal), shell.ask('two', signal)];
    channel().onClose(new SourceFailure('No route to host.'));
    for (const each of all) await assert.rejects(each, { message: 'No route to host.' });
    const again = contents(shell.ask('three', signal));
    channel().answer('3');
    assert.deepEqual(await again, ['3']);
    assert.equal(channels.length, 2);
    await shell.close();
  });

  it('that died while nobody asked is opened again without a word', async () => {
    const { shell, channels, channel } = played();
    const first = shell.ask('one', signal);
    channel().answer('1');
    await first;
    const second = contents(shell.ask('two', signal));
    channel().onClose(new SourceFailure('Broken pipe.'));
    channel().answer('2');
    assert.deepEqual(await second, ['2']);
    assert.equal(channels.length, 2);
    const third = shell.ask('three', signal);
    channel().print('\nNONCE(\nhalf');
    channel().onClose(new SourceFailure('Broken pipe.'));
    await assert.rejects(third, { message: 'Broken pipe.' });
  });

  it('answers the next one when somebody gives up, over the same channel if the answer still comes', async () => {
    const { shell, channels, channel } = played();
    const giving = new AbortController();
    const [first, queued, last] = [
      shell.ask('one', giving.signal),
      shell.ask('two', giving.signal),
      contents(shell.ask('three', signal)),
    ];
    giving.abort();
    await assert.rejects(first, { name: 'AbortError' });
    await assert.rejects(queued, { name: 'AbortError' });
    await assert.rejects(shell.ask('late', giving.signal), { name: 'AbortError' });
    channel().answer('1');
    channel().answer('3');
    assert.deepEqual(await last, ['3']);
    assert.equal(channels.length, 1);
    await shell.close();
  });

  it('is hung up when the answer that nobody wants does not come', async () => {
    const { shell, channels, channel } = played({ ...PATIENCE, unwanted: 10 });
    const giving = new AbortController();
    const first = shell.ask('one', giving.signal);
    const next = contents(shell.ask('two', signal));
    giving.abort();
    await assert.rejects(first, { name: 'AbortError' });
    while (channels.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.ok(channels[0]?.closed);
    channel().answer('2');
    assert.deepEqual(await next, ['2']);
    await shell.close();
  });

  it('rests when it is told to, after those who wait, and by itself when nobody asks', async () => {
    const { shell, channels, channel } = played({ ...PATIENCE, idle: 10 });
    const first = shell.ask('one', signal);
    await shell.rest();
    assert.equal(channel().closed, false);
    channel().answer('1');
    await first;
    assert.ok(channel().closed);
    const second = shell.ask('two', signal);
    channel().answer('2');
    await second;
    while (!channel().closed) await new Promise((resolve) => setTimeout(resolve, 1));
    assert.equal(channels.length, 2);
  });

  it('that is closed says so to those who wait and to those who come', async () => {
    const { shell, channel } = played();
    const waits = shell.ask('one', signal);
    const closing = shell.close();
    await assert.rejects(waits, {
      message: 'The connection to the board was closed.',
      advice: 'Refreshing connects anew.',
    });
    await closing;
    assert.ok(channel().closed);
    await assert.rejects(shell.ask('two', signal), SourceFailure);
  });
});

describe('a far shell that runs', function () {
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });

  it('is found behind what a login prints, also without an end of line', async () => {
    const far = new FarShell(['sh', '-c', 'echo "motd \\$(id)"; printf "no newline: "; exec sh']);
    const source = new ShellSource(far.open, { kind: 'ssh', host: 'loud' });
    const [comm] = await source.procfs.read([COMM], signal);
    assert.ok(comm && 'bytes' in comm);
    await source.close();
  });

  it('without cat is told so', async () => {
    const far = new FarShell(['/bin/sh'], { env: { PATH: '/nonexistent' } });
    const source = new ShellSource(far.open, { kind: 'ssh', host: 'bare' });
    await assert.rejects(source.list({}, PATIENT), /no cat/);
    await source.close();
  });

  it('that is no shell ends in a message', async () => {
    for (const argv of [['true'], ['cat'], ['sh', '-c', 'exec yes']]) {
      const far = new FarShell(argv);
      const source = new ShellSource(far.open, { kind: 'ssh', host: 'odd' }, { ...PATIENCE, begin: 300 });
      await assert.rejects(source.list({}, PATIENT), SourceFailure, argv.join(' '));
      far.children.forEach((child) => child.kill('SIGKILL'));
      await source.close();
    }
  });

  it('whose answer is cut at any byte never hangs, and never gives a part for the whole', async function () {
    const whole = new ShellProcfs(new Shell(new FarShell(['sh']).open, 'whole'));
    const expected = (await whole.read([COMM, `${process.pid}/none`], signal)).map((each) => JSON.stringify(each));
    await fc.assert(
      fc.asyncProperty(fc.nat(260), fc.array(fc.nat(200), { maxLength: 4 }), async (length, places) => {
        const far = new FarShell(['sh']);
        let left = length;
        far.through = (bytes, give) => {
          const sorted = [0, ...places.filter((place) => place < bytes.length).sort((a, b) => a - b), bytes.length];
          sorted.slice(1).forEach((to, i) => {
            const part = bytes.subarray(sorted[i], to).subarray(0, left);
            left -= part.length;
            if (part.length > 0) give(part);
          });
          if (left === 0) far.children.forEach((child) => child.kill('SIGKILL'));
        };
        const shell = new Shell(far.open, 'cut');
        const read = await new ShellProcfs(shell)
          .read([COMM, `${process.pid}/none`], signal)
          .catch((error: unknown) => error);
        if (read instanceof SourceFailure) assert.ok(left === 0);
        else assert.deepEqual(Array.isArray(read) && read.map((each) => JSON.stringify(each)), expected);
        await shell.close();
      }),
      { numRuns: 60 },
    );
  });
});
