// The yardsticks: small C programs that do the same work with nothing around it, and a process with as many regions as asked.
// They stand beside the checkout (../shared/bench, or MEMORY_MAPS_YARDSTICKS) and are built with `cc`; a bench that cannot have
// them says so in its rows.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../vscode/paths.mjs';

const sources = process.env['MEMORY_MAPS_YARDSTICKS'] ?? join(root, '..', 'shared', 'bench');
const built = join(root, 'out', 'bench');

/** What a bench throws when something it measures against is missing; its rows are then told as skipped. */
export class Missing extends Error {}

/**
 * Builds a yardstick.
 * @param {'readloop' | 'procscan' | 'mapper' | 'stall'} name
 * @returns {string} path of the program
 */
export function yardstick(name) {
  const source = join(sources, `${name}.c`);
  const program = join(built, name);
  if (process.platform !== 'linux') throw new Missing('the yardsticks need Linux');
  if (!existsSync(source)) throw new Missing(`${name}.c is not in ../shared/bench`);
  mkdirSync(built, { recursive: true });
  try {
    execFileSync('cc', ['-O3', '-march=native', '-w', '-o', program, source, '-lpthread'], { stdio: 'pipe' });
  } catch (error) {
    throw new Missing(`${name}.c cannot be built: ${error instanceof Error ? error.message : String(error)}`);
  }
  return program;
}

/**
 * Starts a process with about `regions` regions.
 * @param {number} regions
 * @returns {Promise<{ pid: number, stop: () => void }>}
 */
export async function startMapper(regions) {
  const child = spawn(yardstick('mapper'), [String(regions)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit').then(() => {
    throw new Missing(`a process of ${regions} regions cannot be made: is vm.max_map_count too low?`);
  });
  await Promise.race([once(child.stdout, 'data'), ended]);
  ended.catch(() => {});
  if (child.pid === undefined) throw new Missing('the mapper did not start');
  return { pid: child.pid, stop: () => void child.kill() };
}

/**
 * Runs readloop and gives its best time.
 * @param {string} file @param {'read' | 'parse'} mode @param {number} repetitions
 * @returns {{ ms: number, lines: number }}
 */
export function readloop(file, mode, repetitions) {
  const output = execFileSync(join(built, 'readloop'), [file, '65536', String(repetitions), mode], {
    encoding: 'utf8',
  });
  const { min_ns: nanoseconds, lines } = JSON.parse(output);
  return { ms: nanoseconds / 1e6, lines };
}

/** @param {readonly number[]} values @returns {number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** What 99 of 100 values are at most. @param {readonly number[]} values */
export function mostOf(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}
