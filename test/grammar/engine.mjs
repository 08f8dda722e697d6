// The tokenizer that VS Code itself uses, around our grammar. It is shared by the grammar's tests and its benchmark.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from '../vscode/paths.mjs';

const require = createRequire(import.meta.url);
/** @type {typeof import('vscode-textmate')} */
const textmate = require('vscode-textmate');
/** @type {typeof import('vscode-oniguruma')} */
const oniguruma = require('vscode-oniguruma');

/**
 * @typedef {import('vscode-textmate').IGrammar} Grammar
 * @typedef {import('vscode-textmate').IRawGrammar} RawGrammar
 * @typedef {import('vscode-textmate').IRawTheme['settings']} ThemeRules
 */

/** The state before the first line. */
export const initial = textmate.INITIAL;

/** @type {Promise<import('vscode-textmate').IOnigLib> | undefined} */
let library;

/** @returns {Promise<import('vscode-textmate').IOnigLib>} the regular expression engine, loaded once */
function onigLib() {
  return (library ??= oniguruma
    .loadWASM(readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm')))
    .then(() => ({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    })));
}

/** Our grammar as it ships. @returns {RawGrammar} */
export const shippedGrammar = () =>
  parseGrammar(readFileSync(join(root, 'syntaxes', 'procmaps.tmLanguage.json'), 'utf8'));

/** @param {string} json the text of a .tmLanguage.json file @returns {RawGrammar} */
export const parseGrammar = (json) => textmate.parseRawGrammar(json, 'grammar.json');

/**
 * A grammar ready to tokenize.
 * @param {RawGrammar} [raw] default: the one that ships
 * @param {ThemeRules} [rules] the theme to colour with; the first rule, without a scope, sets the default colours
 * @returns {Promise<{ grammar: Grammar, colours: string[] }>} `colours` by the index that a token's metadata holds
 */
export async function loadGrammar(raw = shippedGrammar(), rules = []) {
  const registry = new textmate.Registry({
    onigLib: onigLib(),
    theme: { settings: rules },
    loadGrammar: () => Promise.resolve(raw),
  });
  const grammar = await registry.loadGrammar(raw.scopeName);
  if (!grammar) throw new Error(`There is no grammar for ${raw.scopeName}`);
  return { grammar, colours: registry.getColorMap() };
}
