/** Colours of categories, worked out from those of a theme. */
import type { Hue, Look } from '../../core/layout/category.ts';

export interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** What a theme gives. */
export interface Theme {
  readonly background: Rgb;
  readonly foreground: Rgb;
  readonly highContrast: boolean;
  readonly hue: (hue: Hue) => Rgb;
}

/** How much of a hue the shades of permissions have, as `Look.part`; the middle one is what can be written. */
const SHADE_PARTS: Readonly<Record<'normal' | 'contrast', readonly number[]>> = {
  normal: [0.5, 0.82, 1.15],
  contrast: [0.62, 0.85, 1],
};

/** The colour of a look in a shade of pixels.ts. */
export function groundOf({ background, foreground, highContrast, hue }: Theme, look: Look, shade: number): Rgb {
  const part = look.part ?? SHADE_PARTS[highContrast ? 'contrast' : 'normal'][shade] ?? 1;
  const color = hue(look.hue);
  return part <= 1 ? mix(background, color, part) : mix(color, foreground, part - 1);
}

/** The colour of the lines of a look's pattern on a ground. */
export function lineOf({ background, hue }: Theme, look: Look, ground: Rgb): Rgb {
  // A pale ground has lines of its own hue, a strong one is cut by the background.
  return isPale(look) ? mix(background, hue(look.hue), 0.75) : mix(ground, background, 0.55);
}

/** True of looks that have more of the background than of their hue. */
export function isPale({ part = 1 }: Look): boolean {
  return part <= 0.5;
}

export function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const blend = (a: number, b: number): number => Math.round(a + (b - a) * part);
  return { r: blend(from.r, to.r), g: blend(from.g, to.g), b: blend(from.b, to.b) };
}

export function cssOf({ r, g, b }: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

/** Relative luminance (WCAG 2.2). */
export function luminance({ r, g, b }: Rgb): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
