/** Opens what holds many files, whichever of the forms it has: a folder, or a tar archive, packed or not. */
import { statSync } from 'node:fs';
import { openFile, type OpenSource } from '../open-file.ts';
import { openTar, openTarStream, type Archive, type Wanted } from './archive.ts';
import { ChunkStream } from './byte-stream.ts';
import { openFolder } from './folder.ts';
import { packingOf, unpacked, type Packing } from './packing.ts';
import { partsOf } from './read-parts.ts';
import { isTar } from './tar.ts';

/** What is wanted of an archive. */
export interface Contents {
  readonly wanted: Wanted;
  /** See `openFolder`. */
  readonly isLeaf: (names: readonly string[]) => boolean;
  /** How many bytes are read of a file, and kept of a packed archive. */
  readonly mostBytes: number;
}

/** Enough to tell what a file is. */
const HEAD = 4096;

/**
 * Opens a folder or a tar archive of this machine.
 * @param goesOn asked between files; throws to stop
 * @returns the archive, or why it is none, a part of a sentence
 * @throws the system call's error when it cannot be read, and what `goesOn` throws
 */
export async function openArchive(
  path: string,
  { wanted, isLeaf, mostBytes }: Contents,
  goesOn: () => void,
): Promise<Archive | string> {
  if (statSync(path).isDirectory()) return openFolder(path, wanted, isLeaf, mostBytes, goesOn);
  const source = openFile(path, mostBytes, goesOn);
  let archive: Archive | string = 'it is neither a folder nor a tar archive';
  let isKept = false;
  try {
    const head = source.read(0, HEAD);
    const packing = packingOf(head);
    if (typeof packing === 'object') archive = packing.reason;
    else if (packing !== undefined) archive = await openPacked(source, packing, wanted, mostBytes, goesOn);
    else if (isTar(head)) {
      archive = await openTar(source, wanted, goesOn);
      isKept = true;
    }
  } finally {
    if (!isKept) source.close();
  }
  return archive;
}

async function openPacked(
  source: OpenSource,
  packing: Packing,
  wanted: Wanted,
  mostBytes: number,
  goesOn: () => void,
): Promise<Archive | string> {
  const stream = new ChunkStream(unpacked(partsOf(source, { goesOn, progress: () => undefined }), packing));
  try {
    const head = await stream.read(HEAD);
    stream.unread(head);
    if (!isTar(head)) return stream.broken ?? 'what is compressed in it is no tar archive';
    const archive = await openTarStream(stream, wanted, mostBytes, goesOn);
    return stream.broken === undefined ? archive : { ...archive, problems: [...archive.problems, stream.broken] };
  } finally {
    await stream.close();
  }
}
