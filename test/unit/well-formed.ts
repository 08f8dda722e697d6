/** A small reader of XML, and of HTML that is written like it, for tests of what is exported. */
import assert from 'node:assert/strict';

/** Elements that HTML never closes. */
const EMPTY = new Set(['meta']);
const TOKEN = /<!doctype html>|<\/([\w-]+)>|<([\w-]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|[^<]+/gy;

/** Fails unless every element is closed in its turn, every attribute quoted and every reference whole. */
export function assertWellFormed(text: string): void {
  const open: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex;
    const [token, closed, opened, , alone] = TOKEN.exec(text) ?? [];
    assert.ok(token !== undefined, `no markup at ${at}: ${text.slice(at, at + 80)}`);
    assert.doesNotMatch(token, /&(?!#\d+;)/, 'every & is a reference');
    if (closed !== undefined) assert.equal(open.pop(), closed, `at ${at}`);
    if (opened !== undefined && alone === '' && !EMPTY.has(opened)) open.push(opened);
  }
  assert.deepEqual(open, []);
}

/** The texts between elements, their references undone. */
export function textsOf(text: string): readonly string[] {
  return text
    .split(/<[^>]*>/)
    .filter((part) => part !== '')
    .map((part) => part.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code))));
}
