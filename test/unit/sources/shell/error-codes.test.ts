/** What the cats of targets say, as codes. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodeIn } from '../../../../src/sources/shell/error-codes.ts';
import { ShellProcfs } from '../../../../src/sources/shell/procfs.ts';
import { Shell } from '../../../../src/sources/shell/shell.ts';
import { skip } from '../../../runner/report.mjs';
import { TemporaryFolder } from '../temporary-folder.ts';
import { FarShell, has, PATIENT } from './far-shell.ts';

/** Programs that bring a cat of their own, by what they are started as. */
const CATS: Readonly<Record<string, string>> = {
  GNU: '/bin/cat',
  busybox: '/usr/bin/busybox',
  toybox: '/usr/bin/toybox',
};

describe('what cat complains of', () => {
  it('is the code of the system call, in the words of glibc, musl and bionic, and the numbers of uClibc', () => {
    for (const [complaint, code] of [
      ['cat: /proc/1/maps: Permission denied', 'EACCES'],
      ["cat: can't open '/proc/1/maps': Permission denied", 'EACCES'],
      ['cat: /proc/1/maps: Operation not permitted\n', 'EPERM'],
      ['cat: read error: No such process', 'ESRCH'],
      ['cat: /proc/1/maps: I/O error', 'EIO'],
      ['sh: /proc/1: out of memory', 'ENOMEM'],
      ['cat: /proc/1/maps: Symbolic link loop', 'ELOOP'],
      ["cat: can't open '/proc/1/maps': Unknown error 13", 'EACCES'],
      ['cat: read error: Unknown error 3', 'ESRCH'],
      ['cat: /proc/1/maps: Unknown error 530', 'UNKNOWN'],
      ['cat: constructor', 'UNKNOWN'],
      ['', 'UNKNOWN'],
    ]) {
      assert.equal(errorCodeIn(complaint ?? ''), code, complaint);
    }
  });

  for (const [name, program] of Object.entries(CATS)) {
    it(`is told apart with ${name} cat`, async function () {
      if (process.platform !== 'linux') skip(this, 'needs Linux');
      if (!has(program)) skip(this, `needs ${program}`);
      const folder = new TemporaryFolder();
      try {
        mkdirSync(join(folder.path, 'bin'));
        symlinkSync(program, join(folder.path, 'bin/cat'));
        const far = new FarShell(['/bin/sh'], { env: { PATH: join(folder.path, 'bin') } });
        const shell = new Shell(far.open, name);
        // The kernel refuses to read the memory of address 0, and has no such process as 4194305.
        const paths = ['4194305/maps', 'self/maps/x', 'self/task', 'self/mem', 'self/comm'];
        const reads = await new ShellProcfs(shell).read(paths, PATIENT.signal);
        assert.deepEqual(
          reads.map((each) => ('error' in each ? each.error : Buffer.from(each.bytes).toString())),
          ['ENOENT', 'ENOTDIR', 'EISDIR', 'EIO', 'cat\n'],
        );
        await shell.close();
      } finally {
        folder.remove();
      }
    });
  }
});
