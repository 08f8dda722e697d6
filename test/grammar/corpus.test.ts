/** No region of a real dump may stay uncoloured. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { skip } from '../runner/report.mjs';
import { CORPUS, corpusFiles } from '../unit/corpus.ts';
import { isRegion, type Token, tokenizer } from './tokens.ts';

const Truth = v.object({ records: v.array(v.object({ line: v.number() })) });

describe('the real dumps of the corpus', () => {
  const missing = CORPUS === undefined ? 'needs the corpus beside the checkout, ../shared/corpus' : undefined;
  let scopes: (line: string) => Token[];

  before(async function () {
    if (missing) skip(this, missing);
    scopes = await tokenizer();
  });

  for (const format of ['maps', 'smaps', 'smaps_rollup']) {
    it(`colours every region that a reader found in ${format}`, () => {
      const files = corpusFiles(format).filter((file) => file.truth() !== undefined);
      assert.ok(files.length > 0);
      for (const file of files) {
        const lines = readFileSync(file.path, 'utf8')
          .replace(/^\ufeff/, '')
          .split('\n');
        for (const { line } of v.parse(Truth, file.truth()).records) {
          const text = lines[line - 1] ?? '';
          assert.ok(isRegion(scopes(text)), `${file.name}:${line}: ${text}`);
        }
      }
    }).timeout(60_000);
  }

  it('colours every other line of an smaps that a kernel printed', () => {
    for (const file of corpusFiles('smaps', 'smaps_rollup').filter(({ name }) => !name.startsWith('variants/'))) {
      const lines = readFileSync(file.path, 'utf8').split('\n');
      const plain = lines.findIndex((line) => line.trim() !== '' && scopes(line).length === 0);
      assert.equal(plain, -1, `${file.name}:${plain + 1}: ${lines[plain]}`);
    }
  }).timeout(60_000);
});
