import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layOut } from '../../../src/core/layout/axis.ts';
import { makeColumns, resolveColumns } from '../../../src/core/layout/columns.ts';
import { CLASS_COUNT, cover } from '../../../src/core/layout/coverage.ts';
import { groupColumn } from '../../../src/core/layout/groups.ts';
import { columnCount, makeLanes } from '../../../src/core/layout/lanes.ts';
import { paintLane, SHADES, word, type Paint } from '../../../src/core/layout/pixels.ts';
import { patternIds, SvgPen, svgText } from '../../../src/core/layout/svg.ts';
import { imagePaths } from '../../../src/core/layout/svg-image.ts';
import type { RegionTable } from '../../../src/core/memory-map/region-table.ts';
import { tableOf } from './tables.ts';
import { assertWellFormed, textsOf } from '../well-formed.ts';

const ground = word(1, 2, 3);

/** Fills an image from the paths of it, and counts how often each pixel was filled. */
function filled(paths: ReadonlyMap<number, string>, width: number, height: number): number[] {
  const pixels = Array.from({ length: width * height }, () => ground);
  for (const [color, path] of paths) {
    for (const [, x, y, w, h] of path.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)h-\d+z/g)) {
      for (let row = Number(y); row < Number(y) + Number(h); row++) {
        for (let at = Number(x); at < Number(x) + Number(w); at++) {
          assert.equal(pixels[row * width + at], ground, 'a pixel has one rectangle');
          pixels[row * width + at] = color;
        }
      }
    }
  }
  return pixels;
}

const paint: Paint = {
  fill: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => word(i, 50, 50)),
  line: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => word(i, 90, 90)),
  edge: Uint32Array.from({ length: CLASS_COUNT * SHADES }, (_, i) => word(i, 20, 20)),
  patterns: Array.from({ length: CLASS_COUNT }, (_, c) => (c % 2 ? [1, 2, 4, 8, 16, 32, 64, 128] : undefined)),
  gap: word(9, 9, 9),
  background: ground,
  scale: 1,
};

function pen(used = new Set<number>()): SvgPen {
  return new SvgPen(paint, (text) => text.length * 6, used);
}

/** The bars of a table, 1200 by 400, as the painter draws them. */
function bars(table: RegionTable): string {
  const axis = layOut(table);
  const coverage = cover(axis, groupColumn(table));
  const lanes = makeLanes(1200, 400, 90, axis.count, 1);
  const columns = makeColumns(columnCount(lanes));
  resolveColumns(axis, coverage, 0, axis.length / columnCount(lanes), columnCount(lanes), columns);
  const used = new Set<number>();
  const svg = pen(used);
  Object.assign(svg.canvas, { width: 1200, height: 400 });
  for (let lane = 0; lane < lanes.count; lane++) {
    const words = new Uint32Array(lanes.width * lanes.barHeight);
    const strip = { width: lanes.width, height: lanes.barHeight, words };
    paintLane({ axis, coverage, columns, first: lane * lanes.width }, patternIds(paint), strip);
    svg.putImageData({ width: lanes.width, height: lanes.barHeight, data: words }, lanes.left, lane * lanes.pitch);
  }
  return svgText({ title: 'bars', description: '', pen: svg, paint, used, scale: 1 });
}

/** Regions of a page, every fourth after a hole of a page. */
function manyRegions(count: number): RegionTable {
  const numbers = Array.from({ length: count }, (_, i) => i);
  const words = (pages: (i: number) => number): Uint32Array => {
    const pairs = new Uint32Array(2 * count);
    for (let i = 0; i < count; i++) {
      pairs[2 * i] = pages(i) * 4096;
      pairs[2 * i + 1] = Math.floor(pages(i) / (1 << 20));
    }
    return pairs;
  };
  return {
    ...tableOf([]),
    count,
    start: words((i) => i + (i >> 2)),
    end: words((i) => i + (i >> 2) + 1),
    offset: new Uint32Array(2 * count),
    perms: Uint8Array.from(numbers, (i) => 1 + (i % 3)),
    file: new Uint32Array(count),
    line: new Uint32Array(count),
    kind: Uint8Array.from(numbers, (i) => i % 20),
    sorted: true,
  };
}

