/** Reading as a user who may not: the product's worker runs as another user and is asked through its own messages. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProcessList, ReadFailure } from '../../../src/sources/process.ts';
import { skip } from '../../runner/report.mjs';

/** The user ID that owns nothing, `nobody` on most systems. */
const NOBODY = 65534;

/** Asks the worker one thing and prints the answer. */
const ASK = `
  const { Worker } = require('node:worker_threads');
  const worker = new Worker(process.argv[1]);
  worker.on('message', (reply) => { console.log(JSON.stringify(reply)); process.exit(); });
  worker.postMessage(JSON.parse(process.argv[2]));`;

describe('another user’s process', function () {
  let folder = '';
  let target: ChildProcess;
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    if (process.getuid?.() !== 0) skip(this, 'needs root, to become another user');
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-other-'));
    chmodSync(folder, 0o755);
    // The worker's bundle requires the others.
    for (const file of readdirSync('dist').filter((name) => name.endsWith('.js'))) {
      copyFileSync(join('dist', file), join(folder, file));
      chmodSync(join(folder, file), 0o755);
    }
    const runs = spawnSync(process.execPath, ['-e', ''], { uid: NOBODY, gid: NOBODY, cwd: '/' });
    if (runs.status !== 0) skip(this, 'this Node cannot be run by another user');
    target = spawn('sleep', ['100'], { stdio: 'ignore' });
  });
  after(() => {
    target?.kill('SIGKILL');
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  /** The worker's answer as nobody; `mount` mounts /proc anew in a mount namespace of its own. */
  const ask = (call: string, params: object, mount?: string): unknown => {
    const node = [
      process.execPath,
      '-e',
      ASK,
      join(folder, 'worker.js'),
      JSON.stringify({ id: 1, call, params: { source: { kind: 'local' }, ...params } }),
    ];
    const as = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const [command = '', ...args] =
      mount === undefined
        ? ['setpriv', ...as, ...node]
        : [
            'unshare',
            '-m',
            'sh',
            '-c',
            `mount -t proc -o ${mount} proc /proc && exec setpriv "$@"`,
            'sh',
            ...as,
            ...node,
          ];
    const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: '/' });
    const reply = JSON.parse(stdout || JSON.stringify({ ok: false, error: stderr })) as {
      ok: boolean;
      result: unknown;
    };
    assert.ok(reply.ok, stdout || stderr);
    return reply.result;
  };
  const mayMount = (): boolean =>
    spawnSync('unshare', ['-m', 'sh', '-c', 'mount -t proc -o hidepid=1 proc /proc && setpriv --version']).status === 0;

  it('is refused with the reason and the next step', () => {
    for (const call of ['readProcess', 'readLive', 'explainAccess']) {
      const failure = ask(call, {
        file: { pid: target.pid, file: 'maps' },
        ask: { text: true, map: false },
      }) as ReadFailure;
      assert.equal(failure.reason, 'denied', call);
      assert.match(failure.message, /It belongs to root \(user ID 0\), and VS Code runs as \S+ \(user ID 65534\)\./);
      assert.match(failure.advice, /CAP_SYS_PTRACE/);
    }
  });

  it('is listed with all but its memory, and its map as not to be read', () => {
    const { processes } = ask('listProcesses', { options: {} }) as ProcessList;
    const found = processes.find(({ pid }) => pid === target.pid);
    assert.equal(found?.name, 'sleep');
    assert.equal(found.user, 'root');
    assert.ok(found.rss);
    assert.equal(found.access, 'denied');
    assert.equal(processes.find(({ uid }) => uid === NOBODY)?.access, 'allowed');
  });

  for (const [option, reason] of [
    ['hidepid=1', 'hidden'],
    ['hidepid=2', 'gone'],
  ] as const) {
    it(`is not listed with ${option}, and the list says why`, function () {
      if (!mayMount()) skip(this, 'procfs cannot be mounted here');
      const { processes, hidden } = ask('listProcesses', { options: {} }, option) as ProcessList;
      assert.ok(processes.length > 0);
      assert.ok(processes.every(({ uid }) => uid === NOBODY));
      assert.match(hidden ?? '', /hidepid=/);
      const failure = ask('readProcess', { file: { pid: target.pid, file: 'maps' } }, option) as ReadFailure;
      assert.equal(failure.reason, reason);
    });
  }
});
