// Where things are, and running a command: shared by every script that must work before `npm ci`.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's top folder. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Everything installed for tests that is not a dependency of the product: VS Codes, Nodes, Chromium, fonts. */
export const cache = join(root, '.vscode-test');

/**
 * Runs a command to its end and gives what it printed (standard output and error together).
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] `show` passes the output through as it comes
 * @returns {Promise<{ code: number, output: string }>} `code` is 1 when the command was ended by a signal
 */
export function run(command, args, { cwd = root, env = process.env, show = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += String(chunk)));
    child.stderr?.on('data', (chunk) => (output += String(chunk)));
    // An interrupted script takes its commands along.
    const end = () => child.kill();
    process.once('exit', end);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', end);
      resolve({ code: code ?? 1, output });
    });
  });
}

/**
 * Runs npm as a person would in `cwd`: without the settings that an outer `npm test` puts into the environment.
 * @param {string[]} args
 * @param {string} cwd
 * @returns {Promise<void>} rejects with npm's output when npm fails
 */
export async function npm(args, cwd) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^npm_(config|package|lifecycle)_/i.test(key)),
  );
  const { code, output } = await run('npm', [...args, '--no-audit', '--no-fund', '--ignore-scripts'], { cwd, env });
  if (code !== 0) throw new Error(`npm ${args.join(' ')} in ${cwd} failed:\n${output}`);
}
