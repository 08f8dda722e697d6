/** `memory-maps capture` and `ps` as a script uses them. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { skip } from '../../runner/report.mjs';
import { cli } from './run.ts';

describe('memory-maps capture', function () {
  this.timeout(60_000);
  let folder = '';
  const children: ChildProcess[] = [];
  let pid = 0;
  /** A name that no other process has. */
  const name = `mm-cap-${process.pid}`.slice(0, 15);

  before(async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-'));
    const program = join(folder, name);
    const sleep = spawnSync('sh', ['-c', 'command -v sleep'], { encoding: 'utf8' }).stdout.trim();
    copyFileSync(sleep, program);
    for (let i = 0; i < 2; i++) {
      const child = spawn(program, ['1000'], { argv0: name, stdio: 'ignore' });
      await once(child, 'spawn');
      children.push(child);
    }
    pid = children[0]?.pid ?? 0;
  });
  after(() => {
    for (const child of children) child.kill('SIGKILL');
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  it('prints the path of the snapshot, and nothing else, and it opens again', () => {
    const to = join(folder, 'one');
    mkdirSync(to);
    const { status, stdout, stderr } = cli(['capture', '--pid', String(pid), '-o', to]);
    assert.deepEqual([status, stderr], [0, '']);
    const path = stdout.trimEnd();
    assert.equal(stdout, `${path}\n`);
    assert.deepEqual(readdirSync(to), [path.slice(to.length + 1)]);
    assert.match(path, new RegExp(`/one/${name}-${pid}-\\d{8}T\\d{6}Z\\.procsnap$`));
    const listed = cli(['list', path]);
    assert.match(listed.stdout, new RegExp(`\\b${pid}\\b.*PID ${pid} ${name}`));
    const live = cli(['convert', '--to', 'maps', `/proc/${pid}/maps`]);
    assert.equal(cli(['convert', '--to', 'maps', '--pid', String(pid), path]).stdout, live.stdout);
    const ps = cli(['ps', '--saved', path]);
    assert.deepEqual([ps.status, ps.stderr], [0, '']);
    assert.match(ps.stdout, new RegExp(`^ *PID +PPID .*\\n *${pid} +.* ${name} +${name} 1000\\n$`));
  });

  it('saves all processes of a name in one archive', () => {
    const path = join(folder, 'two.procsnap.tar.gz');
    const { status, stdout, stderr } = cli(['capture', '--name', name, '-o', path, '--without-smaps']);
    assert.deepEqual([status, stdout, stderr], [0, `${path}\n`, '']);
    const pids = cli(['ps', '--saved', path])
      .stdout.match(/^ *\d+/gm)
      ?.map(Number);
    const expected = children.map((child) => child.pid ?? 0).toSorted((a, b) => a - b);
    assert.deepEqual(pids, expected);
    assert.match(cli(['list', path]).stdout, / maps /);
    const again = cli(['capture', '--name', name, '-o', path]);
    assert.deepEqual([again.status, again.stdout], [1, '']);
    assert.match(
      again.stderr,
      /two\.procsnap\.tar\.gz cannot be written: it is there already, and is not overwritten\.\n$/,
    );
  });

  /** Runs with a stand-in for ssh. @param command what leads to the shell over there */
  const overSsh = (args: readonly string[], command = ''): ReturnType<typeof cli> => {
    const tools = mkdtempSync(join(folder, 'tools-'));
    // The last word is what runs over there.
    const script = `#!/bin/sh\nfor last; do :; done\nexec ${command} sh -c "$last"\n`;
    writeFileSync(join(tools, 'ssh'), script, { mode: 0o755 });
    const path = process.env['PATH'];
    process.env['PATH'] = `${tools}:${path}`;
    try {
      return cli([...args, '--ssh', 'board']);
    } finally {
      process.env['PATH'] = path;
    }
  };

  it('tells that others of a name may be hidden', function () {
    const root = 'unshare -m sh -c \'mount -t proc -o hidepid=2 proc /proc && exec "$@"\' sh';
    const nobody = 'setpriv --reuid=65534 --regid=65534 --clear-groups';
    if (spawnSync('sh', ['-c', `${root} ${nobody} true`]).status !== 0) skip(this, 'needs root, to mount /proc');
    const path = join(folder, 'hidden.procsnap');
    const { stdout, stderr } = overSsh(['capture', '--name', 'sh', '-o', path], `${root} ${nobody}`);
    assert.equal(stdout, `${path}\n`);
    assert.match(stderr, /^board \(SSH\): Processes of other users are not shown, because .*hidepid=/);
  });

  it('saves a process of another machine, which a stand-in for ssh plays', () => {
    const path = join(folder, 'far.procsnap');
    const run = overSsh(['capture', '--pid', String(pid), '-o', path]);
    assert.deepEqual([run.status, run.stdout, run.stderr], [0, `${path}\n`, '']);
    assert.equal(readFileSync(join(path, `${pid}/maps`), 'utf8'), readFileSync(`/proc/${pid}/maps`, 'utf8'));
    const record: unknown = JSON.parse(readFileSync(join(path, 'procsnap.json'), 'utf8'));
    assert.equal(Reflect.get(Object(record), 'source'), 'board (SSH)');
  });

  it('saves a tar beside the script when no place is said', () => {
    const run = spawnSync(process.execPath, [resolve('dist/cli.js'), 'capture', '--pid', String(pid), '--tar'], {
      cwd: folder,
      encoding: 'utf8',
    });
    assert.equal(run.status, 0, run.stderr);
    assert.match(run.stdout, /^\S+\.procsnap\.tar\n$/);
    assert.ok(existsSync(join(folder, run.stdout.trimEnd())));
  });

  it('says why there is nothing to save', () => {
    for (const [args, message] of [
      [['--pid', '4194305'], /^memory-maps: There is no process 4194305\.\n$/],
      [
        ['--name', 'no such'],
        /^memory-maps: no process is called "no such": "memory-maps ps" shows those that are there\.\n$/,
      ],
      [['--pid', String(pid), '--saved', folder], /is a snapshot already: copy it instead\.\n$/],
      [['--pid', String(pid), '-o', join(folder, 'none', 'x')], /cannot be written: there is no such folder\.\n$/],
      [['--pid', String(pid), '-o', join(folder, 'x'.repeat(300))], /cannot be written: its name is too long\.\n$/],
    ] as const) {
      const { status, stdout, stderr } = cli(['capture', ...args]);
      assert.deepEqual([status, stdout], [1, ''], args.join(' '));
      assert.match(stderr, message);
    }
  });

  it('is listed as far as an archive goes that was cut, and that it was is no success', () => {
    const path = join(folder, 'whole.tar');
    assert.equal(cli(['capture', '--pid', String(pid), '-o', path]).status, 0);
    const cut = join(folder, 'cut.tar');
    writeFileSync(cut, readFileSync(path).subarray(0, 4000));
    const { status, stdout, stderr } = cli(['ps', '--saved', cut]);
    assert.equal(status, 1);
    assert.match(stdout, new RegExp(`\\n *${pid} `));
    assert.match(stderr, /^cut\.tar: the archive ends inside whole\/\d+\/s?maps\.\n$/);
  });

  it('leaves nothing behind where a file must not become so large', () => {
    const to = join(folder, 'full');
    mkdirSync(to);
    for (const form of ['x.procsnap', 'x.procsnap.tar']) {
      const script = `trap '' XFSZ; ulimit -f 4; exec "$0" dist/cli.js capture --pid ${pid} -o "$1"`;
      const run = spawnSync('sh', ['-c', script, process.execPath, join(to, form)], { encoding: 'utf8' });
      assert.deepEqual([run.status, run.stdout], [1, ''], run.stderr);
      assert.match(run.stderr, /cannot be written: files must not be so large\.\n$/);
      assert.deepEqual(readdirSync(to), []);
    }
  });

  it('exits with 2 and its usage for a wrong command line', () => {
    for (const [args, message] of [
      [[], /one of --pid, --name and --all is needed/],
      [['--pid', '1', '--all'], /one of --pid, --name and --all is needed/],
      [['--pid', '0'], /--pid needs a number of 1 or more/],
      [['--pid', '1', 'file'], /"file" is no option/],
      [['--pid', '1', '--ssh', 'a', '--docker', 'b'], /--ssh and --docker exclude each other/],
      [['--pid', '1', '--su'], /--su needs --adb/],
      [['--pid', '1', '-n', 'x'], /--namespace needs --kubectl/],
      [['--pid', '1', '--adb', 'x', '--su', '--run-as', 'y'], /--su and --run-as exclude each other/],
      [['--pid', '1', '--ssh', ''], /--ssh needs a name/],
    ] as const) {
      const { status, stdout, stderr } = cli(['capture', ...args]);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, message);
      assert.match(stderr, /\n\nUsage: memory-maps capture --pid/);
    }
  });
});

describe('memory-maps ps', () => {
  it('says why a path is no snapshot', () => {
    const { status, stderr } = cli(['ps', '--saved', 'package.json']);
    assert.equal(status, 1);
    assert.match(stderr, /^package\.json: package\.json cannot be read as saved files of \/proc: /);
  });
});
