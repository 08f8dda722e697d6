/**
 * Finds the file that was mapped, and the file that its symbols were moved to, below a root: where distributions, Yocto and
 * debuggers keep them ("Debugging Information in Separate Files" of the GDB manual).
 */
import { posix } from 'node:path';
import { crc32Of, CRC_START, debugLink, type DebugLink } from '../../core/elf/debug-link.ts';
import { SHT_SYMTAB } from '../../core/elf/section-headers.ts';
import { Search, type OpenElf, type PassedOver } from './open-elf.ts';

/** What a map tells of a file. */
export interface ElfQuery {
  /** The real path of the mapped file, as `MappedFile.path` has it. */
  readonly path: string;
  /** In hex, where the source of the map tells it: the file must have the same. */
  readonly buildId?: string | undefined;
  /** The mapped file is no longer the one at the path; then only a build ID can tell that a file is the one. */
  readonly deleted?: boolean | undefined;
}

/** The files to ask. Close them when they are no longer needed. */
export interface FoundElf {
  /** The file that was mapped. */
  readonly program: OpenElf | undefined;
  /** The file with its symbols, where the program itself has only those that the linker needs. */
  readonly debug: OpenElf | undefined;
  /** Places that were looked at in vain, in their order. */
  readonly passedOver: readonly PassedOver[];
}

const DEBUG_FOLDER = '/usr/lib/debug';

/** A debug file is read whole for its checksum; above this that would take too long to wait for. */
const LARGEST_CHECKED = 64 << 20;

/**
 * Looks for the files of a mapping. A file that is not the mapped one, or cannot be told to be, is passed over: no symbols are
 * better than wrong ones.
 * @param root the directory that holds the machine's files, empty for this machine
 */
export function findElf(root: string, query: ElfQuery): FoundElf {
  const search = new Search(root);
  const wanted = query.buildId?.toLowerCase();
  const program = search.open(query.path, (file) => differs(file, wanted, query.deleted ?? false));
  if (program && hasSymbols(program)) return { program, debug: undefined, passedOver: search.passedOver };
  const link = program && debugLink(program.elf);
  const id = program?.buildId ?? wanted;
  let debug: OpenElf | undefined;
  for (const path of debugPaths(query.path, id, link)) {
    debug = search.open(path, (file) => whyNotOf(file, program, id, link));
    if (debug) break;
  }
  return { program, debug, passedOver: search.passedOver };
}

/** Closes the files. */
export function closeElf({ program, debug }: FoundElf): void {
  program?.source.close();
  debug?.source.close();
}

/** Why the file at the path is not the mapped one. */
function differs(file: OpenElf, wanted: string | undefined, deleted: boolean): string | undefined {
  if (wanted === undefined)
    return deleted ? 'the mapped file was deleted or replaced, and the map has no build ID to compare' : undefined;
  if (file.buildId === wanted) return undefined;
  return file.buildId === undefined
    ? 'it has no build ID, and the mapped file has one'
    : `it is another build: its build ID is ${file.buildId}, that of the mapped file ${wanted}`;
}

/** Where symbols may be, the surest place first. */
function debugPaths(path: string, id: string | undefined, link: DebugLink | undefined): string[] {
  const folder = posix.dirname(path);
  const paths: string[] = [];
  if (id !== undefined && /^[0-9a-f]{4,}$/.test(id)) {
    const byId = `/.build-id/${id.slice(0, 2)}/${id.slice(2)}`;
    // The root may be a store of symbols, as debuggers take one; its files are the whole programs at times.
    paths.push(`${DEBUG_FOLDER}${byId}.debug`, `${byId}.debug`, byId);
  }
  if (path.startsWith('/')) paths.push(`${DEBUG_FOLDER}${path}.debug`);
  // The link may hold anything, and is meant to hold the name of a file.
  if (link && !/[/\0]|^\.\.?$/.test(link.name))
    for (const place of [folder, `${folder}/.debug`, `${DEBUG_FOLDER}${folder}`])
      paths.push(posix.join(place, link.name));
  return [...new Set(paths)].filter((each) => each !== path);
}

/** Why a file does not hold the symbols of the program. */
function whyNotOf(
  file: OpenElf,
  program: OpenElf | undefined,
  id: string | undefined,
  link: DebugLink | undefined,
): string | undefined {
  if (!hasSymbols(file)) return 'it has no symbol table';
  if (program && program.elf.header.machine !== file.elf.header.machine) return 'it is for another kind of processor';
  if (id !== undefined && file.buildId !== undefined)
    return file.buildId === id ? undefined : `it belongs to another build, ${file.buildId}`;
  if (!link) return 'nothing tells that it belongs to the mapped file';
  if (file.source.size > LARGEST_CHECKED) return 'it has no build ID, and it is too large to compute its checksum';
  return checksumOf(file) === link.crc ? undefined : 'its checksum is not the one that the mapped file tells';
}

function checksumOf({ source }: OpenElf): number {
  let crc = CRC_START;
  const step = 1 << 20;
  for (let at = 0; at < source.size; at += step) crc = crc32Of(source.read(at, step), crc);
  return crc;
}

/** True for a file that has a table of its symbols, not only those that the linker needs. */
export function hasSymbols({ elf }: OpenElf): boolean {
  return elf.sections.some(({ type, size }) => type === SHT_SYMTAB && size > 0);
}
