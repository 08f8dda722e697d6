/**
 * How far the objects of a map lie from where they lay in an earlier one, when the program was started anew: ASLR places the
 * program, the heap, the stack and what mmap() gives each by an amount of its own, and what is mapped with an object keeps its
 * distance to it (Documentation/admin-guide/sysctl/kernel.rst, randomize_va_space).
 */
import { addressNumberAt } from '../memory-map/address.ts';
import type { Numbered, Side } from './sides.ts';

/** By the numbers of objects that both maps have how far each moved, in bytes. */
export type Slides = ReadonlyMap<number, number>;

/** Where an object first lies. */
interface Place {
  readonly entry: number;
  readonly start: number;
  readonly end: number;
  readonly perms: number;
}

const STACK = new TextEncoder().encode('[stack');

/**
 * How far objects moved; undefined when most of them lie where they lay, or when they are of one process and its stack does, which
 * moves with another program alone. Linear in both.
 */
export function slidesOf(olds: Numbered, news: Numbered, isOther: boolean): Slides | undefined {
  const before = placesOf(olds);
  const after = placesOf(news);
  const slides = new Map<number, number>();
  let stayed = 0;
  for (const [number, then] of before) {
    const now = after.get(number);
    if (!now || now.perms !== then.perms) continue;
    // A stack grows at its start.
    const ofStack = isStack(olds.side, then.entry);
    const slide = ofStack ? now.end - then.end : now.start - then.start;
    if (ofStack && slide === 0 && !isOther) return undefined;
    slides.set(number, slide);
    if (slide === 0) stayed++;
  }
  return stayed < slides.size / 2 ? slides : undefined;
}

/** By the number of an object its rows and those without a name that lie nearer to it than to another, in the order of addresses. */
export type Objects = ReadonlyMap<number, readonly number[]>;

/** The rows that go with the objects that moved. Linear. */
export function objectsOf(numbered: Numbered, slides: Slides): Objects {
  const { side } = numbered;
  const { count } = side;
  const rowOf = (place: number): number => side.order?.[place] ?? place;
  const numberOf = (row: number): number | undefined => {
    const number = numbered.numbers[side.file[row] ?? 0] ?? 0;
    return slides.has(number) && isNamed(side, side.file[row] ?? 0) ? number : undefined;
  };
  const above = new Int32Array(count).fill(NONE);
  const distances = new Float64Array(count).fill(Infinity);
  let nearest = NONE;
  let edge = Infinity;
  for (let place = count - 1; place >= 0; place--) {
    const row = rowOf(place);
    const number = numberOf(row);
    if (number !== undefined) {
      nearest = number;
      edge = addressNumberAt(side.start, row);
    }
    above[place] = nearest;
    distances[place] = edge - addressNumberAt(side.end, row);
  }
  const objects = new Map<number, number[]>();
  nearest = NONE;
  edge = -Infinity;
  for (let place = 0; place < count; place++) {
    const row = rowOf(place);
    const own = numberOf(row);
    if (own !== undefined) {
      nearest = own;
      edge = addressNumberAt(side.end, row);
    }
    const isBelow = addressNumberAt(side.start, row) - edge <= (distances[place] ?? Infinity);
    const number = own ?? (isBelow ? nearest : (above[place] ?? NONE));
    const rows = objects.get(number);
    if (rows) rows.push(row);
    else objects.set(number, [row]);
  }
  objects.delete(NONE);
  return objects;
}

const NONE = -1;

/** The side with each object where it moved to. Objects may then lie over one another. */
export function slid(side: Side, objects: Objects, slides: Slides): Side {
  const start = side.start.slice();
  const end = side.end.slice();
  for (const [number, rows] of objects) {
    const by = slides.get(number) ?? 0;
    for (const row of rows) {
      put(start, row, addressNumberAt(side.start, row) + by);
      put(end, row, addressNumberAt(side.end, row) + by);
    }
  }
  return { ...side, start, end };
}

const TWO_32 = 4294967296;

/** What would lie outside of all addresses lies at their edge. */
function put(words: Uint32Array, row: number, address: number): void {
  const inside = Math.min(Math.max(address, 0), TWO_32 * TWO_32 - 2048);
  words[2 * row] = inside % TWO_32;
  words[2 * row + 1] = Math.floor(inside / TWO_32);
}

function placesOf({ side, numbers }: Numbered): ReadonlyMap<number, Place> {
  const places = new Map<number, Place>();
  for (let place = 0; place < side.count; place++) {
    const row = side.order?.[place] ?? place;
    const entry = side.file[row] ?? 0;
    const number = numbers[entry] ?? 0;
    if (!isNamed(side, entry) || places.has(number)) continue;
    const start = addressNumberAt(side.start, row);
    places.set(number, { entry, start, end: addressNumberAt(side.end, row), perms: side.perms[row] ?? 0 });
  }
  return places;
}

function isNamed({ files: { nameEnd } }: Side, entry: number): boolean {
  return (nameEnd[entry] ?? 0) > (entry === 0 ? 0 : (nameEnd[entry - 1] ?? 0));
}

function isStack({ files: { nameEnd, nameBytes } }: Side, entry: number): boolean {
  const from = entry === 0 ? 0 : (nameEnd[entry - 1] ?? 0);
  return STACK.every((byte, i) => nameBytes[from + i] === byte);
}
