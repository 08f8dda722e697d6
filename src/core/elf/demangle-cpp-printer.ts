/** Prints the nodes of a C++ name, in the words of the GNU demangler (`c++filt -i`, `nm -C`). */
import {
  baseName,
  collapsed,
  isDeclarator,
  isPointer,
  isReference,
  mergedQualifiers,
  packIn,
  type Declarator,
  type Encoding,
  type Node,
  type Pointer,
} from './demangle-cpp-nodes.ts';
import { giveUp } from './demangle-limits.ts';
import { BoundedText } from './demangle-text.ts';

/** The text of a name. */
export function printName(node: Node): string {
  const printer = new Printer();
  printer.print(node);
  return printer.text();
}

/**
 * Types of C++ stand around what has the type, so a node has a part to its left and a part to its right: of `int (*) [3]` they
 * are `int (*` and `) [3]`.
 */
class Printer extends BoundedText {
  /** Which element of packs is printed, inside of an expansion. */
  private element: number | undefined;
  private inLambda = false;
  /** What parameters stand for. */
  private templateArgs: readonly Node[] = [];

  print(node: Node): void {
    this.left(node);
    this.right(node);
  }

  private left(node: Node): void {
    this.nested(() => this.leftOf(node));
  }

  private right(node: Node): void {
    if (isDeclarator(node)) this.nested(() => this.rightOf(node));
  }

  private leftOf(node: Node): void {
    switch (node.kind) {
      case 'text':
      case 'standard':
        return this.add(node.text);
      case 'sequence':
        for (const part of node.parts) this.part(part);
        return;
      case 'scoped':
        if (node.scope.kind === 'encoding') this.encoding(node.scope, false);
        else this.print(node.scope);
        this.add('::');
        return this.print(node.name);
      case 'template':
        this.print(node.name);
        return this.angleBrackets(node.args);
      case 'tagged':
        this.print(node.name);
        return this.add(`[abi:${node.tag}]`);
      case 'structor':
        return this.add((node.destroys ? '~' : '') + baseName(node.of));
      case 'parameter':
        return this.inLambda ? this.add(`auto:${node.index + 1}`) : this.left(this.resolved(node));
      case 'pack':
      case 'list':
        return this.list(node.nodes);
      case 'braces':
        this.add('{');
        this.list(node.nodes);
        return this.add('}');
      case 'element':
        this.element = node.element;
        return this.print(node.pattern);
      case 'expansion':
        return this.expansion(node.pattern);
      case 'lambda':
        return this.lambda(node.params, node.number);
      case 'qualified':
        return this.qualifiedLeft(node);
      case 'pointer':
      case 'member':
        return this.declaratorLeft(node);
      case 'array':
        return this.left(node.type);
      case 'function':
        return this.resultLeft(node.result);
      case 'encoding':
        return this.encoding(node, true);
      case 'operand':
        return this.operand(node.of);
      case 'count':
        return this.add(String(this.packIn(node.of)?.length ?? giveUp()));
    }
  }

  private rightOf(node: Declarator): void {
    switch (node.kind) {
      case 'parameter':
        return this.inLambda ? undefined : this.right(this.resolved(node));
      case 'qualified':
        return this.right(node.type);
      case 'pointer':
      case 'member': {
        const { type } = this.effective(node);
        if (this.shape(type) !== 'plain') this.add(')');
        return this.right(type);
      }
      case 'array':
        return this.arrayRight(node.type, node.size);
      case 'function':
        this.params(node.params, node.suffix);
        return this.right(node.result);
    }
  }

  private part(part: Node | string): void {
    if (typeof part === 'string') this.add(part);
    else this.print(part);
  }

  /**
   * A parameter's argument, and of a pack the element that is being expanded. The parameters of a lambda are its own: they have
   * no arguments.
   */
  private resolved(node: Node): Node {
    this.step();
    if (node.kind !== 'parameter' || this.inLambda) return node;
    const argument = this.templateArgs[node.index];
    const found = argument?.kind === 'pack' ? argument.nodes[this.element ?? giveUp()] : argument;
    return !found || found.kind === 'parameter' ? giveUp() : found;
  }

  /** A reference to a reference is one reference. */
  private effective(node: Pointer): Pointer {
    let pointer = node;
    while (isReference(pointer)) {
      const inner = this.resolved(pointer.type);
      if (!isReference(inner)) break;
      pointer = collapsed(pointer, inner);
    }
    return pointer;
  }

