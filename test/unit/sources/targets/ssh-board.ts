/**
 * A board on loopback: a real SSH server in a root of its own, where a shell finds nothing but sh and cat of busybox, with
 * processes of its own. Namespaces hold it, so that nothing of it stays behind.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serverLibraries, serverProgram } from '../../../runner/debian.mjs';
import { TemporaryFolder } from '../temporary-folder.ts';

export type Server = 'sshd' | 'dropbear';

/** What the shell of the board runs first: a process whose name would do harm where somebody takes it for a command. */
export const HOSTILE_NAME = 'busybox$(>x)\n;"';

export class SshBoard {
  readonly folder = new TemporaryFolder();
  readonly port: number;
  /** For `executables`: the system's ssh with this test's configuration, in which the board is called `board`. */
  readonly ssh: string;
  /** The key that ssh has: `user` is let in, `other` is not. */
  identity: 'user' | 'other' = 'user';
  private readonly server: ChildProcess;

  private constructor(server: Server, port: number, rootIs: 'locked' | 'open') {
    this.port = port;
    mkdirSync(join(this.folder.path, 'keys'));
    this.configure();
    this.ssh = this.program('ssh', `exec ${serverProgram('ssh')} -F ${this.folder.path}/keys/config "$@"`);
    this.makeKey('user');
    this.makeKey('other');
    const root = join(this.folder.path, 'root');
    makeRoot(root, this.publicKey('user'), rootIs === 'open' ? '' : '$5$x$x');
    // It ends with the test, whatever becomes of that.
    const contained = ['--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork', '--kill-child=KILL'];
    this.server = spawn('setpriv', [...contained, 'sh', '-c', this.setup(server, root)], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, LD_LIBRARY_PATH: serverLibraries() },
    });
  }

  /** Whether this machine lets the test make one; the reason when it does not. */
  static obstacle(): string | undefined {
    if (process.platform !== 'linux') return 'needs Linux';
    const mounts = spawnSync('unshare', ['--mount', '--pid', '--fork', 'sh', '-c', 'mount -t proc proc /proc']);
    return mounts.status === 0 ? undefined : 'needs root, to make namespaces and mount /proc in them';
  }

  /** @param rootIs open: root has no password, and the server lets it in without, as on boards in development */
  static async start(server: Server, rootIs: 'locked' | 'open' = 'locked'): Promise<SshBoard> {
    const board = new SshBoard(server, await freePort(), rootIs);
    let errors = '';
    board.server.stderr?.on('data', (part) => (errors += String(part)));
    while (!(await answers(board.port))) {
      if (board.server.exitCode !== null) throw new Error(`${server} did not start: ${errors}`);
      await pause(20);
    }
    return board;
  }

  /** Gives ssh a configuration that knows the board, as `board` and as `jump`, and puts lines above it. */
  configure(...lines: readonly string[]): void {
    const keys = join(this.folder.path, 'keys');
    const config = [
      ...lines,
      'Host *',
      `UserKnownHostsFile ${keys}/known_hosts`,
      'GlobalKnownHostsFile none',
      `IdentityFile ${keys}/${this.identity}`,
      'IdentitiesOnly yes',
      'IdentityAgent none',
      'User root',
      'Host board jump',
      'HostName 127.0.0.1',
      `Port ${this.port}`,
      '',
    ];
    this.folder.write('keys/config', config.join('\n'));
  }

  /** The hosts' keys that ssh knows. */
  knowHosts(...lines: readonly string[]): void {
    this.folder.write('keys/known_hosts', lines.map((line) => `${line}\n`).join(''));
  }

  /** The line by which ssh knows the board. */
  get hostLine(): string {
    return this.hostLineOf('host');
  }

  /** The same with a key of another name, which is not the board's. */
  hostLineOf(name: string): string {
    return `[127.0.0.1]:${this.port} ${this.publicKey(name)}`;
  }

  /** An executable of the test that stands for a tool: a shell script. */
  program(name: string, script: string): string {
    const path = this.folder.write(`bin/${name}`, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    return path;
  }

  /** The processes of the board: their PIDs here, with their command lines. */
  processes(): Map<number, string> {
    const namespace = pidNamespace(this.first());
    return new Map(
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name) && namespace !== undefined && pidNamespace(Number(name)) === namespace)
        .map((pid) => [Number(pid), commandLine(Number(pid))] as const),
    );
  }

  /** Ends the processes of the board that serve connections, as when a cable is cut. */
  cut(): void {
    for (const [pid, command] of this.processes()) {
      if (pid !== this.first() && /sshd|dropbear/.test(command)) process.kill(pid, 'SIGKILL');
    }
  }

  async stop(): Promise<void> {
    if (this.server.exitCode === null && this.server.signalCode === null) {
      const gone = once(this.server, 'exit');
      process.kill(this.first(), 'SIGKILL'); // And with the first, all processes of its namespace.
      await gone;
    }
    this.folder.remove();
  }

  /** The PID here of the board's first process. */
  private first(): number {
    const { pid } = this.server;
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ')[0]);
  }

  private publicKey(name: string): string {
    return readFileSync(join(this.folder.path, 'keys', `${name}.pub`), 'utf8').trim();
  }

  private makeKey(name: string): void {
    const path = join(this.folder.path, 'keys', name);
    run(serverProgram('ssh-keygen'), ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path]);
  }

  /** The commands of the board's first process, which becomes the server. */
  private setup(server: Server, root: string): string {
    const keys = join(this.folder.path, 'keys');
    const names = ['mount -t proc proc proc', `bin/${quoted(HOSTILE_NAME)} sh -c 'read line' <>pipe &`];
    if (server === 'sshd') {
      this.makeKey('host');
      install(root, serverProgram('sshd'), '/usr/sbin/sshd');
      const helpers = join(dirname(serverProgram('sshd')), '..', 'lib', 'openssh');
      for (const name of existsSync(helpers) ? readdirSync(helpers).filter((each) => each.startsWith('sshd-')) : [])
        install(root, join(helpers, name), `/usr/lib/openssh/${name}`);
      copyFileSync(join(keys, 'host'), join(root, 'etc', 'host'));
      const config = [
        `ListenAddress 127.0.0.1:${this.port}`,
        'HostKey /etc/host',
        'PermitRootLogin yes',
        'PermitEmptyPasswords yes',
        'StrictModes no',
        'UsePAM no',
        'PidFile none',
      ];
      writeFileSync(join(root, 'etc', 'sshd_config'), `${config.join('\n')}\n`);
      return [`cd ${root}`, ...names, `exec chroot . /usr/sbin/sshd -D -e -f /etc/sshd_config`].join('\n');
    }
    const key = run(serverProgram('dropbearkey'), ['-t', 'ed25519', '-f', join(root, 'etc', 'host')]);
    this.folder.write('keys/host.pub', /^ssh-ed25519 \S+/m.exec(key)?.[0] ?? '');
    install(root, serverProgram('dropbear'), '/usr/sbin/dropbear');
    return [
      `cd ${root}`,
      ...names,
      `exec chroot . /usr/sbin/dropbear -B -F -E -r /etc/host -p 127.0.0.1:${this.port}`,
    ].join('\n');
  }
}

