/** Reads the fields of one region of the normal form, without making an object of it. */
import { Perm } from '../memory-map/permissions.ts';
import type { JsonCursor } from './json-cursor.ts';
import type { JsonCounterReader } from './json-counters.ts';
import type { JsonFaults } from './json-faults.ts';
import { KeyFinder } from './json-keys.ts';
import { JsonName } from './json-names.ts';
import { takeDecimal, takeDevice, takeHex } from './json-values.ts';
import { readFourPerms } from './perms.ts';

const HIGHEST_LINE = 0xffffffff;
const QUOTE = 0x22;

/** What a region must have, be it null. */
const REQUIRED = ['start', 'end', 'perms', 'offset', 'dev', 'inode', 'path', 'deleted'] as const;
/** What it may have; `kind`, `role`, `confidence`, `evidence` and `label` follow from the rest and are not read. */
const OPTIONAL = ['size', 'line', 'smaps', 'numa', 'other', 'pathBytes', 'name'] as const;
const DERIVED = ['kind', 'role', 'confidence', 'evidence', 'label'] as const;

const ALL_REQUIRED = (1 << REQUIRED.length) - 1;
const NOTHING: readonly string[] = [];

type FieldName = (typeof REQUIRED)[number] | (typeof OPTIONAL)[number];

/** `told` when the source tells the value, `unknown` for null, `wrong` when it is missing or cannot be one. */
export type Told = 'told' | 'unknown' | 'wrong';

/** The region at the cursor. Numbers of 64 bits are pairs of words, low word first. */
export class JsonRegion {
  /** Its place in the list, from 0. */
  index = 0;
  start: Told = 'wrong';
  end: Told = 'wrong';
  readonly startWords = new Uint32Array(2);
  readonly endWords = new Uint32Array(2);
  /** In bytes; -1 when it is not told, or not exact as a double. */
  size = -1;
  /** Permission bits, those for what is unknown included, but for the device's. */
  bits = 0;
  readonly offsetWords = new Uint32Array(2);
  device: Told = 'wrong';
  inode: Told = 'wrong';
  /** Major and minor number. */
  readonly deviceNumbers = new Uint32Array(2);
  readonly inodeWords = new Uint32Array(2);
  readonly name = new JsonName();
  deleted = false;
  /** True when `name` is as the source has it, with its mark of deleted files and its escapes. */
  isPrinted = false;
  line = 0;
  private seen = 0;
  private readonly cursor: JsonCursor;
  private readonly faults: JsonFaults;
  private readonly finder = new KeyFinder([...REQUIRED, ...OPTIONAL, ...DERIVED]);
  private readonly handlers: readonly (() => void)[];
  private row = 0;

  constructor(cursor: JsonCursor, faults: JsonFaults, counters: JsonCounterReader) {
    this.cursor = cursor;
    this.faults = faults;
    const handlers = this.fieldHandlers(counters);
    this.handlers = [...REQUIRED, ...OPTIONAL].map((field) => handlers[field]);
  }

  /** Reads the object that the cursor has entered. @param row where its counters go */
  read(row: number): void {
    const { cursor, finder, handlers } = this;
    this.reset(row);
    finder.start();
    for (let isFirst = true; cursor.nextKey(isFirst); isFirst = false) {
      const field = finder.find(cursor.bytes, cursor.from, cursor.to);
      if (field >= 0 && field < REQUIRED.length) this.seen |= 1 << field;
      const handler = handlers[field];
      if (handler) handler();
      else cursor.skip();
    }
  }

  /** The fields that must be there and are not. */
  missing(): readonly string[] {
    return this.seen === ALL_REQUIRED ? NOTHING : REQUIRED.filter((_, i) => (this.seen & (1 << i)) === 0);
  }

  /** The path of the region, or of one of its fields. */
  path(field?: string): string {
    const region = `regions[${this.index}]`;
    return field === undefined ? region : `${region}.${field}`;
  }

