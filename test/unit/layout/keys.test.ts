/** The table of keys, and what the parts do by it. */
import assert from 'node:assert/strict';
import { actionsOf, capsOf, chordOf, inWords, linesOf, type KeyPress } from '../../../src/webview/layout/bindings.ts';
import { KEY_SHEET, PICTURE_KEYS, VIEW_KEYS } from '../../../src/webview/layout/key-table.ts';
import { explainAction, isOnce, keyAction, tableAction, viewAction } from '../../../src/webview/layout/keys.ts';

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...modifiers };
}

describe('the table of keys', () => {
  it('gives no chord two meanings in a part, those of the whole view included', () => {
    for (const { part, bindings } of KEY_SHEET) {
      const all = part === 'Everywhere' ? bindings : [...bindings, ...VIEW_KEYS];
      const chords = all.flatMap(({ keys, also = [] }) => [...keys, ...also]);
      assert.equal(new Set(chords).size, chords.length, `${part}: ${chords.join(' ')}`);
    }
  });

  it('shows every binding of every part, once', () => {
    for (const { bindings } of KEY_SHEET) {
      const lines = linesOf(bindings);
      assert.deepEqual(
        lines.flatMap(({ keys }) => keys),
        bindings.flatMap(({ keys }) => keys),
      );
      assert.equal(new Set(lines.map(({ words }) => words)).size, lines.length);
    }
  });

  it('is what the parts do', () => {
    assert.deepEqual(keyAction(press('ArrowLeft')), { do: 'move', step: 'previous-region', extend: false });
    assert.deepEqual(keyAction(press('ArrowLeft', { ctrlKey: true })), {
      do: 'move',
      step: 'previous-object',
      extend: false,
    });
    assert.deepEqual(keyAction(press('ArrowLeft', { metaKey: true })), {
      do: 'move',
      step: 'previous-object',
      extend: false,
    });
    const several = { do: 'move', step: 'next-region', extend: true };
    assert.deepEqual(keyAction(press('ArrowRight', { shiftKey: true })), several);
    assert.equal(keyAction(press('ArrowLeft', { altKey: true })), undefined);
    assert.equal(viewAction(press('ArrowLeft', { altKey: true })), 'back');
    assert.equal(viewAction(press('?', { shiftKey: true })), 'help');
    assert.equal(viewAction(press('N', { shiftKey: true })), 'previous-bookmark');
    assert.equal(viewAction(press('f', { ctrlKey: true })), 'filter');
    assert.equal(viewAction(press('F', { ctrlKey: true, shiftKey: true })), undefined);
    assert.deepEqual(tableAction(press(' ')), { do: 'act' });
    assert.deepEqual(tableAction(press('End', { shiftKey: true })), {
      do: 'move',
      by: 'end',
      direction: 1,
      extend: true,
    });
  });

  it('takes no Caps Lock for Shift', () => {
    assert.equal(viewAction(press('M')), 'set-baseline');
    assert.equal(viewAction(press('m', { shiftKey: true })), 'clear-baseline');
    assert.equal(explainAction(press('E')), 'explain');
  });

  it('finds the keys where letters are not Latin ones, and goes by what is written on them elsewhere', () => {
    assert.equal(viewAction(press('\u0430', { ctrlKey: true, code: 'KeyF' })), 'filter');
    assert.equal(explainAction(press('\u0443', { code: 'KeyE' })), 'explain');
    assert.equal(viewAction(press('\u03a4', { shiftKey: true, code: 'KeyN' })), 'previous-bookmark');
    assert.equal(viewAction(press('n', { code: 'KeyB' })), 'next-bookmark', 'Dvorak');
    assert.equal(viewAction(press('\u00f6', { code: 'Semicolon' })), undefined);
  });

  it('says which keys do it once while they are held down: what they turn on would go off again', () => {
    for (const key of ['?', 'b', 'e', 'g', 'm', 's']) assert.ok(isOnce(press(key)), key);
    for (const key of ['n', 'ArrowRight', '+', 'PageDown']) assert.ok(!isOnce(press(key)), key);
  });

  it('names a plus as a key, and as what joins keys', () => {
    assert.deepEqual(capsOf('Ctrl++'), ['Ctrl', '+']);
    assert.deepEqual(capsOf('Ctrl+ArrowUp'), ['Ctrl', '\u2191']);
    assert.equal(chordOf(press('+', { ctrlKey: true })), 'Ctrl++');
    assert.equal(actionsOf([{ keys: ['+'], run: 1, words: '' }])(press('+', { shiftKey: true })), 1);
  });

  it('is told to screen readers in words', () => {
    assert.match(inWords(PICTURE_KEYS), /^Right, Left: next and previous region\. .*Plus, Minus: zoom in and out\./);
  });
});
