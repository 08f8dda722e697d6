/** Problems of a JSON text: each names the value by its path, such as `maps[0].regions[3].start`. */
import { printable } from '../memory-map/printable.ts';
import { ProblemList } from '../memory-map/problems.ts';
import type { JsonCursor } from './json-cursor.ts';

export class JsonFaults {
  readonly list: ProblemList;
  private readonly cursor: JsonCursor;
  private readonly prefix: string;

  /** @param prefix the path of the map: empty, or `maps[0].` @param most how many problems to keep */
  constructor(cursor: JsonCursor, prefix: string, most: number) {
    this.list = new ProblemList(most);
    this.cursor = cursor;
    this.prefix = prefix;
  }

  /** Tells a problem of a value. @param path from the map's own object on @param at where the value stands */
  add(path: string, reason: string, at: number): void {
    const { line, column } = this.cursor.place(at);
    this.list.add(line, column, `${(this.prefix + printable(path)).replace(/\.$/, '')}: ${reason}`);
  }

  /** Goes over the value at the cursor and tells that another was expected. */
  unexpected(path: string, expected: string): void {
    const { cursor } = this;
    cursor.peek();
    const from = cursor.p;
    if (cursor.skip()) this.add(path, `${cursor.found(from, cursor.p)} stands where ${expected} should be`, from);
  }
}
