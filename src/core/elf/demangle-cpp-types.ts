/** Types in mangled C++ names. */
import { isDigit, type Cursor } from './demangle-cpp-cursor.ts';
import { qualifiers, readName, sourceName, substitution } from './demangle-cpp-names.ts';
import { sequence, text, type Node } from './demangle-cpp-nodes.ts';
import { giveUp } from './demangle-limits.ts';

/** Types with a letter of their own. */
export const BUILTINS: Readonly<Record<string, string>> = {
  v: 'void',
  w: 'wchar_t',
  b: 'bool',
  c: 'char',
  a: 'signed char',
  h: 'unsigned char',
  s: 'short',
  t: 'unsigned short',
  i: 'int',
  j: 'unsigned int',
  l: 'long',
  m: 'unsigned long',
  x: 'long long',
  y: 'unsigned long long',
  n: '__int128',
  o: 'unsigned __int128',
  f: 'float',
  d: 'double',
  e: 'long double',
  g: '__float128',
  z: '...',
};

/** Types with a letter after `D`. */
const D_BUILTINS: Readonly<Record<string, string>> = {
  d: 'decimal64',
  e: 'decimal128',
  f: 'decimal32',
  i: 'char32_t',
  s: 'char16_t',
  u: 'char8_t',
  a: 'auto',
  c: 'decltype(auto)',
  n: 'decltype(nullptr)',
};

const MARKS = { P: '*', R: '&', O: '&&' } as const;

/** Reads a type, and keeps it for later references unless it is built in. */
export function readType(c: Cursor): Node {
  return c.nested(() => {
    const builtin = BUILTINS[c.peek()];
    if (builtin !== undefined) {
      c.at++;
      return text(builtin);
    }
    if (c.peek() === 'S' && c.peek(1) !== 't') return substitutedType(c);
    if (c.peek() === 'T' && !'sue'.includes(c.peek(1))) return parameterType(c);
    if (c.peek() === 'D') {
      const known = D_BUILTINS[c.peek(1)];
      if (known !== undefined) {
        c.at += 2;
        return text(known);
      }
      if (c.take('DF16_')) return text('_Float16');
    }
    return c.remember(ownType(c));
  });
}

/** A class that was read before, or a template that was, with new arguments. */
function substitutedType(c: Cursor): Node {
  const known = substitution(c);
  return c.peek() === 'I' && !c.readsConversion ? withArguments(c, known) : known;
}

/** A parameter of a template; one that is a template itself has arguments. */
function parameterType(c: Cursor): Node {
  const parameter = c.remember(templateParameter(c));
  return c.peek() === 'I' && !c.readsConversion ? withArguments(c, parameter) : parameter;
}

function withArguments(c: Cursor, name: Node): Node {
  return c.remember({ kind: 'template', name, args: c.grammar.templateArgs(c, false) });
}

/** `T_`, `T0_` … */
export function templateParameter(c: Cursor): Node {
  c.expect('T');
  return { kind: 'parameter', index: c.index() };
}

function ownType(c: Cursor): Node {
  const next = c.peek();
  switch (next) {
    case 'r':
    case 'V':
    case 'K':
      return qualifiedType(c);
    case 'P':
    case 'R':
    case 'O':
      c.at++;
      return { kind: 'pointer', type: readType(c), mark: MARKS[next] };
    case 'C':
      c.at++;
      return sequence(readType(c), ' _Complex');
    case 'F':
      return functionType(c, '');
    case 'A':
      return arrayType(c);
    case 'M':
      c.at++;
      return { kind: 'member', owner: readType(c), type: readType(c) };
    case 'D':
      return dType(c);
    case 'T':
      // `struct`, `union` and `enum` are not shown.
      c.at += 2;
      return readName(c);
    case 'u':
      c.at++;
      return sourceName(c);
    default:
      return isDigit(next) || next === 'N' || next === 'Z' || next === 'S' ? readName(c) : giveUp();
  }
}

/** Qualifiers of a function type are those of its `this`. */
function qualifiedType(c: Cursor): Node {
  const found = qualifiers(c);
  if (c.peek() === 'F' || c.peek(0) + c.peek(1) === 'Do') return functionType(c, found.toReversed().join(''));
  // The innermost stands last.
  return { kind: 'qualified', type: readType(c), qualifiers: found.toReversed() };
}

/** `F` result, parameters, `E`; a `Y` tells that it is a C function. */
function functionType(c: Cursor, suffix: string): Node {
  const noexcept = c.take('Do') ? ' noexcept' : '';
  c.expect('F');
  c.take('Y');
  const result = readType(c);
  const params: Node[] = [];
  let reference = '';
  while (!c.take('E')) {
    if (c.take('RE')) reference = ' &';
    else if (c.take('OE')) reference = ' &&';
    else {
      params.push(readType(c));
      continue;
    }
    break;
  }
  return { kind: 'function', result, params: withoutVoid(params), suffix: `${suffix}${reference}${noexcept}` };
}

/** A single `void` says that there are no parameters. */
export function withoutVoid(params: readonly Node[]): readonly Node[] {
  const [only] = params;
  return params.length === 1 && only?.kind === 'text' && only.text === 'void' ? [] : params;
}

function arrayType(c: Cursor): Node {
  c.expect('A');
  let size: Node = text('');
  if (isDigit(c.peek())) size = text(c.digits());
  else if (c.peek() !== '_') size = c.grammar.expression(c);
  c.expect('_');
  return { kind: 'array', type: readType(c), size };
}

function dType(c: Cursor): Node {
  if (c.take('Dp')) return { kind: 'expansion', pattern: readType(c) };
  if (c.take('Dt') || c.take('DT')) {
    const expression = c.grammar.expression(c);
    c.expect('E');
    return sequence('decltype (', expression, ')');
  }
  if (c.take('Dv')) {
    const size = c.digits();
    c.expect('_');
    return sequence(readType(c), ` __vector(${size})`);
  }
  return c.peek(1) === 'o' ? functionType(c, '') : giveUp();
}
