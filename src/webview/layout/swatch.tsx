/** A small square in the colour and pattern of a group, painted by the same code as the picture. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { SHADES, TILE } from '../../core/layout/pixels.ts';
import type { Palette } from './palette.ts';

const SIDE = 12;
/** What can be written: the middle one of the shades. */
const SHADE = 1;

export function Swatch({ palette, group }: { readonly palette: Palette; readonly group: number }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { paint } = palette;
  const side = SIDE * paint.scale;
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = new ImageData(side, side);
    const words = new Uint32Array(image.data.buffer);
    const at = group * SHADES + SHADE;
    const pattern = paint.patterns[group];
    for (let y = 0; y < side; y++) {
      const bits = pattern?.[((y / paint.scale) | 0) % TILE] ?? 0;
      for (let x = 0; x < side; x++) {
        const lined = (bits >> (((x / paint.scale) | 0) % TILE)) & 1;
        words[y * side + x] = (lined ? paint.line : paint.fill)[at] ?? 0;
      }
    }
    context.putImageData(image, 0, 0);
  }, [paint, group, side]);
  return <canvas ref={canvas} class="swatch" width={side} height={side} aria-hidden="true" />;
}
