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
  /** Matches from the start of the message up to ` in `; it starts behind the prefix of a log. */
  readonly message: RegExp;
  readonly words?: (groups: Groups) => string | undefined;
  readonly arch?: (groups: Groups) => Architecture | undefined;
  readonly isExecuted?: (groups: Groups) => boolean;
}

type Groups = Readonly<Record<string, string | undefined>>;

/** A command is of 15 characters; what stands before it ends in a bracket or a colon. */
const TASK = String.raw`(?:^|[\]:>] )(?<task>(?<comm>[^\]]{1,15}?)\[(?<pid>\d{1,10})\]`;
const X86 = (digits: string | undefined): Architecture | undefined =>
  digits === undefined ? undefined : digits.length === 8 ? 'i386' : digits.length > 8 ? 'x86-64' : undefined;

const FORMS: readonly Form[] = [
  {
    message: new RegExp(
      `${TASK}: segfault at (?<fault>[0-9a-f]{1,16}) [re]?ip (?<ip>[0-9a-f]{1,16}) (?<rpc>\\(rpc [0-9a-f]{1,16}\\) )?[re]?sp (?<sp>[0-9a-f]{1,16}) error (?<error>[0-9a-f]{1,16}))$`,
    ),
    // sparc has the same words and other bits.
    words: ({ error, rpc }) => (rpc === undefined ? pageFaultWords(Number.parseInt(error ?? '', 16)) : undefined),
    arch: ({ ip, rpc }) => (rpc === undefined ? X86(ip) : undefined),
    isExecuted: ({ error, rpc }) => rpc !== undefined || (Number.parseInt(error ?? '', 16) & INSTRUCTION) === 0,
  },
  {
    message: new RegExp(
      `${TASK.replace('(?<task>', '(?<task>(?:traps: )?')} (?:trap )?(?<what>[a-z][a-z0-9 -]{1,40}?) ip:(?<ip>[0-9a-f]{1,16}) sp:(?<sp>[0-9a-f]{1,16})(?: ssp:[0-9a-f]{1,16})? error:[0-9a-f]{1,16}(?<how>\\([a-z -]{1,30}\\))?)$`,
    ),
    words: ({ what, how }) => `${what}${how === undefined ? '' : ` ${how}`}`,
    arch: ({ ip }) => (ip !== undefined && ip.length > 8 ? 'x86-64' : undefined),
  },
  {
    message: new RegExp(
      `${TASK}: unhandled exception: (?:(?<kind>[^,]{1,60}), ESR 0x[0-9a-f]{1,16}, )?(?<what>[^,]{1,80}))$`,
    ),
    words: ({ what }) => what,
    arch: () => 'arm64',
  },
  {
    message: new RegExp(
      `${TASK}: unhandled (?<what>[a-z0-9][a-z0-9 ,()-]{1,60}?) \\(\\d{1,3}\\) at 0x(?<fault>[0-9a-f]{1,16}), (?:esr|code) 0x[0-9a-f]{1,16})(?:,)?$`,
    ),
    words: ({ what }) => what,
    arch: ({ fault }) => (fault !== undefined && fault.length > 8 ? 'arm64' : undefined),
  },
  {
    message: new RegExp(
      `${TASK}: (?<what>[a-z][a-z ]{1,40}?) (?:\\((?<signal>\\d{1,3})\\)|(?<number>\\d{1,3})) at (?<fault>[0-9a-f]{1,16}) nip (?<ip>[0-9a-f]{1,16}) lr [0-9a-f]{1,16} code (?<code>[0-9a-f]{1,8}))$`,
    ),
    words: ({ what, signal, number, code }) => signalWords(signal ?? number, code) ?? what,
    arch: ({ ip }) => (ip !== undefined && ip.length > 8 ? 'ppc64' : undefined),
  },
  {
    message: new RegExp(
      `${TASK}: unhandled signal (?<signal>\\d{1,3}) code 0x(?<code>[0-9a-f]{1,8}) at 0x(?<fault>[0-9a-f]{1,16}))$`,
    ),
    words: ({ signal, code }) => signalWords(signal, code),
  },
  {
    message: /(?:^|[\]:>] )(?<task>User process fault: interruption code (?<code>[0-9a-f]{1,8})(?: ilc:\d)?)$/,
    words: ({ code }) => INTERRUPTIONS[code?.replace(/^0+/, '') ?? ''] ?? `interruption code ${code}`,
    arch: () => 's390x',
  },
  {
    message:
      /(?:^|[\]:>] )(?<task>do_page_fault\(\) command='(?<comm>[^']{1,15})' type=\d{1,3} address=0x(?<fault>[0-9a-f]{1,16}))$/,
  },
  {
    message: /(?:^|[\]:>] )(?<task>(?<register>epc|era|ra) {1,4}= (?<ip>[0-9a-f]{8,16}))$/,
    arch: ({ register }) => (register === 'epc' ? 'mips' : register === 'era' ? 'loongarch64' : undefined),
  },
];

/** mips and loongarch tell the fault in a line before those of the registers. */
const SENDING =
  /do_page_fault\(\): sending SIGSEGV to (?<comm>.{1,15}) for invalid (?<what>(?:read|write) access) (?:from|to) (?<fault>[0-9a-f]{8,16})/;

/** Reads the text before ` in `; undefined when it is no message of a kernel. @param above the line above */
export function readMessage(text: string, above: string): SegfaultMessage | undefined {
  for (const form of FORMS) {
    const groups: Groups | undefined = form.message.exec(text)?.groups;
    const task = groups?.['task'];
    if (!groups || task === undefined) continue;
    const { register } = groups;
    const sending = register === undefined ? undefined : SENDING.exec(above)?.groups;
    // An address in a register alone is any log's.
    if (register !== undefined && !sending) return undefined;
    const { comm, pid, fault, ip, sp } = { ...groups, ...sending };
    return {
      at: text.lastIndexOf(task),
      hasHeading: sending !== undefined,
      comm,
      pid,
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
