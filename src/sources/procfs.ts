/**
 * A procfs, wherever it is: of this machine, behind a shell on another one, or saved in an archive. What is told of a process is
 * put together from these few questions, so that it reads alike from everywhere.
 */

/** A file, byte for byte, or the code of the system call that failed, such as `EACCES`. */
export type FileRead = { readonly bytes: Uint8Array } | { readonly error: string };

/** Paths are below /proc, such as `12/maps` or `sys/kernel/osrelease`: letters, digits and `. _ / -` only. */
export interface Procfs {
  /**
   * Reads files one after the other, in one round trip.
   * @returns an answer for each path, in their order
   * @throws Cancelled, and SourceFailure when the source itself cannot be reached
   */
  read(paths: readonly string[], signal: AbortSignal): Promise<readonly FileRead[]>;
  /**
   * The starts of files that links in /proc lead to, some kilobytes each; `EINVAL` for what is no file but a device or the like,
   * `EPERM` where the link may not be followed, `ENOENT` where there is none, `ENOSYS` where the source has nothing that cuts files. Absent where they are
   * at hand as files. See `read`.
   */
  heads?(paths: readonly string[], signal: AbortSignal): Promise<readonly FileRead[]>;
  /** The names in a folder, such as the threads in `12/task`; the code of the system call that failed instead. See `read`. */
  names(path: string, signal: AbortSignal): Promise<readonly string[] | { readonly error: string }>;
  /** Whether a file belongs to the effective user who reads; undefined when that cannot be told. See `read`. */
  isOwn(path: string, signal: AbortSignal): Promise<boolean | undefined>;
}

/** True for a path that every procfs takes. */
export function isProcPath(path: string): boolean {
  return /^[A-Za-z0-9_-][\w.-]*(?:\/[A-Za-z0-9_-][\w.-]*)*$/.test(path);
}
