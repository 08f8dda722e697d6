/** Categories look different in the default themes, to all eyes: by colour, or else by pattern. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Category, Hue } from '../../../src/core/layout/category.ts';
import { DISTINCT_HUES } from '../../../src/core/layout/colour-ranked.ts';
import { COLOURINGS } from '../../../src/core/layout/colourings.ts';
import { FILL_PARTS, STACKED } from '../../../src/core/layout/fill.ts';
import { groundOf, luminance, type Theme } from '../../../src/webview/layout/colours.ts';
import { patternOf } from '../../../src/webview/layout/patterns.ts';
import { distance, EYES, LEAST_DISTANCE, rgb, seenAs } from './eyes.ts';

/** What the default themes of VS Code have: background and text of the editor, `charts.red`, `charts.yellow`. */
const BASES: Readonly<Record<string, readonly [background: string, text: string, red: string, yellow: string]>> = {
  dark: ['#1f1f1f', '#cccccc', '#f14c4c', '#cca700'],
  light: ['#ffffff', '#3b3b3b', '#e51400', '#bf8803'],
  highContrast: ['#000000', '#ffffff', '#f48771', '#ffd370'],
  highContrastLight: ['#ffffff', '#292929', '#b5200d', '#895503'],
};

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  contributes: { colors: { id: string; defaults: Readonly<Record<string, string>> }[] };
};

function themeOf(name: string): Theme {
  const [background = '', text = '', red = '', yellow = ''] = BASES[name] ?? [];
  const special: Partial<Record<Hue, string>> = { text, wx: red, deleted: yellow };
  return {
    background: rgb(background),
    foreground: rgb(text),
    highContrast: name.startsWith('high'),
    hue: (hue) => {
      const id = `memoryMaps.kind-${hue}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
      return rgb(special[hue] ?? manifest.contributes.colors.find((color) => color.id === id)?.defaults[name] ?? '');
    },
  };
}

/** Categories of kinds in the shade of what can be written; a rollup has no picture. */
const fixed = COLOURINGS.flatMap(({ id, categories }) =>
  categories ? [{ id, categories: categories.filter((category) => category.id !== 'rollup') }] : [],
);
const ranked: readonly Category[] = [
  ...DISTINCT_HUES.map((hue) => ({ id: hue, label: '', description: '', hue, part: 0.95 })),
  { id: 'others', label: '', description: '', hue: 'unknown', part: 0.5, pattern: 'dots' },
  { id: 'none', label: '', description: '', hue: 'text', part: 0.16 },
  { id: 'unknown', label: '', description: '', hue: 'unknown', part: 0.35, pattern: 'level' },
];
const sets = [
  ...fixed.filter(({ id }) => id !== 'kind'),
  { id: 'ranked', categories: ranked },
  { id: 'fill', categories: FILL_PARTS.slice(0, STACKED) },
];

describe('the colours of categories', () => {
  for (const name of Object.keys(BASES)) {
    const theme = themeOf(name);
    for (const { id, categories } of sets) {
      it(`of ${id} differ in ${name} themes to all eyes, or have different patterns`, () => {
        const alike = Object.keys(EYES).flatMap((eye) => {
          const seen = categories.map((category) => ({
            id: category.id,
            pattern: patternOf(category, theme.highContrast),
            lab: seenAs(groundOf(theme, category, 1), eye),
          }));
          return seen.flatMap((a, i) =>
            seen.slice(0, i).flatMap((b) => {
              const apart = distance(a.lab, b.lab);
              return apart < LEAST_DISTANCE && a.pattern === b.pattern
                ? [`${eye}: ${a.id} and ${b.id}: ${apart.toFixed(3)}`]
                : [];
            }),
          );
        });
        assert.deepEqual(alike, []);
      });
    }

    it(`go one way from dark to light in ${name} themes where categories have an order`, () => {
      for (const id of ['residency', 'severity']) {
        const scale = (fixed.find((set) => set.id === id)?.categories ?? []).filter((each) => !/unknown/.test(each.id));
        const lights = scale.map((category) => luminance(groundOf(theme, category, 1)));
        const steps = lights.slice(1).map((light, i) => Math.sign(light - (lights[i] ?? 0)));
        const away = Math.sign(luminance(theme.foreground) - luminance(theme.background));
        assert.deepEqual(
          steps,
          steps.map(() => away),
          `${id}: ${lights.map((light) => light.toFixed(3)).join(' ')}`,
        );
      }
    });
  }
});
