/** The colours of the picture, read from the theme: `--vscode-*` of the page, the extension's own colours among them. */
import { GROUPS } from '../../core/kinds/kinds.ts';
import { CLASS_COUNT, DIMMED } from '../../core/layout/coverage.ts';
import { SHADES, word, type Paint, type Pattern } from '../../core/layout/pixels.ts';
import { CONTRAST_PATTERNS, RESERVED_PATTERN } from './patterns.ts';

interface Rgb {
  readonly r: number;
  readonly g: number;
  readonly b: number;
}

/** What the labels and frames of the picture are drawn with, as CSS colours. */
export interface Ink {
  readonly text: string;
  readonly faint: string;
  readonly line: string;
  readonly focus: string;
  readonly hover: string;
  readonly background: string;
  /** Text on class `c` in shade `s`: `onFill[c * SHADES + s]`. */
  readonly onFill: readonly string[];
  /** Those fills as CSS colours. */
  readonly grounds: readonly string[];
  readonly uiFont: string;
  readonly monoFont: string;
}

export interface Palette {
  readonly paint: Paint;
  readonly ink: Ink;
  /** Words for the marks of each trait, in the order of `TRAITS`. */
  readonly marks: readonly number[];
  /** The word of the lines of pages, which lie over the bars. */
  readonly grid: number;
  readonly highContrast: boolean;
}

/** How much of a class's colour the shades have, the rest being background; above 1 the rest is foreground. */
const STRENGTH: Readonly<Record<'normal' | 'contrast', readonly number[]>> = {
  normal: [0.5, 0.82, 1.15],
  contrast: [0.62, 0.85, 1],
};

/** Reads the palette of the theme in force. @param scale device pixels to a CSS pixel */
export function readPalette(scale: number): Palette {
  const style = getComputedStyle(document.documentElement);
  const resolve = colorReader();
  const css = (name: string, fallback: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const highContrast = document.body.classList.contains('vscode-high-contrast');
  const background = resolve(css('editor-background', '#1e1e1e'));
  const foreground = resolve(css('editor-foreground', '#cccccc'));
  const faint = resolve(css('descriptionForeground', '#999999'));
  const gap = mix(background, foreground, highContrast ? 0 : 0.04);

  const fill = new Uint32Array(CLASS_COUNT * SHADES);
  const line = new Uint32Array(CLASS_COUNT * SHADES);
  const edge = new Uint32Array(CLASS_COUNT * SHADES);
  const onFill: string[] = [];
  const grounds: string[] = [];
  const patterns: (Pattern | undefined)[] = [];
  for (let c = 0; c < CLASS_COUNT; c++) {
    const group = GROUPS[c];
    const reserved = group?.id === 'reserved';
    const color =
      c === DIMMED ? mix(background, foreground, 0.14) : resolve(css(kindColor(group?.id ?? 'unknown'), '#888888'));
    patterns.push(reserved ? RESERVED_PATTERN : highContrast && group ? CONTRAST_PATTERNS[group.id] : undefined);
    for (let s = 0; s < SHADES; s++) {
      const strength = c === DIMMED ? 1 : (STRENGTH[highContrast ? 'contrast' : 'normal'][s] ?? 1);
      const full = strength <= 1 ? mix(background, color, strength) : mix(color, foreground, strength - 1);
      const ground = reserved ? mix(background, color, 0.16) : full;
      const at = c * SHADES + s;
      fill[at] = wordOf(ground);
      line[at] = wordOf(reserved ? mix(background, color, 0.75) : mix(full, background, 0.55));
      edge[at] = wordOf(mix(ground, background, highContrast ? 1 : 0.75));
      grounds.push(cssOf(ground));
      // Where white and black have the same contrast (WCAG 2.2).
      onFill.push(luminance(ground) > 0.179 ? '#000000' : '#ffffff');
    }
  }
  return {
    paint: {
      fill,
      line,
      edge,
      patterns,
      gap: wordOf(gap),
      background: wordOf(background),
      scale: Math.max(1, Math.round(scale)),
    },
    ink: {
      text: cssOf(foreground),
      faint: cssOf(faint),
      line: cssOf(mix(background, foreground, highContrast ? 0.9 : 0.35)),
      focus: cssOf(resolve(css('focusBorder', '#0078d4'))),
      hover: cssOf(mix(foreground, background, 0.15)),
      background: cssOf(background),
      onFill,
      grounds,
      uiFont: css('font-family', 'sans-serif'),
      monoFont: css('editor-font-family', 'monospace'),
    },
    marks: [
      wordOf(resolve(css('memoryMaps-traitWritableExecutable', '#f14c4c'))),
      wordOf(resolve(css('memoryMaps-traitDeleted', '#cca700'))),
    ],
    grid: wordOf(foreground),
    highContrast,
  };
}

/**
 * The custom property of a group's colour, `memoryMaps.kindThreadStack` in the manifest. Colour ids have no hyphens, and
 * only one dot: VS Code makes only the first one a hyphen.
 */
function kindColor(group: string): string {
  return `memoryMaps-kind${`-${group}`.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())}`;
}

/** Calls back when the theme or its colours change, or the window moves to a screen of another density. */
export function onPaletteChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-kind'] });
  const watchDensity = (): void => {
    const query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', () => (changed(), watchDensity()), { once: true });
  };
  watchDensity();
}

/** Reads any CSS colour by letting a canvas draw it. */
function colorReader(): (color: string) => Rgb {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  return (color) => {
    if (!context) return { r: 128, g: 128, b: 128 };
    context.fillStyle = '#808080';
    context.fillStyle = color;
    context.clearRect(0, 0, 1, 1);
    context.fillRect(0, 0, 1, 1);
    const [r = 128, g = 128, b = 128] = context.getImageData(0, 0, 1, 1).data;
    return { r, g, b };
  };
}

function mix(from: Rgb, to: Rgb, part: number): Rgb {
  const blend = (a: number, b: number): number => Math.round(a + (b - a) * part);
  return { r: blend(from.r, to.r), g: blend(from.g, to.g), b: blend(from.b, to.b) };
}

function wordOf({ r, g, b }: Rgb): number {
  return word(r, g, b);
}

function cssOf({ r, g, b }: Rgb): string {
  return `rgb(${r} ${g} ${b})`;
}

/** Relative luminance (WCAG 2.2). */
function luminance({ r, g, b }: Rgb): number {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
}
