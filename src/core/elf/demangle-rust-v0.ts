/** Demangles names of Rust's scheme v0 (RFC 2603), which compilers use since 1.90 or so, and before where asked to. */
import { giveUp, unlessGivenUp } from './demangle-limits.ts';
import { RustReader } from './demangle-rust-reader.ts';

/** A name that starts with `_R`, without the hashes of crates; undefined where it is not mangled in this scheme. */
export function demangleRustV0(mangled: string): string | undefined {
  return unlessGivenUp(() => {
    // LLVM puts what it adds after a `.`.
    const [name = ''] = mangled.split('.', 1);
    if (!/^_R[A-Z]/.test(name)) giveUp();
    return new Demangler(name.slice(2)).name();
  });
}

const BASIC_TYPES: Readonly<Record<string, string>> = {
  a: 'i8',
  b: 'bool',
  c: 'char',
  d: 'f64',
  e: 'str',
  f: 'f32',
  h: 'u8',
  i: 'isize',
  j: 'usize',
  l: 'i32',
  m: 'u32',
  n: 'i128',
  o: 'u128',
  p: '_',
  s: 'i16',
  t: 'u16',
  u: '()',
  v: '...',
  x: 'i64',
  y: 'u64',
  z: '!',
};

/** Kinds of things that have no name of their own. */
const UNNAMED: Readonly<Record<string, string>> = { C: 'closure', S: 'shim' };

class Demangler extends RustReader {
  name(): string {
    this.path(true);
    // The crate that a generic function was made for.
    if (!this.atEnd) this.silently(() => this.path(false));
    return this.atEnd ? this.text() : giveUp();
  }

  /** @param isValue true where generic arguments are written with `::` before them */
  private path(isValue: boolean): void {
    this.nested(() => {
      const tag = this.next();
      switch (tag) {
        case 'C':
          return this.add(this.identifier().name);
        case 'N':
          return this.inNamespace(isValue);
        case 'M':
          this.implPath();
          this.add('<');
          this.type();
          return this.add('>');
        case 'X':
          this.implPath();
          return this.typeAsTrait();
        case 'Y':
          return this.typeAsTrait();
        case 'I':
          this.path(isValue);
          this.add(isValue ? '::<' : '<');
          this.list('E', () => this.genericArg());
          return this.add('>');
        case 'B':
          return this.backReference(() => this.path(isValue));
        default:
          return giveUp();
      }
    });
  }

  private inNamespace(isValue: boolean): void {
    const namespace = this.next();
    this.path(isValue);
    const { name, number } = this.identifier();
    if (/^[a-z]$/.test(namespace)) {
      if (name !== '') this.add(`::${name}`);
      return;
    }
    if (!/^[A-Z]$/.test(namespace) || !Number.isSafeInteger(number)) giveUp();
    const kind = UNNAMED[namespace] ?? namespace;
    this.add(`::{${kind}${name === '' ? '' : `:${name}`}#${number}}`);
  }

  /** Where the implementation stands; the type tells enough. */
  private implPath(): void {
    this.optional62('s');
    this.silently(() => this.path(false));
  }

  private typeAsTrait(): void {
    this.add('<');
    this.type();
    this.add(' as ');
    this.path(false);
    this.add('>');
  }

  /** Until the letter that ends the list, with commas between. @returns how many there were */
  private list(end: string, read: () => void): number {
    let count = 0;
    for (; !this.take(end); count++) {
      if (count > 0) this.add(', ');
      read();
    }
    return count;
  }

  private genericArg(): void {
    if (this.take('L')) this.add(this.lifetime(this.base62()));
    else if (this.take('K')) this.constant();
    else this.type();
  }

  private type(): void {
    this.nested(() => {
      const tag = this.next();
      const basic = BASIC_TYPES[tag];
      if (basic !== undefined) return this.add(basic);
      switch (tag) {
        case 'R':
        case 'Q':
          this.add('&');
          if (this.take('L')) {
            const lifetime = this.base62();
            if (lifetime !== 0) this.add(`${this.lifetime(lifetime)} `);
          }
          if (tag === 'Q') this.add('mut ');
          return this.type();
        case 'P':
        case 'O':
          this.add(tag === 'P' ? '*const ' : '*mut ');
          return this.type();
        case 'A':
        case 'S':
          this.add('[');
          this.type();
          if (tag === 'A') {
            this.add('; ');
            this.constant();
          }
          return this.add(']');
        case 'T':
          this.add('(');
          if (this.list('E', () => this.type()) === 1) this.add(',');
          return this.add(')');
        case 'F':
          return this.binder(() => this.functionType());
        case 'D':
          return this.dynType();
        case 'B':
          return this.backReference(() => this.type());
        default:
          this.back();
          return this.path(false);
      }
    });
  }

  private functionType(): void {
    if (this.take('U')) this.add('unsafe ');
    if (this.take('K')) {
      const abi = this.take('C') ? 'C' : this.plainIdentifier().replaceAll('_', '-');
      this.add(`extern "${abi}" `);
    }
    this.add('fn(');
    this.list('E', () => this.type());
    this.add(')');
    if (this.take('u')) return;
    this.add(' -> ');
    this.type();
  }

  private dynType(): void {
    this.add('dyn ');
    this.binder(() => {
      for (let count = 0; !this.take('E'); count++) {
        if (count > 0) this.add(' + ');
        this.dynTrait();
      }
    });
    if (!this.take('L')) giveUp();
    const lifetime = this.base62();
    if (lifetime !== 0) this.add(` + ${this.lifetime(lifetime)}`);
  }

  /** A trait, with what its associated types are among its generic arguments: `Iterator<Item = u8>`. */
  private dynTrait(): void {
    let open = this.openPath();
    while (this.take('p')) {
      this.add(open ? ', ' : '<');
      open = true;
      this.add(`${this.plainIdentifier()} = `);
      this.type();
    }
    if (open) this.add('>');
  }

  /** A path without the `>` of its generic arguments. @returns whether that is missing */
  private openPath(): boolean {
    let open = false;
    this.nested(() => {
      if (this.take('B')) {
        this.backReference(() => {
          open = this.openPath();
        });
      } else if (this.take('I')) {
        this.path(false);
        this.add('<');
        this.list('E', () => this.genericArg());
        open = true;
      } else {
        this.path(false);
      }
    });
    return open;
  }

  private constant(): void {
    this.nested(() => {
      if (this.take('B')) return this.backReference(() => this.constant());
      const tag = this.next();
      if (tag === 'p') return this.add('_');
      if ('aslxni'.includes(tag) && this.take('n')) this.add('-');
      const hex = this.hexDigits();
      if ('aslxnihtmyoj'.includes(tag)) return this.add(hex.length > 16 ? `0x${hex}` : String(BigInt(`0x${hex}`)));
      if (tag === 'b' && (hex === '0' || hex === '1')) return this.add(hex === '1' ? 'true' : 'false');
      return tag === 'c' && hex.length <= 6 ? this.add(quoted(Number.parseInt(hex, 16))) : giveUp();
    });
  }
}

const CHARACTER_ESCAPES: Readonly<Record<number, string>> = {
  0x09: '\\t',
  0x0a: '\\n',
  0x0d: '\\r',
  0x27: "\\'",
  0x5c: '\\\\',
};

/** A character as Rust writes it. */
function quoted(code: number): string {
  const isPlain = code >= 0x20 && code < 0x7f;
  const plain = isPlain ? String.fromCharCode(code) : `\\u{${code.toString(16)}}`;
  return `'${CHARACTER_ESCAPES[code] ?? plain}'`;
}
