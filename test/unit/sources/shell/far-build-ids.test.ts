/** Build IDs in snapshots of other machines, behind real shells. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { capture } from '../../../../src/sources/capture/capture.ts';
import type { CaptureRecord, ProcessRecord } from '../../../../src/sources/capture/record.ts';
import { LocalSource } from '../../../../src/sources/local/source.ts';
import type { Source } from '../../../../src/sources/source.ts';
import { ShellSource } from '../../../../src/sources/shell/source.ts';
import { skip } from '../../../runner/report.mjs';
import { TemporaryFolder } from '../temporary-folder.ts';
import { startWithoutMainThread } from '../without-main-thread.ts';
import { FarShell, has, PATIENT, SHELLS, started } from './far-shell.ts';

describe('build IDs from afar', function () {
  const folder = new TemporaryFolder();
  const sources: Source[] = [];
  let child: ChildProcess;
  let pid = 0;
  before(async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    child = await started('sh', ['-c', 'echo ready; read line']);
    pid = child.pid ?? 0;
  });
  afterEach(() => Promise.all(sources.splice(0).map((source) => source.close())));
  after(() => {
    child?.kill('SIGKILL');
    folder.remove();
  });

  const far = (argv: readonly string[], env?: NodeJS.ProcessEnv): Source => {
    const shell = new FarShell(argv, env ? { env } : {});
    const source = new ShellSource(shell.open, { kind: 'ssh', host: 'board' });
    sources.push(source);
    return source;
  };
  const save = async (
    source: Source,
    of = pid,
  ): Promise<{ readonly ids: ProcessRecord['buildIds']; readonly notes: readonly string[] }> => {
    const request = { what: [{ pid: of }], smaps: false, to: { folder: folder.path }, form: 'folder' } as const;
    const captured = await capture(source, { ...request, label: 'board', version: '1' }, PATIENT);
    assert.ok(captured.ok);
    const record = JSON.parse(readFileSync(join(captured.path, 'procsnap.json'), 'utf8')) as CaptureRecord;
    return { ids: record.processes[0]?.buildIds, notes: captured.notes };
  };
  const known = (ids: ProcessRecord['buildIds']): readonly string[] => {
    assert.ok(Array.isArray(ids), JSON.stringify(ids));
    return (ids as readonly { path: string; buildId?: string }[]).flatMap(({ path, buildId }) =>
      buildId === undefined ? [] : [`${buildId} ${path}`],
    );
  };

  for (const [label, argv] of Object.entries(SHELLS)) {
    it(`behind ${label} are those that this machine reads`, async function () {
      if (!has(argv[0] ?? '')) skip(this, `needs ${argv[0]}`);
      const there = known((await save(far(argv))).ids);
      const here = known((await save(new LocalSource())).ids);
      assert.ok(here.length > 0);
      // Only root may follow mappings to their files; there is always that of the program.
      if (process.geteuid?.() === 0) assert.deepEqual(there, here);
      else assert.equal(there[0], `${here[0]?.split(' ')[0]} /proc/${pid}/exe`);
    });
  }

  it('are those of the program alone, where the links to the mapped files ended with the main thread', async function () {
    const threads = await startWithoutMainThread();
    if (!threads) skip(this, 'needs Python');
    try {
      const { ids } = await save(far(['sh']), threads.pid);
      assert.ok(Array.isArray(ids) && ids.length > 1);
      const [program, ...others] = ids;
      assert.match(program.path, /\/exe$/);
      assert.match(program.buildId, /^[0-9a-f]{16,}$/);
      for (const { unknown } of others)
        assert.equal(unknown, 'the links to the mapped files ended with the main thread');
    } finally {
      threads.kill('SIGKILL');
    }
  });

  it('are said to be missing where the target has nothing but sh and cat', async () => {
    const bin = join(folder.path, 'bin');
    mkdirSync(bin);
    symlinkSync('/bin/cat', join(bin, 'cat'));
    const { ids, notes } = await save(far(['/bin/sh'], { PATH: bin }));
    const unknown =
      'they stand in the mapped files, and the target has no head command to read only the start of those';
    assert.deepEqual([ids, notes], [{ unknown }, [`Build IDs are missing: ${unknown}.`]]);
  });
});
