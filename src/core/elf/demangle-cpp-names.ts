/** Names in mangled C++ names: in namespaces and classes, in functions, of operators, of what has no name. */
import { isDigit, untilE, type Cursor, type NameFacts } from './demangle-cpp-cursor.ts';
import { sequence, text, type Node } from './demangle-cpp-nodes.ts';
import { OPERATORS, operatorName } from './demangle-cpp-operators.ts';
import { giveUp } from './demangle-limits.ts';

/** Classes of the standard library that have abbreviations: how they are shown, and in full. */
const STANDARD: Readonly<Record<string, readonly [text: string, full: string, base: string]>> = {
  a: ['std::allocator', 'std::allocator', 'allocator'],
  b: ['std::basic_string', 'std::basic_string', 'basic_string'],
  s: ['std::string', 'std::basic_string<char, std::char_traits<char>, std::allocator<char> >', 'basic_string'],
  i: ['std::istream', 'std::basic_istream<char, std::char_traits<char> >', 'basic_istream'],
  o: ['std::ostream', 'std::basic_ostream<char, std::char_traits<char> >', 'basic_ostream'],
  d: ['std::iostream', 'std::basic_iostream<char, std::char_traits<char> >', 'basic_iostream'],
};

const QUALIFIERS: Readonly<Record<string, string>> = { r: ' restrict', V: ' volatile', K: ' const' };

/** A name. What it tells of its function's type is put into `facts`. */
export function readName(c: Cursor, facts?: NameFacts): Node {
  return c.nested(() => {
    if (c.take('N')) return nestedName(c, facts);
    if (c.take('Z')) return localName(c, facts);
    if (c.peek() === 'S' && c.peek(1) !== 't') {
      const template = substitution(c);
      return c.peek() === 'I' ? withArguments(c, template, facts) : giveUp();
    }
    const name = c.take('St') ? scoped(text('std'), unqualifiedName(c, facts)) : unqualifiedName(c, facts);
    if (c.peek() !== 'I') return name;
    return withArguments(c, c.remember(name), facts);
  });
}

function withArguments(c: Cursor, name: Node, facts: NameFacts | undefined): Node {
  const args = c.grammar.templateArgs(c, facts !== undefined);
  if (facts) facts.endsWithArguments = true;
  return { kind: 'template', name, args };
}

function scoped(scope: Node, name: Node): Node {
  return { kind: 'scoped', scope, name };
}

/** After `N`: qualifiers of the function, then scopes from the outermost in. */
function nestedName(c: Cursor, facts: NameFacts | undefined): Node {
  let suffix = qualifiers(c).join('');
  if (c.take('O')) suffix += ' &&';
  else if (c.take('R')) suffix += ' &';
  if (facts) facts.suffix = suffix;

  let name: Node | undefined;
  while (!c.take('E')) {
    if (facts) facts.endsWithArguments = false;
    const next = c.peek();
    if (next === 'S' && c.peek(1) !== 't') {
      if (name) giveUp();
      name = substitution(c);
      if (c.peek() === 'E') giveUp();
      continue;
    }
    if (next === 'I') {
      name = withArguments(c, name ?? giveUp(), facts);
    } else if (next === 'T' || (next === 'D' && (c.peek(1) === 't' || c.peek(1) === 'T'))) {
      if (name) giveUp();
      name = c.grammar.type(c);
      // The type has been kept already.
      continue;
    } else if (c.take('St')) {
      if (name) giveUp();
      name = scoped(text('std'), unqualifiedName(c, facts));
    } else if (next === 'C' || (next === 'D' && c.peek(1) !== 'C')) {
      name = structor(c, name ?? giveUp(), facts);
    } else {
      const inner = unqualifiedName(c, facts);
      name = name ? scoped(name, inner) : inner;
    }
    // A name of a data member in front of a lambda that initialises it.
    c.take('M');
    if (c.peek() !== 'E') c.remember(name);
  }
  return name ?? giveUp();
}

/** After a class: its constructor or destructor, of any of the variants that compilers make. */
function structor(c: Cursor, owner: Node, facts: NameFacts | undefined): Node {
  const destroys = c.next() === 'D';
  if (!(destroys ? '0123459' : '123459').includes(c.next())) giveUp();
  if (facts) facts.returnsNothing = true;
  const of = owner.kind === 'standard' ? text(owner.full) : owner;
  return tagged(c, scoped(of, { kind: 'structor', of: owner, destroys }));
}

