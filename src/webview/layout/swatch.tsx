/** A small square in the colour and pattern of a category, painted by the same code as the picture. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { SHADES, TILE, type Pattern } from '../../core/layout/pixels.ts';
import type { Palette } from './palette.ts';

const SIDE = 12;
/** What can be written: the middle one of the shades. */
const SHADE = 1;

/** @param category index among those of the palette */
export function Swatch({ palette, category }: { readonly palette: Palette; readonly category: number }): JSX.Element {
  const { fill, line, patterns, scale } = palette.paint;
  const at = category * SHADES + SHADE;
  return <Tile fill={fill[at] ?? 0} line={line[at] ?? 0} pattern={patterns[category]} scale={scale} />;
}

/** The swatch of a part of the levels. */
export function PartSwatch({ palette, part }: { readonly palette: Palette; readonly part: number }): JSX.Element {
  const { fill, line, patterns, scale } = palette.levels;
  return <Tile fill={fill[part] ?? 0} line={line[part] ?? 0} pattern={patterns[part]} scale={scale} />;
}

interface TileProps {
  readonly fill: number;
  readonly line: number;
  readonly pattern: Pattern | undefined;
  readonly scale: number;
}

function Tile({ fill, line, pattern, scale }: TileProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const side = SIDE * scale;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = new ImageData(side, side);
    const words = new Uint32Array(image.data.buffer);
    for (let y = 0; y < side; y++) {
      const bits = pattern?.[((y / scale) | 0) % TILE] ?? 0;
      for (let x = 0; x < side; x++) words[y * side + x] = (bits >> (((x / scale) | 0) % TILE)) & 1 ? line : fill;
    }
    context.putImageData(image, 0, 0);
  }, [fill, line, pattern, scale]);
  return <canvas ref={canvas} class="swatch" width={side} height={side} aria-hidden="true" />;
}
