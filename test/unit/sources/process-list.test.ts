/** What the process list tells of processes real and made up. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalProcesses } from '../../../src/sources/local/process-list.ts';
import { parseStat } from '../../../src/sources/local/stat.ts';
import type { ProcessInfo } from '../../../src/sources/process.ts';
import { skip } from '../../runner/report.mjs';
import { LEAVES_ZOMBIE, ProcRoot, statLine } from './proc-root.ts';

describe('the process list of a made-up /proc', () => {
  let root: ProcRoot;
  beforeEach(() => (root = new ProcRoot()));
  afterEach(() => root.dispose());

  const passwd = (): string => {
    const path = join(root.path, 'passwd');
    writeFileSync(
      path,
      'root:x:0:0:root:/root:/bin/sh\nalice:x:1000:1000::/home/alice:/bin/sh\nbob:x:1000:1000::/:/bin/sh\n',
    );
    return path;
  };
  const list = (): readonly ProcessInfo[] => new LocalProcesses(root.path, passwd()).list().processes;

  it('tells what stat, status, cmdline and the password file say', () => {
    root.add(1);
    root.add(42, { comm: 'demo', state: 'R', ppid: 7, threads: 3, startTime: 987654, cmdline: '/bin/demo\0--fast\0' });
    assert.deepEqual(
      list().find(({ pid }) => pid === 42),
      {
        pid: 42,
        ppid: 7,
        name: 'demo',
        command: '/bin/demo --fast',
        uid: 1000,
        user: 'alice',
        state: 'R',
        rss: 1234,
        threads: 3,
        startTime: '987654',
        kernelThread: false,
        access: 'allowed',
      },
    );
  });

  it('reads the fields behind a name that holds brackets, blanks and digits', () => {
    for (const comm of ['a) b', ') R 1 1 (', '((((', '))))', 'x) S 9 9 9 9 9', ' ', ')']) {
      root.add(5, { comm, state: 'D', ppid: 3 });
      const [only] = list();
      assert.equal(only?.state, 'D', comm);
      assert.equal(only.ppid, 3, comm);
      assert.equal(only.name, comm);
    }
  });

  it('shows control characters and direction marks of names and arguments as escapes', () => {
    root.add(5, { comm: 'a\n\x1b[31mb', cmdline: 'a\n\x1b[31mb\0\u202egpj.exe\0\x07\0' });
    const [only] = list();
    assert.equal(only?.name, 'a\\x0a\\x1b[31mb');
    assert.equal(only.command, 'a\\x0a\\x1b[31mb \\u202egpj.exe \\x07');
  });

  it('keeps names that are not UTF-8 apart by their bytes', () => {
    root.add(5, { comm: Buffer.from('caf\xe9', 'latin1') });
    assert.equal(list()[0]?.name, 'caf\\xe9');
  });

  it('tells kernel threads by their flag or by status, and gives them no memory', () => {
    root.add(2, { comm: 'kthreadd', flags: 0x208040, startCode: '0', status: 'Threads:\t1\n', uid: 0 });
    root.add(3, { comm: 'kworker/0:1-events', flags: 0, startCode: '0', status: 'Kthread:\t1\nThreads:\t1\n', uid: 0 });
    for (const process of list()) {
      assert.equal(process.kernelThread, true, process.name);
      assert.equal(process.rss, undefined);
      assert.equal(process.access, 'no-memory');
    }
    assert.equal(list()[1]?.name, 'kworker/0:1-events');
  });

  it('gives an amount that is not told as unknown, not as 0', () => {
    root.add(5, { state: 'Z', startCode: '0', status: 'Threads:\t1\n' });
    const [zombie] = list();
    assert.equal(zombie?.state, 'Z');
    assert.equal(zombie.rss, undefined);
  });

  it('takes a process whose main thread alone has ended for one that has memory', () => {
    root.add(5, { state: 'Z', threads: 2, startCode: '0', status: 'Threads:\t2\n' });
    const [process] = list();
    assert.equal(process?.access, 'allowed');
    assert.equal(process.rss, undefined);
  });

  it('tells from stat which maps may not be read', () => {
    root.add(5, { startCode: '1' });
    assert.equal(list()[0]?.access, 'denied');
  });

  it('shows a user without a name by number', () => {
    root.add(5, { uid: 4242 });
    assert.equal(list()[0]?.user, '4242');
  });

  it('sees what changed, and reads the rest anew when asked to', () => {
    root.add(5, { cmdline: 'before\0' });
    const processes = new LocalProcesses(root.path, passwd());
    assert.equal(processes.list().processes[0]?.command, 'before');
    root.add(5, { cmdline: 'after\0' });
    assert.equal(processes.list().processes[0]?.command, 'before', 'its stat line is the same: it has not run');
    assert.equal(processes.list({ renew: true }).processes[0]?.command, 'after');
    root.add(5, { cmdline: 'ran\0', state: 'R' });
    assert.equal(processes.list().processes[0]?.command, 'ran');
    root.add(5, { cmdline: 'reused\0', startTime: 200 });
    assert.equal(processes.list().processes[0]?.startTime, '200');
    root.remove(5);
    root.add(6);
    assert.deepEqual(
      processes.list().processes.map(({ pid }) => pid),
      [6],
    );
  });

  it('takes over names of users when the password file changes', () => {
    root.add(5);
    const path = passwd();
    const processes = new LocalProcesses(root.path, path);
    assert.equal(processes.list().processes[0]?.user, 'alice');
    writeFileSync(path, 'alice-renamed:x:1000:1000:::\n');
    assert.equal(processes.list().processes[0]?.user, 'alice-renamed');
  });

  it('leaves out a process that ends while it is looked at', () => {
    root.add(5);
    root.add(6);
    rmSync(join(root.path, '6', 'status'));
    assert.deepEqual(
      list().map(({ pid }) => pid),
      [5],
    );
  });

  it('says so when there is nothing to list', () => {
    assert.match(new LocalProcesses(join(root.path, 'nothing')).list().unavailable ?? '', /cannot be read: ENOENT/);
    assert.match(new LocalProcesses(root.path).list().unavailable ?? '', /holds no processes/);
  });

  it('says why others are missing when /proc hides them', () => {
    root.add(50);
    root.add('self');
    writeFileSync(
      join(root.path, 'self', 'mountinfo'),
      `30 1 0:5 / ${root.path} rw,relatime - proc proc rw,gid=5,hidepid=invisible\n`,
    );
    assert.match(new LocalProcesses(root.path).list().hidden ?? '', /hidepid=invisible/);
    root.add(1);
    assert.equal(new LocalProcesses(root.path).list().hidden, undefined);
  });

  it('takes no line for a process that is none', () => {
    const line = statLine(5);
    assert.ok(parseStat(line, line.length));
    for (const length of [0, 1, 5, 9, 12, 40]) assert.equal(parseStat(line, length), undefined, `${length} bytes`);
    assert.equal(parseStat(Buffer.from('no brackets here'), 16), undefined);
  });
});

describe('the process list of this machine', function () {
  const children: ChildProcess[] = [];
  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
  });
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

  const start = (command: string, args: string[]) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    children.push(child);
    return child;
  };
  const processes = new LocalProcesses();
  const find = (pid: number | undefined): ProcessInfo | undefined =>
    processes.list().processes.find((each) => each.pid === pid);

  it('has this process as it is', () => {
    const own = find(process.pid);
    assert.equal(own?.ppid, process.ppid);
    assert.equal(own.uid, process.geteuid?.());
    assert.equal(own.access, 'allowed');
    assert.match(own.command, /mocha\.mjs/);
    const rss = process.memoryUsage.rss() / 1024;
    assert.ok(own.rss !== undefined && own.rss > rss / 2 && own.rss < rss * 2, `${own.rss} kB, Node says ${rss}`);
    // Node has threads for its garbage collector and its file system calls.
    assert.ok((own.threads ?? 0) > 1);
  });

  it('sees a process start, replace its program and end', async () => {
    const child = start('sh', ['-c', 'echo ready; read line; exec sleep 100']);
    await once(child.stdout, 'data');
    const shell = find(child.pid);
    assert.match(shell?.command ?? '', /^sh -c echo ready/);
    child.stdin.write('go on\n');
    await untilListed(() => find(child.pid)?.name === 'sleep');
    assert.equal(find(child.pid)?.command, 'sleep 100');
    assert.equal(find(child.pid)?.startTime, shell?.startTime);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(find(child.pid), undefined);
  });

  it('keeps one file open for each process that is there, and none once it is told to forget', async () => {
    const open = (): string[] =>
      readdirSync('/proc/self/fd').flatMap((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`);
        } catch {
          return []; // The folder's own descriptor is closed by now.
        }
      });
    const stats = (): string[] => open().filter((path) => /^\/proc\/\d+\/stat$/.test(path));
    const own = new LocalProcesses();
    const before = stats().length;
    const child = start('sleep', ['100']);
    own.list();
    own.list();
    const path = `/proc/${child.pid}/stat`;
    assert.equal(stats().filter((each) => each === path).length, 1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok(!own.list().processes.some(({ pid }) => pid === child.pid));
    assert.equal(stats().filter((each) => each.startsWith(`/proc/${child.pid}/`)).length, 0);
    own.forget();
    assert.equal(stats().length, before);
  });

  it('tells a zombie', async () => {
    const parent = start('sh', ['-c', LEAVES_ZOMBIE]);
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(String(line));
    await untilListed(() => find(pid)?.state === 'Z');
    const zombie = find(pid);
    assert.equal(zombie?.access, 'no-memory');
    assert.equal(zombie.rss, undefined);
    assert.equal(zombie.ppid, parent.pid);
  });
});

/** Waits for what another process does in its own time. */
async function untilListed(look: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!look()) {
    if (performance.now() > end) throw new Error('It did not come to pass in 20 s');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
