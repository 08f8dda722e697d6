/** Reads texts that tests write, and what tests ask of the maps in them. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm, type NormalFormRegion } from '../../../src/core/export/normal-form.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';

/** All maps of a text. */
export function mapsOf(text: string): readonly MemoryMap[] {
  return parseMaps(Buffer.from(text));
}

/** The only map of a text, in the normal form. */
export function onlyMap(text: string): NormalForm {
  const maps = mapsOf(text);
  assert.deepEqual(
    maps.map(({ dialect, regions }) => `${dialect} ${regions.count}`).length,
    1,
    `${maps.length} maps in ${JSON.stringify(text.slice(0, 200))}`,
  );
  return normalForm(maps[0]!);
}

/** A region as `start-end perms offset dev inode path`, with `?` for what the source does not tell. */
export function row({ start, end, perms, offset, dev, inode, path, deleted }: NormalFormRegion): string {
  const words = [`${start ?? '?'}-${end ?? '?'}`, perms, offset, dev, inode].map((word) => word ?? '?');
  return `${words.join(' ')} ${path}${deleted ? ' (deleted)' : ''}`.trimEnd();
}

/** All regions of the only map of a text, as `row` gives them. */
export function rows(text: string): readonly string[] {
  return onlyMap(text).regions.map(row);
}

/** The problems as `line:column reason`. */
export function problems({ problems: list }: NormalForm): readonly string[] {
  return list.map(({ line, column, reason }) => `${line}:${column} ${reason}`);
}
