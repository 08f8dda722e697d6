/**
 * The stretches of addresses that a fatal error log of the JVM names. The wordings are those of JDK 7 to 25
 * (src/hotspot/share: gc, code/codeCache.cpp, runtime/thread.cpp, cds/metaspaceShared.cpp).
 */
import type { Note, NoteKind } from '../memory-map/notes.ts';
import { shown } from './report.ts';

const FROM = '0x(?<from>[0-9a-f]{1,16})';
const NEXT = ', ?0x[0-9a-f]{1,16}';
const TO = ', ?0x(?<to>[0-9a-f]{1,16})';
const MIB = 1048576n;
/** The longest name of a thread in a label. */
const LONGEST_THREAD = 60;

type Groups = Readonly<Record<string, string | undefined>>;

/** A line that names a stretch, with its first address and either the address behind it or its size. */
interface Wording {
  /** Stands in every such line. */
  readonly word: string;
  readonly pattern: RegExp;
  /** A few words; `before` is the line that led to this one, for what is told on two. */
  readonly label: (groups: Groups, before: string) => string;
  readonly kind?: NoteKind;
  /** Bytes in the unit of the group `size`. */
  readonly unit?: bigint;
  /** The line that must have come before. */
  readonly after?: RegExp;
}

const GENERATIONS: Readonly<Record<string, string>> = {
  PSYoungGen: 'young generation',
  ParOldGen: 'old generation',
  PSOldGen: 'old generation',
  PSPermGen: 'permanent generation',
  'def new generation': 'young generation',
  DefNew: 'young generation',
  'par new generation': 'young generation',
  'tenured generation': 'old generation',
  Tenured: 'old generation',
  'concurrent mark-sweep generation': 'old generation',
  'compacting perm gen': 'permanent generation',
  'concurrent-mark-sweep perm gen': 'permanent generation',
};

/** Threads first: a log may have thousands. */
const WORDINGS: readonly Wording[] = [
  {
    word: 'stack',
    pattern: new RegExp(
      String.raw`\b(?<class>[A-Z]\w{0,30}Thread)\b(?: "(?<name>[^"]{1,300})")?.{0,400}?(?:\bid=(?<tid>\d{1,20}), )?\bstack(?:\(|: )${FROM}${TO}[)\]](?: \[id=(?<id>\d{1,20})\])?`,
    ),
    label: ({ class: sort, name, tid, id = tid }) =>
      `Stack of ${name === undefined ? sort : `thread "${shown(name, LONGEST_THREAD)}"`}${id === undefined ? '' : ` (TID ${id})`}`,
    kind: 'thread-stack',
  },
  {
    word: 'eap address',
    pattern: new RegExp(String.raw`^[Hh]eap address: ${FROM}, size: (?<size>\d{1,12}) MB`),
    label: () => 'Java heap',
    kind: 'arena',
    unit: MIB,
  },
  {
    word: 'garbage-first',
    pattern: new RegExp(
      String.raw`^ garbage-first heap +total (?:reserved \d+K, committed )?\d+K, used \d+K +\[${FROM}(?:${NEXT})?${TO}\)`,
    ),
    label: () => 'Java heap',
    kind: 'arena',
  },
  {
    word: ' - [',
    pattern: new RegExp(String.raw`^ - \[${FROM}${TO}\)`),
    after: /^Reserved region:/,
    label: () => 'Java heap',
    kind: 'arena',
  },
  {
    word: ' total ',
    pattern: new RegExp(
      String.raw`^ {1,2}(?<name>${Object.keys(GENERATIONS).join('|')}) +total \d+K, used \d+K +\[${FROM}${NEXT}${TO}\)`,
    ),
    label: ({ name = '' }) => `Java heap: ${GENERATIONS[name] ?? ''} (${name})`,
    kind: 'arena',
  },
  {
    word: '% used',
    pattern: new RegExp(String.raw`^ {1,4}(?<name>eden|from|to) +space \d+K, +\d+% used \[${FROM}${NEXT}${TO}\)`),
    label: ({ name = '' }) => `Java heap: ${name} space`,
    kind: 'arena',
  },
  {
    word: 'CDS archive',
    pattern: /^CDS archive\(s\) mapped at: \[0x(?<from>[0-9a-f]{1,16})-0x[0-9a-f]{1,16}-0x(?<to>[0-9a-f]{1,16})\)/,
    label: () => 'CDS archives',
  },
  {
    word: 'mapped at',
    pattern: /^Compressed class space mapped at: 0x(?<from>[0-9a-f]{1,16})-0x(?<to>[0-9a-f]{1,16})\b/,
    label: () => 'Compressed class space',
    kind: 'arena',
  },
  {
    word: 'space size',
    pattern: new RegExp(String.raw`^Compressed class space size: (?<size>\d{1,18}) Address: ${FROM}`),
    label: () => 'Compressed class space',
    kind: 'arena',
    unit: 1n,
  },
  {
    word: 'byte_map',
    pattern: new RegExp(String.raw`^Card table byte_map: \[${FROM}${TO}\]`),
    label: () => 'Card table',
  },
  {
    word: 'Bits:',
    pattern: new RegExp(String.raw`^ (?:(?<name>Prev|Next|Begin|End) )?Bits: +\[${FROM}${TO}\)`),
    after: /^(?:Marking Bits|Mod Union Table)/,
    label: ({ name }, before) => {
      const table = before.startsWith('Mod') ? 'Mod union table' : 'Marking bits';
      return name === undefined ? table : `${table} (${name})`;
    },
  },
  {
    word: 'bounds',
    pattern: new RegExp(String.raw`^ bounds \[${FROM}${NEXT}${TO}\]`),
    after: /^(?:CodeHeap|CodeCache)/,
    label: (_, before) => {
      const name = /^CodeHeap '([^']{1,60})'/.exec(before)?.[1];
      return name === undefined ? 'Code cache' : `Code cache: ${shown(name)}`;
    },
    kind: 'executable-anonymous',
  },
  {
    word: 'Code Cache',
    pattern: new RegExp(String.raw`^Code Cache +\[${FROM}${NEXT}${TO}\)`),
    label: () => 'Code cache',
    kind: 'executable-anonymous',
  },
  {
    word: 'Stack:',
    pattern: new RegExp(String.raw`^Stack: \[${FROM}${TO}\]`),
    label: () => 'Stack of the crashed thread',
    kind: 'thread-stack',
  },
];

