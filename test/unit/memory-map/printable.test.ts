/** Texts from files on labels and terminals. */
import assert from 'node:assert/strict';
import { printable } from '../../../src/core/memory-map/printable.ts';

describe('a text that is made printable', () => {
  it('shows controls and every mark that turns the direction of writing, and leaves letters of any script alone', () => {
    assert.equal(printable('a\n\u001b[31m\u009b'), 'a\\x0a\\x1b[31m\\x9b');
    for (const mark of ['\u061c', '\u200e', '\u200f', '\u202a', '\u202e', '\u2066', '\u2069']) {
      assert.equal(printable(`x${mark}`), `x\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`);
    }
    assert.equal(printable('/srv/\u05e9\u05dc\u05d5\u05dd/\u{1f980}'), '/srv/\u05e9\u05dc\u05d5\u05dd/\u{1f980}');
  });
});
