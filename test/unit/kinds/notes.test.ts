/** Which of a source's notes hold a region, and which lie in it, as looking at each of them tells. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { notesOf, type Note } from '../../../src/core/memory-map/notes.ts';

function note([start, size]: readonly [number, number], index: number): Note {
  return { start: BigInt(start), end: BigInt(start + size), label: `note ${index}`, line: index, because: '' };
}

const stretch = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }));

describe('the notes of a region', () => {
  it('are those around it, narrowest first, and those in it', () => {
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 30 }), stretch, (stretches, [from, size]) => {
        const notes = stretches.map(note);
        const start = BigInt(from);
        const end = BigInt(from + size);
        const { around, inside } = notesOf(notes, start, end);
        const holds = notes.filter((each) => each.start <= start && end <= each.end);
        const lies = notes.filter((each) => !holds.includes(each) && each.start >= start && each.end <= end);
        const sizes = around.map((each) => each.end - each.start);
        assert.deepEqual(labels(around), labels(holds));
        assert.deepEqual(
          sizes,
          sizes.toSorted((a, b) => Number(a - b)),
        );
        assert.deepEqual(labels(inside), labels(lies));
        assert.ok(inside.every((each, i) => i === 0 || inside[i - 1]!.start <= each.start));
      }),
    );
  });
});

function labels(notes: readonly Note[]): string[] {
  return notes.map(({ label }) => label).toSorted();
}
