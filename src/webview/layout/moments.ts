/** Moments of readings in words. */
import type { Moment } from '../../core/growth/ages.ts';
import { formatCount } from '../../core/memory-map/size.ts';

export interface MomentWords {
  /** `14:02:11`, or `map 3` where a file holds several. */
  readonly short: string;
  /** With the date, for a tooltip. */
  readonly long: string;
  /** For a file that others read: `2026-01-02 14:02:11 UTC`. */
  readonly stamp: string;
}

/** Letters of the longest time of day in the user's language: `10:54:06 AM`. */
export const LONGEST_TIME = Math.max(
  ...[10, 22].map((hour) => new Date(2000, 10, 20, hour, 58, 58).toLocaleTimeString().length),
);

/** Says when it was, in the user's time zone but for the stamp. */
export function momentInWords({ at, unit }: Moment): MomentWords {
  if (unit === 'map') {
    const map = `map ${formatCount(at + 1)}`;
    return { short: map, long: map, stamp: map };
  }
  const date = new Date(at);
  return { short: date.toLocaleTimeString(), long: date.toLocaleString(), stamp: utc(at) };
}

/** `2026-01-02 14:02:11 UTC`. */
export function utc(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `3 readings ago`, `in this reading`, `2 maps before`; empty for a number that is not known. */
export function ago(readings: number | undefined, unit: Moment['unit']): string {
  if (readings === undefined || readings < 0) return '';
  const [one, when] = unit === 'map' ? ['map', 'before'] : ['reading', 'ago'];
  return readings === 0 ? `in this ${one}` : `${formatCount(readings)} ${readings === 1 ? one : `${one}s`} ${when}`;
}
