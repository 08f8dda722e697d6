import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { GROUPS } from '../../../src/core/kinds/kinds.ts';
import { distance, EYES, LEAST_DISTANCE, rgb, seenAs } from './eyes.ts';

interface Color {
  readonly id: string;
  readonly defaults: Readonly<Record<string, string>>;
}

describe('the colours of groups', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { colors: Color[] } };
  const colors = manifest.contributes.colors.filter(({ id }) => id.startsWith('memoryMaps.kind'));

  it('are there for every group', () => {
    const names = GROUPS.map(({ id }) =>
      `memoryMaps.kind-${id}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
    assert.deepEqual(
      colors.map(({ id }) => id),
      names,
    );
  });

  // Reserved space is told apart by its hatching, and a rollup has no picture.
  const drawn = colors.filter(({ id }) => !/Reserved|Rollup/.test(id));
  for (const theme of ['dark', 'light', 'highContrast', 'highContrastLight']) {
    for (const eye of Object.keys(EYES)) {
      it(`differ in ${theme} themes with ${eye}`, () => {
        const seen = drawn.map(({ id, defaults }) => ({ id, lab: seenAs(rgb(defaults[theme] ?? ''), eye) }));
        const close = seen.flatMap((a, i) =>
          seen.slice(0, i).flatMap((b) => {
            const apart = distance(a.lab, b.lab);
            return apart < LEAST_DISTANCE ? [`${a.id} and ${b.id}: ${apart.toFixed(3)}`] : [];
          }),
        );
        assert.deepEqual(close, []);
      });
    }
  }
});
