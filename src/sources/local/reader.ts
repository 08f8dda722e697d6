/** Who reads on this machine: files of its own /proc, and what its mount options hide from it. */
import { readFileSync } from 'node:fs';
import { procMount, type ProcMount } from '../doctor/proc-mount.ts';
import { errorCode } from './files.ts';

/** A file of procfs as text; undefined when it cannot be read. */
export function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined; // Which file is missing is itself a fact: the caller treats it as not told.
  }
}

/** Files below a procfs as texts, by their paths; those that cannot be read are left out. */
export function textsOf(root: string, paths: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const text = readOptional(`${root}/${path}`);
    if (text !== undefined) texts.set(path, text);
  }
  return texts;
}

/**
 * Why processes are missing from a listing; undefined when nothing tells.
 * @param refused how many are listed and refused
 */
export function hiddenProcesses(root: string, refused: number): string | undefined {
  return hiddenBy(procMount(readOptional(`${root}/self/mountinfo`), root), root, refused);
}

/** The same where the mount of the procfs is known. */
export function hiddenBy(mount: ProcMount | undefined, root: string, refused: number): string | undefined {
  if (mount?.hidePid === undefined) {
    return refused === 0
      ? undefined
      : `${refused} processes are not shown: the kernel refuses to tell anything of them.`;
  }
  const why = `Processes of other users are not shown, because ${root} is mounted with hidepid=${mount.printed}.`;
  // `has_pid_permissions()` asks for the group only where it does not ask for the right to trace.
  return mount.hidePid === '4'
    ? `${why} An administrator can mount it anew, so that a group sees them: mount -o remount,hidepid=2,gid=GROUP ${root}`
    : `${why} An administrator can let a group see them: mount -o remount,gid=GROUP ${root}`;
}
