/** The build IDs of the files that a process has mapped. */
import { statSync } from 'node:fs';
import { bytesSource } from '../../core/elf/byte-source.ts';
import { buildId, readElf } from '../../core/elf/elf-file.ts';
import { mappedFile } from '../../core/memory-map/file-table.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { regionAt } from '../../core/memory-map/region-table.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { FileSource } from '../elf/file-source.ts';
import { resolveInRoot, whyNot } from '../elf/resolve-in-root.ts';
import { errorCode } from '../local/files.ts';
import type { FileRead } from '../procfs.ts';
import type { BuildIdRecord, ProcessRecord } from './record.ts';
import type { Trips } from './trips.ts';

/**
 * Reads the build IDs. A file is opened as the process has it mapped, which the kernel allows with CAP_CHECKPOINT_RESTORE, also
 * when it was deleted; else by its path under the root of the process, when the file there is still the same.
 * @param folder of the process, or of the thread of it that its map was read through
 * @param goesOn asked between files; throws to stop
 */
export function readBuildIds(folder: string, { regions }: MemoryMap, goesOn: () => void): readonly BuildIdRecord[] {
  const records: BuildIdRecord[] = [];
  let mayFollow = true;
  for (const { path, inode, link } of mappedFiles(folder, regions)) {
    goesOn();
    let read = mayFollow ? buildIdAt(link) : REFUSED;
    if (read.code !== undefined) {
      if (read.code === 'EPERM') mayFollow = false;
      const place = resolveInRoot(`${folder}/root`, path);
      read = place.ok ? buildIdAt(place.path, inode) : { unknown: place.reason };
    }
    records.push(...recordsOf(path, read));
  }
  return records;
}

/** Of another machine so many files are asked for in one round trip. */
const AT_ONCE = 64;

/**
 * The same of another machine, from the starts of the files. They are reached through the links of the mappings only: a path could
 * lead to another file by now. Where those are closed, as they are to all but root, there is still that of the program itself.
 * @param folder as above, below /proc
 * @throws what `trips` throws
 */
export async function readFarBuildIds(
  trips: Trips,
  folder: string,
  { regions }: MemoryMap,
): Promise<NonNullable<ProcessRecord['buildIds']>> {
  const files = mappedFiles(folder, regions);
  const [program] = (await trips.heads([`${folder}/exe`])) ?? [];
  if (!program || ('error' in program && program.error === 'ENOSYS')) return { unknown: NO_HEAD };
  const reads: FileRead[] = [];
  /** What is told of files whose links lead nowhere, once that holds for all. */
  let instead: BuildIdRead | undefined;
  for (let at = 0; at < files.length && !instead; at += AT_ONCE) {
    const some = (await trips.heads(files.slice(at, at + AT_ONCE).map(({ link }) => link))) ?? [];
    reads.push(...some);
    if (allFailed(some, 'EPERM')) instead = buildIdIn(CLOSED);
    else if (allFailed(some, 'ENOENT') && !(await trips.names(folder)).includes(LINKS))
      instead = { unknown: whyNoLinks(folder) };
  }
  const records = files.flatMap(({ path }, i) => {
    const read = reads[i] ?? CLOSED;
    return recordsOf(path, (instead && 'error' in read && instead) || buildIdIn(read));
  });
  return instead ? [...recordsOf(`/proc/${folder}/exe`, buildIdIn(program)), ...records] : records;
}

function allFailed(reads: readonly FileRead[], code: string): boolean {
  return reads.every((read) => 'error' in read && read.error === code);
}

/** The links came with Linux 3.3, and before 4.3 were there with CONFIG_CHECKPOINT_RESTORE only; threads have none. */
function whyNoLinks(folder: string): string {
  return folder.includes('/')
    ? 'the links to the mapped files ended with the main thread'
    : `the kernel has no links to the mapped files (${LINKS})`;
}

const NO_HEAD = 'they stand in the mapped files, and the target has no head command to read only the start of those';
const CLOSED: FileRead = { error: 'EPERM' };
/** The folder of the links. */
const LINKS = 'map_files';

/** What the start of a file tells. */
function buildIdIn(read: FileRead): BuildIdRead {
  if ('error' in read) {
    if (read.error === 'EINVAL') return {};
    const isClosed = read.error === 'EPERM' || read.error === 'EACCES';
    if (isClosed) return { unknown: 'only root may follow the mapping to its file' };
    return { unknown: read.error === 'ENOENT' ? 'it was not mapped any more' : `reading it failed with ${read.error}` };
  }
  const elf = readElf(bytesSource(read.bytes));
  if (!elf.ok) return {};
  const id = buildId(elf.value);
  return id === undefined ? { unknown: 'it has none at its start' } : { buildId: id };
}

/** A file that is mapped, and the link of its first mapping. */
interface Mapped {
  readonly path: string;
  readonly inode: bigint;
  readonly link: string;
}

function mappedFiles(folder: string, regions: MemoryMap['regions']): readonly Mapped[] {
  const files: Mapped[] = [];
  const seen = new Set<number>();
  for (let row = 0; row < regions.count; row++) {
    const index = regions.file[row] ?? 0;
    if (seen.has(index)) continue;
    seen.add(index);
    const { path, inode } = mappedFile(regions.files, index);
    if (inode === 0n || !path.startsWith('/')) continue;
    const { start, end } = regionAt(regions, row);
    files.push({ path, inode, link: `${folder}/${LINKS}/${start.toString(16)}-${end.toString(16)}` });
  }
  return files;
}

/** None for what is no ELF file. */
function recordsOf(path: string, { buildId: id, unknown }: BuildIdRead): readonly BuildIdRecord[] {
  const name = printable(path);
  if (id !== undefined) return [{ path: name, buildId: id }];
  return unknown === undefined ? [] : [{ path: name, unknown }];
}

/** Neither a build ID nor a reason: the file is no ELF file. */
interface BuildIdRead {
  readonly buildId?: string;
  readonly unknown?: string;
  /** Of the system call that failed. */
  readonly code?: string;
}

const REFUSED: BuildIdRead = { unknown: 'it may not be read', code: 'EPERM' };

/** @param inode which file it must be; the link of a mapping leads to no other */
function buildIdAt(path: string, inode?: bigint): BuildIdRead {
  let file: FileSource | undefined;
  try {
    // Looked at before it is opened: to open a device may start something.
    const stats = statSync(path, { bigint: true });
    if (!stats.isFile()) return {};
    if (inode !== undefined && stats.ino !== inode)
      return { unknown: 'the file at this path is another one than is mapped' };
    file = FileSource.open(path);
    const elf = file && readElf(file);
    if (!elf?.ok) return {};
    const id = buildId(elf.value);
    return id === undefined ? { unknown: 'it has none' } : { buildId: id };
  } catch (error) {
    const code = errorCode(error);
    return { unknown: whyNot(error), ...(code === undefined ? {} : { code }) };
  } finally {
    file?.close();
  }
}