  /** `int (*`: arrays and functions have what points to them in parentheses. */
  private declaratorLeft(node: Pointer): void {
    const pointer = this.effective(node);
    this.left(pointer.type);
    const shape = this.shape(pointer.type);
    if (shape === 'array') this.add(' (');
    else if (shape === 'function') this.add('(');
    if (pointer.kind === 'pointer') return this.add(pointer.mark);
    if (shape === 'plain') this.add(' ');
    this.print(pointer.owner);
    this.add('::*');
  }

  /** Whether what points to the type needs parentheses. */
  private shape(node: Node): 'plain' | 'array' | 'function' {
    let type = this.resolved(node);
    while (type.kind === 'qualified') type = this.resolved(type.type);
    return type.kind === 'array' || type.kind === 'function' ? type.kind : 'plain';
  }

  private qualifiedLeft(node: Extract<Node, { kind: 'qualified' }>): void {
    let { qualifiers } = node;
    let type = this.resolved(node.type);
    // Qualifiers of an array are those of its elements.
    while (type.kind === 'qualified' || type.kind === 'array') {
      if (type.kind === 'qualified') qualifiers = mergedQualifiers(type.qualifiers, qualifiers);
      type = this.resolved(type.type);
    }
    this.left(type);
    for (const qualifier of qualifiers) this.add(qualifier);
  }

  /** Of an array of arrays all sizes stand together: ` [3][4]`. */
  private arrayRight(elements: Node, itsSize: Node): void {
    let type = elements;
    let size = itsSize;
    for (let blank = ' '; ; blank = '') {
      this.add(`${blank}[`);
      this.print(size);
      this.add(']');
      const inner = this.resolved(type);
      if (inner.kind !== 'array') return this.right(type);
      ({ type, size } = inner);
    }
  }

  private encoding({ name, result, params, suffix, templateArgs }: Encoding, withResult: boolean): void {
    const outer = this.templateArgs;
    if (templateArgs.length > 0) this.templateArgs = templateArgs;
    if (result && withResult) this.resultLeft(result);
    this.print(name);
    this.params(params, suffix);
    if (result && withResult) this.right(result);
    this.templateArgs = outer;
  }

  /** What a function returns; without a blank where the function stands inside of it: `void (*f())(int)`. */
  private resultLeft(result: Node): void {
    this.left(result);
    const type = this.resolved(result);
    const surrounds = isPointer(type) && this.shape(this.effective(type).type) !== 'plain';
    if (!surrounds) this.add(' ');
  }

  private params(params: readonly Node[], suffix: string): void {
    this.add('(');
    this.list(params);
    this.add(`)${suffix}`);
  }

  private angleBrackets(args: readonly Node[]): void {
    if (this.endsWith('<')) this.add(' ');
    this.add('<');
    this.list(args);
    if (this.endsWith('>')) this.add(' ');
    this.add('>');
  }

  /** With commas between; none before a rest that is nothing but empty packs, as the GNU demangler sets them. */
  private list(nodes: readonly Node[]): void {
    let end = this.mark;
    nodes.forEach((node, i) => {
      if (i > 0) this.add(', ');
      const before = this.mark;
      this.print(node);
      if (this.mark > before) end = this.mark;
    });
    this.cutTo(end);
  }

  /** The pattern once for each element of the pack in it. */
  private expansion(pattern: Node): void {
    const pack = this.packIn(pattern);
    if (!pack) {
      this.operand(pattern);
      return this.add('...');
    }
    const outer = this.element;
    this.list(pack.map((_, element) => ({ kind: 'element', pattern, element })));
    this.element = outer;
  }

  private packIn(pattern: Node): readonly Node[] | undefined {
    return packIn(pattern, this.templateArgs, () => this.step());
  }

  private lambda(params: readonly Node[], number: number): void {
    const outer = this.inLambda;
    this.inLambda = true;
    this.add('{lambda(');
    this.list(params);
    this.inLambda = outer;
    this.add(`)#${number}}`);
  }

  /** Parentheses around all but names. */
  private operand(of: Node): void {
    if (of.kind === 'text' || of.kind === 'scoped' || of.kind === 'braces') return this.print(of);
    this.add('(');
    this.print(of);
    this.add(')');
  }
}
