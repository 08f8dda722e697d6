/** Why a map could not be read, as sentences for people. */
import type { FailureReason, MemoryFile, ReadFailure } from '../process.ts';
import { accessFacts, type AccessFacts, accessPaths } from '../doctor/access-facts.ts';
import { mayBeHidden } from '../doctor/gates.ts';
import { refusalOf } from '../doctor/refusal.ts';
import { LOCAL } from '../source-spec.ts';
import { isOwnFile } from './procfs.ts';
import { textsOf } from './reader.ts';

/** What a sentence may name. */
interface Subject extends Pick<MemoryFile, 'pid' | 'file'> {
  /** The code of the system call that failed. */
  readonly code?: string;
  /** Nobody has seen the process: whether there ever was one is not known. */
  readonly isUnseen?: boolean;
}

interface Sentence {
  readonly title: string;
  readonly message: (subject: Subject) => string;
  readonly advice: (subject: Subject) => string;
}

const none = (): string => '';

/** Of a process that nobody has seen. */
const UNSEEN: Sentence = {
  title: 'There is no such process',
  message: ({ pid }) => `There is no process ${pid}.`,
  advice: none,
};

/** What brings a file. */
const UNSUPPORTED: Readonly<Record<MemoryFile['file'], string>> = {
  maps: 'Linux always has it where there is an address space: something else stands in for its /proc.',
  smaps: 'It needs a kernel built with CONFIG_PROC_PAGE_MONITOR.',
  smaps_rollup: 'It came with Linux 4.14 and needs a kernel built with CONFIG_PROC_PAGE_MONITOR.',
  pagemap: 'It needs a kernel built with CONFIG_PROC_PAGE_MONITOR.',
};

/** A sentence for each way a read can end without a map; `denied` and `hidden` are told by the doctor, `unreachable` by the source. */
const SENTENCES: Readonly<Record<Exclude<FailureReason, 'denied' | 'hidden' | 'unreachable'>, Sentence>> = {
  gone: {
    title: 'It has ended',
    message: ({ pid }) => `Process ${pid} has ended.`,
    advice: none,
  },
  reused: {
    title: 'It has ended',
    message: ({ pid }) => `PID ${pid} now belongs to another process: the one it was opened for has ended.`,
    advice: none,
  },
  replaced: {
    title: 'It started another program',
    message: ({ pid }) => `Process ${pid} started another program while its map was read.`,
    advice: () => 'Refresh to read the map of the new program.',
  },
  'kernel-thread': {
    title: 'It is a kernel thread',
    message: ({ pid }) => `Process ${pid} is a thread of the kernel: it has no memory map of its own.`,
    advice: none,
  },
  zombie: {
    title: 'It is a zombie',
    message: ({ pid }) =>
      `Process ${pid} is a zombie: it has ended and its memory is gone; only its exit status waits for its parent.`,
    advice: none,
  },
  'no-memory': {
    title: 'It is ending',
    message: ({ pid }) => `Process ${pid} has no memory map at this moment: it is ending.`,
    advice: none,
  },
  unsupported: {
    title: 'This kernel does not have it',
    message: ({ file }) => `This kernel does not have /proc/PID/${file}.`,
    advice: ({ file }) => UNSUPPORTED[file],
  },
  unavailable: {
    title: 'There is no /proc',
    message: () => 'Live maps are read from /proc, which only Linux has.',
    advice: () => 'Open the folder where the process runs: over SSH, in WSL or in a container.',
  },
  error: {
    title: 'Reading failed',
    message: ({ pid, file, code }) => `Reading ${file} of process ${pid} failed with ${code}.`,
    advice: none,
  },
};

/** A failure with its sentences. */
export function failure(reason: keyof typeof SENTENCES, subject: Subject): ReadFailure {
  const { title, message, advice } = reason === 'gone' && subject.isUnseen ? UNSEEN : SENTENCES[reason];
  return { ok: false, pid: subject.pid, reason, title, message: message(subject), advice: advice(subject) };
}

/** A refusal by the kernel on this machine: see `refusalFrom`, of which it is the same at once. */
export function refusal(root: string, { pid, file }: Pick<MemoryFile, 'pid' | 'file'>, code: string): ReadFailure {
  return refusalOf(factsHere(root, pid, code), LOCAL, file === 'pagemap' ? 'The pages' : 'The memory map');
}

/**
 * A process that is not there.
 * @param seen true when it was there before: then it has ended, else hidepid may hide it
 */
export function missing(root: string, pid: number, seen: boolean): ReadFailure {
  const facts = seen ? undefined : factsHere(root, pid, 'ENOENT');
  return facts && mayBeHidden(facts)
    ? refusalOf(facts, LOCAL)
    : failure('gone', { pid, file: 'maps', isUnseen: !seen });
}

function factsHere(root: string, pid: number, code: string): AccessFacts {
  const isOwn = isOwnFile(`${root}/${pid}/maps`);
  return accessFacts({ pid, code, isOwn, mountPoint: root }, textsOf(root, accessPaths(pid)));
}