/** After `Z`: something inside of a function. */
function localName(c: Cursor, facts: NameFacts | undefined): Node {
  const scope = c.grammar.encoding(c);
  c.expect('E');
  if (c.take('s')) {
    discriminator(c);
    return scoped(scope, text('string literal'));
  }
  if (c.take('d')) {
    const argument = c.index() + 1;
    return scoped(scoped(scope, text(`{default arg#${argument}}`)), readName(c, facts));
  }
  const name = readName(c, facts);
  discriminator(c);
  return scoped(scope, name);
}

/** Tells things of one name in one function apart; not shown. */
function discriminator(c: Cursor): void {
  if (c.take('__')) {
    c.digits();
    c.expect('_');
  } else if (c.peek() === '_' && isDigit(c.peek(1))) {
    c.at += 2;
  }
}

function unqualifiedName(c: Cursor, facts: NameFacts | undefined): Node {
  // The mark of a name that other files do not see; not shown.
  c.take('L');
  const next = c.peek();
  if (isDigit(next)) return tagged(c, sourceName(c));
  if (c.take('Ut')) return tagged(c, text(`{unnamed type#${c.index() + 1}}`));
  if (c.take('Ul')) return lambda(c);
  if (c.take('DC')) return sequence('[', ...separated(untilE(c, sourceName)), ']');
  if (c.take('cv')) return conversion(c, facts);
  if (c.take('li')) return tagged(c, sequence('operator"" ', sourceName(c)));
  const operator = OPERATORS.get(next + c.peek(1)) ?? giveUp();
  c.at += 2;
  return tagged(c, text(operatorName(operator)));
}

function separated(nodes: readonly Node[]): (Node | string)[] {
  return nodes.flatMap((node, i) => (i === 0 ? [node] : [', ', node]));
}

/** `operator T`: where it stands in a function's name, its template arguments come after it. */
function conversion(c: Cursor, facts: NameFacts | undefined): Node {
  const outer = c.readsConversion;
  c.readsConversion = facts !== undefined;
  const type = c.grammar.type(c);
  c.readsConversion = outer;
  if (facts) facts.returnsNothing = true;
  return tagged(c, sequence('operator ', type));
}

function lambda(c: Cursor): Node {
  const params = c.take('v') ? [] : [c.grammar.type(c)];
  if (params.length > 0) while (c.peek() !== 'E') params.push(c.grammar.type(c));
  c.expect('E');
  return { kind: 'lambda', params, number: c.index() + 1 };
}

/** An identifier after its length. Compilers name the anonymous namespace `_GLOBAL__N_1`. */
export function sourceName(c: Cursor): Node {
  const length = c.number();
  const name = c.text.slice(c.at, c.at + length);
  if (length === 0 || name.length < length) giveUp();
  c.at += length;
  return text(/^_GLOBAL_[._$]N/.test(name) ? '(anonymous namespace)' : name);
}

function tagged(c: Cursor, name: Node): Node {
  let node = name;
  while (c.take('B')) {
    const tag = sourceName(c);
    if (tag.kind === 'text') node = { kind: 'tagged', name: node, tag: tag.text };
  }
  return node;
}

/** Qualifiers as they are shown, in the order in which they stand. */
export function qualifiers(c: Cursor): string[] {
  const found: string[] = [];
  for (;;) {
    const qualifier = QUALIFIERS[c.peek()];
    if (qualifier === undefined) return found;
    found.push(qualifier);
    c.at++;
  }
}

/** `S…`: something that was read before, or a class of the standard library. Not `St`. */
export function substitution(c: Cursor): Node {
  c.expect('S');
  const standard = STANDARD[c.peek()];
  if (standard) {
    c.at++;
    const [short, full, base] = standard;
    return tagged(c, { kind: 'standard', text: short, full, base });
  }
  let index = 0;
  if (!c.take('_')) {
    const from = c.at;
    while (/^[0-9A-Z]$/.test(c.peek())) c.at++;
    const digits = c.text.slice(from, c.at);
    if (digits === '' || digits.length > 5) giveUp();
    index = Number.parseInt(digits, 36) + 1;
    c.expect('_');
  }
  return c.substitutions[index] ?? giveUp();
}
