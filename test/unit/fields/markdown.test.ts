/** Explanations as Markdown: readable, and nothing from a file becomes markup. */
import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { explainField } from '../../../src/core/fields/explain.ts';
import { fieldAt, fieldsOf } from '../../../src/core/fields/field-at.ts';
import { prose, quoted, shortened, text, visible } from '../../../src/core/fields/text.ts';
import { plainText } from './plain-text.ts';
import { explanationMarkdown } from '../../../src/extension/language/explanation-markdown.ts';
import { codeSpan, escapeMarkdown, markdown } from '../../../src/extension/language/markdown.ts';

/** Names that try to become something else than text. */
const HOSTILE = [
  '[click](command:workbench.action.terminal.new)',
  '](command:evil) [x](command:evil)',
  '`](command:evil)`',
  '``` \n# heading',
  '<img src=x onerror=alert(1)>',
  '<a href="command:evil">x</a>',
  '&lt;b&gt;&#x202e;',
  'https://example.invalid/ www.example.invalid me@example.invalid',
  '![x](https://example.invalid/beacon.png)',
  '$(alert) **bold** _it_ ~~s~~ | a | b |',
  '\u001b]0;owned\u0007\u001b[31m',
  'photo\u202egnp.exe',
  'a\u2028b\u2029c\u0085d',
  '\u200bhidden\ufeff\u00ad',
  ' leading and trailing ',
  '`',
  '``',
  '\\`\\',
  '1. list\n- list\n> quote\n\n---\n',
];

/**
 * Takes the code spans out of Markdown by CommonMark's rule (a run of backquotes closes at the next run of equal
 * length), then the escaped signs: what is left can be markup.
 */
