/** Texts that the worker keeps: after edits they are what the editor shows, and a map of them is that of the whole text. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { KeptTexts, reread, setMaps } from '../../../src/sources/worker/kept-texts.ts';
import type { TextChange } from '../../../src/sources/worker/protocol.ts';
import { makeMaps } from '../../bench/make-maps.mjs';

const TEXT = Buffer.from(makeMaps(120, 3)).toString('latin1');
const DOCUMENT = 7;

/** An edit as an editor tells it: places as shares of the text. */
const edit = fc.record({
  at: fc.integer({ min: 0, max: 1000 }),
  length: fc.oneof(fc.nat(3), fc.nat(300)),
  text: fc.oneof(
    fc.constantFrom('', '?', '0', '\n', ' '),
    fc.constantFrom(...TEXT.split('\n').map((line) => `${line}\n`)),
  ),
});

function changeOf(
  text: string,
  { at, length, text: inserted }: { at: number; length: number; text: string },
): TextChange {
  const from = Math.floor((text.length * at) / 1000);
  const to = Math.min(text.length, from + length);
  const lines = linesIn(inserted) - linesIn(text.slice(from, to));
  return { from, to, text: inserted, line: linesIn(text.slice(0, from)) + 1, lines };
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

function changed(text: string, { from, to, text: inserted }: TextChange): string {
  return text.slice(0, from) + inserted + text.slice(to);
}

function kept(text = TEXT): KeptTexts {
  const texts = new KeptTexts();
  const bytes = Buffer.from(text, 'latin1');
  setMaps(texts.keep(DOCUMENT, 1, bytes, false), parseMaps(bytes));
  return texts;
}

describe('a text that the worker keeps', () => {
  it('is what the editor shows, and its map that of the whole text, after any edits', () => {
    let rereads = 0;
    fc.assert(
      fc.property(
        fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 }),
        (versions) => {
          const texts = kept();
          let text = TEXT;
          const edits = versions.map((parts, i) => ({
            version: i + 2,
            changes: parts.map((part) => {
              const change = changeOf(text, part);
              text = changed(text, change);
              return change;
            }),
          }));
          const after = texts.edited(DOCUMENT, 1, edits, text.length);
          assert.ok(after);
          assert.equal(Buffer.from(after.bytes).toString('latin1'), text);
          const again = reread(after);
          if (!again) return;
          rereads++;
          assert.deepEqual(
            [normalForm(again)],
            parseMaps(after.bytes).map((map) => normalForm(map)),
          );
        },
      ),
      { numRuns: 300 },
    );
    assert.ok(rereads > 0);
  });

  it('takes an edit once, though it is told again', () => {
    const texts = kept();
    const change = changeOf(TEXT, { at: 500, length: 1, text: 'x' });
    const edits = [{ version: 2, changes: [change] }];
    assert.ok(texts.edited(DOCUMENT, 1, edits, TEXT.length));
    const after = texts.edited(DOCUMENT, 1, edits, TEXT.length);
    assert.equal(after && Buffer.from(after.bytes).toString('latin1'), changed(TEXT, change));
  });

  it('is asked for anew when it is not kept, when edits are missing, and when it does not come out as long as it should', () => {
    const texts = kept();
    assert.equal(texts.edited(DOCUMENT + 1, 1, [], TEXT.length), undefined);
    assert.equal(texts.edited(DOCUMENT, 2, [], TEXT.length), undefined);
    assert.ok(texts.edited(DOCUMENT, 1, [], TEXT.length));
    assert.equal(texts.edited(DOCUMENT, 1, [], TEXT.length + 1), undefined);
    assert.equal(texts.edited(DOCUMENT, 1, [], TEXT.length), undefined);
  });

  it('makes room for those that were used later', () => {
    const texts = kept();
    for (const document of [1, 2, 3]) texts.keep(document, 1, new Uint8Array(1), false);
    assert.equal(texts.edited(DOCUMENT, 1, [], TEXT.length), undefined);
    assert.ok(texts.edited(2, 1, [], 1));
    texts.forget(2);
    assert.equal(texts.edited(2, 1, [], 1), undefined);
  });
});
