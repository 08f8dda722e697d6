/** The address that a row of the debugger's variables view stands for: a pointer, a register, or where a value lies. */
import { fieldOf, textOf } from './values.ts';

/** Longer values are cut: an address stands at the start. */
const LONGEST = 512;

/**
 * A hex number at the start, after what debuggers put before it: a type in brackets or braces (`(char *) 0x…`,
 * `{int (int)} 0x… <main>`), or the mark of a reference (`@0x…`).
 */
const POINTER = /^(?:\((?:[^()]|\([^()]*\))*\)\s*|\{[^{}]*\}\s*|[@&])?0x([0-9a-f]{1,16})(?![0-9a-z])/i;

/**
 * The addresses that a variable may stand for, the likeliest first: its value when that looks like a pointer, the reference to
 * its memory, and its value when that is a whole number, as registers are shown.
 * @param variable a `Variable` of the Debug Adapter Protocol
 */
export function variableAddresses(variable: unknown): readonly bigint[] {
  const value = textOf(fieldOf(variable, 'value'))?.slice(0, LONGEST).trim() ?? '';
  const reference = textOf(fieldOf(variable, 'memoryReference'))?.trim() ?? '';
  const pointer = POINTER.exec(value)?.[1];
  const found = [
    pointer === undefined ? undefined : BigInt(`0x${pointer}`),
    /^(?:0x[0-9a-f]{1,16}|\d{1,20})$/i.test(reference) ? BigInt(reference) : undefined,
    // A register with the highest bit set may be shown as a negative number.
    /^-?\d{1,20}$/.test(value) ? unsigned(BigInt(value)) : undefined,
  ];
  return [...new Set(found.filter(isAddress))];
}

function isAddress(value: bigint | undefined): value is bigint {
  return value !== undefined && value >= 0n && value < 1n << 64n;
}

function unsigned(value: bigint): bigint {
  return value < 0n && value >= -(1n << 63n) ? BigInt.asUintN(64, value) : value;
}
