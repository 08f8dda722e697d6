/** The colours of the picture, read from the theme: `--vscode-*` of the page, the extension's own colours among them. */
import type { Category, Hue } from '../../core/layout/category.ts';
import { CLASS_COUNT, DIMMED } from '../../core/layout/coverage.ts';
import { FILL_PARTS } from '../../core/layout/fill.ts';
import type { FillPaint } from '../../core/layout/fill-pixels.ts';
import { SHADES, word, type Paint, type Pattern } from '../../core/layout/pixels.ts';
import { cssOf, groundOf, lineOf, luminance, mix, type Rgb, type Theme } from './colours.ts';
import { patternOf } from './patterns.ts';

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
  /** What it has the colours of. */
  readonly categories: readonly Category[];
  readonly paint: Paint;
  /** The levels inside regions. */
  readonly levels: FillPaint;
  readonly ink: Ink;
  /** Words for the marks of each trait, in the order of `TRAITS`. */
  readonly marks: readonly number[];
  /** The word of the lines of pages, which lie over the bars. */
  readonly grid: number;
  readonly highContrast: boolean;
}

/** The colours of a page's theme. */
export interface PageTheme extends Theme {
  /** A colour of the page in force, by its custom property without `--vscode-`. */
  readonly color: (name: string, fallback: string) => Rgb;
  readonly font: (name: string, fallback: string) => string;
  /** Device pixels to a CSS pixel. */
  readonly scale: number;
}

/** Reads the theme in force. @param scale device pixels to a CSS pixel */
export function readTheme(scale: number): PageTheme {
  const style = getComputedStyle(document.documentElement);
  const resolve = colorReader();
  const css = (name: string, fallback: string): string => style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const known = new Map<string, Rgb>();
  const color = (name: string, fallback: string): Rgb => {
    const found = known.get(name) ?? resolve(css(name, fallback));
    known.set(name, found);
    return found;
  };
  const foreground = color('editor-foreground', '#cccccc');
  return {
    background: color('editor-background', '#1e1e1e'),
    foreground,
    highContrast: document.body.classList.contains('vscode-high-contrast'),
    hue: (hue) => (hue === 'text' ? foreground : color(HUES[hue] ?? kindColor(hue), '#888888')),
    color,
    font: css,
    scale,
  };
}

const HUES: Readonly<Partial<Record<Hue, string>>> = {
  wx: 'memoryMaps-traitWritableExecutable',
  deleted: 'memoryMaps-traitDeleted',
};

/** The palette of a colouring's categories in a theme. */
export function makePalette(theme: PageTheme, categories: readonly Category[]): Palette {
  const { background, foreground, highContrast, color } = theme;
  const fill = new Uint32Array(CLASS_COUNT * SHADES);
  const line = new Uint32Array(CLASS_COUNT * SHADES);
  const edge = new Uint32Array(CLASS_COUNT * SHADES);
  const onFill: string[] = [];
  const grounds: string[] = [];
  const patterns: (Pattern | undefined)[] = [];
  for (let c = 0; c < CLASS_COUNT; c++) {
    const look = c === DIMMED ? DIMMED_LOOK : (categories[c] ?? DIMMED_LOOK);
    patterns.push(patternOf(look, highContrast));
    for (let s = 0; s < SHADES; s++) {
      const ground = groundOf(theme, look, s);
      const at = c * SHADES + s;
      fill[at] = wordOf(ground);
      line[at] = wordOf(lineOf(theme, look, ground));
      edge[at] = wordOf(mix(ground, background, highContrast ? 1 : 0.75));
      grounds.push(cssOf(ground));
      // Where white and black have the same contrast (WCAG 2.2).
      onFill.push(luminance(ground) > 0.179 ? '#000000' : '#ffffff');
    }
  }
  const gap = wordOf(mix(background, foreground, highContrast ? 0 : 0.04));
  const scale = Math.max(1, Math.round(theme.scale));
  return {
    categories,
    paint: { fill, line, edge, patterns, gap, background: wordOf(background), scale },
    levels: makeLevelPaint(theme, scale),
    ink: {
      text: cssOf(foreground),
      faint: cssOf(color('descriptionForeground', '#999999')),
      line: cssOf(mix(background, foreground, highContrast ? 0.9 : 0.35)),
      focus: cssOf(color('focusBorder', '#0078d4')),
      hover: cssOf(mix(foreground, background, 0.15)),
      background: cssOf(background),
      onFill,
      grounds,
      uiFont: theme.font('font-family', 'sans-serif'),
      monoFont: theme.font('editor-font-family', 'monospace'),
    },
    marks: [wordOf(theme.hue('wx')), wordOf(theme.hue('deleted'))],
    grid: wordOf(foreground),
    highContrast,
  };
}

const DIMMED_LOOK = { hue: 'text', part: 0.14 } as const;

function makeLevelPaint(theme: PageTheme, scale: number): FillPaint {
  const grounds = FILL_PARTS.map((part) => groundOf(theme, part, 1));
  return {
    fill: Uint32Array.from(grounds, wordOf),
    line: Uint32Array.from(FILL_PARTS, (part, i) => wordOf(lineOf(theme, part, grounds[i] ?? theme.background))),
    patterns: FILL_PARTS.map((part) => patternOf(part, false)),
    empty: wordOf(mix(theme.background, theme.foreground, theme.highContrast ? 0 : 0.1)),
    scale,
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

function wordOf({ r, g, b }: Rgb): number {
  return word(r, g, b);
}
