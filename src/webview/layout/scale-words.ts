/** What a pixel stands for, in words. */
import type { Axis } from '../../core/layout/axis.ts';
import { ROW_UNITS, type ScaleId } from '../../core/layout/scales.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';

interface Measure {
  /** What is counted, and its units of the axis. */
  readonly one: string;
  readonly units: number;
  /** An amount of units of the axis in words. */
  readonly many: (units: number) => string;
}

const BYTES: Measure = { one: '1 byte', units: 1, many: formatBytes };

const MEASURES: Readonly<Record<ScaleId, Measure>> = {
  folded: BYTES,
  linear: BYTES,
  equal: { one: '1 region', units: ROW_UNITS, many: (units) => `${short(units / ROW_UNITS)} regions` },
  resident: { one: '1 byte of Rss', units: 1, many: (units) => `${formatBytes(units)} of Rss` },
};

/** `1 px = 5.3 KiB`, or from close by `1 region = 12 px`. @param perPixel units of the axis to a CSS pixel */
export function pixelWords({ scale }: Pick<Axis, 'scale'>, perPixel: number): string {
  const { one, units, many } = MEASURES[scale];
  return perPixel >= units ? `1 px = ${many(perPixel)}` : `${one} = ${short(units / perPixel)} px`;
}

function short(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, '') : formatCount(Math.round(value));
}
