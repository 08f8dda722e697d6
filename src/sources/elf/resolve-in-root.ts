/** Finds a path below a root directory as a process would find it whose root that is (chroot(2)). */
import { lstatSync, readlinkSync } from 'node:fs';
import { errorCode } from '../local/files.ts';

/** As in the kernel: `MAXSYMLINKS` in include/linux/namei.h. */
const MOST_LINKS = 40;

export type Resolved = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly reason: string };

/**
 * Where a path of the root's own lies outside of it. Symbolic links and `..` lead to nothing above the root: an absolute link
 * starts at the root again. The root itself may be a link, such as `/proc/PID/root`.
 * @param root a directory, empty for the root of this machine
 * @param path absolute, with `/`
 */
export function resolveInRoot(root: string, path: string): Resolved {
  if (!path.startsWith('/') || path.includes('\0')) return { ok: false, reason: 'it is not the path of a file' };
  const found: string[] = [];
  const waiting = componentsOf(path);
  for (let links = 0; ;) {
    const next = waiting.pop();
    if (next === undefined) return { ok: true, path: placeOf(root, found) };
    if (next === '..') {
      found.pop();
      continue;
    }
    found.push(next);
    const target = linkAt(placeOf(root, found));
    if (typeof target === 'object') {
      if (!target.ok) return target;
      continue;
    }
    if (++links > MOST_LINKS) return { ok: false, reason: 'it has too many symbolic links' };
    if (target.startsWith('/')) found.length = 0;
    else found.pop();
    waiting.push(...componentsOf(target));
  }
}

/** The last component first. */
function componentsOf(path: string): string[] {
  return path
    .split('/')
    .filter((name) => name !== '' && name !== '.')
    .toReversed();
}

function placeOf(root: string, names: readonly string[]): string {
  return `${root.replace(/\/$/, '')}/${names.join('/')}`;
}

/** What a symbolic link holds; else whether there is something that is none. */
function linkAt(path: string): string | { readonly ok: true } | { readonly ok: false; readonly reason: string } {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : { ok: true };
  } catch (error) {
    return { ok: false, reason: whyNot(error) };
  }
}

/** Why a file could not be read that is missing. */
export const NOT_THERE = 'it is not there';
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: NOT_THERE,
  ENOTDIR: NOT_THERE,
  ESRCH: NOT_THERE,
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'it has too many symbolic links',
  ENAMETOOLONG: 'its name is too long',
};

/**
 * Why a file could not be read, as a part of a sentence.
 * @throws the error when it is none of a system call
 */
export function whyNot(error: unknown): string {
  const code = errorCode(error);
  if (code === undefined) throw error;
  return REASONS[code] ?? `reading it failed with ${code}`;
}
