/** Answers of a far shell, cut at any place and with anything in them. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Answer, type Part } from '../../../../src/sources/shell/answer.ts';

const NONCE = 'nonceNONCEnonceNONCEnonceN';

const text = (value: string): Uint8Array => Buffer.from(value, 'latin1');

/** The frames that the far shell prints, around what is in them. */
function printed(parts: readonly Part[], noise: Uint8Array = text('')): Uint8Array {
  return Buffer.concat([
    noise,
    text(`\n${NONCE}(\n`),
    ...parts.flatMap(({ content, status, complaint }) => [
      content,
      text(`\n${NONCE})${status} ${complaint}\n${NONCE}(\n`),
    ]),
    text(`\n${NONCE}.\n`),
  ]);
}

/** Bytes that look like frames as far as somebody can make them up who does not know the nonce. */
const hostile = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom(`\n${NONCE.slice(0, -1)}(\n`, `\n${NONCE.slice(1)}.\n`, '\n', `\n${NONCE.slice(0, 5)}`, ')0 \n')
        .map(text),
    ),
    { maxLength: 6 },
  )
  .map((pieces) => new Uint8Array(Buffer.concat(pieces)));
const part = fc.record({
  content: hostile,
  status: fc.integer({ min: 0, max: 255 }),
  complaint: fc.constantFrom('', 'cat: /proc/1/maps: Permission denied', 'cat: a: b\ncat: c: d'),
});

/** Cuts bytes at places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const sorted = [...new Set([0, ...places.map((place) => place % (bytes.length + 1)), bytes.length])].sort(
    (a, b) => a - b,
  );
  return sorted.slice(1).map((to, i) => bytes.subarray(sorted[i], to));
}

describe('an answer of a far shell', () => {
  it('has its parts byte for byte, wherever it is cut on the way and whatever comes before', () => {
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }),
        hostile,
        fc.array(fc.nat(), { maxLength: 12 }),
        (parts, noise, places) => {
          const answer = new Answer(NONCE);
          const pieces = cut(printed(parts, noise), places);
          const results = pieces.map((piece) => answer.add(piece));
          assert.equal(results.pop(), true);
          assert.ok(results.every((result) => result === false));
          assert.deepEqual(
            answer.parts.map(({ content, ...rest }) => ({ content: Buffer.from(content).toString('hex'), ...rest })),
            parts.map(({ content, ...rest }) => ({ content: Buffer.from(content).toString('hex'), ...rest })),
          );
        },
      ),
    );
  });

  it('that is cut short is never taken for complete', () => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), hostile, fc.nat(), (parts, noise, place) => {
        const whole = printed(parts, noise);
        const answer = new Answer(NONCE);
        assert.equal(answer.add(whole.subarray(0, place % whole.length)), false);
      }),
    );
  });

  it('longer than any buffer is put together', () => {
    const content = new Uint8Array(300_000).fill(0x61);
    const answer = new Answer(NONCE);
    const parts = [1, 2, 3].map((status) => ({ content, status, complaint: '' }));
    const whole = printed(parts);
    for (let at = 0; at < whole.length; at += 7001) answer.add(whole.subarray(at, at + 7001));
    assert.equal(answer.parts.length, 3);
    for (const { content: read } of answer.parts) assert.equal(Buffer.compare(read, content), 0);
  });

  it('through a terminal is known by its line ends', () => {
    const whole = Buffer.from(Buffer.from(printed([])).toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
    assert.equal(new Answer(NONCE).add(whole), 'line-ends');
  });

  it('that never begins is given up, and keeps nothing of what is printed', () => {
    const answer = new Answer(NONCE);
    let result: unknown = false;
    for (let i = 0; i < 100 && result === false; i++) result = answer.add(new Uint8Array(65536).fill(0x0a));
    assert.equal(result, 'endless');
  });

  it('with frames in an order that no shell prints is not believed', () => {
    for (const frames of [
      `\n${NONCE})0 \n`,
      `\n${NONCE}.\n`,
      `\n${NONCE}(\nx\n${NONCE}.\n`,
      `\n${NONCE}(\n\n${NONCE}(\n`,
      `\n${NONCE}(\nx\n${NONCE})0 \n${NONCE})0 \n`,
      `\n${NONCE}(\nx\n${NONCE})zero\n${NONCE}(\n`,
      `\n${NONCE}?\n`,
    ]) {
      assert.equal(new Answer(NONCE).add(text(frames)), 'frames', JSON.stringify(frames));
    }
  });
});
