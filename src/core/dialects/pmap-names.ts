/**
 * The names of pmap: file names without their folders, and words of its own for regions without a file, in the user's language
 * (`mapping_name()` in src/pmap.c of procps).
 */
import { utf8Text } from './bytes.ts';
import type { RowSink, Span } from './row-sink.ts';

const OPENING = 0x5b;
const SPACE = 0x20;
const SLASH = 0x2f;
const PARENTHESIS = 0x29;
const LETTER_A = 0x61;

const encoder = new TextEncoder();
const STACK = encoder.encode('[stack]');
const ANON = encoder.encode('anon');

/** `[ stack ]` in the languages that procps is translated to; every other word in such brackets means "anonymous". */
const STACK_WORDS = new Set(['stack', 'pila', 'pile', 'pilha', 'stos', 'stivă', 'стек', 'ngăn xếp']);
/** What the kernel names without a folder, or in one of its own: only the slash, or the folder, is missing. */
const FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:memfd:|SYSV[0-9a-f]{8} |anon_hugepage |secretmem |\[aio\] )/, '/'],
  [/^zero \(deleted\)$/, '/dev/'],
];

export class PmapNames implements Span {
  /** The name that was read last, as the kernel prints it; empty for anonymous memory. */
  bytes: Uint8Array = STACK;
  from = 0;
  to = 0;
  private readonly sink: RowSink;
  private hasPaths = false;
  private hasBareNames = false;
  private hasKernelNames = false;
  private hasAnon = false;

  constructor(sink: RowSink) {
    this.sink = sink;
  }

  /** Reads what stands in the last column. */
  read(bytes: Uint8Array, from: number, to: number): void {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    if (from === to) return;
    const first = bytes[from];
    if (first === SLASH) this.hasPaths = true;
    else if (first === OPENING) this.readBrackets(bytes, from, to);
    else {
      this.hasBareNames = true;
      if (bytes[to - 1] === PARENTHESIS) this.addFolder();
    }
  }

  /** Tells what the names leave open. */
  finish(): void {
    const { assumptions } = this.sink;
    if (this.hasBareNames && !this.hasPaths) {
      assumptions.add('pmap without -p prints the names of files without their folders.');
    }
    if (this.hasAnon && !this.hasKernelNames) {
      assumptions.add(
        'pmap prints [ anon ] for heap, vdso and all else without a file: these are told as anonymous memory.',
      );
    }
  }

  private readBrackets(bytes: Uint8Array, from: number, to: number): void {
    if (isAnon(bytes, from, to)) {
      this.hasAnon ||= bytes[from + 1] === SPACE;
      this.to = from;
    } else if (bytes[from + 1] === SPACE) {
      const word = utf8Text(bytes, from + 1, to - 1).trim();
      if (word.startsWith('shmid=')) return;
      const isStack = STACK_WORDS.has(word);
      this.hasAnon ||= !isStack;
      this.bytes = STACK;
      this.from = 0;
      this.to = isStack ? STACK.length : 0;
    } else if (bytes[from + 1] === LETTER_A && bytes[to - 1] === PARENTHESIS) this.addFolder();
    else this.hasKernelNames = true;
  }

  private addFolder(): void {
    const { bytes, from, to } = this;
    const name = utf8Text(bytes, from, Math.min(to, from + 40));
    const folder = FOLDERS.find(([pattern]) => pattern.test(name))?.[1];
    if (folder === undefined) return;
    const whole = new Uint8Array(folder.length + to - from);
    whole.set(encoder.encode(folder));
    whole.set(bytes.subarray(from, to), folder.length);
    this.bytes = whole;
    this.from = 0;
    this.to = whole.length;
  }
}

/** True for `[ anon ]` of procps and `[anon]` of toybox. */
function isAnon(bytes: Uint8Array, from: number, to: number): boolean {
  const inner = bytes[from + 1] === SPACE ? 1 : 0;
  const name = from + 1 + inner;
  return to - from === 6 + 2 * inner && ANON.every((letter, i) => bytes[name + i] === letter);
}
