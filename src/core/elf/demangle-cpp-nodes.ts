/** What a mangled C++ name is parsed into (Itanium C++ ABI, "External Names"), before it is printed. */
import { giveUp } from './demangle-limits.ts';

/** A part of a name, a type or an expression. */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  /** Texts and nodes one after the other. */
  | { readonly kind: 'sequence'; readonly parts: readonly (Node | string)[] }
  /** An abbreviation for a class of the standard library; constructors are named after `full`. */
  | { readonly kind: 'standard'; readonly text: string; readonly full: string; readonly base: string }
  /** `scope::name` */
  | { readonly kind: 'scoped'; readonly scope: Node; readonly name: Node }
  /** `name<args>` */
  | { readonly kind: 'template'; readonly name: Node; readonly args: readonly Node[] }
  /** `name[abi:tag]` */
  | { readonly kind: 'tagged'; readonly name: Node; readonly tag: string }
  /** The constructor or destructor of a class that is called like the class. */
  | { readonly kind: 'structor'; readonly of: Node; readonly destroys: boolean }
  /** A parameter of the function template that is around it: which one tells what is being printed. */
  | { readonly kind: 'parameter'; readonly index: number }
  /** Arguments for a pack of parameters. */
  | { readonly kind: 'pack'; readonly nodes: readonly Node[] }
  /** `pattern...` */
  | { readonly kind: 'expansion'; readonly pattern: Node }
  /** `{lambda(params)#number}` */
  | { readonly kind: 'lambda'; readonly params: readonly Node[]; readonly number: number }
  /** `type const` and the like. */
  | { readonly kind: 'qualified'; readonly type: Node; readonly qualifiers: readonly string[] }
  | { readonly kind: 'pointer'; readonly type: Node; readonly mark: '*' | '&' | '&&' }
  | { readonly kind: 'member'; readonly owner: Node; readonly type: Node }
  | { readonly kind: 'array'; readonly type: Node; readonly size: Node }
  /** A type; `suffix` is what stands after the parameters, such as ` const`. */
  | { readonly kind: 'function'; readonly result: Node; readonly params: readonly Node[]; readonly suffix: string }
  /** A function with its name. */
  | {
      readonly kind: 'encoding';
      readonly name: Node;
      readonly result: Node | undefined;
      readonly params: readonly Node[];
      readonly suffix: string;
      /** Of the function's template, which parameters in it stand for. */
      readonly templateArgs: readonly Node[];
    }
  /** A part of an expression that stands in parentheses where it could be misread. */
  | { readonly kind: 'operand'; readonly of: Node }
  /** The pattern of an expansion for one element of the pack. */
  | { readonly kind: 'element'; readonly pattern: Node; readonly element: number }
  /** `{nodes}` */
  | { readonly kind: 'braces'; readonly nodes: readonly Node[] }
  /** With commas between. */
  | { readonly kind: 'list'; readonly nodes: readonly Node[] }
  /** How many elements the pack has that a parameter stands for. */
  | { readonly kind: 'count'; readonly of: Node };

export type Encoding = Extract<Node, { kind: 'encoding' }>;
export type Pointer = Extract<Node, { kind: 'pointer' | 'member' }>;
export type Reference = Extract<Node, { kind: 'pointer' }>;
/** A node that may have a part to the right of what has the type. */
export type Declarator = Extract<
  Node,
  { kind: 'parameter' | 'qualified' | 'pointer' | 'member' | 'array' | 'function' }
>;

export function text(value: string): Node {
  return { kind: 'text', text: value };
}

export function sequence(...parts: readonly (Node | string)[]): Node {
  return { kind: 'sequence', parts };
}

export function isPointer(node: Node): node is Pointer {
  return node.kind === 'pointer' || node.kind === 'member';
}

export function isDeclarator(node: Node): node is Declarator {
  const { kind } = node;
  return kind === 'parameter' || kind === 'qualified' || isPointer(node) || kind === 'array' || kind === 'function';
}

export function isReference(node: Node): node is Reference {
  return node.kind === 'pointer' && node.mark !== '*';
}

/** One reference for a reference to a reference: `&&` only where both are. */
export function collapsed(outer: Reference, inner: Reference): Reference {
  return { kind: 'pointer', type: inner.type, mark: outer.mark === '&&' ? inner.mark : '&' };
}

/** Qualifiers of a type that is qualified twice. */
export function mergedQualifiers(inner: readonly string[], outer: readonly string[]): string[] {
  return [...inner.filter((qualifier) => !outer.includes(qualifier)), ...outer];
}

/** What a constructor or destructor is called: the class's own name. */
export function baseName(of: Node): string {
  let node = of;
  while (node.kind === 'scoped' || node.kind === 'template' || node.kind === 'tagged') node = node.name;
  if (node.kind === 'text') return node.text;
  return node.kind === 'standard' ? node.base : giveUp();
}

/**
 * The elements of the first pack among `args` that a pattern speaks of; undefined when it speaks of none.
 * @param step called for each part that is looked at; throws where there are too many
 */
export function packIn(pattern: Node, args: readonly Node[], step: () => void): readonly Node[] | undefined {
  const seen = new Set<Node>();
  const waiting = [pattern];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    // Parts may be referred to from many places.
    if (seen.has(node)) continue;
    step();
    seen.add(node);
    const argument = node.kind === 'parameter' ? args[node.index] : undefined;
    if (argument?.kind === 'pack') return argument.nodes;
    waiting.push(...partsOf(node).toReversed());
  }
  return undefined;
}

/** The nodes in which a pack may be spoken of, in their order. Expansions inside of expansions have packs of their own. */
function partsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'sequence':
      return node.parts.filter((part) => typeof part !== 'string');
    case 'scoped':
      return [node.scope, node.name];
    case 'template':
      return [node.name, ...node.args];
    case 'tagged':
      return [node.name];
    case 'structor':
    case 'operand':
    case 'count':
      return [node.of];
    case 'qualified':
    case 'pointer':
      return [node.type];
    case 'member':
      return [node.owner, node.type];
    case 'array':
      return [node.size, node.type];
    case 'function':
      return [node.result, ...node.params];
    case 'encoding':
      return [node.name, ...(node.result ? [node.result] : []), ...node.params];
    case 'pack':
    case 'list':
    case 'braces':
      return node.nodes;
    case 'text':
    case 'standard':
    case 'parameter':
    case 'element':
    case 'expansion':
    case 'lambda':
      return [];
  }
}
