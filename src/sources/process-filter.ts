/**
 * The filter of processes, in the language of src/core/filter.
 *
 *     node  pid:123  name:node  user:root,www-data  rss>100M  rss>10%  threads>10  state:Z  cmd:--inspect  -user:root
 *
 * A bare word is a piece of the name, PID, user or command line, and `--inspect`, `-jar`, `FOO=bar` and `host:80` are such
 * words too: only `-` before a field or a bracket means not, and only the names below are fields.
 */
import { limitsOf, type Amount, type Comparison } from '../core/filter/amount.ts';
import { holds, test, type Expression } from '../core/filter/expression.ts';
import { EQUALITY, fieldTable, flagTable, type Field, type Language } from '../core/filter/language.ts';
import { nameTable, nearest, unknownName } from '../core/filter/names.ts';
import { BYTES_OR_SHARE, COUNT, numberField } from '../core/filter/number-field.ts';
import { parse, type FilterError } from '../core/filter/parse.ts';
import { fits, patternOf, wordPattern } from '../core/filter/pattern.ts';
import type { Access, ProcessInfo } from './process.ts';

/** What is asked of a process; undefined when the source did not tell. @param rss of all processes together, in bytes */
export type ProcessTest = (process: ProcessInfo, rss: number) => boolean | undefined;

/** A filter that was read. */
export interface ProcessQuery {
  /** The terms that are fine; undefined when there are none and every process fits. */
  readonly expression: Expression<ProcessTest> | undefined;
}

/** Reads a filter. Wrong terms are told in `errors` and left out of `query`. Never throws. */
export function parseProcessFilter(text: string): {
  readonly query: ProcessQuery;
  readonly errors: readonly FilterError[];
} {
  const { expression, errors } = parse(text, LANGUAGE);
  return { query: { expression }, errors };
}

/** Tells which of the processes fit. What is not known of one never fits, whichever way it is asked for. */
export function processMatcher(
  { expression }: ProcessQuery,
  processes: readonly ProcessInfo[],
): (process: ProcessInfo) => boolean {
  if (!expression) return () => true;
  const rss = processes.reduce((sum, process) => sum + (process.rss ?? 0), 0) * 1024;
  return (process) => holds(expression, (each) => each(process, rss)) === true;
}

type ProcessField = Field<ProcessTest>;

function textField(
  names: ProcessField['names'],
  detail: string,
  example: string,
  textOf: (process: ProcessInfo) => string | undefined,
): ProcessField {
  return {
    names,
    detail,
    example,
    operators: EQUALITY,
    read: (operator, value) => {
      const pattern = patternOf(value, operator === '=');
      return test((process) => {
        const text = textOf(process);
        return text === undefined ? undefined : fits(pattern, text.toLowerCase());
      });
    },
  };
}

function countField(
  names: ProcessField['names'],
  detail: string,
  valueOf: (process: ProcessInfo) => number | undefined,
): ProcessField {
  return numberField(names, detail, COUNT, (comparison, amount) => (process) => {
    return compares(comparison, amount, 1, valueOf(process));
  });
}

function choiceField<Value>(
  name: string,
  detail: string,
  example: string,
  choices: readonly { readonly names: readonly [string, ...string[]]; readonly value: Value }[],
  isTrue: (value: Value, process: ProcessInfo) => boolean | undefined,
): ProcessField {
  const exact = nameTable(choices, (typed) => typed);
  const table = nameTable(choices);
  return {
    names: [name],
    detail,
    example,
    operators: EQUALITY,
    read: (_, { text }) => {
      // `T` and `t` are two states.
      const value = exact.find(text) ?? table.find(text);
      return value === undefined ? unknownName(name, text, exact.names) : test((process) => isTrue(value, process));
    },
  };
}

/** Compares a value with an amount, or with its share of the whole. */
function compares(
  comparison: Comparison,
  { numerator, denominator, unit }: Amount,
  whole: number,
  value: number | undefined,
): boolean | undefined {
  if (value === undefined) return undefined;
  const share = unit === 'percent';
  const { least, most } = limitsOf(
    comparison,
    share ? numerator * BigInt(whole) : numerator,
    share ? 100n * denominator : denominator,
  );
  return value >= least && value <= most;
}

/** The letters of proc_pid_stat(5). */
const STATES = [
  { names: ['R', 'running'], value: 'R' },
  { names: ['S', 'sleeping'], value: 'S' },
  { names: ['D', 'waiting', 'disk'], value: 'D' },
  { names: ['Z', 'zombie'], value: 'Z' },
  { names: ['T', 'stopped'], value: 'T' },
  { names: ['t', 'traced'], value: 't' },
  { names: ['I', 'idle'], value: 'I' },
  { names: ['X', 'dead'], value: 'X' },
] as const;

const ACCESS: readonly { readonly names: readonly [Access, ...string[]]; readonly value: Access }[] = [
  { names: ['allowed'], value: 'allowed' },
  { names: ['denied'], value: 'denied' },
  { names: ['no-memory'], value: 'no-memory' },
];

const FIELDS: readonly ProcessField[] = [
  countField(['pid'], 'process ID', ({ pid }) => pid),
  countField(['ppid', 'parent'], 'process ID of the parent', ({ ppid }) => ppid),
  textField(['name', 'comm'], 'name', 'node', ({ name }) => name),
  textField(['cmd', 'command', 'cmdline', 'args'], 'command line', '--inspect', ({ command }) => command),
  textField(['user'], 'user name', 'root', ({ user }) => user),
  countField(['uid'], 'user ID', ({ uid }) => uid),
  numberField(
    ['rss'],
    'resident memory: 100M, or 10% of all processes',
    BYTES_OR_SHARE,
    (comparison, amount) =>
      ({ rss }, whole) =>
        compares(comparison, amount, whole, rss === undefined ? undefined : rss * 1024),
  ),
  countField(['threads'], 'number of threads', ({ threads }) => threads),
  choiceField('state', 'state letter or word', 'Z', STATES, (state, process) =>
    process.state === undefined ? undefined : process.state === state,
  ),
  choiceField(
    'access',
    'whether the map can be read',
    'denied',
    ACCESS,
    (access, process) => process.access === access,
  ),
];

const fields = fieldTable(FIELDS);

const LANGUAGE: Language<ProcessTest> = {
  fields,
  flags: flagTable<ProcessTest>([]),
  word: (value) => {
    const pattern = wordPattern(value);
    return test(({ pid, name, user, command }) =>
      fits(pattern, `${pid}\n${name}\n${user ?? ''}\n${command}`.toLowerCase()),
    );
  },
  dashIsText: (rest, isTerm) => !isTerm && !rest.startsWith('('),
  // Command lines are full of `NAME=value` and `host:port`; `usr:root` is a slip.
  isText: (name, operator) => /^[:=]$/.test(operator) && nearest(name, fields.names).length === 0,
};
