/** That no line can make colouring slow: by the shape of the expression, and by lines made to hurt. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { initial, loadGrammar, shippedGrammar } from './engine.mjs';

const megabyte = 1 << 20;
const fill = (text: string) => text.repeat(Math.floor(megabyte / text.length));
const head = '7f1b4b500000-7f1b4b501000 r--p 00000000 fe:00 12 ';

/** A megabyte of what each repetition in the expression takes, ended so that the line may not match after all. */
const hostileLines: Record<string, string> = {
  'hex digits': fill('0'),
  'many ranges': fill('0-'),
  'an offset of zeros': `7f1b4b500000-7f1b4b501000 r--p ${fill('0')} 00:00 0x`,
  'blanks before the name': `${head}${fill(' ')}x(deleted)`,
  slashes: `${head}${fill('/')}`,
  'library after library': `${head}${fill('/a.so')}`,
  'endings of libraries': `${head}/${fill('.so.1')}`,
  'versions of a library': `${head}/a.so${fill('.1')} x`,
  'brackets in a name': `${head}[anon:${fill(']')}`,
  'mark after mark': `${head}/${fill(' (deleted)')}`,
  'marks before the end': `${head}/${fill(' (deleted)')}x`,
  'carriage returns': `${head}/${fill('\r')}`,
  'a long key': fill('A'),
  'blanks after a key': `Rss:${fill(' ')}x`,
  'a long amount': `Rss: ${fill('0')}x`,
  'blanks after an amount': `Rss: 0${fill(' ')}x`,
  flags: `VmFlags:${fill(' rd')} x`,
  'brackets in a field': `Name: [${fill(']')}x`,
};

describe('the cost of the grammar', () => {
  it('is that of one rule, anchored at the start of the line', () => {
    assert.equal(expressions().length, 1);
    assert.ok(expressions()[0]?.startsWith('^'));
  });

  it('has no repetition inside a repetition', () => {
    for (const expression of expressions()) assert.deepEqual(nestedRepetitions(expression), []);
  });

  it('would notice a repetition inside a repetition', () => {
    assert.deepEqual(nestedRepetitions(String.raw`^(?:[(+]x+|(a?\)b)*)+$`), [String.raw`(?:[(+]x+|(a?\)b)*)+`]);
    assert.deepEqual(nestedRepetitions('(a{2,}){3,}'), ['(a{2,}){3,}']);
    assert.deepEqual(nestedRepetitions('(a+)?(?: [a-z]{2})*(b)+'), []);
  });

  for (const [what, line] of Object.entries(hostileLines)) {
    it(`gets through a megabyte: ${what}`, async () => {
      const { grammar } = await loadGrammar();
      const { stoppedEarly, tokens } = grammar.tokenizeLine(line, initial, 20_000);
      assert.equal(stoppedEarly, false);
      assert.ok(tokens.length < 32);
    });
  }

  it('is of the file that its script writes', () => {
    execFileSync(process.execPath, ['syntaxes/make-grammar.mjs', '--check'], { stdio: 'pipe' });
  });
});

function expressions(): string[] {
  return shippedGrammar().patterns.map(({ match }) => {
    assert.equal(typeof match, 'string');
    return String(match);
  });
}

/** The groups that are repeated without limit and hold something that is repeated without limit. */
function nestedRepetitions(expression: string): string[] {
  const found: string[] = [];
  const open: { at: number; repeats: boolean }[] = [{ at: 0, repeats: false }];
  const tokens = expression.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|>))?|\)|[*+]|\{\d+,\}|./gsu);
  let closed: { at: number; repeats: boolean } | undefined;
  for (const { 0: token, index } of tokens) {
    const unlimited = token === '*' || token === '+' || /^\{\d+,\}$/.test(token);
    if (unlimited && closed?.repeats) found.push(expression.slice(closed.at, index + token.length));
    const around = open.at(-1);
    if (unlimited && around) around.repeats = true;
    closed = undefined;
    if (token.startsWith('(')) open.push({ at: index, repeats: false });
    if (token === ')') {
      closed = open.pop();
      const outer = open.at(-1);
      if (closed?.repeats && outer) outer.repeats = true;
    }
  }
  return found;
}
