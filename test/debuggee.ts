/** The debuggee of tests: a C program that stops where a breakpoint is, and Debian's lldb-dap to debug it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Of Debian's `lldb-19`. */
const LLDB_DAP = '/usr/bin/lldb-dap-19';

/** What is missing to debug a C program; undefined when nothing is. */
export function missingDebugger(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (!existsSync(LLDB_DAP)) return `needs ${LLDB_DAP} (apt-get install lldb-19)`;
  return spawnSync('gcc', ['--version']).status === 0 ? undefined : 'needs gcc';
}

/** Builds the debuggee. @returns its folder, to be removed, and its path */
export function buildDebuggee(): { readonly folder: string; readonly program: string } {
  const folder = mkdtempSync(join(tmpdir(), 'memory-maps-debuggee-'));
  const program = join(folder, 'debuggee');
  // A copy: the debugger opens the source in an editor, where a test may type.
  const source = join(folder, 'debuggee.c');
  copyFileSync(join(import.meta.dirname, 'fixtures', 'source', 'debuggee.c'), source);
  const { status, stderr } = spawnSync('gcc', ['-g', '-O0', '-o', program, source], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return { folder, program };
}