/** How the lines start that tell names, or lead to one that does; the source of an expression. */
export const NAMES =
  '[Hh]eap address|CDS archive|Compressed class|Card table|Marking Bits|Mod Union|Code|Reserved region|Current thread|Stack:|' +
  ' (?: {0,4}(?:garbage|PS|Par|def|Def|par|tenured|Tenured|conc|compacting|eden|from|to )|- \\[|(?:Prev |Next |Begin |End )?Bits|bounds)|' +
  '(?:=>|  )0x[0-9a-f]{6,16} \\(?[A-Z]';

/** Collects the notes of one log, line by line. */
export class HsErrNotes {
  private notes: Note[] = [];
  /** Labels and ranges that are there: a log repeats its heap in the history of collections, and a thread as the current one. */
  private readonly seen = new Set<string>();
  private before = '';

  /** Forgets everything: another log starts. */
  restart(): void {
    this.notes = [];
    this.seen.clear();
  }

  /** Looks at a line. @param text a character a byte */
  read(text: string, line: number): void {
    const { before } = this;
    for (const { word, pattern, after, label, kind, unit } of WORDINGS) {
      if (!text.includes(word)) continue;
      const groups = pattern.exec(text)?.groups;
      if (!groups || (after && !after.test(before))) continue;
      const range = `${groups['from'] ?? ''}-${groups['to'] ?? ''}`;
      if (this.seen.has(range)) return;
      this.seen.add(range);
      const start = BigInt(`0x${groups['from'] ?? '0'}`);
      const end = unit ? start + BigInt(groups['size'] ?? '0') * unit : BigInt(`0x${groups['to'] ?? '0'}`);
      const because = `the log says "${shown(text.trim())}"`;
      const note = { start, end, label: label(groups, before), line, because };
      this.add(kind === undefined ? note : { ...note, kind });
      return;
    }
    this.before = text;
  }

  /** The notes, in the order of the log. */
  finish(): readonly Note[] {
    return this.notes;
  }

  private add(note: Note): void {
    if (note.end <= note.start) return;
    const isThread = note.kind === 'thread-stack';
    if (!isThread && this.seen.has(note.label)) return;
    this.seen.add(note.label);
    this.notes.push(note);
  }
}
