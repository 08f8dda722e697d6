/**
 * In which containers processes run. Their cgroup files are read once for each program that a process runs: at once where its PID
 * namespace tells that it is in a container, and else a few with each later list, so that the first list does not wait for it.
 */
import { readlinkSync } from 'node:fs';
import { byteString } from '../byte-string.ts';
import type { Container, ProcessInfo } from '../process.ts';
import { containerOf } from './cgroup.ts';
import { errorCode, type SmallFile } from './files.ts';
import type { ProcessStat } from './stat.ts';

/** What is known of one process. */
export interface Member {
  /** Its cgroup file was read, and says so. */
  isTold: boolean;
  container: Container | 'none' | undefined;
  /** See ProcessStat: when they differ, it is another process or program. */
  startTime: number;
  program: number;
}

/** A process of which nothing is known yet. */
export function newMember(): Member {
  return { isTold: false, container: undefined, startTime: -1, program: 0 };
}

/** Where a process is, and what its status says. */
interface Place {
  readonly directory: string;
  readonly kernelThread: boolean;
  readonly inPidNamespace: boolean;
}

/** With a later list this part of all files is read, so that it takes hardly longer; of short lists so many. */
const LATER_PART = 1 / 20;
const LATER_LEAST = 50;

/** The inode of the first cgroup namespace (`PROC_CGROUP_INIT_INO` in include/linux/proc_ns.h). */
const FIRST_NAMESPACE = 'cgroup:[4026531835]';

export class Containers {
  private readonly root: string;
  private readonly file: SmallFile;
  private left = 0;
  private isNested: boolean | undefined;
  /** What a file's text came to: processes of a container have the same. */
  private known = new Map<string, Container | 'none' | undefined>();

  /** @param root where procfs is mounted @param file what it reads into */
  constructor(root: string, file: SmallFile) {
    this.root = root;
    this.file = file;
  }

  /** A list begins. @param count how many processes it has */
  begin(count: number): void {
    this.left = Math.max(LATER_LEAST, count * LATER_PART);
    // Containers come and go for as long as the list is looked at.
    if (this.known.size > MOST_TEXTS) this.known.clear();
  }

  /** The container of a process that was read anew, as far as it is known now. */
  of(member: Member, { startTime, program }: ProcessStat, place: Place): Member['container'] {
    if (member.startTime !== startTime || member.program !== program) {
      Object.assign(member, { ...newMember(), startTime, program });
    }
    if (member.isTold) return member.container;
    if (place.kernelThread) Object.assign(member, { isTold: true, container: 'none' });
    else if (place.inPidNamespace) this.read(member, place.directory);
    return member.container;
  }

  /** The process with its container, if it is its turn. */
  later(process: ProcessInfo, { member, directory }: { member: Member; directory: string }): ProcessInfo {
    if (this.left <= 0) return process;
    this.left--;
    this.read(member, directory);
    return member.container === undefined ? process : { ...process, container: member.container };
  }

  private read(member: Member, directory: string): void {
    member.isTold = true;
    const length = this.file.tryRead(`${directory}/cgroup`);
    if (typeof length === 'string') return; // It ended meanwhile, or may not be looked at: not told.
    const text = byteString(this.file.bytes, 0, length);
    if (!this.known.has(text)) this.known.set(text, containerOf(text, (this.isNested ??= isNested(this.root))));
    member.container = this.known.get(text);
  }
}

const MOST_TEXTS = 10_000;

/** Whether the reader lives in a cgroup namespace of its own, or may do so. */
function isNested(root: string): boolean {
  try {
    return readlinkSync(`${root}/self/ns/cgroup`) !== FIRST_NAMESPACE;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return true;
  }
}
