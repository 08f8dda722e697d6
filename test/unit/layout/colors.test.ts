import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { GROUPS } from '../../../src/core/kinds/kinds.ts';

interface Color {
  readonly id: string;
  readonly defaults: Readonly<Record<string, string>>;
}

type Triple = readonly [number, number, number];

/**
 * How colours look to people with one kind of cone missing, in linear RGB: Machado, Oliveira and Fernandes, "A
 * Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.
 */
const eyes: Readonly<Record<string, readonly [Triple, Triple, Triple]>> = {
  'full colour vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** In Oklab, where 0.02 is a difference that is just seen side by side. */
const leastDistance = 0.05;

const product = (rows: readonly Triple[], [x, y, z]: Triple): Triple => {
  const [a = 0, b = 0, c = 0] = rows.map(([i, j, k]) => i * x + j * y + k * z);
  return [a, b, c];
};

function linear(hex: string): Triple {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return [r, g, b];
}

/** Oklab (B. Ottosson, 2020) of a linear RGB colour. */
function oklab(rgb: Triple): Triple {
  const cones = product(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  );
  const [l, m, s] = [Math.cbrt(cones[0]), Math.cbrt(cones[1]), Math.cbrt(cones[2])];
  return product(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    [l, m, s],
  );
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
    for (const [eye, matrix] of Object.entries(eyes)) {
      it(`differ in ${theme} themes with ${eye}`, () => {
        const seen = drawn.map(({ id, defaults }) => ({
          id,
          lab: oklab(product(matrix, linear(defaults[theme] ?? ''))),
        }));
        const close = seen.flatMap((a, i) =>
          seen.slice(0, i).flatMap((b) => {
            const distance = Math.hypot(a.lab[0] - b.lab[0], a.lab[1] - b.lab[1], a.lab[2] - b.lab[2]);
            return distance < leastDistance ? [`${a.id} and ${b.id}: ${distance.toFixed(3)}`] : [];
          }),
        );
        assert.deepEqual(close, []);
      });
    }
  }
});
