/** Looking at what targets do, from outside. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { SourceFailure } from '../../../../src/sources/source.ts';

/** Waits until it is true; the test's own time limit ends it. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await pause(10);
}

/** The failure that a question ends in. */
export async function failureOf(question: Promise<unknown>): Promise<SourceFailure> {
  try {
    await question;
  } catch (error) {
    if (error instanceof SourceFailure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

/** The command lines of the ssh programs that this process started and that have not been waited for. */
export function sshChildren(): readonly string[] {
  return childrenOf(process.pid).filter((command) => /\bssh\b/.test(command) && !command.startsWith('unshare'));
}

/** The command lines of a process's children; zombies have an empty one. */
export function childrenOf(pid: number): readonly string[] {
  const threads = readdirSync(`/proc/${pid}/task`);
  const pids = threads.flatMap(
    (thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1').match(/\d+/g) ?? [],
  );
  return pids.map((child) => {
    try {
      return readFileSync(`/proc/${child}/cmdline`, 'latin1').replaceAll('\0', ' ').trim();
    } catch {
      return ''; // It has ended meanwhile.
    }
  });
}