describe('the picture as SVG', () => {
  it('covers the pixels of an image exactly, each by one rectangle', () => {
    const images = fc
      .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 9 }) })
      .chain(({ width, height }) =>
        fc.record({
          width: fc.constant(width),
          height: fc.constant(height),
          words: fc.array(fc.constantFrom(ground, 1, 2, 3), { minLength: width * height, maxLength: width * height }),
        }),
      );
    fc.assert(
      fc.property(images, ({ width, height, words }) => {
        const paths = imagePaths(Uint32Array.from(words), width, height, ground);
        assert.deepEqual(filled(paths, width, height), words);
      }),
    );
  });

  it('makes one rectangle of columns that look alike', () => {
    const paths = imagePaths(new Uint32Array(1000 * 20).fill(7), 1000, 20, ground);
    assert.deepEqual([...paths], [[7, 'M0 0h1000v20h-1000z']]);
  });

  it('is well-formed, with a pattern for each that it uses', () => {
    const svg = bars(manyRegions(300));
    assertWellFormed(svg);
    const used = new Set([...svg.matchAll(/url\(#([\w-]+)\)/g)].map(([, id]) => id));
    const defined = new Set([...svg.matchAll(/<pattern id="([\w-]+)"/g)].map(([, id]) => id));
    assert.ok(used.size > 0);
    assert.deepEqual(used, defined);
  });

  it('is as large for a million regions as for its pixels, not for its regions', () => {
    const few = bars(manyRegions(65_000)).length;
    const many = bars(manyRegions(1_000_000)).length;
    assert.ok(many < 2_000_000, `${many} bytes`);
    assert.ok(many < 1.5 * few, `${many} bytes, ${few} of 65,000 regions`);
  });

  it('shows hostile names as text', () => {
    const hostile = ['</text><script>alert(1)</script>', '"\' onload="x', 'a&b;&#0;', '\u0000\u0007\ud800', ']]>'];
    const svg = pen();
    svg.font = '11px "Droid Sans", <evil>';
    svg.fillStyle = 'rgb(1 2 3)';
    for (const name of hostile) svg.fillText(name, 1, 2);
    const text = svgText({ title: hostile[0] ?? '', description: '', pen: svg, paint, used: new Set(), scale: 2 });
    assertWellFormed(text);
    const [title, , ...names] = textsOf(text).filter((each) => each.trim() !== '');
    assert.equal(title, hostile[0]);
    assert.deepEqual([names.length + 1, names.at(-1)], [hostile.length, ']]>']);
    assert.match(text, /fill="#010203"/);
    assert.doesNotMatch(text, /<script|rgb\(/);
  });

  it('draws what a canvas draws: alignment, shrinking, lines and boxes', () => {
    const svg = pen();
    svg.font = 'bold 10px sans-serif';
    svg.textAlign = 'right';
    svg.textBaseline = 'middle';
    svg.fillText('address', 50, 20, 30);
    svg.fillRect(1.234567, 2, 3, 4);
    svg.fillRect(0, 0, 0, 4);
    svg.strokeStyle = 'rgb(255 0 0)';
    svg.beginPath();
    svg.moveTo(0, 0);
    svg.lineTo(5, 5);
    svg.stroke();
    assert.equal(
      svg.body,
      [
        '<g fill="#000" font-family="sans-serif" font-size="10" font-weight="bold" text-anchor="end">',
        '<text x="50" y="23.5" textLength="30" lengthAdjust="spacingAndGlyphs">address</text>',
        '</g>',
        '<rect x="1.23" y="2" width="3" height="4" fill="#000"/>',
        '<path d="M0 0L5 5" fill="none" stroke="#ff0000" stroke-width="1"/>',
      ].join('\n'),
    );
  });
});
