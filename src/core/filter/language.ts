/**
 * What the filter language needs to know of the things it filters. The grammar (scan.ts, parse.ts) is the same for regions and
 * for processes; each brings a table of fields and says what a bare word finds.
 */
import type { Expression } from './expression.ts';
import { nameTable, type NameTable } from './names.ts';

/** How a field is compared: `:` contains or is, whichever is natural for the field. */
export type Operator = ':' | '=' | '!=' | '<' | '<=' | '>' | '>=';

/** Operators of fields that have no order. */
export const EQUALITY: readonly Operator[] = [':', '=', '!='];
/** Operators of numbers. */
export const ORDER: readonly Operator[] = ['>', '>=', '<', '<=', ':', '=', '!='];

/** A value as it was typed, without its quotes. */
export interface Value {
  readonly text: string;
  /** A quoted value is taken literally. */
  readonly quoted: boolean;
}

/** A field that terms can ask for. */
export interface Field<Test> {
  /** The name that is offered, then others that are understood. Case, `_` and `-` do not matter. */
  readonly names: readonly [string, ...string[]];
  /** What it is, in a few words. */
  readonly detail: string;
  /** A value, for messages: `heap`. */
  readonly example: string;
  readonly operators: readonly Operator[];
  /** What a term with this value asks, or what is wrong with the value. `!=` is asked as `=` and turned around. */
  read(operator: Exclude<Operator, '!='>, value: Value): Expression<Test> | string;
}

/** A bare word with a meaning of its own. */
export interface Flag<Test> {
  readonly names: readonly [string, ...string[]];
  readonly detail: string;
  /** What it asks, or why it cannot be asked here: then it is not offered. */
  readonly expression: Expression<Test> | string;
}

/** A language over one sort of things. */
export interface Language<Test> {
  readonly fields: NameTable<Field<Test>>;
  readonly flags: NameTable<Flag<Test>>;
  /** What a bare word finds that is no flag, or a quoted one. */
  word(value: Value): Expression<Test>;
  /** True when `-` before `rest` belongs to a word. @param isTerm the rest starts with a field and an operator */
  dashIsText(rest: string, isTerm: boolean): boolean;
  /** True when `name:` or `name=` with a name that is no field is the start of a word. */
  isText(name: string, operator: Operator): boolean;
}

/** The fields by their names. */
export function fieldTable<Test>(fields: readonly Field<Test>[]): NameTable<Field<Test>> {
  return nameTable(fields.map((field) => ({ names: field.names, value: field })));
}

/** The flags by their names. Only case does not matter: `[heap]` is not the flag `heap`. */
export function flagTable<Test>(flags: readonly Flag<Test>[]): NameTable<Flag<Test>> {
  return nameTable(
    flags.map((flag) => ({ names: flag.names, value: flag })),
    (name) => name.toLowerCase(),
  );
}
