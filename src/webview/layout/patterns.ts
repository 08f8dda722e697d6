/** Patterns that tell groups apart without hue: 8x8 tiles, a byte a row, the lowest bit on the left. */
import type { GroupId } from '../../core/kinds/kinds.ts';
import type { Pattern } from '../../core/layout/pixels.ts';

const RISING: Pattern = [0x80, 0x40, 0x20, 0x10, 0x08, 0x04, 0x02, 0x01];
const FALLING: Pattern = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80];
const DENSE_RISING: Pattern = [0x88, 0x44, 0x22, 0x11, 0x88, 0x44, 0x22, 0x11];
const LEVEL: Pattern = [0xff, 0, 0, 0, 0xff, 0, 0, 0];
const DASHES: Pattern = [0x0f, 0, 0, 0, 0xf0, 0, 0, 0];
const UPRIGHT: Pattern = [0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11];
const DOTS: Pattern = [0, 0x06, 0x06, 0, 0, 0x60, 0x60, 0];
const FINE_DOTS: Pattern = [0x01, 0, 0x10, 0, 0x01, 0, 0x10, 0];
const CHECKS: Pattern = [0x0f, 0x0f, 0x0f, 0x0f, 0xf0, 0xf0, 0xf0, 0xf0];
const GRID: Pattern = [0xff, 0x11, 0x11, 0x11, 0xff, 0x11, 0x11, 0x11];
const CROSSED: Pattern = [0x81, 0x42, 0x24, 0x18, 0x18, 0x24, 0x42, 0x81];

/** Reserved space is hatched in every theme: it is address space, not memory. */
export const RESERVED_PATTERN: Pattern = RISING;

/** In high contrast every group but the program has its own pattern. */
export const CONTRAST_PATTERNS: Readonly<Partial<Record<GroupId, Pattern>>> = {
  library: DENSE_RISING,
  heap: DOTS,
  stack: LEVEL,
  'thread-stack': DASHES,
  anonymous: FINE_DOTS,
  jit: CROSSED,
  shared: UPRIGHT,
  file: FALLING,
  device: CHECKS,
  kernel: GRID,
};
