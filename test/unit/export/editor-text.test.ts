/** What an editor can hold as it is. */
import assert from 'node:assert/strict';
import { editorText, LARGEST_IN_EDITOR } from '../../../src/extension/convert/editor-text.ts';

describe('the text of an editor', () => {
  it('is UTF-8 whose lines all end alike', () => {
    for (const text of ['', 'a\nb\n', 'a\r\nb\r\n', 'ä\u2028', '\ufeffa']) {
      assert.deepEqual(editorText(Buffer.from(text)), { text });
    }
    for (const text of ['a\rb\n', 'a\r\nb\n', 'a\r\nb\r', 'a\r']) {
      assert.deepEqual(editorText(Buffer.from(text)), { text: undefined, reason: 'lineEnds' }, JSON.stringify(text));
    }
    assert.deepEqual(editorText(Buffer.from('\xff', 'latin1')), { text: undefined, reason: 'encoding' });
    assert.deepEqual(editorText(Buffer.alloc(LARGEST_IN_EDITOR + 1, 'a')), { text: undefined, reason: 'size' });
  });
});