/** What the board has: no shell command beside sh and cat, and root without a password that could be told. */
function makeRoot(root: string, publicKey: string, password: string): void {
  for (const name of ['bin', 'dev', 'etc', 'proc', 'root/.ssh', 'run/sshd', 'var/empty', 'tmp']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  for (const name of ['sh', 'cat', HOSTILE_NAME]) copyFileSync(serverProgram('busybox'), join(root, 'bin', name));
  writeFileSync(join(root, 'etc', 'passwd'), 'root:x:0:0::/root:/bin/sh\nsshd:x:74:74::/run/sshd:/bin/false\n');
  writeFileSync(join(root, 'etc', 'group'), 'root:x:0:\nsshd:x:74:\n');
  writeFileSync(join(root, 'etc', 'shells'), '/bin/sh\n');
  writeFileSync(join(root, 'etc', 'shadow'), `root:${password}:19000::::::\nsshd:*:19000::::::\n`, { mode: 0o600 });
  writeFileSync(join(root, 'root', '.ssh', 'authorized_keys'), `${publicKey}\n`, { mode: 0o600 });
  for (const path of ['.', 'root', 'root/.ssh', 'run/sshd', 'etc']) chmodSync(join(root, path), 0o755);
  run('mknod', [join(root, 'dev', 'null'), 'c', '1', '3']);
  run('mknod', [join(root, 'dev', 'urandom'), 'c', '1', '9']);
  chmodSync(join(root, 'dev', 'null'), 0o666);
  run('mkfifo', [join(root, 'pipe')]);
}

/** Copies a program into the root, with the libraries that it needs. */
function install(root: string, program: string, as: string): void {
  const copy = (from: string, to: string): void => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(from, join(root, to));
  };
  copy(program, as);
  const env = { ...process.env, LD_LIBRARY_PATH: serverLibraries() };
  const { stdout } = spawnSync('ldd', [program], { env, encoding: 'utf8' });
  for (const [, library = ''] of stdout.matchAll(/(\/\S+) \(0x/g)) {
    copy(library, library.includes('/ld-linux') ? library : join('/lib', basename(library)));
  }
}

function run(program: string, args: readonly string[]): string {
  const env = { ...process.env, LD_LIBRARY_PATH: serverLibraries() };
  const { status, stdout, stderr, error } = spawnSync(program, args, { env, encoding: 'utf8' });
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function pidNamespace(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/ns/pid`);
  } catch {
    return undefined; // It has ended meanwhile.
  }
}

function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
  } catch {
    return ''; // It has ended meanwhile.
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
  });
}
