/** Reads the list of regions of the normal form into columns. */
import type { Counters } from '../memory-map/counters.ts';
import { Perm } from '../memory-map/permissions.ts';
import { RegionBuilder } from '../memory-map/region-builder.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { JsonCounterReader, type CounterForms } from './json-counters.ts';
import type { JsonCursor } from './json-cursor.ts';
import type { JsonFaults } from './json-faults.ts';
import { JsonRegion } from './json-region.ts';

/** A text may hold many maps, and how long each is only its end tells: columns start small and grow. */
const EXPECTED = 64;
const TWO_32 = 4294967296;

export class JsonRegions {
  /** False when the regions have sizes and no addresses; undefined before the first of them. */
  placed: boolean | undefined;
  private readonly cursor: JsonCursor;
  private readonly faults: JsonFaults;
  private readonly builder: RegionBuilder;
  private readonly counters: JsonCounterReader;
  private readonly region: JsonRegion;
  private readonly lastEnd = new Uint32Array(2);

  constructor(cursor: JsonCursor, faults: JsonFaults) {
    this.cursor = cursor;
    this.faults = faults;
    this.builder = new RegionBuilder(EXPECTED);
    this.counters = new JsonCounterReader(cursor, faults, EXPECTED);
    this.region = new JsonRegion(cursor, faults, this.counters);
  }

  /** Reads the list at the cursor. */
  read(): void {
    const { cursor, faults, builder, counters, region } = this;
    if (!cursor.enterArray()) {
      faults.unexpected('regions', 'a list of regions');
      return;
    }
    let wasLeftOut = false;
    region.index = 0;
    for (let isFirst = true; cursor.nextItem(isFirst); isFirst = false, region.index++) {
      if (!cursor.enterObject()) {
        faults.unexpected(region.path(), 'a region');
        continue;
      }
      counters.startRow(builder.count, wasLeftOut);
      region.read(builder.count);
      // Of a region that is cut short nothing is sure.
      wasLeftOut = cursor.fault !== undefined || !this.check();
      if (!wasLeftOut) this.addRow();
    }
  }

  /** What was read. @param forms of the counters */
  finish(forms: CounterForms): { regions: RegionTable; counters: Counters | undefined } {
    return { regions: this.builder.finish(), counters: this.counters.finish(this.builder.count, forms) };
  }

  /** Tells what is wrong with the region as a whole; false when it cannot be a row. */
  private check(): boolean {
    const { faults, cursor, region } = this;
    const at = cursor.p - 1;
    const missing = region.missing();
    if (missing.length > 0) {
      faults.add(region.path(), `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing`, at);
    }
    if (!region.name.isPrintable) {
      faults.add(region.path('path'), 'a path holds no NUL byte: it was not read', at);
      region.name.clear();
    }
    const { device, inode } = region;
    if (device !== inode && device !== 'wrong' && inode !== 'wrong') {
      faults.add(region.path('inode'), 'without its device an inode tells nothing, nor the other way round', at);
    }
    return region.start !== 'wrong' && region.end !== 'wrong' && this.checkPlace(at) && this.checkRange(at);
  }

  private checkPlace(at: number): boolean {
    const { faults, region } = this;
    const placed = region.start === 'told';
    this.placed ??= placed;
    if (placed === this.placed) return true;
    const reason = placed ? 'an address stands here, but not in' : 'no address stands here, but one in';
    faults.add(region.path('start'), `${reason} the regions before: the region was left out`, at);
    return false;
  }

  private checkRange(at: number): boolean {
    const { faults, region } = this;
    const { startWords, endWords } = region;
    if (region.start === 'unknown' || region.end === 'unknown') return true;
    const size = (endWords[1]! - startWords[1]!) * TWO_32 + (endWords[0]! - startWords[0]!);
    if (size <= 0) {
      faults.add(region.path('end'), 'the region ends before it starts, or is empty: it was left out', at);
      return false;
    }
    if (region.size >= 0 && region.size !== size && size <= Number.MAX_SAFE_INTEGER) {
      faults.add(region.path('size'), `from start to end it is ${size} bytes, which was taken`, at);
    }
    return true;
  }

  private addRow(): void {
    const { builder, region, lastEnd } = this;
    const { startWords, endWords, name } = region;
    if (region.start === 'unknown') {
      startWords.fill(0);
      endWords[0] = Math.max(0, region.size);
      endWords[1] = Math.max(0, Math.floor(region.size / TWO_32));
    } else if (region.end === 'unknown') endWords.set(startWords);
    if (startWords[1]! < lastEnd[1]! || (startWords[1] === lastEnd[1] && startWords[0]! < lastEnd[0]!)) {
      builder.sorted = false;
    }
    if (builder.count === builder.capacity) builder.grow();
    const row = builder.count++;
    for (let word = 0; word < 2; word++) {
      builder.start[2 * row + word] = startWords[word]!;
      builder.end[2 * row + word] = endWords[word]!;
      builder.offset[2 * row + word] = region.offsetWords[word]!;
      lastEnd[word] = endWords[word]!;
    }
    builder.line[row] = region.line;
    const hasFileId = region.device === 'told' && region.inode === 'told';
    builder.perms[row] = region.bits | (hasFileId ? 0 : Perm.fileIdUnknown);
    if (!region.isPrinted) name.print(region.deleted);
    builder.file[row] = builder.files.add({
      major: hasFileId ? region.deviceNumbers[0]! : 0,
      minor: hasFileId ? region.deviceNumbers[1]! : 0,
      inodeLow: hasFileId ? region.inodeWords[0]! : 0,
      inodeHigh: hasFileId ? region.inodeWords[1]! : 0,
      bytes: name.bytes,
      nameStart: name.from,
      nameEnd: name.to,
    });
  }
}
