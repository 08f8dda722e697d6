/**
 * What the head of a tombstone says of its map: whose it is, on what machine, and where the crashed thread stood. Debuggerd
 * writes it above the map of the crashed thread (libdebuggerd/tombstone_proto_to_text.cpp in platform/system/core).
 */
import { withoutTag } from '../memory-map/address.ts';
import type { Architecture } from '../memory-map/memory-map.ts';
import type { Mark } from '../memory-map/notes.ts';

/** A head with its registers and backtrace, its stack and the memory near its registers. */
const LONGEST_HEAD = 512 * 1024;
/** The lines before the registers, and these. */
const LONGEST_FACTS = 16 * 1024;

const START = '*** *** *** *** *** ***';
const PROCESS = /pid: (\d{1,10}), tid: (\d{1,10}), name: (.{0,80}?) {0,2}>>> (.{0,300}?) <<</;
const ABI = /ABI: '([\w-]{1,20})'/;
/** Android 15 and newer tell it where it is not 4096. */
const PAGE_SIZE = /\bPage size: (4096|16384|65536) bytes/;
const FINGERPRINT = /Build fingerprint: '([^/':]{1,60}\/[^/':]{1,60})\/[^/':]{1,60}:([^/':]{1,20})\//;
const FAULT = /signal \d{1,3} .{0,200}?fault addr (?:0x)?([0-9a-f]{1,16})\b/;
const PC = /\b(?:pc|rip|eip|epc)\s{1,4}([0-9a-f]{8,16})\b/;
const SP = /\b(?:sp|rsp|esp)\s{1,4}([0-9a-f]{8,16})\b/;

/** Android's names of architectures. */
const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  arm: 'arm',
  arm64: 'arm64',
  x86: 'i386',
  x86_64: 'x86-64',
  riscv64: 'riscv64',
  mips: 'mips',
  mips64: 'mips',
};

/** What a report of Android calls its ABI; undefined when it does not. */
export function abiOf(text: string): Architecture | undefined {
  const abi = ABI.exec(text)?.[1];
  return abi === undefined ? undefined : ARCHITECTURES[abi];
}

export interface TombstoneHead {
  readonly title?: string;
  readonly pid?: number;
  readonly arch?: Architecture;
  /** In bytes. */
  readonly pageSize?: number;
  readonly marks: readonly Mark[];
}

/** Where a map stands in its text. */
export interface Place {
  /** Where the text starts that no map before it has taken. */
  readonly free: number;
  /** Where the line of its first row starts, and the number of that line. */
  readonly from: number;
  readonly line: number;
}

/** Reads the head above a map. */
export function readHead(text: Uint8Array, { free, from, line }: Place): TombstoneHead {
  const window = new TextDecoder().decode(text.subarray(Math.max(free, from - LONGEST_HEAD), from));
  const process = window.lastIndexOf('pid: ');
  const star = window.lastIndexOf(START);
  // A head that was pasted without its stars has little above the line of the process.
  const start = star >= 0 ? star : Math.max(0, process - LONGEST_FACTS / 4);
  const end = window.indexOf('backtrace:', start);
  const head = window.slice(start, Math.min(start + LONGEST_FACTS, end < 0 ? window.length : end));
  const [, pid, tid, thread, name] = PROCESS.exec(head) ?? [];
  const arch = abiOf(head);
  const who = tid === undefined ? 'the crashed thread' : `thread ${tid} (${thread})`;
  const marks: Mark[] = [];
  const mark = (form: RegExp, label: string): void => {
    const found = form.exec(head);
    const digits = found?.[1];
    if (!found || digits === undefined) return;
    const address = BigInt(`0x${digits}`);
    const above = newlines(window, start + found.index);
    marks.push({ address: arch === 'arm64' ? withoutTag(address) : address, label, line: line - above });
  };
  mark(FAULT, 'fault address');
  mark(PC, `pc of ${who}`);
  mark(SP, `sp of ${who}`);
  const pageSize = PAGE_SIZE.exec(head)?.[1];
  const [, device, release] = FINGERPRINT.exec(head) ?? [];
  const machine = device === undefined ? '' : ` on ${device}, Android ${release}`;
  return {
    ...(pid === undefined ? {} : { pid: Number(pid), title: `PID ${pid} ${name}${machine}` }),
    ...(arch === undefined ? {} : { arch }),
    ...(pageSize === undefined ? {} : { pageSize: Number(pageSize) }),
    marks,
  };
}

/** How many lines end behind a place. */
function newlines(text: string, from: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
