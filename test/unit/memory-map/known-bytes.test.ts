/** Numbers of texts that come again: what is found is what was kept, or nothing. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { KnownBytes } from '../../../src/core/memory-map/known-bytes.ts';

const texts = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '/', '.'), minLength: 1, maxLength: 40 }), {
  maxLength: 80,
});

/** A text somewhere inside of other bytes. */
function placed(text: string, at: number): { bytes: Uint8Array; from: number; to: number } {
  const bytes = new TextEncoder().encode(`${'x'.repeat(at)}${text}y`);
  return { bytes, from: at, to: at + text.length };
}

describe('texts that are known by their bytes', () => {
  it('have the number that was kept for the very same text, wherever it stands', () => {
    fc.assert(
      fc.property(texts, fc.nat({ max: 9 }), (list, shift) => {
        const known = new KnownBytes();
        const numbers = new Map<string, number>();
        for (const text of list) {
          const { bytes, from, to } = placed(text, shift);
          const found = known.find(bytes, from, to);
          if (found >= 0) assert.equal(found, numbers.get(text));
          else {
            known.keep(numbers.size);
            numbers.set(text, numbers.size);
          }
          const again = placed(text, 9 - shift);
          assert.equal(known.find(again.bytes, again.from, again.to), numbers.get(text));
        }
      }),
    );
  });
});
