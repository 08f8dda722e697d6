/** Random maps with files, names and counters, as the view has them. */
import fc from 'fast-check';
import { compose, type Composition } from '../../../src/core/composition/compose.ts';
import { NO_FILTER } from '../../../src/core/layout/filter.ts';
import { unpackListing } from '../../../src/webview/layout/listing.ts';
import { startModel } from '../../../src/webview/layout/model.ts';
import { makeScene, type Scene } from '../../../src/webview/layout/scene.ts';
import { snapshotOf } from '../layout/snapshots.ts';

interface Line {
  readonly gap: number;
  readonly pages: number;
  readonly perms: string;
  readonly name: string;
  readonly rss: number | undefined;
}

const NAMES = [
  '',
  '',
  '',
  '[heap]',
  '[stack]',
  '[anon:pool]',
  '/usr/bin/cat',
  '/usr/lib/libc.so.6',
  '/usr/lib/a "b" \\c.so',
  '/memfd:x (deleted)',
  '/dev/dri/card0',
];

const lines: fc.Arbitrary<readonly Line[]> = fc.array(
  fc.record({
    gap: fc.constantFrom(0, 0, 0, 1, 16, 4096),
    pages: fc.oneof(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 2 ** 20 })),
    perms: fc.constantFrom('r--p', 'r-xp', 'rw-p', '---p', 'rw-s', 'rwxp'),
    name: fc.constantFrom(...NAMES),
    rss: fc.option(fc.integer({ min: 0, max: 4000 }), { nil: undefined }),
  }),
  { minLength: 1, maxLength: 60 },
);

/** A map's text; a region without an RSS is as in a map that was cut. */
function textOf(regions: readonly Line[], withCounters: boolean): string {
  let at = 0x7f00_0000_0000;
  return regions
    .map(({ gap, pages, perms, name, rss }) => {
      const start = at + gap * 4096;
      at = start + pages * 4096;
      const isFile = name.startsWith('/');
      const inode = isFile ? NAMES.indexOf(name) + 100 : 0;
      const head = `${start.toString(16)}-${at.toString(16)} ${perms} 00000000 ${isFile ? '08:01' : '00:00'} ${inode}`;
      const line = name === '' ? head : `${head.padEnd(73)}${name}`;
      return `${line}\n${withCounters && rss !== undefined ? `Rss: ${rss} kB\n` : ''}`;
    })
    .join('');
}

/** The scene of a text. */
export function sceneOf(text: string): Scene {
  const snapshot = snapshotOf(text);
  return makeScene(
    unpackListing(snapshot),
    [],
    { filter: NO_FILTER, matches: undefined },
    startModel(undefined),
    snapshot,
  );
}

/** Scenes of random maps, half of them with counters. */
export const scenes: fc.Arbitrary<Scene> = fc
  .tuple(lines, fc.boolean())
  .map(([regions, withCounters]) => sceneOf(textOf(regions, withCounters)));

/** All that a scene's filter lets through. */
export function compositionOf({ listing, groups, passes }: Scene): Composition {
  return compose(listing, groups, passes);
}
