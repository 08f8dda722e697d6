/** Files of /proc that were lost on the way into an archive. */
import { printable } from '../../core/memory-map/printable.ts';
import type { ArchiveFile } from './archive.ts';
import { isProcessFile, isProcess } from './snapshots.ts';

/**
 * Why an archive tells nothing of its processes, a sentence without a capital and a full stop; undefined where it tells something.
 * tar copies as many bytes as the size of a file says, and procfs says 0 of all files.
 */
export function emptied(files: readonly ArchiveFile[]): string | undefined {
  const ofProcesses = files.filter(({ path }) => isProcessFile(path));
  const map = ofProcesses.find(({ path }) => isProcess([path.slice(path.lastIndexOf('/') + 1)]));
  if (!map || ofProcesses.some(({ size }) => size !== 0)) return undefined;
  return `${printable(map.path)} and all other files of processes are empty, as tar saves them straight from /proc, where sizes are 0: copy them with cat first, or use "memory-maps capture"`;
}
