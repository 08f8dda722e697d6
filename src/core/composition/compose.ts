/**
 * What a map is made of, as a tree: groups of kinds, in them objects, in those regions. An object is all that is mapped of one
 * file, or all regions of one name, or of one kind where there is no name, wherever they lie. Made in one pass over the regions, as
 * columns.
 */
import { GROUPS, kindIndex, kindOf, KINDS } from '../kinds/kinds.ts';
import { mappedFile, NO_FILE } from '../memory-map/file-table.ts';
import { printable } from '../memory-map/printable.ts';
import { addressOrder } from '../memory-map/region-table.ts';
import type { Listing } from '../table/columns.ts';

export interface Composition {
  readonly listing: Listing;
  /** The index in `GROUPS` of each row. */
  readonly groups: Uint8Array;
  /** The rows that are counted, object after object, in each by ascending address. */
  readonly rows: Uint32Array;
  readonly objectCount: number;
  /** Where in `rows` each object begins, and at the end their number. Objects are in the order of their groups. */
  readonly objectRows: Uint32Array;
  /** The file that an object is of, an index into the table of files; `NO_FILE` where it has none. */
  readonly objectFile: Uint32Array;
  /** The first object of each group, and at the end the number of objects. */
  readonly groupObjects: Uint32Array;
  /** By row the object; `NO_OBJECT` for a row that is not counted. */
  readonly objectOfRow: Uint32Array;
}

export const NO_OBJECT = 0xffffffff;

/** Variables that follow the data of their file, and the padding of it, are parts of that file without its name. */
const PART_OF_FILE = Uint8Array.from(KINDS, ({ id }) => (id === 'bss' || id === 'file-padding' ? 1 : 0));

/** What an object is known by. A file comes before a name of the source, and that before a kind. */
const By = { file: 0, label: 1, kind: 2 } as const;
const IDS = 2 ** 32;

/**
 * Composes a map.
 * @param groups the index in `GROUPS` of each row
 * @param passes by row 1 for what is counted; undefined counts all
 */
export function compose(listing: Listing, groups: Uint8Array, passes?: Uint8Array): Composition {
  const { regions, names } = listing;
  const { count, file, kind } = regions;
  const order = addressOrder(regions);
  const found = new Map<number, number>();
  const foundGroup: number[] = [];
  const foundFile: number[] = [];
  const foundOfRow = new Uint32Array(count).fill(NO_OBJECT);
  let counted = 0;
  let identity = 0;
  let key = -1;
  let object = 0;
  for (let p = 0; p < count; p++) {
    const row = order ? order[p]! : p;
    const entry = file[row]!;
    const isPart = entry === NO_FILE && PART_OF_FILE[kind[row]!] === 1 && p > 0;
    const label = names?.index[row] ?? 0;
    if (entry !== NO_FILE) identity = By.file * IDS + entry;
    else if (label !== 0) identity = By.label * IDS + label;
    else if (!isPart) identity = By.kind * IDS + kind[row]!;
    if (passes && passes[row] === 0) continue;
    const next = identity * GROUPS.length + groups[row]!;
    if (next !== key) {
      key = next;
      const known = found.get(key);
      object = known ?? foundGroup.length;
      if (known === undefined) {
        found.set(key, object);
        foundGroup.push(groups[row]!);
        foundFile.push(identity < IDS ? identity : NO_FILE);
      }
    }
    foundOfRow[row] = object;
    counted++;
  }
  return inOrder({ listing, groups, counted, foundGroup, foundFile, foundOfRow });
}

interface Found {
  readonly listing: Listing;
  readonly groups: Uint8Array;
  readonly counted: number;
  readonly foundGroup: readonly number[];
  readonly foundFile: readonly number[];
  readonly foundOfRow: Uint32Array;
}

/** Puts objects into the order of their groups and rows into that of their objects. */
function inOrder({ listing, groups, counted, foundGroup, foundFile, foundOfRow }: Found): Composition {
  const objectCount = foundGroup.length;
  const groupObjects = startsOf(foundGroup, GROUPS.length);
  const placeOf = new Uint32Array(objectCount);
  const objectFile = new Uint32Array(objectCount);
  const nextInGroup = groupObjects.slice();
  foundGroup.forEach((group, i) => {
    const place = nextInGroup[group]!++;
    placeOf[i] = place;
    objectFile[place] = foundFile[i]!;
  });
  const objectOfRow = foundOfRow.map((i) => (i === NO_OBJECT ? NO_OBJECT : placeOf[i]!));
  const objectRows = startsOf(objectOfRow, objectCount);
  const nextInObject = objectRows.slice();
  const rows = new Uint32Array(counted);
  const order = addressOrder(listing.regions);
  for (let p = 0; p < objectOfRow.length; p++) {
    const row = order ? order[p]! : p;
    const object = objectOfRow[row]!;
    if (object !== NO_OBJECT) rows[nextInObject[object]!++] = row;
  }
  return { listing, groups, rows, objectCount, objectRows, objectFile, groupObjects, objectOfRow };
}

/** Where each of `count` numbers would begin if all were sorted, and at the end how many there are. */
function startsOf(numbers: readonly number[] | Uint32Array, count: number): Uint32Array {
  const starts = new Uint32Array(count + 1);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    if (number !== NO_OBJECT) starts[number + 1]!++;
  }
  for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
  return starts;
}

/** The group of an object. */
export function groupOfObject({ groups, rows, objectRows }: Composition, object: number): number {
  return groups[rows[objectRows[object] ?? 0] ?? 0] ?? 0;
}

/** The whole name of an object, safe to show: the path of its file, what the source calls it, or its kind. */
export function objectPath({ listing, objectFile, rows, objectRows }: Composition, object: number): string {
  return pathOfRow(listing, rows[objectRows[object] ?? 0] ?? 0, objectFile[object]);
}

/** What the object of a row is called, as `objectPath`. @param file that the object is of */
export function pathOfRow({ regions, names }: Listing, row: number, file = regions.file[row]): string {
  const path = printable(mappedFile(regions.files, file ?? NO_FILE).path);
  if (path !== '') return path;
  const label = names?.labels[(names.index[row] ?? 0) - 1] ?? '';
  return printable(label) || kindOf(regions.kind[row] ?? kindIndex('unknown')).label;
}