  private reset(row: number): void {
    this.row = row;
    this.seen = 0;
    this.start = this.end = this.device = this.inode = 'wrong';
    this.size = -1;
    this.bits = Perm.unknown | Perm.offsetUnknown;
    this.offsetWords[0] = this.offsetWords[1] = 0;
    this.name.clear();
    this.deleted = this.isPrinted = false;
    this.line = 0;
  }

  private fieldHandlers(counters: JsonCounterReader): Readonly<Record<FieldName, () => void>> {
    const address = 'an address such as "0x00400000" or null';
    return {
      start: () => void (this.start = this.told('start', address, takeHex, this.startWords)),
      end: () => void (this.end = this.told('end', address, takeHex, this.endWords)),
      size: () => this.readSize(),
      perms: () => this.readPerms(),
      offset: () => {
        const told = this.told('offset', 'an offset such as "0x1000" or null', takeHex, this.offsetWords);
        if (told === 'told') this.bits &= ~Perm.offsetUnknown;
      },
      dev: () =>
        void (this.device = this.told('dev', 'a device such as "08:01" or null', takeDevice, this.deviceNumbers)),
      inode: () =>
        void (this.inode = this.told('inode', 'an inode such as "42" or null', takeDecimal, this.inodeWords)),
      path: () => this.readName('path'),
      name: () => this.readName('name'),
      pathBytes: () => this.readPathBytes(),
      deleted: () => {
        const deleted = this.cursor.boolean();
        if (deleted === undefined) this.faults.unexpected(this.path('deleted'), 'true or false');
        else this.deleted = deleted;
      },
      line: () => {
        const line = this.cursor.natural();
        if (line >= 0 && line <= HIGHEST_LINE) this.line = line;
        else this.faults.unexpected(this.path('line'), 'the number of a line');
      },
      smaps: () => counters.read('smaps', this.row, () => this.path('smaps')),
      numa: () => counters.read('numa', this.row, () => this.path('numa')),
      other: () => counters.read('other', this.row, () => this.path('other')),
    };
  }

  private told(
    field: FieldName,
    expected: string,
    take: (cursor: JsonCursor, words: Uint32Array) => boolean,
    words: Uint32Array,
  ): Told {
    if (this.cursor.takeNull()) return 'unknown';
    if (take(this.cursor, words)) return 'told';
    this.faults.unexpected(this.path(field), expected);
    return 'wrong';
  }

  private readSize(): void {
    const { cursor } = this;
    if (cursor.takeNull()) return;
    this.size = cursor.natural();
    // A size over 2^53 is a string; it follows from the addresses.
    if (this.size < 0 && !cursor.string()) this.faults.unexpected(this.path('size'), 'a size in bytes or null');
  }

  private readPerms(): void {
    const { cursor } = this;
    if (cursor.takeNull()) return;
    const { bytes, p } = cursor;
    const perms = bytes[p] === QUOTE && bytes[p + 5] === QUOTE ? readFourPerms(bytes, p + 1) : -1;
    if (perms >= 0) {
      this.bits = (this.bits & Perm.offsetUnknown) | perms;
      cursor.p = p + 6;
    } else this.faults.unexpected(this.path('perms'), 'permissions such as "r-xp" or null');
  }

  private readName(field: 'path' | 'name'): void {
    const { cursor, name, faults } = this;
    // The name as the source has it says most, then the path's bytes, then the path.
    if (this.isPrinted || (field === 'path' && name.to > name.from)) cursor.skip();
    else if (!cursor.string()) faults.unexpected(this.path(field), 'a text');
    else if (name.takeString(cursor)) this.isPrinted = field === 'name';
    else
      faults.add(this.path(field), 'half of a surrogate pair is no text; "pathBytes" is for other bytes', cursor.from);
  }

  private readPathBytes(): void {
    const { cursor, name, faults } = this;
    if (this.isPrinted) cursor.skip();
    else if (!cursor.string()) faults.unexpected(this.path('pathBytes'), 'bytes in base64');
    else if (!name.takeBase64(cursor.text())) faults.add(this.path('pathBytes'), 'this is not base64', cursor.from);
  }
}
