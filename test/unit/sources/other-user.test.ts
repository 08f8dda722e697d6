/** Reading as a user who may not: the product's worker runs as another user and is asked through its own messages. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, readdirSync, readFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { release, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPresent, stateOf } from '../../../src/core/pages/states.ts';
import type { Diagnosis } from '../../../src/sources/doctor/diagnose.ts';
import { explain } from '../../../src/sources/local/read-map.ts';
import type { LiveMap, PortOwners, ReadFailure } from '../../../src/sources/process.ts';
import { LOCAL } from '../../../src/sources/source-spec.ts';
import type { ListPart } from '../../../src/sources/worker/sent-lists.ts';
import { skip } from '../../runner/report.mjs';
import { ProcRoot } from './proc-root.ts';

/** The user ID that owns nothing, `nobody` on most systems. */
const NOBODY = 65534;

/** Asks the worker one thing and prints the answer. */
const ASK = `
  const { Worker } = require('node:worker_threads');
  const worker = new Worker(process.argv[1]);
  const request = JSON.parse(process.argv[2], (key, value) => (key === 'start' || key === 'end' ? BigInt(value) : value));
  const changed = [];
  worker.on('message', (reply) => {
    // A list comes in parts.
    changed.push(...(reply.result?.changed ?? []));
    if (reply.result?.more) worker.postMessage({ ...request, call: 'moreProcesses' });
    else process.stdout.write(JSON.stringify({ ...reply, ...(changed.length > 0 && { result: { ...reply.result, changed } }) }), () => process.exit());
  });
  worker.postMessage(request);`;

/** The question for the map of a process. */
const mapsOf = ({ pid }: ChildProcess): object => ({ file: { pid, file: 'maps', startTime: undefined } });

