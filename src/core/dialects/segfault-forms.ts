/**
 * The messages with which kernels tell that a program faulted, by architecture: `show_signal_msg()` in arch/x86/mm/fault.c and its
 * like. All name the region of the instruction pointer behind ` in ` (`print_vma_addr()` in mm/memory.c).
 */
import type { Architecture } from '../memory-map/memory-map.ts';

/** What a message says; numbers in hex digits as they stand. */
export interface SegfaultMessage {
  /** Where it starts in the text, behind the prefix of a log. */
  readonly at: number;
  /** The line above belongs to it. */
  readonly hasHeading: boolean;
  readonly comm?: string | undefined;
  readonly pid?: string | undefined;
  readonly fault?: string | undefined;
  readonly ip?: string | undefined;
  readonly sp?: string | undefined;
  /** A few words on what went wrong. */
  readonly words?: string | undefined;
  readonly arch?: Architecture | undefined;
  /** False when the instruction could not be fetched from its region. */
  readonly isExecuted: boolean;
}

interface Form {
  /** A text that every message of the form has. */
  readonly has: string;
  /** What stands behind the pid, when that is not this text. */
  readonly behindPid?: string;
  /** False for messages without a command and a pid. */
  readonly hasTask?: false;
  /** Matches the message from there on, up to ` in `. */
  readonly message: RegExp;
  readonly words?: (groups: Groups) => string | undefined;
  readonly arch?: (groups: Groups) => Architecture | undefined;
  readonly isExecuted?: (groups: Groups) => boolean;
}

type Groups = Readonly<Record<string, string | undefined>>;

const FORMS: readonly Form[] = [
  {
    has: ']: segfault at ',
    message:
      /^\]: segfault at (?<fault>[0-9a-f]{1,16}) [re]?ip (?<ip>[0-9a-f]{1,16}) (?<rpc>\(rpc [0-9a-f]{1,16}\) )?[re]?sp (?<sp>[0-9a-f]{1,16}) error (?<error>[0-9a-f]{1,16})$/,
    // sparc has the same words and other bits.
    words: ({ error, rpc }) => (rpc === undefined ? pageFaultWords(Number.parseInt(error ?? '', 16)) : undefined),
    arch: ({ ip = '', rpc }) => (rpc === undefined ? (ip.length > 8 ? 'x86-64' : 'i386') : undefined),
    isExecuted: ({ error, rpc }) => rpc !== undefined || (Number.parseInt(error ?? '', 16) & INSTRUCTION) === 0,
  },
  {
    has: ' ip:',
    behindPid: '] ',
    message:
      /^\] (?:trap )?(?<what>[a-z][a-z0-9 -]{1,40}?) ip:(?<ip>[0-9a-f]{1,16}) sp:(?<sp>[0-9a-f]{1,16})(?: ssp:[0-9a-f]{1,16})? error:[0-9a-f]{1,16}(?<how>\([a-z -]{1,30}\))?$/,
    words: ({ what, how }) => `${what}${how === undefined ? '' : ` ${how}`}`,
    arch: ({ ip = '' }) => (ip.length > 8 ? 'x86-64' : undefined),
  },
  {
    has: ']: unhandled exception: ',
    message: /^\]: unhandled exception: (?:[^,]{1,60}, ESR 0x[0-9a-f]{1,16}, )?(?<what>[^,]{1,80})$/,
    words: ({ what }) => what,
    arch: () => 'arm64',
  },
  {
    has: ']: unhandled signal ',
    message: /^\]: unhandled signal (?<signal>\d{1,3}) code 0x(?<code>[0-9a-f]{1,8}) at 0x(?<fault>[0-9a-f]{1,16})$/,
    words: ({ signal, code }) => signalWords(signal, code),
  },
  {
    has: ' nip ',
    behindPid: ']: ',
    message:
      /^\]: (?<what>[a-z][a-z ]{1,40}?) (?:\((?<signal>\d{1,3})\)|(?<number>\d{1,3})) at (?<fault>[0-9a-f]{1,16}) nip (?<ip>[0-9a-f]{1,16}) lr [0-9a-f]{1,16} code (?<code>[0-9a-f]{1,8})$/,
    words: ({ what, signal, number, code }) => signalWords(signal ?? number, code) ?? what,
    arch: ({ ip = '' }) => (ip.length > 8 ? 'ppc64' : undefined),
  },
  {
    has: ']: unhandled ',
    message:
      /^\]: unhandled (?<what>[a-z0-9][a-z0-9 ,()-]{1,60}?) \(\d{1,3}\) at 0x(?<fault>[0-9a-f]{1,16}), (?:esr|code) 0x[0-9a-f]{1,16},?$/,
    words: ({ what }) => what,
    arch: ({ fault = '' }) => (fault.length > 8 ? 'arm64' : undefined),
  },
  {
    has: 'User process fault: ',
    hasTask: false,
    message: /^User process fault: interruption code (?<code>[0-9a-f]{1,8})(?: ilc:\d)?$/,
    words: ({ code }) => INTERRUPTIONS[code?.replace(/^0+/, '') ?? ''] ?? `interruption code ${code}`,
    arch: () => 's390x',
  },
  {
    has: 'do_page_fault() ',
    hasTask: false,
    message: /^do_page_fault\(\) command='(?<comm>[^']{1,15})' type=\d{1,3} address=0x(?<fault>[0-9a-f]{1,16})$/,
  },
  ...(['epc', 'era', 'ra'] as const).map((register): Form => ({
    has: `${register} `,
    hasTask: false,
    message: new RegExp(`^(?<register>${register}) {1,4}= (?<ip>[0-9a-f]{8,16})$`),
    arch: () => (register === 'epc' ? 'mips' : register === 'era' ? 'loongarch64' : undefined),
  })),
];

