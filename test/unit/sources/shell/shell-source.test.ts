/** Processes behind real shells, agreeing with what this machine says of them itself. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionAt } from '../../../../src/core/memory-map/region-table.ts';
import { LocalSource } from '../../../../src/sources/local/source.ts';
import type { ProcessInfo, ProcessList } from '../../../../src/sources/process.ts';
import { ShellSource } from '../../../../src/sources/shell/source.ts';
import { skip } from '../../../runner/report.mjs';
import { TemporaryFolder } from '../temporary-folder.ts';
import { startWithoutMainThread } from '../without-main-thread.ts';
import { FarShell, has, PATIENT, SHELLS, started } from './far-shell.ts';

/** Says that it runs, and waits. */
const WAITS = 'echo ready; read line';

for (const [label, argv] of Object.entries(SHELLS)) {
  describe(`processes behind ${label}`, function () {
    const folder = new TemporaryFolder();
    const children: ChildProcess[] = [];
    let far: FarShell;
    let source: ShellSource;
    before(function () {
      if (process.platform !== 'linux') skip(this, 'needs Linux');
      if (!has(argv[0] ?? '')) skip(this, `needs ${argv[0]}`);
    });
    beforeEach(() => {
      far = new FarShell(argv);
      source = new ShellSource(far.open, { kind: 'ssh', host: label });
    });
    afterEach(async () => {
      children.splice(0).forEach((child) => child.kill('SIGKILL'));
      await source.close();
      assert.ok(
        far.children.every(({ exitCode }) => exitCode === 0),
        'a far shell did not end with its input',
      );
    });
    after(() => folder.remove());

    const start = async (...args: Parameters<typeof started>): Promise<number> => {
      const child = await started(...args);
      children.push(child);
      return child.pid ?? 0;
    };
    const found = ({ processes }: ProcessList, pid: number): ProcessInfo | undefined =>
      processes.find((each) => each.pid === pid);

    it('are those of this machine, with the same names, users, start times and memory', async () => {
      const pid = await start('sh', ['-c', WAITS]);
      const locally = await new LocalSource().list({}, PATIENT);
      const list = await source.list({}, PATIENT);
      assert.deepEqual(found(list, pid), found(locally, pid));
      // What runs all the time on this machine is the same on both sides; threads of the kernel take the names of their work,
      // and who loses its parent gets another.
      const lasting = (listed: ProcessList): Map<number, string> =>
        new Map(listed.processes.map((each) => [each.pid, `${each.startTime} ${each.user} ${each.kernelThread}`]));
      const [here, there] = [lasting(locally), lasting(list)];
      const both = [...here.keys()].filter((each) => there.has(each));
      assert.ok(both.length > locally.processes.length / 2);
      for (const each of both) assert.equal(there.get(each), here.get(each), String(each));
      assert.equal(list.hidden, locally.hidden);
    });

    it('are listed in one round trip, and the next time without what is known', async () => {
      const pid = await start('sh', ['-c', WAITS]);
      const first = await source.list({}, PATIENT);
      assert.equal(far.writes, 1);
      const { received } = far;
      const again = await source.list({}, PATIENT);
      assert.ok(far.received - received < received / 2);
      assert.deepEqual(found(again, pid), found(first, pid));
      const late = await start('sh', ['-c', WAITS, 'late']);
      assert.match(found(await source.list({}, PATIENT), late)?.command ?? '', /late$/);
      assert.deepEqual(found(await source.list({ renew: true }, PATIENT), pid), found(first, pid));
    });

    it('have memory of unknown size where the main thread has ended and others run on', async function () {
      const child = await startWithoutMainThread();
      if (!child) skip(this, 'needs Python');
      children.push(child);
      const { pid } = child;
      const listed = found(await source.list({}, PATIENT), pid);
      assert.deepEqual([listed?.state, listed?.access, listed?.rss], ['Z', 'allowed', undefined]);
      assert.equal(await source.explain({ pid, file: 'maps', startTime: undefined }, PATIENT), undefined);
      assert.ok((await source.readMap({ pid, file: 'maps', startTime: undefined }, PATIENT)).ok);
    });

    it('have the names and arguments they give themselves, of which nothing is run and nothing is taken for a frame', async () => {
      const touched = join(folder.path, 'touched');
      const names = [
        'a\nb',
        '`id`',
        `$(id)`,
        '"\'\\',
        '\x1b]0;t\x07',
        ') R 1 1',
        ')\n1 (x) S 0 ',
        '-n',
        '*',
        '\\c',
        'a..b',
      ];
      const made = await Promise.all(
        names.map(async (name, i) => {
          const argument = `$(touch ${touched})\n\`touch ${touched}\`;touch ${touched}\nabc)0 \nabc.\n\\c${i}`;
          const path = join(folder.path, name);
          copyFileSync('/bin/sleep', path);
          const sleeper = await start('sh', ['-c', 'echo ready; exec "$@"', 'sh', path, '1000']);
          while (!readFileSync(`/proc/${sleeper}/cmdline`, 'latin1').includes('1000'));
          const talker = await start('sh', ['-c', WAITS, argument], `-${name}`);
          return [sleeper, talker];
        }),
      );
      const empty = await start('sh', ['-c', WAITS], '');
      const list = await source.list({}, PATIENT);
      const locally = await new LocalSource().list({}, PATIENT);
      for (const pid of [...made.flat(), empty]) {
        // What a process has done by then differs from moment to moment.
        const { rss: _, state: __, ...shown } = found(list, pid) ?? assert.fail();
        const { rss: ___, state: ____, ...own } = found(locally, pid) ?? assert.fail();
        assert.deepEqual(shown, own);
      }
      assert.equal(existsSync(touched), false);
    });

    it('are listed also when one of them prints what stands between command lines', async () => {
      // Who watches the far shell can see the word, and write it into its own arguments; here the test does it on the way.
      const pid = await start('sh', ['-c', WAITS, 'MARKMARKMARKMAR\nforged\n']);
      far.edit = (answer) => answer.replaceAll('MARKMARKMARKMAR', /w=(\w{15});/.exec(far.sent)?.[1] ?? '');
      const list = await source.list({}, PATIENT);
      assert.ok(far.writes > 1);
      assert.equal(found(list, pid)?.name, 'sh');
      for (const each of list.processes) {
        assert.equal(each.command.includes('forged'), each.pid === pid, String(each.pid));
      }
    });

    it('are listed also when their names are longer than kernels make them', async () => {
      const pid = await start('sh', ['-c', WAITS]);
      far.edit = (answer) => answer.replace(`${pid} (sh)`, `${pid} (sh${'('.repeat(70)})`);
      const list = await source.list({}, PATIENT);
      assert.ok(far.writes > 1);
      assert.match(found(list, pid)?.name ?? '', /^sh\(+$/);
      assert.ok(found(list, process.pid)?.rss);
    });

    it('that run another program are asked again', async () => {
      const pid = await start('sh', ['-c', 'echo ready; read line; exec sleep 1000']);
      assert.equal(found(await source.list({}, PATIENT), pid)?.name, 'sh');
      children.at(-1)?.stdin?.write('\n');
      while (!readFileSync(`/proc/${pid}/comm`, 'latin1').startsWith('sleep'));
      const after = found(await source.list({}, PATIENT), pid);
      assert.equal(after?.name, 'sleep');
      assert.equal(after.command, 'sleep 1000');
    });

    it('have the maps that this machine reads, byte for byte', async () => {
      const pid = await start('sh', ['-c', WAITS]);
      const file = { pid, startTime: undefined };
      const text = await source.readText({ ...file, file: 'maps' }, PATIENT);
      assert.ok(text.ok);
      assert.equal(Buffer.from(text.bytes).toString('latin1'), readFileSync(`/proc/${pid}/maps`, 'latin1'));
      assert.equal(far.writes, 1);
      for (const name of ['maps', 'smaps', 'smaps_rollup'] as const) {
        const map = await source.readMap({ ...file, file: name }, PATIENT);
        const own = await new LocalSource().readMap({ ...file, file: name }, PATIENT);
        assert.ok(map.ok && own.ok, name);
        assert.equal(map.map.regions.count, own.map.regions.count);
        assert.deepEqual(regionAt(map.map.regions, 0), regionAt(own.map.regions, 0));
        assert.deepEqual(map.process, own.process);
        assert.equal(map.torn, false);
      }
      assert.equal(await source.explain({ ...file, file: 'smaps' }, PATIENT), undefined);
      assert.equal((await source.explain({ ...file, file: 'maps', startTime: '1' }, PATIENT))?.reason, 'reused');
    });

    it('leave the far shell with its own name, and its arguments without secrets', async () => {
      await source.list({}, PATIENT);
      const list = await source.list({ renew: true }, PATIENT);
      const own = found(list, far.children[0]?.pid ?? 0) ?? assert.fail();
      assert.equal(own.name, argv[0]);
      assert.equal(readFileSync(`/proc/${own.pid}/comm`, 'latin1'), `${argv[0]}\n`);
      assert.equal(own.command, argv.join(' '));
    });

    it('have files, folders and owners like those of a procfs here', async () => {
      const { procfs } = source;
      const { signal } = PATIENT;
      const [comm, none, folderRead, empty] = await procfs.read(
        [`${process.pid}/comm`, `${process.pid}/none`, `${process.pid}/task`, `${process.pid}/map_files/x`],
        signal,
      );
      assert.ok(comm && 'bytes' in comm);
      assert.equal(Buffer.from(comm.bytes).toString(), readFileSync('/proc/self/comm', 'latin1'));
      assert.deepEqual([none, folderRead, empty], [{ error: 'ENOENT' }, { error: 'EISDIR' }, { error: 'ENOENT' }]);
      assert.deepEqual(await procfs.read([], signal), []);
      const threads = await procfs.names(`${process.pid}/task`, signal);
      assert.ok(Array.isArray(threads) && threads.includes(String(process.pid)));
      assert.deepEqual(await procfs.names(`${process.pid}/none`, signal), { error: 'ENOENT' });
      assert.deepEqual(await procfs.names(`${process.pid}/comm`, signal), { error: 'ENOTDIR' });
      assert.equal(await procfs.isOwn(`${process.pid}/comm`, signal), true);
      assert.equal(await procfs.isOwn(`${process.pid}/none`, signal), undefined);
      await assert.rejects(procfs.read(['$(id)'], signal));
    });
  });
}
