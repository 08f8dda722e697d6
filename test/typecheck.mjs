// Type-checks every runtime with its own tsconfig, so that a folder cannot use what its runtime does not have.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
const projects = ['src/core', 'src/protocol', 'src/sources', 'src/cli', 'src/extension', 'src/webview', 'test'];

let failed = 0;
for (const project of projects) {
  const config = join(root, project, 'tsconfig.json');
  if (!existsSync(config)) throw new Error(`${config} is missing`);
  const { status } = spawnSync(process.execPath, [tsc, '-p', config], { stdio: 'inherit' });
  if (status !== 0) failed++;
}
console.log(`typecheck: ${projects.length - failed} of ${projects.length} runtimes pass`);
process.exitCode = failed ? 1 : 0;
