/** Values out of messages and configurations that others wrote. */
import { PID_LIMIT } from '../process.ts';

/** An own field of an object; undefined when the value is no object or has none. */
export function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** A text; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A PID, as a number or in decimal digits; undefined for anything that no process can have. */
export function pidOf(value: unknown): number | undefined {
  const pid = typeof value === 'string' && /^[1-9]\d{0,6}$/.test(value) ? Number(value) : value;
  return typeof pid === 'number' && Number.isSafeInteger(pid) && pid > 0 && pid < PID_LIMIT ? pid : undefined;
}
