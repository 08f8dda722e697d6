/** The build IDs of the files that a process of this machine has mapped. */
import { statSync } from 'node:fs';
import { buildId, readElf } from '../../core/elf/elf-file.ts';
import { mappedFile } from '../../core/memory-map/file-table.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { regionAt } from '../../core/memory-map/region-table.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { FileSource } from '../elf/file-source.ts';
import { resolveInRoot, whyNot } from '../elf/resolve-in-root.ts';
import { errorCode } from '../local/files.ts';
import type { BuildIdRecord } from './record.ts';

/** Why they are not read of other machines. */
export const NOT_FROM_AFAR =
  'they stand inside of the mapped files, which would have to be read whole over the connection; keep the files of that machine with this snapshot';

/**
 * Reads the build IDs. A file is opened as the process has it mapped, which the kernel allows with CAP_CHECKPOINT_RESTORE, also
 * when it was deleted; else by its path under the root of the process, when the file there is still the same.
 * @param folder of the process, or of the thread of it that its map was read through
 * @param goesOn asked between files; throws to stop
 */
export function readBuildIds(folder: string, { regions }: MemoryMap, goesOn: () => void): readonly BuildIdRecord[] {
  const records: BuildIdRecord[] = [];
  const seen = new Set<number>();
  let mayFollow = true;
  for (let row = 0; row < regions.count; row++) {
    const index = regions.file[row] ?? 0;
    if (seen.has(index)) continue;
    seen.add(index);
    const { path, inode } = mappedFile(regions.files, index);
    if (inode === 0n || !path.startsWith('/')) continue;
    goesOn();
    const { start, end } = regionAt(regions, row);
    const link = `${folder}/map_files/${start.toString(16)}-${end.toString(16)}`;
    let read = mayFollow ? buildIdAt(link) : REFUSED;
    if (read.code !== undefined) {
      if (read.code === 'EPERM') mayFollow = false;
      const place = resolveInRoot(`${folder}/root`, path);
      read = place.ok ? buildIdAt(place.path, inode) : { unknown: place.reason };
    }
    if (read.buildId === undefined && read.unknown === undefined) continue;
    const name = printable(path);
    const { buildId: id, unknown = '' } = read;
    records.push(id === undefined ? { path: name, unknown } : { path: name, buildId: id });
  }
  return records;
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
