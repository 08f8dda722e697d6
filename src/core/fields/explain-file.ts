/** Explains the columns that tell what is mapped: device, inode, pathname, and the mark that its name is gone. */
import { decodeName } from '../memory-map/name.ts';
import { regionAt } from '../memory-map/region-table.ts';
import { formatCount } from '../memory-map/size.ts';
import { nameEntry } from './catalogue.ts';
import { findName } from './entry.ts';
import { deviceFacts } from './device-numbers.ts';
import { explanation, type Explanation, type Place } from './explanation.ts';
import type { HeaderText } from './field-at.ts';
import { HEADER_FIELDS, NOT_A_PATH, TOOLS_NAME } from './header-fields.ts';
import { kindDescription, kindLine, noteLines, objectLine } from './region-facts.ts';
import { SHARED_MEMORY_NAMES } from './shared-names.ts';
import { prose, quoted, text, visible, type Text } from './text.ts';

const encoder = new TextEncoder();
/** Dialects that are the kernel's own text. */
const KERNELS: ReadonlySet<string | undefined> = new Set(['maps', 'smaps', 'smaps_rollup', 'numa_maps']);

/** Explains the device of the file system. */
export function explainDevice({ header }: { header: HeaderText }): Explanation {
  const { major: majorText = '', minor: minorText = '' } = header;
  const title = text`${HEADER_FIELDS.device.name} ${quoted(`${majorText}:${minorText}`)}`;
  const major = Number.parseInt(majorText, 16);
  const minor = Number.parseInt(minorText, 16);
  const numbers = text`Major ${formatCount(major)}, minor ${formatCount(minor)} in decimal.`;
  if (major === 0 && minor === 0) {
    return explanation(
      HEADER_FIELDS.device,
      [numbers, ['No device: no file of a file system is behind the region.']],
      title,
    );
  }
  const facts = deviceFacts(major, minor);
  const here: Text[] = [
    numbers,
    facts ? text`Major ${major}: ${facts.what}.` : text`Major ${major}: not a common one.`,
  ];
  if (facts?.node !== undefined) here.push(text`Usually the device node ${quoted(facts.node)}.`);
  const field = explanation(HEADER_FIELDS.device, here, title);
  if (major !== 0) return field;
  // Btrfs reports another device per subvolume, overlay another one for its layers (fs/btrfs/inode.c, fs/overlayfs).
  return {
    ...field,
    why: prose(
      'The number is given out when the file system is mounted, so it differs from boot to boot. On btrfs and overlay `stat` can show another one for the same file.',
    ),
  };
}

/** Explains the inode number. */
export function explainInode({ header }: { header: HeaderText }, place: Place | undefined): Explanation {
  const { inode = '', name } = header;
  const same = place && /[1-9]/.test(inode) ? objectLine(place) : undefined;
  const here = [inodeLine(inode, name), ...(same ? [same] : [])];
  return explanation(HEADER_FIELDS.inode, here, text`${HEADER_FIELDS.inode.name} ${quoted(inode)}`);
}

function inodeLine(inode: string, name: string): Text {
  if (/^\/SYSV[0-9a-f]{8}/.test(name))
    return text`System V shared memory: this is also its shmid, as ${quoted('ipcs -m')} lists it.`;
  if (/^0+$/.test(inode)) return ['No file: private memory, or a page of the kernel.'];
  if (name.startsWith('anon_inode:'))
    return ['Many kernel objects share this inode number: it does not tell them apart.'];
  if (/^\/(memfd:|dev\/zero \(deleted\))/.test(name))
    return ['A file that exists only in memory; no directory lists it.'];
  return text`${quoted(`find MOUNTPOINT -xdev -inum ${inode}`)} finds every name of this file.`;
}

/** Explains the pathname or pseudo-path. */
export function explainName({ header }: { header: HeaderText }, place: Place | undefined): Explanation {
  const file = place ? regionAt(place.map.regions, place.row).file : decodeName(encoder.encode(header.name));
  const own = nameEntry(file);
  const entry = own === NOT_A_PATH && place && !KERNELS.has(place.map.dialect) ? TOOLS_NAME : own;
  const here: Text[] = [];
  if (file.name.includes('\\012'))
    here.push(prose('`\\012` in the name stands for a newline; the kernel escapes nothing else.'));
  if (file.pathBytes) here.push(['The name is not UTF-8: bytes that cannot be decoded are shown as U+FFFD.']);
  else if (visible(file.path) !== file.path && !file.path.includes('\n')) {
    here.push(['The name holds characters that cannot be seen; here they are told by name.']);
  }
  if (file.deleted && !isAlwaysDeleted(file.name)) {
    here.push(['The file was removed or replaced after it was mapped; the process still has the old one.']);
  }
  if (place && place.map.dialect !== 'smaps_rollup') {
    here.push(kindLine(place), ...noteLines(place));
    const same = objectLine(place);
    if (same && !file.name.startsWith('[')) here.push(same);
  }
  const told = explanation(entry, here, text`${HEADER_FIELDS.name.name} ${quoted(file.path)}`);
  // Any path: what the region is tells more than what a path is.
  return place && (entry === HEADER_FIELDS.name || entry === TOOLS_NAME)
    ? { ...told, meaning: [kindDescription(place)] }
    : told;
}

/** Explains the mark behind a name whose directory entry is gone. */
export function explainDeleted({ header }: { header: HeaderText }): Explanation {
  const { name } = header;
  if (isAlwaysDeleted(name)) {
    return {
      ...explanation(HEADER_FIELDS.deleted, []),
      label: 'nothing was deleted',
      meaning: ['This object never has a directory entry to begin with, so the kernel always says (deleted).'],
      why: ['No file was replaced, and no restart is due.'],
    };
  }
  return explanation(HEADER_FIELDS.deleted, [
    prose(
      'If another file is at that path now, it was replaced; if none is, it was removed. `/proc/PID/map_files` still leads to the old one.',
    ),
  ]);
}

/** True for objects that never had a directory entry; files in /dev/shm and /dev/hugepages did. */
function isAlwaysDeleted(name: string): boolean {
  if (/^\/dev\/(shm|hugepages)\//.test(name)) return false;
  return findName(name, [SHARED_MEMORY_NAMES]) !== undefined;
}
