/** A program that leads to a shell ends with whoever started it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Channel } from '../../../../src/sources/shell/channel.ts';
import { openTarget } from '../../../../src/sources/targets/open-target.ts';
import { root } from '../../../vscode/paths.mjs';
import { TemporaryFolder } from '../temporary-folder.ts';
import { until } from './observing.ts';
import { StandIns } from './stand-in.ts';

const WEB = { kind: 'docker', container: 'web' } as const;

/** Opens a channel to a tool, prints what comes of it first, and stays. */
const HOLDER = `
  import { openTarget } from './src/sources/targets/open-target.ts';
  const [settings, print] = JSON.parse(process.env.HOLD);
  const channel = openTarget({ kind: 'docker', container: 'web' }, settings)(new AbortController().signal);
  channel.onData = (bytes) => process.stdout.write(Buffer.from(bytes));
  channel.write(Buffer.from(print));
  setInterval(() => undefined, 1000);
`;

describe('a program that leads to a shell', () => {
  let tools: StandIns;
  beforeEach(() => {
    tools = new StandIns({ docker: [[['exec', '-i', '--', 'web', 'sh'], { exec: 'sh' }]] });
  });
  afterEach(() => tools.remove());
  const open = (signal = new AbortController().signal): Channel => openTarget(WEB, tools.settings)(signal);
  /** The first that a channel prints, as numbers. */
  const first = (channel: Channel): Promise<readonly number[]> =>
    new Promise((resolve, reject) => {
      channel.onData = (bytes) => resolve(numbers(Buffer.from(bytes).toString()));
      channel.onClose = reject;
    });

  it('is gone once it is closed, with all that it started', async () => {
    // What it starts holds the pipe, does not read, and does not end when its input does.
    tools.replace('docker', '#!/bin/sh\nsleep 1000 &\necho $$ $!\nexec sleep 1000\n');
    const channel = open();
    const pids = await first(channel);
    await channel.close();
    await until(() => !pids.some(isAlive));
    assert.equal(pids.length, 2);
  });

  it('is ended by force when nothing else helps', async () => {
    tools.replace('docker', `#!/bin/sh\ntrap '' TERM\necho $$\nwhile :; do read line || sleep 0.1; done\n`);
    const channel = open();
    const pids = await first(channel);
    await channel.close();
    assert.ok(!pids.some(isAlive));
    await channel.close();
    channel.write(Buffer.from('late'));
  });

  it('takes along what it left behind when it ends by itself', async () => {
    tools.replace('docker', '#!/bin/sh\nsleep 1000 &\necho $!\nexit 1\n');
    const channel = open();
    const closed = new Promise((resolve) => (channel.onClose = resolve));
    const pids = await new Promise<readonly number[]>((resolve) => {
      channel.onData = (bytes) => resolve(numbers(Buffer.from(bytes).toString()));
    });
    await closed;
    await until(() => !pids.some(isAlive));
  });

  it('is given up while nothing has come of it', async () => {
    tools.replace('docker', `#!/bin/sh\necho $$ >${tools.path('pid')}\nexec sleep 1000\n`);
    const waiting = new AbortController();
    const channel = open(waiting.signal);
    channel.onClose = () => assert.fail('It did not end by itself.');
    await until(() => existsSync(tools.path('pid')) && readFileSync(tools.path('pid'), 'utf8').endsWith('\n'));
    waiting.abort();
    const pids = numbers(readFileSync(tools.path('pid'), 'utf8'));
    await until(() => !pids.some(isAlive));
    await channel.close();
  });

  it('has no terminal to ask at', async () => {
    const channel = open();
    const answer = first(channel);
    channel.write(Buffer.from('cut() { echo $7; }; read stat </proc/$$/stat; cut $stat\n'));
    assert.deepEqual(await answer, [0]);
    await channel.close();
  });

  describe('in another program', () => {
    const folder = new TemporaryFolder();
    const bundle = `${folder.path}/holder.cjs`;
    before(() =>
      build({
        stdin: { contents: HOLDER, resolveDir: root, loader: 'ts' },
        outfile: bundle,
        bundle: true,
        platform: 'node',
        format: 'cjs',
      }),
    );
    after(() => folder.remove());
    const env = (): NodeJS.ProcessEnv => ({ ...process.env, HOLD: JSON.stringify([tools.settings, 'echo $$\n']) });

    it('ends when that is killed, as an extension host may be', async () => {
      const host = spawn(process.execPath, [bundle], { env: env(), stdio: ['ignore', 'pipe', 'inherit'] });
      const [printed] = (await once(host.stdout, 'data')) as [Buffer];
      const pids = numbers(String(printed));
      assert.ok(pids.every(isAlive) && pids.length === 1);
      host.kill('SIGKILL');
      await until(() => !pids.some(isAlive));
    });

    it('ends with a worker thread', async () => {
      const worker = new Worker(bundle, { env: env(), stdout: true });
      const [printed] = (await once(worker.stdout, 'data')) as [Buffer];
      const pids = numbers(String(printed));
      assert.ok(pids.every(isAlive) && pids.length === 1);
      await worker.terminate();
      await until(() => !pids.some(isAlive));
    });
  });
});

function numbers(text: string): readonly number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

/** Zombies have ended, and wait only for whoever started them. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return false;
  }
}
