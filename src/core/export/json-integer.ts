/** An integer as JSON has it: readers of JSON take numbers for doubles, so what passes 2^53 is a decimal string. */
export type JsonInteger = number | string;

/** A number when it is exact as a double, else a decimal string. */
export function jsonInteger(value: bigint): JsonInteger {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value);
}
