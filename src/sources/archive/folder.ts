/** A folder of dumps, such as an unpacked report or /proc itself. */
import { existsSync, readdirSync, statfsSync, statSync, type Dirent } from 'node:fs';
import { printable } from '../../core/memory-map/printable.ts';
import { errorCode, isGone } from '../local/files.ts';
import { openFile } from '../open-file.ts';
import { linksNotRead, notRead, type Archive, type ArchiveFile, type Wanted } from './archive.ts';

/** `PROC_SUPER_MAGIC` (include/uapi/linux/magic.h): sizes say nothing there. */
const PROCFS = 0x9fa0;
/** A report nests a few folders deep. */
const DEEPEST = 16;
const MOST_FOLDERS = 200_000;

/**
 * Lists a folder and those in it. Links are not followed, as they may lead anywhere; they, pipes and devices, and what cannot be listed are left out with a problem.
 * @param isLeaf true for the names in a folder below which nothing is wanted: that of a process holds its threads again
 * @param most bytes that are read of a file without a size
 * @throws the system call's error when the folder itself cannot be listed, and what `goesOn` throws
 */
export function openFolder(
  root: string,
  wanted: Wanted,
  isLeaf: (names: readonly string[]) => boolean,
  most: number,
  goesOn: () => void,
): Archive {
  const files: ArchiveFile[] = [];
  const problems: string[] = [];
  const links: string[] = [];
  const pipes: string[] = [];
  const hasSizes = statfsSync(root).type !== PROCFS;
  const waiting = [{ path: '', depth: 0 }];
  let count = 0;
  for (let folder = waiting.pop(); folder; folder = waiting.pop()) {
    goesOn();
    const { path, depth } = folder;
    const listed = list(root, path);
    if (typeof listed === 'string') {
      problems.push(listed);
      continue;
    }
    const leaf = isLeaf(listed.map(({ name }) => name));
    for (const entry of listed) {
      const inside = `${path}${entry.name}`;
      if (entry.isDirectory()) {
        if (leaf || depth === DEEPEST) continue;
        if (++count > MOST_FOLDERS) {
          problems.push(`there are more than ${MOST_FOLDERS} folders: the rest is not read`);
          return archive(root, files, problems, most);
        }
        waiting.push({ path: `${inside}/`, depth: depth + 1 });
      } else if (entry.isFile() && wanted(inside)) {
        const size = hasSizes ? sizeOf(root, inside) : undefined;
        if (typeof size === 'string') problems.push(size);
        else files.push({ path: inside, size });
      } else if (wanted(inside)) (entry.isSymbolicLink() ? links : pipes).push(inside);
    }
  }
  if (links.length > 0) problems.push(linksNotRead(links));
  if (pipes.length > 0) problems.push(notRead(pipes, 'a pipe, a socket or a device is no saved file'));
  return archive(root, files, problems, most);
}

function archive(root: string, files: readonly ArchiveFile[], problems: readonly string[], most: number): Archive {
  return {
    files,
    problems,
    open: ({ path }, goesOn) => openFile(`${root}/${path}`, most, goesOn),
    close: () => undefined,
  };
}

/** What is in a folder, or why it cannot be listed; a process that has ended meanwhile had nothing. */
function list(root: string, path: string): readonly Dirent[] | string {
  try {
    return readEntries(`${root}/${path}`);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined || path === '') throw error;
    return isGone(code) ? [] : `${printable(path)} cannot be listed: ${code}`;
  }
}

/** In /proc a process may end while the list is made, and then all of it fails: it is made again. */
const TRIES = 20;

function readEntries(folder: string): readonly Dirent[] {
  for (let i = 1; ; i++) {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if (i === TRIES || errorCode(error) !== 'ENOENT' || !existsSync(folder)) throw error;
    }
  }
}

/** In bytes, or why it cannot be told. */
function sizeOf(root: string, path: string): number | string {
  try {
    return statSync(`${root}/${path}`).size;
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return `${printable(path)} cannot be read: ${code}`;
  }
}
