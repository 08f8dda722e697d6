/** Reads texts with events in tests, and tells their maps in a line a region. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm, type NormalFormRegion } from '../../../src/core/export/normal-form.ts';

/** The maps of a text, given as its lines. */
export function read(lines: readonly string[], untilLine?: number): NormalForm[] {
  const options = untilLine === undefined ? {} : { untilLine };
  return parseMaps(Buffer.from(`${lines.join('\n')}\n`, 'latin1'), {}, options).map((map) => normalForm(map));
}

/** The only map of a text. */
export function one(...lines: string[]): NormalForm {
  const maps = read(lines);
  assert.equal(maps.length, 1);
  return maps[0]!;
}

/** Regions in address order, as `start-end perms offset path @line`. */
export function brief(map: NormalForm | undefined): string[] {
  const text = ({ start, end, perms, offset, path, deleted, line }: NormalFormRegion): string =>
    `${start?.slice(2)}-${end?.slice(2)} ${perms} ${offset}${path === '' ? '' : ` ${path}`}${deleted ? ' (deleted)' : ''} @${line}`;
  return map?.regions.map(text).sort() ?? [];
}
