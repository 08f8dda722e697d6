/** Patterns that tell categories apart without hue: 8x8 tiles, a byte a row, the lowest bit on the left. */
import type { Hue, Look, PatternId } from '../../core/layout/category.ts';
import type { Pattern } from '../../core/layout/pixels.ts';
import { isPale } from './colours.ts';

const PATTERNS: Readonly<Record<PatternId, Pattern>> = {
  rising: [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01],
  falling: [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80],
  dots: [0, 0x06, 0x06, 0, 0, 0x60, 0x60, 0],
  crossed: [0x81, 0x42, 0x24, 0x18, 0x18, 0x24, 0x42, 0x81],
  level: [0xff, 0, 0, 0, 0xff, 0, 0, 0],
};
const DENSE_RISING: Pattern = [0x88, 0x44, 0x22, 0x11, 0x88, 0x44, 0x22, 0x11];
const DASHES: Pattern = [0x0f, 0, 0, 0, 0xf0, 0, 0, 0];
const UPRIGHT: Pattern = [0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11];
const FINE_DOTS: Pattern = [0x01, 0, 0x10, 0, 0x01, 0, 0x10, 0];
const CHECKS: Pattern = [0x0f, 0x0f, 0x0f, 0x0f, 0xf0, 0xf0, 0xf0, 0xf0];
const GRID: Pattern = [0xff, 0x11, 0x11, 0x11, 0xff, 0x11, 0x11, 0x11];

/** In high contrast every group's hue but the program's has its own pattern. */
const CONTRAST_PATTERNS: Readonly<Partial<Record<Hue, Pattern>>> = {
  library: DENSE_RISING,
  heap: PATTERNS.dots,
  stack: PATTERNS.level,
  'thread-stack': DASHES,
  anonymous: FINE_DOTS,
  jit: PATTERNS.crossed,
  shared: UPRIGHT,
  file: PATTERNS.falling,
  device: CHECKS,
  kernel: GRID,
};

/** The pattern of a look: its own, or in high contrast that of its hue unless it is pale, which is a step of a scale. */
export function patternOf(look: Look, highContrast: boolean): Pattern | undefined {
  if (look.pattern) return PATTERNS[look.pattern];
  return highContrast && !isPale(look) ? CONTRAST_PATTERNS[look.hue] : undefined;
}
