// Colouring a maps file of 65,000 regions: our grammar against the floor, a grammar of one rule that takes each line whole,
// and against the usual way to write a grammar, a rule for each field. The grammars take turns on one part of the text after
// the other and the best turn of each counts, so that what else the machine does slows all alike or not at all.
import { initial, loadGrammar, parseGrammar, shippedGrammar } from '../grammar/engine.mjs';
import { makeMaps, makeSmaps } from './make-maps.mjs';

/** @typedef {import('./run.mjs').Row} Row */
/** @typedef {import('../grammar/engine.mjs').RawGrammar} RawGrammar */

const rounds = 9;
const linesPerPart = 5000;

/** Scopes get looked up in a theme as in the editor. @type {import('../grammar/engine.mjs').ThemeRules} */
const theme = [
  { settings: { foreground: '#d4d4d4', background: '#1e1e1e' } },
  ...Object.entries({
    comment: '#6a9955',
    'constant.numeric': '#b5cea8',
    'constant.language': '#569cd6',
    'storage.modifier': '#569cd6',
    string: '#ce9178',
    'entity.name.tag': '#569cd6',
    'entity.name.type': '#4ec9b0',
    'entity.name.function': '#dcdcaa',
    'support.type.property-name': '#9cdcfe',
    'keyword.other.unit': '#b5cea8',
    invalid: '#f44747',
  }).map(([scope, foreground]) => ({ scope, settings: { foreground } })),
];

/** @param {[match: string, name: string][]} rules @returns {RawGrammar} */
function grammarOf(...rules) {
  const patterns = rules.map(([match, name]) => ({ match, name }));
  return parseGrammar(JSON.stringify({ scopeName: 'source.procmaps', patterns }));
}

const floor = grammarOf(['^.*$', 'string.unquoted.line']);
const byField = grammarOf(
  ['^[0-9a-f]+', 'constant.numeric.hex.start'],
  ['(?<=-)[0-9a-f]+(?= )', 'constant.numeric.hex.end'],
  ['(?<= )[r-][w-][x-][ps](?= )', 'storage.modifier.permission'],
  ['(?<=[ps] )[0-9a-f]{8,}', 'constant.numeric.hex.offset'],
  ['[0-9a-f]{2,}:[0-9a-f]{2,} [0-9]+', 'constant.numeric.device'],
  [String.raw`\[.*\]$`, 'entity.name.tag.pseudo'],
  ['/.*$', 'string.unquoted.path'],
);

/** @param {import('../grammar/engine.mjs').Grammar} grammar @param {string[]} lines @returns {number} milliseconds */
function tokenize(grammar, lines) {
  let state = initial;
  const start = performance.now();
  for (const line of lines) state = grammar.tokenizeLine2(line, state).ruleStack;
  return performance.now() - start;
}

/**
 * The best time of each grammar, put together from the best of each part of the text.
 * @param {Record<string, RawGrammar>} raws @param {string[]} lines @returns {Promise<Record<string, number>>} milliseconds
 */
async function race(raws, lines) {
  const loaded = [];
  for (const [name, raw] of Object.entries(raws)) loaded.push({ name, ...(await loadGrammar(raw, theme)) });
  const parts = Array.from({ length: Math.ceil(lines.length / linesPerPart) }, (_, part) => {
    /** @type {Record<string, number>} */
    const best = {};
    return { lines: lines.slice(part * linesPerPart, (part + 1) * linesPerPart), best };
  });
  for (let round = 0; round < rounds; round++) {
    for (const part of parts) {
      for (const { name, grammar } of loaded) {
        part.best[name] = Math.min(part.best[name] ?? Infinity, tokenize(grammar, part.lines));
      }
    }
  }
  return Object.fromEntries(
    loaded.map(({ name }) => [name, parts.reduce((sum, { best }) => sum + (best[name] ?? NaN), 0)]),
  );
}

/** @param {Buffer} text @returns {string[]} */
const linesOf = (text) => text.toString('latin1').trimEnd().split('\n');

/** @param {string} name @param {number} value @param {string} unit @param {'at most' | 'at least'} bound @param {number} limit @returns {Row} */
function gate(name, value, unit, bound, limit) {
  const ok = bound === 'at most' ? value <= limit : value >= limit;
  return { name, value, unit, target: `${bound === 'at most' ? '<=' : '>='} ${limit}`, ok };
}

/**
 * The grammar's rows: what colouring costs over the floor, and how it compares with the usual way.
 * @returns {Promise<Row[]>}
 */
export default async function bench() {
  const shipped = shippedGrammar();
  const maps = linesOf(makeMaps(65_000));
  const smaps = linesOf(makeSmaps(4000));
  const { ours = NaN, floor: least = NaN, byField: usual = NaN } = await race({ ours: shipped, floor, byField }, maps);
  const block = await race({ ours: shipped, floor }, smaps);
  return [
    gate('grammar, 65,000 lines of maps, to the one-rule floor', ours / least, 'x', 'at most', 2.3),
    gate(
      'grammar, 100,000 lines of smaps, to the one-rule floor',
      (block['ours'] ?? NaN) / (block['floor'] ?? NaN),
      'x',
      'at most',
      1.8,
    ),
    gate('grammar, rule for each field, to ours', usual / ours, 'x', 'at least', 1.6),
    { name: 'grammar, 65,000 lines of maps', value: ours, unit: 'ms', target: '', ok: true },
  ];
}
