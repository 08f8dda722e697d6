/** Template arguments and expressions in mangled C++ names. */
import { isDigit, untilE, type Cursor } from './demangle-cpp-cursor.ts';
import { sourceName } from './demangle-cpp-names.ts';
import { sequence, text, type Node } from './demangle-cpp-nodes.ts';
import { OPERATORS, operatorName, type Operator } from './demangle-cpp-operators.ts';
import { BUILTINS, templateParameter } from './demangle-cpp-types.ts';
import { giveUp } from './demangle-limits.ts';

/** `I` arguments `E`. */
export function readTemplateArgs(c: Cursor, ofFunction: boolean): Node[] {
  return c.nested(() => {
    c.expect('I');
    const conversion = c.readsConversion;
    c.readsConversion = false;
    const args = untilE(c, templateArg);
    c.readsConversion = conversion;
    if (ofFunction) c.templateArgs = args;
    return args;
  });
}

function templateArg(c: Cursor): Node {
  return c.nested(() => {
    if (c.peek() === 'L') return literal(c);
    if (c.take('X')) {
      const expression = readExpression(c);
      c.expect('E');
      return expression;
    }
    // Compilers before C++11 was final wrote `I`.
    if (c.take('J') || c.take('I')) return { kind: 'pack', nodes: untilE(c, templateArg) };
    return c.grammar.type(c);
  });
}

/** What is written after a number to tell its type; the types that need none of `(type)`. */
const NUMBER_SUFFIXES: Readonly<Record<string, string>> = { i: '', j: 'u', l: 'l', m: 'ul', x: 'll', y: 'ull' };

/** `L` type value `E`, or an entity: `L_Z` encoding `E`. */
function literal(c: Cursor): Node {
  c.expect('L');
  if (c.take('_Z')) {
    const entity = c.grammar.encoding(c);
    c.expect('E');
    return entity;
  }
  const code = c.peek();
  const builtin = BUILTINS[code];
  if (builtin !== undefined) c.at++;
  const type = builtin === undefined ? c.grammar.type(c) : text(builtin);
  const isFloat = builtin !== undefined && 'fdeg'.includes(code);
  const sign = c.take('n') ? '-' : '';
  const value = sign + (isFloat ? hexDigits(c) : c.digits());
  c.expect('E');
  if (code === 'b' && (value === '0' || value === '1')) return sequence(value === '1' ? 'true' : 'false');
  const suffix = NUMBER_SUFFIXES[code];
  if (suffix !== undefined) return sequence(value + suffix);
  return sequence('(', type, ')', isFloat ? `[${value}]` : value);
}

/** The bytes of a floating-point number. */
function hexDigits(c: Cursor): string {
  const from = c.at;
  while (/^[0-9a-f]$/.test(c.peek())) c.at++;
  return c.at === from ? giveUp() : c.text.slice(from, c.at);
}

/** Reads an expression, as it stands in template arguments, array sizes and decltype. */
export function readExpression(c: Cursor): Node {
  return c.nested(() => {
    const next = c.peek();
    if (next === 'L') return literal(c);
    if (next === 'T') return templateParameter(c);
    if (isDigit(next)) return withArguments(c, sourceName(c));
    const read = FORMS[next + c.peek(1)];
    if (read) {
      c.at += 2;
      return read(c);
    }
    const { text: sign, placing } = operatorAt(c);
    if (placing === 'prefix') return sequence(sign, operand(readExpression(c)));
    if (placing !== 'infix') return giveUp();
    const parts = [operand(readExpression(c)), sign, operand(readExpression(c))];
    // A bare `>` would end the template's arguments.
    return sign === '>' ? sequence('(', ...parts, ')') : sequence(...parts);
  });
}

function operatorAt(c: Cursor): Operator {
  const operator = OPERATORS.get(c.peek() + c.peek(1)) ?? giveUp();
  c.at += 2;
  return operator;
}

function operand(of: Node): Node {
  return { kind: 'operand', of };
}

function withArguments(c: Cursor, name: Node): Node {
  return c.peek() === 'I' ? { kind: 'template', name, args: c.grammar.templateArgs(c, false) } : name;
}

function list(c: Cursor): Node {
  return { kind: 'list', nodes: untilE(c, readExpression) };
}

function braces(c: Cursor): Node {
  return { kind: 'braces', nodes: untilE(c, readExpression) };
}

/** `static_cast<type>(expression)` and its kin. */
function namedCast(name: string): (c: Cursor) => Node {
  return (c) => sequence(name, '<', c.grammar.type(c), '>(', readExpression(c), ')');
}

/** `++x`, or without a `_` after the letters `x++`. */
function step(sign: string): (c: Cursor) => Node {
  return (c) => {
    const isPrefix = c.take('_');
    const of = operand(readExpression(c));
    return isPrefix ? sequence(sign, of) : sequence(of, sign);
  };
}

/** What is called, without the types of its parameters. */
function callee(c: Cursor): Node {
  const called = readExpression(c);
  return operand(called.kind === 'encoding' ? called.name : called);
}

/** `&x`; of a member function the name alone. */
function addressOf(c: Cursor): Node {
  const of = readExpression(c);
  const isMember = of.kind === 'encoding' && of.name.kind === 'scoped' && of.suffix === '';
  return sequence('&', operand(isMember ? of.name : of));
}

/** A name in a scope that is known only once a template has arguments: `std::is_same_v<T, U>`, `T::value`. */
function unresolvedName(c: Cursor): Node {
  if (!isDigit(c.peek())) return member(c, c.grammar.type(c));
  let scope = withArguments(c, sourceName(c));
  while (!c.take('E')) scope = member(c, scope);
  return member(c, scope);
}

function member(c: Cursor, scope: Node): Node {
  const name = c.take('on') ? text(operatorName(operatorAt(c))) : sourceName(c);
  return withArguments(c, { kind: 'scoped', scope, name });
}

/** Expressions that are not an operator between or in front of others. */
const FORMS: Readonly<Record<string, (c: Cursor) => Node>> = {
  ad: addressOf,
  at: (c) => sequence('alignof (', c.grammar.type(c), ')'),
  az: (c) => sequence('alignof ', operand(readExpression(c))),
  cc: namedCast('const_cast'),
  cl: (c) => sequence(callee(c), '(', list(c), ')'),
  cv: (c) => {
    const type = c.grammar.type(c);
    if (c.take('_')) return sequence('(', type, ')(', list(c), ')');
    return sequence('(', type, ')', operand(readExpression(c)));
  },
  dc: namedCast('dynamic_cast'),
  fp: (c) => (c.take('T') ? text('this') : text(`{parm#${c.index() + 1}}`)),
  il: braces,
  ix: (c) => sequence(operand(readExpression(c)), '[', readExpression(c), ']'),
  mm: step('--'),
  on: (c) => withArguments(c, sequence(operatorName(operatorAt(c)))),
  pp: step('++'),
  qu: (c) => sequence(operand(readExpression(c)), '?', operand(readExpression(c)), ' : ', operand(readExpression(c))),
  rc: namedCast('reinterpret_cast'),
  sZ: (c) => ({ kind: 'count', of: templateParameter(c) }),
  sc: namedCast('static_cast'),
  sp: (c) => ({ kind: 'expansion', pattern: readExpression(c) }),
  sr: unresolvedName,
  st: (c) => sequence('sizeof (', c.grammar.type(c), ')'),
  sz: (c) => sequence('sizeof ', operand(readExpression(c))),
  tl: (c) => sequence(c.grammar.type(c), braces(c)),
};