/** mips and loongarch tell the fault in a line before those of the registers. */
const SENDING =
  /do_page_fault\(\): sending SIGSEGV to (?<comm>.{1,15}) for invalid (?<what>(?:read|write) access) (?:from|to) (?<fault>[0-9a-f]{8,16})/;

/** Reads the text before ` in `; undefined when it is no message of a kernel. @param above the line above */
export function readMessage(text: string, above: string): SegfaultMessage | undefined {
  for (const form of FORMS) {
    const has = text.indexOf(form.has);
    if (has < 0) continue;
    const from = form.behindPid === undefined ? has : text.lastIndexOf(form.behindPid, has);
    const task: Task | undefined =
      form.hasTask === false ? { at: from } : from > 0 ? taskBefore(text, from) : undefined;
    const groups: Groups | undefined = task && form.message.exec(text.slice(from))?.groups;
    if (!groups || !task) continue;
    const { register } = groups;
    const sending = register === undefined ? undefined : SENDING.exec(above)?.groups;
    // An address in a register alone is any log's.
    if (register !== undefined && !sending) return undefined;
    const { comm, fault, ip, sp }: Groups = { ...groups, ...sending };
    return {
      at: task.at,
      hasHeading: sending !== undefined,
      comm: task.comm ?? comm,
      pid: task.pid,
      fault: register === 'ra' ? undefined : fault,
      ip: register === 'ra' ? undefined : ip,
      sp,
      words: sending?.['what'] ?? form.words?.(groups),
      arch: form.arch?.(groups),
      isExecuted: form.isExecuted?.(groups) ?? true,
    };
  }
  return undefined;
}

/** A command and a pid, and where they start. */
interface Task {
  readonly at: number;
  readonly comm?: string;
  readonly pid?: string;
}

/** The kernel keeps 15 characters of a command (TASK_COMM_LEN). */
const LONGEST_COMMAND = 15;
const TRAPS = 'traps: ';
/** How a prefix ends that is no stamp. */
const PREFIX_ENDS = ['] ', ': ', '> '];
/** Stamps that end otherwise: `dmesg --time-format iso`, and records of /dev/kmsg. */
const STAMP = /\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d) |\b\d{1,3},\d{1,20},\d{1,20},[^;]{1,40};/g;

/** The command and the pid whose closing bracket stands at a place: `traps: my tool[4711`, behind the prefix of a log. */
function taskBefore(text: string, close: number): Task | undefined {
  const open = text.lastIndexOf('[', close);
  const pid = text.slice(open + 1, close);
  if (open <= 0 || !/^\d{1,10}$/.test(pid)) return undefined;
  let start = Math.max(0, open - LONGEST_COMMAND);
  for (const end of PREFIX_ENDS) {
    const at = text.lastIndexOf(end, open - end.length);
    if (at >= 0) start = Math.max(start, at + end.length);
  }
  for (const stamp of text.slice(0, open).matchAll(STAMP)) start = Math.max(start, stamp.index + stamp[0].length);
  if (start === open) return undefined;
  const at = text.startsWith(TRAPS, start - TRAPS.length) ? start - TRAPS.length : start;
  return { at, comm: text.slice(start, open), pid };
}

const PROTECTION = 1;
const WRITE = 2;
const USER = 4;
const INSTRUCTION = 16;
/** Bits of x86's error code that say more (arch/x86/include/asm/trap_pf.h). */
const MORE_BITS: readonly (readonly [bit: number, words: string])[] = [
  [8, 'reserved bit set in a page table'],
  [32, 'protection key'],
  [64, 'shadow stack access'],
  [0x8000, 'SGX'],
];

/** `user write, page not present`. */
function pageFaultWords(error: number): string | undefined {
  if (Number.isNaN(error)) return undefined;
  const who = error & USER ? 'user' : 'kernel';
  const what = error & INSTRUCTION ? 'instruction fetch' : error & WRITE ? 'write' : 'read';
  const why = error & PROTECTION ? 'protection' : 'page not present';
  const more = MORE_BITS.filter(([bit]) => error & bit).map(([, words]) => words);
  return [`${who} ${what}`, why, ...more].join(', ');
}

/** Codes of SIGSEGV (include/uapi/asm-generic/siginfo.h). */
const SEGV_CODES: Readonly<Record<string, string>> = {
  '1': 'address not mapped',
  '2': 'access not permitted',
  '3': 'bounds check failed',
  '4': 'protection key',
};

function signalWords(signal: string | undefined, code: string | undefined): string | undefined {
  const name = signal === '11' ? 'SIGSEGV' : `signal ${signal}`;
  // Old powerpc kernels print flags above the code.
  const words = signal === '11' ? SEGV_CODES[code?.slice(-1) ?? ''] : undefined;
  return words === undefined ? `${name}, code ${code}` : `${name}, ${words}`;
}

/** Program interruptions of s390 that are faults (arch/s390/kernel/pgm_check.S). */
const INTERRUPTIONS: Readonly<Record<string, string>> = {
  '4': 'protection exception',
  '5': 'addressing exception',
  '10': 'segment translation exception',
  '11': 'page translation exception',
  '38': 'ASCE type exception',
  '39': 'region first translation exception',
  '3a': 'region second translation exception',
  '3b': 'region third translation exception',
};
