/** Containers as they are named and told apart. */
import type { Container } from './process.ts';

/** Runtimes show so many characters of an ID of 64 digits in their own lists. */
const SHORT = 12;

/** The ID as `docker ps` and `podman ps` show it; a name as it is. */
export function shortId({ id }: Container): string {
  return /^[0-9a-f]{64}$/.test(id) ? id.slice(0, SHORT) : id;
}

/** A container in one word, for comparing. */
export function containerKey({ runtime, id, pod }: Container): string {
  return `${runtime ?? '?'}:${pod ?? ''}:${id}`;
}

/** True for one and the same container. */
export function sameContainer(a: Container | 'none' | undefined, b: Container | 'none' | undefined): boolean {
  if (a === b || a === undefined || b === undefined || a === 'none' || b === 'none') return a === b;
  return containerKey(a) === containerKey(b);
}