/** The question for the pages of a process's stack. */
function pagesOf({ pid }: ChildProcess): object {
  const line = /^(\w+)-(\w+) .* \[stack\]$/m.exec(readFileSync(`/proc/${pid}/maps`, 'latin1'));
  return { stretch: { pid, from: 0, start: `0x${line?.[1]}`, end: `0x${line?.[2]}` } };
}

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

  interface As {
    /** Mounts /proc anew with these options, in a mount namespace of its own. */
    readonly mount?: string;
    /** The only capability. */
    readonly capability?: string;
    /** What no program that it starts may have. */
    readonly without?: string;
    /** In a user namespace of its own, as its root. */
    readonly inNamespace?: boolean;
  }

  /** The worker's answer as nobody. */
  const ask = (call: string, params: object, { mount, capability, without, inNamespace }: As = {}): unknown => {
    const request = { id: 1, call, params: { source: LOCAL, ...params } };
    const enter = inNamespace === true ? ['unshare', '--user', '--map-root-user'] : [];
    const node = [...enter, process.execPath, '-e', ASK, join(folder, 'worker.js'), JSON.stringify(request)];
    const as = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    if (capability !== undefined) as.push(`--inh-caps=+${capability}`, `--ambient-caps=+${capability}`);
    if (without !== undefined) as.push(`--bounding-set=-${without}`);
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
    const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', cwd: '/', maxBuffer: 64 * 1024 * 1024 });
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
      const failure = ask(call, { ...mapsOf(target), ask: { text: true, map: false } }) as ReadFailure;
      assert.equal(failure.reason, 'denied', call);
      assert.match(
        failure.message,
        /It belongs to root \(user ID 0\), and Memory Maps runs as \S+ \(user ID 65534\)\./,
      );
      assert.match(failure.advice, /CAP_SYS_PTRACE/);
    }
  });

  it('tells nothing of its pages, but why and what to do; one’s own are told though the kernel keeps their places', async () => {
    const failure = ask('readPages', pagesOf(target)) as ReadFailure;
    assert.equal(failure.reason, 'denied');
    assert.match(
      failure.message,
      /^The pages of process \d+ .* It belongs to root \(user ID 0\), and Memory Maps runs as \S+/,
    );
    assert.match(failure.advice, /CAP_SYS_PTRACE/);
    const own = spawn('sleep', ['100'], { stdio: 'ignore', uid: NOBODY, gid: NOBODY });
    try {
      await once(own, 'spawn');
      const told = ask('readPages', pagesOf(own)) as { ok: boolean; total: number; pages: Record<string, number> };
      assert.ok(told.ok);
      const states = Object.values(told.pages).map(stateOf);
      assert.equal(states.length, told.total);
      assert.ok(states.some(isPresent), 'the end of a stack is in memory');
    } finally {
      const gone = once(own, 'exit');
      own.kill('SIGKILL');
      // Until then it is a process of that user without memory.
      await gone;
    }
  });

  it('is told alike by kernels that say EPERM', () => {
    const proc = new ProcRoot();
    try {
      proc.add(7, { uid: 1234 });
      for (const code of ['EACCES', 'EPERM']) {
        const told = explain(
          proc.path,
          { pid: 7, startTime: undefined, file: 'pagemap' },
          Object.assign(new Error(code), { code }),
        );
        assert.deepEqual([told.reason, told.title], ['denied', 'Belongs to another user'], code);
        assert.match(told.message, /^The pages/);
        assert.notEqual(told.advice, '');
      }
    } finally {
      proc.dispose();
    }
  });

  it('is listed with all but its memory, and its map as not to be read', () => {
    const { changed: processes } = ask('listProcesses', { options: {}, received: 0 }) as ListPart;
    const found = processes.find(({ pid }) => pid === target.pid);
    assert.equal(found?.name, 'sleep');
    assert.equal(found.user, 'root');
    assert.ok(found.rss);
    assert.equal(found.access, 'denied');
    assert.equal(processes.find(({ uid }) => uid === NOBODY)?.access, 'allowed');
  });

  it('is told with what was looked at, and with a command that opens it', () => {
    const told = ask('diagnose', mapsOf(target)) as Diagnosis;
    assert.equal(told.title, 'Belongs to another user');
    assert.ok(
      told.evidence.some(({ file, found }) => file === `${target.pid}/status` && /user IDs 0 0 0 0/.test(found)),
    );
    const command = told.steps[0]?.command ?? '';
    const copy = join(folder, 'node');
    copyFileSync(process.execPath, copy);
    chmodSync(copy, 0o755);
    // As it would be typed, but for a copy: the Node of the tests stays as it is.
    const set = spawnSync('sh', ['-c', command.replace(process.execPath, copy).replace(/^sudo /, '')]);
    assert.equal(set.status, 0, `${command}: ${String(set.stderr)}`);
    const reads = `console.log(require('node:fs').readFileSync('/proc/${target.pid}/maps', 'utf8').length)`;
    const { stdout, stderr } = spawnSync(copy, ['-e', reads], { uid: NOBODY, gid: NOBODY, cwd: '/', encoding: 'utf8' });
    assert.ok(Number(stdout) > 0, stderr);
  });

  it('is told without a capability that no program here may have: Node would not start any more', () => {
    const { steps } = ask('diagnose', mapsOf(target), { without: 'sys_ptrace' }) as Diagnosis;
    assert.equal(steps[0]?.command, '"capAdd": ["SYS_PTRACE"]');
    assert.ok(!steps.some(({ command }) => command.includes('setcap')), JSON.stringify(steps));
    const save = steps.find(({ command }) => command.startsWith('sudo '))?.command ?? '';
    // Also without the rights of root.
    const bounded = ['--bounding-set=-sys_ptrace,-perfmon,-sys_admin', '--inh-caps=-all', 'sh', '-c'];
    const as = spawn('setpriv', ['--reuid=4321', '--regid=4322', '--clear-groups', 'sleep', '100'], {
      stdio: 'ignore',
    });
    try {
      const line = save.replace(/^sudo /, '').replace(/ > .*/, '');
      assert.equal(line, `setpriv --reuid=0 --regid=0 --clear-groups cat /proc/${target.pid}/maps`);
      const other = line.replaceAll('=0', '=4321').replace('--regid=4321', '--regid=4322');
      const cat = other.replace(String(target.pid), String(as.pid));
      const { stdout, stderr } = spawnSync('setpriv', [...bounded, cat], { encoding: 'utf8' });
      assert.match(stdout, /\[stack\]/, stderr);
    } finally {
      as.kill('SIGKILL');
    }
  });

  it('is listed as not to be read by the root of a user namespace in which it does not run', function () {
    const enters = spawnSync('unshare', ['--user', '--map-root-user', 'true'], { uid: NOBODY, gid: NOBODY, cwd: '/' });
    if (enters.status !== 0) skip(this, 'user namespaces are not for everybody here');
    const as = { inNamespace: true };
    const { changed } = ask('listProcesses', { options: {}, received: 0 }, as) as ListPart;
    assert.equal(changed.find(({ pid }) => pid === target.pid)?.access, 'denied');
    const told = ask('diagnose', mapsOf(target), as) as Diagnosis;
    assert.equal(told.title, 'Outside of the user namespace');
    assert.ok(!JSON.stringify(told).includes('PERFMON'), 'that of a namespace opens nothing');
  });

  it('is read with the capability that the refusal names', function () {
    const read = ask('readProcess', mapsOf(target), { capability: 'sys_ptrace' }) as LiveMap;
    assert.ok(read.ok);
    const [major = 0, minor = 0] = release().split('.').map(Number);
    const since = major > 6 || (major === 6 && minor >= 15);
    const monitored = ask('readProcess', mapsOf(target), { capability: 'perfmon' }) as LiveMap | ReadFailure;
    assert.equal(monitored.ok, since, release());
    const { changed } = ask('listProcesses', { options: {}, received: 0 }, { capability: 'perfmon' }) as ListPart;
    const listed = changed.find(({ pid }) => pid === target.pid);
    assert.equal(listed?.access, since ? 'allowed' : 'denied', 'the list agrees');
  });

  it('that listens on a port is known by its user, as its open files may not be read', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { holders, unseen, refused } = ask('portOwners', { port }) as PortOwners;
    server.close();
    assert.deepEqual(holders, []);
    assert.deepEqual(unseen, [{ uid: 0, user: 'root', address: '127.0.0.1' }]);
    assert.ok(refused > 0);
  });

  for (const [option, reason] of [
    ['hidepid=1', 'hidden'],
    ['hidepid=2', 'hidden'],
  ] as const) {
    it(`is not listed with ${option}, and the list says why`, function () {
      if (!mayMount()) skip(this, 'procfs cannot be mounted here');
      const { changed: processes, hidden } = ask(
        'listProcesses',
        { options: {}, received: 0 },
        { mount: option },
      ) as ListPart;
      assert.ok(processes.length > 0);
      assert.ok(processes.every(({ uid }) => uid === NOBODY));
      assert.match(hidden ?? '', /hidepid=/);
      const failure = ask('readProcess', mapsOf(target), { mount: option }) as ReadFailure;
      assert.equal(failure.reason, reason);
      const told = ask('diagnose', mapsOf(target), { mount: option }) as Diagnosis;
      const { title, evidence } = told;
      assert.equal(title, failure.title);
      assert.ok(!JSON.stringify(told).includes('PERFMON'), 'it does not open what is hidden');
      const monitored = ask('readProcess', mapsOf(target), { mount: option, capability: 'perfmon' }) as ReadFailure;
      assert.equal(monitored.ok, false);
      assert.match(evidence[0]?.found ?? '', /^hidepid=.*, with an exception for the group root \(0\)$/);
    });
  }
});
