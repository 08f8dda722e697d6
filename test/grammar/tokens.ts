/** What the grammar makes of one line, in a form that a test can state. */
import { initial, loadGrammar } from './engine.mjs';

/** A coloured piece of a line: its text, and its scopes without `source.procmaps` and without the suffix `.procmaps`. */
export type Token = readonly [text: string, scopes: string];

/** Tokenizes single lines with the grammar that ships; pieces that only have the language's own scope are left out. */
export async function tokenizer(): Promise<(line: string) => Token[]> {
  const { grammar } = await loadGrammar();
  return (line) =>
    grammar
      .tokenizeLine(line, initial)
      .tokens.filter(({ scopes }) => scopes.length > 1)
      .map(({ startIndex, endIndex, scopes }) => [
        line.slice(startIndex, endIndex),
        scopes
          .slice(1)
          .map((scope) => scope.replace(/\.procmaps$/, ''))
          .join(' '),
      ]);
}

/** Whether a line was taken as a region's line: only the rule for it gives a start address. */
export const isRegion = (tokens: readonly Token[]): boolean => tokens[0]?.[1] === 'constant.numeric.hex.address.start';
