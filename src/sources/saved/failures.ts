/** Why a snapshot gives no map, as sentences for people. */
import type { MapFile, ReadFailure } from '../process.ts';
import type { SavedRecord } from './record.ts';

/** Why a file was not saved, by the code of the system call that failed. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'the kernel did not have it',
  ESRCH: 'the process was ending',
  EACCES: 'it was not allowed to be read',
  EPERM: 'it was not allowed to be read',
};

/** The snapshot has no process of this PID. */
export function noProcess(pid: number): ReadFailure {
  return failed(pid, 'gone', 'It is not in the snapshot', `This snapshot has no process ${pid}.`, '');
}

/** The snapshot has the PID, but of another process. */
export function otherProcess(pid: number): ReadFailure {
  const message = `PID ${pid} of this snapshot is another process than the one that it was opened for.`;
  return failed(pid, 'reused', 'It is not in the snapshot', message, '');
}

/** The file was not saved. */
export function noFile(pid: number, file: MapFile, has: (file: MapFile) => boolean, record?: SavedRecord): ReadFailure {
  const told = record?.missing.get(file);
  const code = told?.code ?? '';
  const why = told && (told.reason === '' ? `reading it failed with ${code}` : told.reason);
  const because = REASONS[code] ?? why;
  const message = `This snapshot does not have ${file}${because === undefined ? '' : `: ${because}`}.`;
  const others = (['maps', 'smaps', 'smaps_rollup'] as const).filter((each) => each !== file && has(each));
  const advice = others.length === 0 ? '' : `It has ${others.join(' and ')}.`;
  return failed(pid, 'unsupported', `There is no ${file} in the snapshot`, message, advice);
}

/** The file is empty, of a process that has memory. */
export function emptyFile(pid: number, file: MapFile): ReadFailure {
  const message = `${file} of process ${pid} is empty in this snapshot.`;
  return failed(pid, 'no-memory', 'The file is empty', message, '');
}

/** The file was saved, but cannot be read. @param why a part of a sentence */
export function unreadableFile(pid: number, file: MapFile, why: string): ReadFailure {
  const message = `${file} of process ${pid} in this snapshot is not read: ${why}.`;
  return failed(pid, 'unsupported', 'The file is not read', message, '');
}

function failed(
  pid: number,
  reason: ReadFailure['reason'],
  title: string,
  message: string,
  advice: string,
): ReadFailure {
  return { ok: false, pid, reason, title, message, advice };
}
