/** Core files that the kernel and gdb write of the project's own program, against /proc/PID/maps of the same process. */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm, type NormalFormRegion } from '../../../src/core/export/normal-form.ts';
import { readDump } from '../../../src/sources/read-dump.ts';
import { skip } from '../../runner/report.mjs';

const KILOBYTE = 1024;

describe('a real core file', function () {
  this.timeout(60_000);
  let folder = '';
  let child: ChildProcess;
  let live: NormalForm;

  before(function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    if (spawnSync('cc', ['--version']).status !== 0) skip(this, 'needs a C compiler (cc)');
    folder = mkdtempSync(join(tmpdir(), 'memory-maps-core-'));
    const source = resolve('test/fixtures/source/sensord.c');
    const built = spawnSync('cc', ['-O1', '-pthread', '-o', join(folder, 'sensord'), source], { encoding: 'utf8' });
    assert.equal(built.status, 0, built.stderr);
  });
  beforeEach(async () => {
    child = spawn('sh', ['-c', 'ulimit -c unlimited; exec ./sensord --fast'], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout!, 'data');
    live = normalForm(parseMemoryMap(readFileSync(`/proc/${child.pid}/maps`)));
  });
  afterEach(() => child?.kill('SIGKILL'));
  after(() => {
    if (folder !== '') rmSync(folder, { recursive: true });
  });

  /** By the door of the product, which reads the heads of a file of a gigabyte. */
  const read = async (path: string): Promise<NormalForm> => {
    const { maps } = await readDump(path);
    assert.equal(maps.length, 1);
    return normalForm(maps[0] ?? assert.fail());
  };

  it('of the kernel has the regions of the process, and knows the same stacks, heap and vDSO', async function () {
    const pattern = readFileSync('/proc/sys/kernel/core_pattern', 'utf8').trim();
    if (/[|/%]/.test(pattern)) skip(this, `needs a core_pattern of a plain name; it is "${pattern}"`);
    child.kill('SIGSEGV');
    await once(child, 'exit');
    const written = readdirSync(folder).find((name) => name === pattern || name === `${pattern}.${child.pid}`);
    if (written === undefined) skip(this, 'the kernel wrote no core file here');
    const core = await read(join(folder, written));
    assert.deepEqual(core.regions.map(place), live.regions.map(place));
    assert.equal(core.title, `PID ${child.pid} sensord --fast`);
    assert.deepEqual([core.arch, core.pageSize], [live.arch, live.pageSize]);
    for (const kind of ['heap', 'stack', 'thread-stack', 'vdso', 'vvar', 'vsyscall', 'arena', 'arena-reserve']) {
      assert.deepEqual(startsOf(core, kind), startsOf(live, kind), kind);
    }
    assert.deepEqual(core.problems, []);
    assert.ok(core.regions.every(({ size, other }) => Number(other?.['Dumped']) * KILOBYTE <= Number(size)));
    assert.equal(
      core.regions.find(({ kind }) => kind === 'stack')?.other?.['Dumped'],
      Number(live.regions.find(({ kind }) => kind === 'stack')?.size) / KILOBYTE,
    );
    assert.equal(core.notes?.filter(({ label }) => label.startsWith('sp of thread')).length, 4);
  });

  it('of gdb’s gcore has all mapped files, and no region that the process does not have', async function () {
    if (spawnSync('gdb', ['--version']).status !== 0) skip(this, 'needs gdb');
    const path = join(folder, `gcore.${child.pid}`);
    const gdb = spawnSync('gdb', ['-p', String(child.pid), '-batch', '-ex', `gcore ${path}`], { encoding: 'utf8' });
    if (!existsSync(path)) skip(this, `gdb could not attach: ${gdb.stderr.trim().split('\n').at(-1)}`);
    const core = await read(path);
    const isFile = ({ path: name, inode }: NormalFormRegion): boolean => name.startsWith('/') && inode !== '0';
    assert.deepEqual(
      core.regions.filter(({ path: name }) => name !== '').map(addresses),
      live.regions.filter(isFile).map(addresses),
    );
    const known = new Set(live.regions.map(({ start }) => start));
    assert.deepEqual(
      core.regions.filter(({ start }) => !known.has(start)),
      [],
    );
    for (const kind of ['heap', 'stack', 'vdso']) assert.deepEqual(startsOf(core, kind), startsOf(live, kind), kind);
    assert.equal(core.notes?.filter(({ label }) => label.startsWith('Stack of thread')).length, 3);
    assert.ok(core.assumptions?.some((sentence) => sentence.startsWith('A debugger wrote this core file')));
    const saved = new Map(core.regions.map((region) => [region.start, region]));
    for (const guard of live.regions.filter(({ perms, path: name }) => perms === '---p' && name === '')) {
      assert.ok(!saved.get(guard.start)?.perms, 'gdb marks what is inaccessible as readable');
    }
  });
});

/** A region as far as a core tells it: without its device, and without the names that are no files'. */
function place(region: NormalFormRegion): string {
  const isFile = region.path.startsWith('/');
  return [
    region.start,
    region.end,
    region.perms?.slice(0, 3),
    isFile ? `${region.offset} ${region.path} ${region.deleted}` : '',
  ].join(' ');
}

function addresses({ start, end, offset, path }: NormalFormRegion): string {
  return [start, end, offset, path].join(' ');
}

function startsOf({ regions }: NormalForm, kind: string): (string | null)[] {
  return regions.filter((region) => region.kind === kind).map(({ start }) => start);
}