function activeMarkup(source: string): string {
  let rest = '';
  for (let i = 0; i < source.length;) {
    if (source[i] === '\\' && /[!-/:-@[-`{-~]/.test(source[i + 1] ?? '')) {
      i += 2;
      continue;
    }
    const run = /^`+/.exec(source.slice(i))?.[0];
    if (run === undefined) {
      rest += source[i++] ?? '';
      continue;
    }
    const close = new RegExp(`(?<!\`)${run}(?!\`)`).exec(source.slice(i + run.length));
    assert.ok(close, `an open code span: ${source}`);
    i += run.length + close.index + run.length;
  }
  return rest;
}

describe('text from a file', () => {
  for (const name of HOSTILE) {
    it(`stays text: ${JSON.stringify(name)}`, () => {
      for (const shown of [codeSpan(quoted(name)), escapeMarkdown(name)]) {
        assert.doesNotMatch(activeMarkup(shown), /[`[\]()<>*_~|#!&@:$\\]/);
        assert.doesNotMatch(shown, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }
    });
  }

  it('stays text, whatever it is', () => {
    const sign = fc.constantFrom(
      '`',
      '``',
      '[',
      ']',
      '(',
      ')',
      '<',
      '>',
      '\\',
      '\n',
      ' ',
      'a',
      'command:',
      '\u202e',
      '&',
      '*',
    );
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 20 }), (signs) => {
        const name = signs.join('');
        assert.doesNotMatch(activeMarkup(codeSpan(quoted(name))), /[[\]<>*&]/);
        assert.doesNotMatch(activeMarkup(escapeMarkdown(name)), /[[\]()<>*&`]/);
      }),
    );
  });

  it('shows what cannot be seen by name', () => {
    assert.equal(visible('a\nb\u001b\u202ec\td\u00a0e'), 'a‹LF›b‹ESC›‹U+202E›c‹TAB›d‹U+00A0›e');
    assert.equal(visible('/usr/lib/ä 日本 😀'), '/usr/lib/ä 日本 😀');
    assert.equal(visible('\ud800'), '‹U+D800›');
  });

  it('loses its middle where it is long, and says how much', () => {
    const path = `/start${'x'.repeat(5000)}/end.so`;
    const shown = shortened(path);
    assert.ok(shown.length < 220);
    assert.match(shown, /^\/startx+ …4853 more characters… x+\/end\.so$/);
    assert.equal(shortened('/short'), '/short');
    assert.ok(codeSpan(quoted('`'.repeat(5000))).length < 600);
  });

  it('never reads as nothing', () => assert.equal(codeSpan(quoted('')), '\\(empty\\)'));
});

describe('the hover of a field', () => {
  const hover = (line: string, at: number): string => {
    const hit = fieldAt(line, at);
    assert.ok(hit);
    return explanationMarkdown(explainField(hit));
  };

  it('starts with the field and ends with the source', () => {
    const shown = hover('00400000-00401000 r-xp 00000000 08:01 847 /bin/x', 20);
    const [first = '', ...rest] = shown.split('\n');
    assert.equal(first, '**Permissions `r-xp`** — what the process may do here');
    assert.match(
      rest.at(-1) ?? '',
      /^\[proc\\_pid\\_maps\\\(5\\\)\]\(https:\/\/man7\.org\/[^\s)]+\) · printed by \[fs.*task.*\]\(https:\/\/git\.kernel\.org\/[^\s)]+\)$/,
    );
  });

  it('is short: at most eight lines of at most 260 letters', () => {
    const lines = [
      '00400000-00401000 r-xp 00000000 08:01 847 /bin/x (deleted)',
      '00400000-00401000 rwxs 00000000 00:01 847 /memfd:x (deleted)',
      'Private_Dirty:         4 kB',
      'VmFlags: rd ex mr mw me lo',
    ];
    for (const line of lines) {
      for (const hit of fieldsOf(line)) {
        const shown = explanationMarkdown(explainField(hit))
          .split('\n')
          .filter((each) => each !== '' && each !== '---');
        assert.ok(shown.length <= 8, `${shown.length} lines:\n${shown.join('\n')}`);
        for (const each of shown.slice(0, -1)) assert.ok(each.length <= 260, each);
      }
    }
  });

  it('has no link but the catalogue’s, no command and no HTML for hostile names in every field', () => {
    for (const name of HOSTILE) {
      const oneLine = name.replaceAll('\n', '\\012');
      for (const line of [
        `00400000-00401000 r-xp 00000000 08:01 847 /${oneLine}`,
        `00400000-00401000 rw-p 0 0:0 0 [anon:${oneLine}]`,
        `Name:  ${oneLine}`,
      ]) {
        for (const hit of fieldsOf(line)) {
          const active = activeMarkup(
            explanationMarkdown(explainField(hit), `"${name}" stands where the offset should be`),
          );
          assert.doesNotMatch(active, /command:|[<>]/);
          const links = [...active.matchAll(/\]\(([^)]*)\)/g)].map(([, url = '']) => url);
          assert.ok(links.length >= 1 && links.length <= 2, active);
          assert.ok(
            links.some((url) => url.startsWith('https://git.kernel.org/')),
            'the kernel source is linked',
          );
          for (const url of links) {
            assert.match(url, /^https:\/\/(docs\.kernel\.org|man7\.org|git\.kernel\.org|android\.googlesource\.com)\//);
          }
        }
      }
    }
  });

  it('tells a problem of the line before everything else', () => {
    const hit = fieldAt('00402000-00401000 r-xp 00000000 08:01 847', 3);
    assert.ok(hit);
    const blocks = explanationMarkdown(explainField(hit), 'the region ends before it starts').split('\n\n');
    assert.equal(blocks[1], '**Problem on this line:** the region ends before it starts');
  });
});

describe('sentences', () => {
  it('keep our words and quoted text apart', () => {
    const sentence = text`Region ${3} of ${prose('`maps`')}: ${quoted('*x*')} (${'code'})`;
    assert.equal(markdown(sentence), 'Region 3 of `maps`\\: `*x*` \\(code\\)');
    assert.equal(plainText(sentence), 'Region 3 of maps: *x* (code)');
  });
});
