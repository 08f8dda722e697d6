/** How the lines really look in each of VS Code's default themes: what is coloured, and what stands out. */
import assert from 'node:assert/strict';
import { skip } from '../runner/report.mjs';
import { defaultThemes, type Theme, themesMissing } from './default-themes.ts';
import { initial, loadGrammar } from './engine.mjs';

/** One place in a line: the line, and the text whose first character is looked at. */
type Place = readonly [line: string, text: string];

const jit = '2c3a4dc00000-2c3a4dc40000 rwxp 00000000 00:00 0 ';
const shared = '7f1b4b028000-7f1b4b1b0000 r-xs 00028000 fe:00 339380                     /usr/lib/libc.so.6 (deleted)';
const heap = '55d0c9c8a000-55d0c9cab000 rw-p 00000000 00:00 0                          [heap]';
const arena = '7f1b44000000-7f1b44021000 rw-p 00000000 00:00 0                          [anon: glibc: malloc arena]';

const places = {
  start: [heap, '55d0c9c8a000'],
  end: [heap, '55d0c9cab000'],
  read: [heap, 'rw-p'],
  write: [heap, 'w-p'],
  execute: [shared, 'xs'],
  private: [heap, 'p 0'],
  shared: [shared, 's 0'],
  'absent permission': [heap, '-p '],
  'write with execute': [jit, 'wx'],
  'no file': [heap, '00000000 00:00 0'],
  offset: [shared, '00028000'],
  device: [shared, 'fe:00'],
  inode: [shared, '339380'],
  path: [shared, '/usr'],
  library: [shared, 'libc'],
  '(deleted)': [shared, '(deleted)'],
  'pseudo-path': [heap, '[heap]'],
  'name of anonymous memory': [arena, 'glibc'],
  key: ['Rss:    8 kB', 'Rss'],
  amount: ['Rss:    8 kB', '8'],
  unit: ['Rss:    8 kB', 'kB'],
  zero: ['Swap:   0 kB', '0'],
  flags: ['VmFlags: rd wr ', 'rd'],
} as const satisfies Record<string, Place>;

type Part = keyof typeof places;
type Style = { readonly colour: string; readonly bold: boolean };

describe('the default themes', () => {
  before(function () {
    if (themesMissing) skip(this, themesMissing);
  });

  const themes = themesMissing ? [] : defaultThemes();

  it('are ten', () => assert.equal(themes.length, 10));

  for (const theme of themes) {
    describe(theme.id, () => {
      let styles: Record<Part, Style>;
      const differs = (one: Part, other: Part) =>
        assert.notEqual(styles[one].colour, styles[other].colour, `${one} looks like ${other}`);

      before(async () => {
        styles = await paint(theme);
      });

      it('colours every part of a line', () => {
        for (const [part, { colour }] of Object.entries(styles)) assert.notEqual(colour, theme.foreground, part);
      });

      it('makes writable and executable stand out', () => {
        for (const letter of ['read', 'write', 'execute', 'private', 'shared', 'absent permission'] as const) {
          differs('write with execute', letter);
          assert.equal(styles[letter].bold, false);
        }
        assert.equal(styles['write with execute'].bold, true);
        assert.ok(contrast(styles['write with execute'].colour, theme.background) >= 4.5);
      });

      it('makes (deleted) stand out', () => {
        for (const neighbour of ['path', 'library'] as const) {
          differs('(deleted)', neighbour);
          assert.equal(styles[neighbour].bold, false);
        }
        assert.equal(styles['(deleted)'].bold, true);
        assert.ok(contrast(styles['(deleted)'].colour, theme.background) >= 4.5);
      });

      it('never paints an ordinary part as an alarm', () => {
        for (const part of ['key', 'amount', 'flags', 'read', 'path', 'pseudo-path', 'start'] as const) {
          differs(part, 'write with execute');
          differs(part, '(deleted)');
        }
      });

      it('dims what is absent', () => {
        differs('absent permission', 'read');
        differs('no file', 'offset');
        differs('zero', 'amount');
        for (const part of ['absent permission', 'no file', 'zero'] as const) {
          assert.equal(styles[part].colour, styles['zero'].colour);
        }
      });

      it('tells the fields from their neighbours', () => {
        differs('start', 'read');
        differs('path', 'offset');
        differs('key', 'amount');
        differs('key', 'zero');
      });
    });
  }
});

/** The look of every place in one theme, decoded from the token metadata as vscode-textmate packs it. */
async function paint(theme: Theme): Promise<Record<Part, Style>> {
  const base = { settings: { foreground: theme.foreground, background: theme.background } };
  const { grammar, colours } = await loadGrammar(undefined, [base, ...theme.rules.map((rule) => ({ ...rule }))]);
  const styleOf = ([line, text]: Place): Style => {
    const at = line.indexOf(text);
    assert.ok(at >= 0, `${text} is not in ${line}`);
    const { tokens } = grammar.tokenizeLine2(line, initial);
    let metadata = 0;
    for (let i = 0; i < tokens.length && (tokens[i] ?? 0) <= at; i += 2) metadata = tokens[i + 1] ?? 0;
    const colour = colours[(metadata >>> 15) & 0x1ff] ?? '';
    return { colour: colour.toLowerCase(), bold: ((metadata >>> 11) & 2) !== 0 };
  };
  return mapValues(places, styleOf);
}

function mapValues<Key extends string, From, To>(record: Record<Key, From>, map: (value: From) => To): Record<Key, To> {
  const result: Partial<Record<Key, To>> = {};
  for (const key in record) result[key] = map(record[key]);
  return result as Record<Key, To>;
}

/** The contrast of two colours by WCAG 2.2: 1 to 21; 4.5 is asked of text. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
