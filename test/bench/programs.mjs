// Programs in C that a bench needs around what it measures. They are built from test/bench/programs with `cc`.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../vscode/paths.mjs';
import { Missing } from './yardsticks.mjs';

const built = join(root, 'out', 'bench');

/**
 * Builds a program.
 * @param {'sleepers' | 'churner'} name
 * @returns {string} its path
 */
export function program(name) {
  if (process.platform !== 'linux') throw new Missing('the programs of the benches need Linux');
  mkdirSync(built, { recursive: true });
  const path = join(built, name);
  const source = join(root, 'test', 'bench', 'programs', `${name}.c`);
  try {
    execFileSync('cc', ['-O2', '-Wall', '-Wextra', '-o', path, source], { stdio: 'pipe' });
  } catch (error) {
    throw new Missing(`${name}.c cannot be built: ${error instanceof Error ? error.message : String(error)}`);
  }
  return path;
}

/**
 * Starts processes that sleep, all under one parent; some of them run now and then.
 * @param {number} wanted how many; there are fewer where the machine has no room for so many
 * @param {number} busy how many of them run now and then
 */
export async function startSleepers(wanted, busy) {
  const child = spawn(program('sleepers'), [String(wanted), String(busy)], { stdio: ['pipe', 'pipe', 'ignore'] });
  const [line] = await once(child.stdout, 'data');
  const count = Number(/^ready (\d+)/.exec(String(line))?.[1] ?? 0);
  const ended = once(child, 'exit');
  if (child.pid === undefined || count === 0) throw new Missing('no process can be started');
  return {
    pid: child.pid,
    count,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * The processor time of a command with all that it started, in milliseconds.
 * @param {string} command @param {string[]} args
 */
export function processorTime(command, args) {
  // The shell's `times` tells of its children in its second line: minutes and seconds of user and system.
  const script = '"$0" "$@" > /dev/null || exit; times';
  const output = execFileSync('/bin/sh', ['-c', script, command, ...args], { encoding: 'utf8' });
  const times = [...(output.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return times.reduce((sum, [, minutes, seconds]) => sum + 60_000 * Number(minutes) + 1000 * Number(seconds), 0);
}
