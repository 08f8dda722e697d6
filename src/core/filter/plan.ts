/**
 * A filter made ready for one table of regions: loops over columns that clear the rows which do not pass. Negations are
 * pushed down to the tests, so that a plan knows two values only: what is certainly true, and everything else.
 */
import type { Growth } from '../growth/compare.ts';
import type { Counters } from '../memory-map/counters.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import type { RowNames } from '../memory-map/row-names.ts';
import type { Expression } from './expression.ts';

/** The regions that are filtered. */
export interface FilterSubject {
  readonly regions: RegionTable;
  /** undefined when the source has none. */
  readonly counters: Counters | undefined;
  /** What the source calls regions beside their paths; undefined or absent when it calls them nothing. */
  readonly names?: RowNames | undefined;
  /** What became of the regions since an earlier reading; undefined or absent where there is none. */
  readonly growth?: Growth | undefined;
}

/** A column of small numbers that a pass table is indexed with. */
export type IndexColumn = Uint8Array | Uint32Array;

/** A part of a plan. */
export interface Plan {
  /** Clears the rows (1 passes so far) that do not pass this part; with `invert` 1 those that do. */
  keep(rows: Uint8Array, invert: 0 | 1): void;
  /** Set when all that counts is one column: `pass` has 1 for the values that pass. */
  readonly table?: { readonly column: IndexColumn; readonly pass: Uint8Array };
}

/** What is asked of a region. */
export interface RegionTest {
  /** The field's name as it is offered; empty for a bare word. */
  readonly field: string;
  /** What the source must tell so that this can be known; undefined when every source tells it. */
  readonly needs?: Need;
  /** The rows of which it is certain that this is true or, negated, that it is not. */
  plan(subject: FilterSubject, negated: boolean): Plan;
}

/** What not every source of maps tells. */
export type Need =
  | { readonly of: 'perms' | 'offset' | 'fileId' | 'line' | 'vmFlags' }
  | { readonly of: 'counter'; readonly key: string };

/** No row passes. */
export const NOTHING: Plan = {
  keep: (rows, invert) => {
    if (invert === 0) rows.fill(0);
  },
};

/** Every row passes. */
export const EVERYTHING: Plan = {
  keep: (rows, invert) => {
    if (invert === 1) rows.fill(0);
  },
};

/** The rows that pass by the value of one column. */
export function tablePlan(column: IndexColumn, pass: Uint8Array): Plan {
  return { table: { column, pass }, keep: (rows, invert) => keepTable(rows, column, pass, invert) };
}

/** Plans an expression. */
export function planOf(expression: Expression<RegionTest>, subject: FilterSubject, negated = false): Plan {
  switch (expression.is) {
    case 'test':
      return expression.test.plan(subject, negated);
    case 'not':
      return planOf(expression.of, subject, !negated);
    case 'all':
    case 'any': {
      const parts = expression.of.map((part) => planOf(part, subject, negated));
      return (expression.is === 'all') === negated ? anyOf(parts) : allOf(parts);
    }
  }
}

/** Rows that pass all parts. */
export function allOf(parts: readonly Plan[]): Plan {
  return joined(parts, 0);
}

/** Rows that pass some part. */
function anyOf(parts: readonly Plan[]): Plan {
  return joined(parts, 1);
}

/** @param some 1: a row needs to pass some part only */
function joined(parts: readonly Plan[], some: 0 | 1): Plan {
  const plans = mergeTables(parts, some);
  const [first] = plans;
  if (first && plans.length === 1) return first;
  return {
    keep: (rows, invert) => {
      // Clearing rows part by part is what `all` means; some part passes where not all parts fail.
      if (some === invert) {
        for (const plan of plans) plan.keep(rows, invert);
        return;
      }
      const kept = new Uint8Array(rows.length).fill(1);
      for (const plan of plans) plan.keep(kept, some);
      for (let row = 0; row < rows.length; row++) rows[row]! &= kept[row]! ^ 1;
    },
  };
}

/** Joins the tables of a column into one. */
function mergeTables(parts: readonly Plan[], some: 0 | 1): readonly Plan[] {
  const byColumn = new Map<IndexColumn, Uint8Array>();
  const others: Plan[] = [];
  for (const plan of parts) {
    if (!plan.table) {
      others.push(plan);
      continue;
    }
    const { column, pass } = plan.table;
    const known = byColumn.get(column);
    if (!known) byColumn.set(column, pass.slice());
    else for (let i = 0; i < known.length; i++) known[i] = some ? known[i]! | pass[i]! : known[i]! & pass[i]!;
  }
  return [...Array.from(byColumn, ([column, pass]) => tablePlan(column, pass)), ...others];
}

function keepTable(rows: Uint8Array, column: IndexColumn, pass: Uint8Array, invert: 0 | 1): void {
  if (column instanceof Uint8Array) keepBytes(rows, column, pass, invert);
  else keepWords(rows, column, pass, invert);
}

// The same loop twice, because one that meets both sorts of columns is compiled for neither.
function keepBytes(rows: Uint8Array, column: Uint8Array, pass: Uint8Array, invert: 0 | 1): void {
  for (let row = 0; row < rows.length; row++) rows[row]! &= pass[column[row]!]! ^ invert;
}

function keepWords(rows: Uint8Array, column: Uint32Array, pass: Uint8Array, invert: 0 | 1): void {
  for (let row = 0; row < rows.length; row++) rows[row]! &= pass[column[row]!]! ^ invert;
}
