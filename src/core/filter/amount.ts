/**
 * Numbers as people write them in a filter, and what they are compared with. All is exact: a size of `0.1%` or `1.5M` is a
 * fraction of two bigints, and a comparison becomes the least and the largest integer that fit.
 */
import { parseAddress } from '../memory-map/address.ts';

/** `4096` is plain, `4k` is an amount of bytes, `10%` is a share. */
export interface Amount {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly unit: 'plain' | 'bytes' | 'percent';
}

/** Units are powers of 1024, as the kernel's kB is, whether `k`, `kB` or `KiB` is written. */
const POWERS = 'kmgtpe';

/** More digits than any 64-bit number needs; a fraction of that many is still exact. */
const AMOUNT = /^(\d{0,24})(?:\.(\d{1,24}))?(?:(%)|([kmgtpe])(?:i?b)?|b|bytes?)?$/i;
const HEX_AMOUNT = /^0x[0-9a-f]{1,16}$/i;

/** Reads `4096`, `0x1000`, `4k`, `1.5M`, `2GiB`, `512 bytes`, `10%`; undefined when it is none of these. */
export function readAmount(text: string): Amount | undefined {
  const compact = text.replaceAll(' ', '');
  if (HEX_AMOUNT.test(compact)) return { numerator: BigInt(compact), denominator: 1n, unit: 'plain' };
  const match = AMOUNT.exec(compact);
  if (!match) return undefined;
  const [, whole = '', fraction = '', percent, power] = match;
  if (whole === '' && fraction === '') return undefined;
  const scale = power === undefined ? 1n : 1024n ** BigInt(POWERS.indexOf(power.toLowerCase()) + 1);
  const hasUnit = /[a-z]/i.test(compact);
  return {
    numerator: BigInt(whole + fraction) * scale,
    denominator: 10n ** BigInt(fraction.length),
    unit: percent ? 'percent' : hasUnit ? 'bytes' : 'plain',
  };
}

/** Reads an address or another hexadecimal number as `parseAddress` does, with or without `0x`. */
export function readHex(text: string): Amount | undefined {
  const numerator = parseAddress(text);
  return numerator === undefined ? undefined : { numerator, denominator: 1n, unit: 'plain' };
}

/** Reads a decimal number without a unit. */
export function readCount(text: string): Amount | undefined {
  return /^\d{1,20}$/.test(text) ? { numerator: BigInt(text), denominator: 1n, unit: 'plain' } : undefined;
}

/** How a number is compared. */
export type Comparison = '<' | '<=' | '>' | '>=' | '=';

/** The integers from `least` to `most`, both included; none when `least` is more than `most`. */
export interface Limits {
  readonly least: bigint;
  readonly most: bigint;
}

/** The largest number that a column of word pairs holds. */
export const HIGHEST = (1n << 64n) - 1n;
const NONE: Limits = { least: 1n, most: 0n };

/** The integers from 0 to 2^64-1 that compare so with `numerator / denominator`. */
export function limitsOf(comparison: Comparison, numerator: bigint, denominator: bigint): Limits {
  const floor = numerator / denominator;
  const whole = numerator % denominator === 0n;
  switch (comparison) {
    case '<':
      return clamped(0n, whole ? floor - 1n : floor);
    case '<=':
      return clamped(0n, floor);
    case '>':
      return clamped(floor + 1n, HIGHEST);
    case '>=':
      return clamped(whole ? floor : floor + 1n, HIGHEST);
    case '=':
      return whole ? clamped(floor, floor) : NONE;
  }
}

function clamped(least: bigint, most: bigint): Limits {
  return least > HIGHEST || most < least ? NONE : { least, most: most > HIGHEST ? HIGHEST : most };
}
