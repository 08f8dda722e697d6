/** Demangles C++ names as the Itanium C++ ABI makes them, which all compilers on Linux follow. */
import { Cursor, type Grammar, type NameFacts } from './demangle-cpp-cursor.ts';
import { readExpression, readTemplateArgs } from './demangle-cpp-expressions.ts';
import { readName } from './demangle-cpp-names.ts';
import { sequence, type Node } from './demangle-cpp-nodes.ts';
import { printName } from './demangle-cpp-printer.ts';
import { readType, withoutVoid } from './demangle-cpp-types.ts';
import { giveUp, unlessGivenUp } from './demangle-limits.ts';

/**
 * A name that starts with `_Z`, as the GNU demangler shows it; undefined where it is not mangled, or uses what this demangler
 * does not know: it never guesses.
 */
export function demangleCpp(mangled: string): string | undefined {
  return unlessGivenUp(() => {
    const cursor = new Cursor(mangled, GRAMMAR);
    cursor.expect('_Z');
    const name = printName(readEncoding(cursor));
    return name + cloneSuffix(mangled.slice(cursor.at));
  });
}

const GRAMMAR: Grammar = {
  encoding: readEncoding,
  name: readName,
  type: readType,
  expression: readExpression,
  templateArgs: readTemplateArgs,
};

/** A function with its parameters, a variable, or something that the compiler made. */
function readEncoding(c: Cursor): Node {
  return c.nested(() => {
    if (c.peek() === 'T' || c.peek() === 'G') return specialName(c);
    const outer = c.templateArgs;
    c.templateArgs = [];
    const facts: NameFacts = { endsWithArguments: false, returnsNothing: false, suffix: '' };
    const name = readName(c, facts);
    const node = endsEncoding(c) ? name : functionEncoding(c, name, facts);
    c.templateArgs = outer;
    return node;
  });
}

function functionEncoding(c: Cursor, name: Node, { endsWithArguments, returnsNothing, suffix }: NameFacts): Node {
  const { templateArgs } = c;
  const result = endsWithArguments && !returnsNothing ? readType(c) : undefined;
  const params: Node[] = [];
  do params.push(readType(c));
  while (!endsEncoding(c));
  return { kind: 'encoding', name, result, params: withoutVoid(params), suffix, templateArgs };
}

/** A clone's suffix comes after a `.`; an encoding inside of another ends with `E`. */
function endsEncoding(c: Cursor): boolean {
  return c.atEnd || c.peek() === 'E' || c.peek() === '.';
}

/** What the compiler makes for a type or another name: the letters, what is shown for them, and what follows. */
const SPECIAL: Readonly<Record<string, readonly [text: string, of: 'type' | 'name' | 'encoding']>> = {
  TV: ['vtable for ', 'type'],
  TT: ['VTT for ', 'type'],
  TI: ['typeinfo for ', 'type'],
  TS: ['typeinfo name for ', 'type'],
  TH: ['TLS init function for ', 'name'],
  TW: ['TLS wrapper function for ', 'name'],
  GV: ['guard variable for ', 'name'],
  GA: ['hidden alias for ', 'encoding'],
};

/** Code that adjusts `this` before a virtual function: what is shown, and by how many offsets. */
const THUNKS: Readonly<Record<string, readonly [text: string, offsets: number]>> = {
  Th: ['non-virtual thunk to ', 1],
  Tv: ['virtual thunk to ', 1],
  Tc: ['covariant return thunk to ', 2],
};

function specialName(c: Cursor): Node {
  const code = c.next() + c.next();
  const special = SPECIAL[code];
  if (special) return sequence(special[0], c.grammar[special[1]](c));
  if (code === 'TC') {
    const inside = readType(c);
    c.digits();
    c.expect('_');
    return sequence('construction vtable for ', readType(c), '-in-', inside);
  }
  if (code === 'GR') {
    const name = readName(c);
    return sequence(`reference temporary #${c.index()} for `, name);
  }
  if (code === 'GT') {
    c.expect('t');
    return sequence('transaction clone for ', readEncoding(c));
  }
  const [thunk, offsets] = THUNKS[code] ?? giveUp();
  if (code !== 'Tc') c.at--;
  for (let i = 0; i < offsets; i++) callOffset(c);
  return sequence(thunk, readEncoding(c));
}

/** `h` and an offset, or `v` and two. They are not shown. */
function callOffset(c: Cursor): void {
  const kind = c.next();
  if (kind !== 'h' && kind !== 'v') giveUp();
  for (let i = 0; i < (kind === 'v' ? 2 : 1); i++) {
    c.take('n');
    c.digits();
    c.expect('_');
  }
}

/** What compilers append to the names of copies of a function (`.constprop.0`, `.cold`), as the GNU demangler shows it. */
function cloneSuffix(suffix: string): string {
  let shown = '';
  let rest = suffix;
  while (rest !== '') {
    const [clone] = /^(?:\.[a-z0-9_]+)(?:\.[0-9]+)*/.exec(rest) ?? giveUp();
    shown += ` [clone ${clone}]`;
    rest = rest.slice(clone.length);
  }
  return shown;
}
