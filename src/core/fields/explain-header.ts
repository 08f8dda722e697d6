/** Explains the columns of a region's line. */
import { formatHexAddress, parseAddress } from '../memory-map/address.ts';
import { vmFlagsAt } from '../memory-map/counters.ts';
import { regionAt } from '../memory-map/region-table.ts';
import { formatBytes, formatCount } from '../memory-map/size.ts';
import { explanation, pageSizeOf, type Explanation, type Place } from './explanation.ts';
import type { Field, HeaderText } from './field-at.ts';
import { HEADER_FIELDS, PERMISSION_LETTERS, RANGE_ENDS, SIZE_ONLY } from './header-fields.ts';
import { mayChange } from './mprotect.ts';
import { permissionWords } from './permission-words.ts';
import { evidenceLine, kindLine, neighbourLines, noteLines } from './region-facts.ts';
import { SOURCES } from './sources.ts';
import { prose, quoted, text, type Text } from './text.ts';

const TOO_LONG: Text = ['The number needs more than 64 bits: no kernel prints it.'];

/** Explains the address range, and the end of it that the cursor is on. */
export function explainRange({ part, header }: Field & { field: 'range' }, place: Place | undefined): Explanation {
  if (place && !place.map.placed) return explainSize(place);
  const start = parseAddress(header.start);
  const end = parseAddress(header.end);
  const here: (Text | undefined)[] = [
    start === undefined || end === undefined ? TOO_LONG : sizeLine(start, end, place),
    ...(place ? regionLines(place) : []),
  ];
  const title = text`${HEADER_FIELDS.range.name} ${quoted(end === start && place ? header.start : `${header.start}-${header.end}`)}`;
  const whole = explanation(
    HEADER_FIELDS.range,
    here.filter((line) => line !== undefined),
    title,
  );
  if (part === undefined) return whole;
  const { meaning, why } = RANGE_ENDS[part];
  return { ...whole, meaning: text`${quoted(header[part])}: ${prose(meaning)}`, why: prose(why) };
}

/** Explains the row of a source that tells sizes and no addresses. */
function explainSize(place: Place): Explanation {
  const { size } = regionAt(place.map.regions, place.row);
  const here = [text`${exactBytes(size)}, ${pages(size, place)}.`, kindLine(place), evidenceLine(place)];
  return explanation(
    SIZE_ONLY,
    here.filter((line) => line !== undefined),
    [SIZE_ONLY.name],
  );
}

function regionLines(place: Place): readonly (Text | undefined)[] {
  if (place.map.dialect === 'smaps_rollup') {
    return [['From the first mapped address to the last, gaps included: not an amount of memory.']];
  }
  return [kindLine(place), evidenceLine(place), ...noteLines(place), ...neighbourLines(place)];
}

function sizeLine(start: bigint, end: bigint, place: Place | undefined): Text {
  if (end < start) return ['The end is below the start: the line is damaged.'];
  if (end === start && place) return ['Where it ends the source does not tell.'];
  if (end === start) return ['The end is the start: the region is empty.'];
  return text`${exactBytes(end - start)}, ${pages(end - start, place)}. The last byte is ${quoted(formatHexAddress(end - 1n))}.`;
}

/** Explains the permission field and the letter the cursor is on. */
export function explainPerms({ letter, header }: Field & { field: 'perms' }, place: Place | undefined): Explanation {
  const perms = header.perms ?? '';
  const words = permissionWords(perms);
  const sign = perms[letter] ?? '';
  const entry = PERMISSION_LETTERS[letter]?.[sign];
  const flags = place && vmFlagsAt(place.map.counters, place.row);
  const hasFile = hasObject(header);
  const here: Text[] = [];
  if (words) {
    here.push([[words.plain, words.hardware].filter((line) => line !== undefined).join(' ')]);
    here.push([`Usual for ${words.owner}.`]);
    if (!isKernelPage(header)) here.push(mayChange(perms, flags, hasFile));
  }
  const care = words?.fileIsFine === true && (hasFile !== false || isKernelPage(header)) ? undefined : words?.care;
  const field = explanation(HEADER_FIELDS.perms, here, text`${HEADER_FIELDS.perms.name} ${quoted(perms)}`);
  if (!entry) return field;
  return {
    ...field,
    meaning: text`${quoted(sign)}${sign === '-' ? ordinal(letter) : ''}: ${entry.label}. ${prose(entry.meaning)}`,
    why: care === undefined ? prose(entry.why) : [care],
    source: SOURCES[entry.source],
  };
}

function ordinal(letter: number): string {
  return [' in first place', ' in second place', ' in third place'][letter] ?? '';
}

/** Explains the offset. */
export function explainOffset({ header }: { header: HeaderText }, place: Place | undefined): Explanation {
  const digits = header.offset ?? '';
  const title = text`${HEADER_FIELDS.offset.name} ${quoted(digits)}`;
  const offset = parseAddress(digits);
  if (offset === undefined) return explanation(HEADER_FIELDS.offset, [TOO_LONG], title);
  const value = text`${quoted(`0x${offset.toString(16)}`)} = ${exactBytes(offset)}${offset === 0n ? '' : `, ${pages(offset, place)}`}.`;
  return explanation(HEADER_FIELDS.offset, [value, offsetMeaning(header, offset)], title);
}

function offsetMeaning(header: HeaderText, offset: bigint): Text {
  if (hasObject(header) === false) {
    return offset === 0n
      ? ['No file is behind the region, so the offset says nothing.']
      : ['No file is behind the region. Old kernels print a number of their own here; it says nothing.'];
  }
  if (/^(\/dev\/|\/sys\/|anon_inode:)/.test(header.name) && !/^\/dev\/(shm|zero|ashmem|hugepages)/.test(header.name)) {
    return ['For devices the number has a meaning of the driver’s own; for /dev/mem it is the physical address.'];
  }
  const start = parseAddress(header.start);
  const end = parseAddress(header.end);
  if (start === undefined || end === undefined || end <= start) return ['The part of the file cannot be told.'];
  const last = offset + (end - start) - 1n;
  return text`The region maps bytes ${quoted(`0x${offset.toString(16)}`)} to ${quoted(`0x${last.toString(16)}`)} of the file.`;
}

/** A number of pages, and the page size when it is assumed. */
export function pages(bytes: bigint, place: Place | undefined): string {
  const { size, assumed } = pageSizeOf(place);
  const unit = `${formatBytes(size)}${assumed ? ' (page size assumed)' : ''}`;
  if (bytes % size !== 0n) return `not a whole number of pages of ${unit}`;
  const count = bytes / size;
  return `${formatCount(count)} ${count === 1n ? 'page' : 'pages'} of ${unit}`;
}

/** A size, and the bytes themselves where the size is rounded or in a larger unit. */
function exactBytes(bytes: bigint): string {
  const size = formatBytes(bytes);
  return bytes < 1024n ? size : `${size} (${formatCount(bytes)} bytes)`;
}

/**
 * Whether a file or another object is behind the region; undefined when the line does not tell. The inode alone does not: the
 * first System V segment has shmid 0, and so inode 0.
 */
function hasObject({ inode, major, minor }: HeaderText): boolean | undefined {
  return inode === undefined ? undefined : /[1-9]/.test(inode) || /[1-9a-f]/i.test(`${major ?? ''}${minor ?? ''}`);
}

/** Kernel pages are not for mprotect: what a program may do with them is no use to tell. */
function isKernelPage({ name }: HeaderText): boolean {
  return /^\[(vdso|vvar|vvar_vclock|vsyscall|vectors|sigpage|uprobes|uprobes-trampoline|rollup)\]$/.test(name);
}
