/** The real thing: the system's ssh, a real sshd and a real dropbear, and a target with only sh and cat. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessList } from '../../../../src/sources/process.ts';
import { OpenSources } from '../../../../src/sources/open-source.ts';
import type { SourceFailure } from '../../../../src/sources/source.ts';
import { openTarget } from '../../../../src/sources/targets/open-target.ts';
import { skip } from '../../../runner/report.mjs';
import { failureOf, sshChildren, until } from './observing.ts';
import { HOSTILE_NAME, type Server, SshBoard } from './ssh-board.ts';

const BOARD = { kind: 'ssh', host: 'board' } as const;

for (const server of ['sshd', 'dropbear'] as const satisfies readonly Server[]) {
  describe(`a board with ${server}`, function () {
    let board: SshBoard;
    let sources: OpenSources;
    let quiet: readonly number[];
    const waiting = { signal: new AbortController().signal, isCancelled: () => false };
    const list = (host = 'board'): Promise<ProcessList> => sources.get({ ...BOARD, host }).list({}, waiting);
    const inFolder = (name: string): string => join(board.folder.path, name);

    before(async function () {
      const obstacle = SshBoard.obstacle();
      if (obstacle !== undefined) skip(this, obstacle);
      board = await SshBoard.start(server);
      await until(() => board.processes().size === 2);
      quiet = [...board.processes().keys()];
    });
    after(() => board?.stop());
    beforeEach(() => {
      // Somebody who would answer, if ssh asked.
      const asked = board.program('askpass', `: >${inFolder('asked')}; echo yes`);
      Object.assign(process.env, { SSH_ASKPASS: asked, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: ':0' });
      board.identity = 'user';
      board.configure();
      board.knowHosts(board.hostLine);
      sources = new OpenSources();
      sources.settings = { executables: { ssh: board.ssh } };
    });
    afterEach(async () => {
      for (const name of ['SSH_ASKPASS', 'SSH_ASKPASS_REQUIRE', 'DISPLAY']) Reflect.deleteProperty(process.env, name);
      await sources.closeAll();
      assert.ok(!existsSync(inFolder('asked')), 'ssh asked');
      assert.deepEqual(sshChildren(), [], 'a program of ours is left');
      // The server's own process for a connection ends in its own time.
      await until(() => [...board.processes().keys()].every((pid) => quiet.includes(pid)));
    });

    it('lists its processes and reads a map, whatever they are called', async () => {
      const { processes } = await list();
      const found = processes.find(({ command }) => command.includes('read line'));
      assert.equal(found?.name, HOSTILE_NAME.replace('\n', '\\x0a'));
      assert.equal(found.access, 'allowed');
      const file = { pid: found.pid, file: 'smaps', startTime: found.startTime } as const;
      const read = await sources.get(BOARD).readMap(file, waiting);
      assert.ok(read.ok, JSON.stringify(read));
      assert.ok(read.map.regions.count > 3);
      assert.deepEqual(
        ['root/x', 'root/root/x'].filter((name) => existsSync(inFolder(name))),
        [],
      );
    });

    it('keeps one connection for many questions', async () => {
      await list();
      const before = [...board.processes().keys()];
      await list();
      assert.deepEqual([...board.processes().keys()], before);
    });

    it('says which keys are refused, and asks for no password', async () => {
      board.identity = 'other';
      board.configure();
      const { message, advice } = await failureOf(list());
      assert.match(message, /^board, or a jump host on the way, does not accept any of your keys \(it takes publickey/);
      assert.match(advice, /ssh-copy-id/);
    });

    it('does not accept a host key by itself', async () => {
      board.knowHosts();
      const { message, advice } = await failureOf(list());
      assert.match(message, /has not been accepted yet/);
      assert.match(advice, /^Run ssh board once in a terminal/);
      assert.equal(readFileSync(inFolder('keys/known_hosts'), 'utf8'), '');
    });

    it('warns of another host key', async () => {
      board.knowHosts(board.hostLineOf('other'));
      assert.match((await failureOf(list())).message, /is not the one that was accepted before/);
    });

    it('connects anew after the connection was cut', async () => {
      await list();
      board.cut();
      assert.ok((await list()).processes.length >= 2);
    });

    it('tells of a connection that is cut while an answer is waited for', async () => {
      const channel = openTarget(BOARD, sources.settings)(waiting.signal);
      const cut = new Promise<SourceFailure>((resolve) => {
        channel.onClose = resolve;
        channel.onData = () => board.cut();
      });
      channel.write(Buffer.from('echo begun; cat\n'));
      assert.equal((await cut).message, 'The connection to board was cut.');
      await channel.close();
    });

    it('goes through a jump host', async () => {
      board.configure('Host board', 'ProxyJump jump');
      assert.ok((await list()).processes.length >= 2);
    });

    it('asks nothing for a jump host either', async () => {
      board.configure('Host board', 'ProxyJump jump', 'Host jump', 'HostKeyAlias jump');
      assert.match((await failureOf(list())).message, /or of a jump host on the way, has not been accepted yet/);
    });

    it('tells when a jump host does not reach the board', async () => {
      board.configure('Host far', 'HostName 127.0.0.1', 'Port 1', 'ProxyJump jump');
      const { message, advice } = await failureOf(list('far'));
      assert.equal(message, 'The jump host does not reach far: Connection refused.');
      assert.match(advice, /as seen from the jump host/);
    });

    it('uses a master that runs, and leaves it running', async () => {
      const master = ['Host board', `ControlPath ${inFolder('master')}`];
      board.configure(...master);
      const running = spawn(board.ssh, ['-M', '-N', 'board'], { stdio: 'ignore' });
      try {
        await until(() => existsSync(inFolder('master')));
        // Without the master, nothing would get in any more.
        board.identity = 'other';
        board.configure(...master);
        board.knowHosts();
        assert.ok((await list()).processes.length >= 2);
        await sources.closeAll();
        assert.equal(running.exitCode, null);
        assert.ok(existsSync(inFolder('master')));
      } finally {
        running.kill('SIGKILL'); // A SIGTERM that comes just before it waits is lost on ssh before 9.6 (clientloop.c).
        await until(() => running.exitCode !== null || running.signalCode !== null);
      }
    });

    it('makes no master, also where the configuration says so', async () => {
      board.configure('Host board', `ControlPath ${inFolder('made-%C')}`, 'ControlMaster auto', 'ControlPersist 60');
      await list();
      const sockets = readdirSync(board.folder.path).filter((name) => name.startsWith('made-'));
      assert.deepEqual(sockets, []);
    });

    it('is not disturbed by commands and forwarded ports of the configuration', async () => {
      board.configure(
        'Host board',
        'PermitLocalCommand yes',
        'LocalCommand echo hello',
        'RemoteCommand cat',
        'RequestTTY force',
        `LocalForward ${board.port} 127.0.0.1:1`,
        'ExitOnForwardFailure yes',
      );
      assert.ok((await list()).processes.length >= 2);
    });

    it('tells of a port that nobody listens on, and of a name without address', async () => {
      board.configure('Host closed', 'HostName 127.0.0.1', 'Port 1', 'Host lost', 'HostName lost.invalid');
      assert.equal((await failureOf(list('closed'))).message, 'Nothing takes SSH connections on port 1 of 127.0.0.1.');
      assert.equal((await failureOf(list('lost'))).message, 'No address is known for the name lost.invalid.');
    });

    it('tells of a mistake in the configuration', async () => {
      board.configure('Host board', 'Colour blue');
      const { message } = await failureOf(list());
      assert.match(
        message,
        /^ssh does not understand its configuration: .*line 2: Bad configuration option: colour\.$/,
      );
    });
  });

  describe(`a board in development with ${server}`, () => {
    it('lets root in without a key', async function () {
      const obstacle = SshBoard.obstacle();
      if (obstacle !== undefined) skip(this, obstacle);
      const board = await SshBoard.start(server, 'open');
      const sources = new OpenSources();
      try {
        board.identity = 'other';
        board.configure();
        board.knowHosts(board.hostLine);
        sources.settings = { executables: { ssh: board.ssh } };
        const { processes } = await sources
          .get(BOARD)
          .list({}, { signal: new AbortController().signal, isCancelled: () => false });
        assert.equal(processes.find(({ pid }) => pid === 1)?.name, server);
      } finally {
        await sources.closeAll();
        await board.stop();
      }
    });
  });
}
