/** How large the map was from its first reading until now, as a line that fits into a line of text. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { courseOf, type Trend } from '../../core/growth/trend.ts';
import { courseInWords } from './trend-words.ts';

/** In CSS pixels. */
const WIDTH = 96;
const HEIGHT = 16;
/** Room for the width of the line and the dot at its end. */
const MARGIN = 2;
/** All changes together are drawn as high as the line where they are more than this part of what there is. */
const RIPPLE = 1 / 100;
/** In milliseconds: the line goes on while nothing changes. */
const TICK = 5000;

interface TrendLineProps {
  readonly trend: Trend;
  /** When the baseline was read, in milliseconds since 1970. */
  readonly baseline: number | undefined;
  /** While it is read again and again, what was last read is so until now. */
  readonly isRunning: boolean;
}

/** Absent while all readings are alike. */
export function TrendLine({ trend, baseline, isRunning }: TrendLineProps): JSX.Element | null {
  const first = trend[0]?.at ?? 0;
  const last = trend.at(-1)?.at ?? 0;
  const course = courseOf(trend);
  const until = last + useTimeAfter(last, isRunning && course !== undefined);
  if (!course) return null;
  const { values, least, most } = course;
  const across = (at: number): number => MARGIN + ((at - first) / (until - first)) * (WIDTH - 2 * MARGIN);
  const range = Math.max(most - least, most * RIPPLE, 1);
  const lowest = (most + least - range) / 2;
  const down = (bytes: number): number => HEIGHT - MARGIN - ((bytes - lowest) / range) * (HEIGHT - 2 * MARGIN);
  const place = (i: number): string => `${across(trend[i]?.at ?? 0).toFixed(1)} ${down(values[i] ?? 0).toFixed(1)}`;
  const steps = trend.map(({ at, unread }, i) =>
    i === 0 || unread ? `M${place(i)}` : `H${across(at).toFixed(1)}V${down(values[i] ?? 0).toFixed(1)}`,
  );
  const gaps = trend.map(({ unread }, i) => (unread ? `M${place(i - 1)}L${place(i)}` : '')).join('');
  const words = courseInWords(trend, course, until);
  return (
    <svg class="trend" width={WIDTH} height={HEIGHT} role="img" aria-label={words}>
      <title>{words}</title>
      {baseline !== undefined && baseline > first && baseline < until && (
        <path class="mark" d={`M${across(baseline)} 0V${HEIGHT}`} />
      )}
      {gaps !== '' && <path class="unread" d={gaps} />}
      <path d={`${steps.join('')}H${across(until)}`} />
      <circle cx={across(until)} cy={down(values.at(-1) ?? 0)} r="1.5" />
    </svg>
  );
}

/** Milliseconds since a moment came, by this machine's clock alone: that of the extension may be another's. */
function useTimeAfter(moment: number, isRunning: boolean): number {
  const [passed, setPassed] = useState({ moment, time: 0 });
  useEffect(() => {
    if (!isRunning) return undefined;
    const came = performance.now();
    const timer = setInterval(() => setPassed({ moment, time: performance.now() - came }), TICK);
    return () => clearInterval(timer);
  }, [moment, isRunning]);
  return passed.moment === moment ? passed.time : 0;
}
