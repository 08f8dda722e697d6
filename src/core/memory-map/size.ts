/** Sizes and counts as people read them. Amounts are exact integers up to 2^64; nothing goes through a rounded double. */

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'] as const;

/**
 * A number of bytes in the largest binary unit that fits: `132 KiB`, `1.5 GiB`, `0 bytes`, `-4 KiB`. A whole number is exact;
 * a rounded one always shows its one decimal (`1.0 MiB` is close to a MiB, `1 MiB` is one). Fractions of a byte are cut off.
 */
export function formatBytes(bytes: bigint | number): string {
  const exact = typeof bytes === 'bigint' ? bytes : BigInt(Math.trunc(bytes));
  const sign = exact < 0n ? '-' : '';
  const amount = exact < 0n ? -exact : exact;
  if (amount === 1n) return `${sign}1 byte`;
  let power = 0;
  while (power < UNITS.length - 1 && amount >> BigInt(10 * (power + 1)) > 0n) power++;
  // 1,048,575 bytes would round to 1024.0 KiB: what rounds up to a full next unit is told in that one.
  if (power > 0 && power < UNITS.length - 1 && tenths(amount, power) >= 10240n && !isWhole(amount, power)) power++;
  const unit = UNITS[power] ?? 'bytes';
  if (isWhole(amount, power)) return `${sign}${amount >> BigInt(10 * power)} ${unit}`;
  const rounded = tenths(amount, power);
  return `${sign}${rounded / 10n}.${rounded % 10n} ${unit}`;
}

/** A difference of bytes with its sign: `+132 KiB`, `\u22124 KiB`, `0`. */
export function formatDifference(bytes: number): string {
  if (bytes === 0) return '0';
  return `${bytes > 0 ? '+' : '\u2212'}${formatBytes(Math.abs(bytes))}`;
}

/** A number of kB, the unit of smaps and status (1024 bytes each, whatever the letters say), as `formatBytes` shows it. */
export function formatKilobytes(kilobytes: bigint | number): string {
  return formatBytes(typeof kilobytes === 'bigint' ? kilobytes << 10n : kilobytes * 1024);
}

/** An integer with its thousands grouped by commas: `65,530`. */
export function formatCount(count: bigint | number): string {
  const text = typeof count === 'bigint' ? count.toString() : BigInt(Math.trunc(count)).toString();
  return text.replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share of a whole in percent: `12.5 %`, `below 0.1 %`, `100 %`; undefined when the whole is 0. */
export function formatShare(part: bigint | number, whole: bigint | number): string | undefined {
  const all = Number(whole);
  if (all === 0) return undefined;
  const some = Number(part);
  const percent = (some / all) * 100;
  if (some === 0 || percent === 100) return `${percent} %`;
  if (percent < 0.1) return 'below 0.1 %';
  // Rounding must not turn "almost all" into "all".
  return `${Math.min(percent, percent < 100 ? 99.9 : percent)
    .toFixed(1)
    .replace(/\.0$/, '')} %`;
}

function isWhole(amount: bigint, power: number): boolean {
  return (amount & ((1n << BigInt(10 * power)) - 1n)) === 0n;
}

/** The amount in tenths of a unit, rounded to the nearest. */
function tenths(amount: bigint, power: number): bigint {
  const unit = 1n << BigInt(10 * power);
  return (amount * 20n + unit) / (2n * unit);
}
