/** Why a figure is not known, in sentences. */
import { isSince, type KernelVersion, versionText } from '../doctor/kernel-version.ts';
import type { Unknown } from './figure.ts';
import { type FieldName, ROLLUP_SINCE } from './names.ts';

/** What a process is, as far as it decides whether it has memory. */
export type Nature = 'ordinary' | 'kernel-thread' | 'zombie' | 'ending';

const NO_MEMORY: Readonly<Record<Exclude<Nature, 'ordinary'>, string>> = {
  'kernel-thread': 'It is a thread of the kernel: it has no memory of its own.',
  zombie: 'It is a zombie: it has ended and its memory is gone.',
  ending: 'It is ending: its memory is gone already.',
};

/** Why a process without memory has no such figure; undefined when it has memory. */
export function withoutMemory(nature: Nature): Unknown | undefined {
  return nature === 'ordinary' ? undefined : { unknown: NO_MEMORY[nature] };
}

/** Nobody looks at the process closely: what costs more is not read. */
export const NOT_ASKED: Unknown = { unknown: 'It is read only of a process that is looked at, because it costs time.' };

/**
 * A file that cannot be read, for another reason than that it is closed.
 * @param file as in /proc/PID/FILE @param kernel of its machine, as far as it is known; `saved` where only what was saved is there
 */
export function unreadable(file: string, code: string, kernel: KernelVersion | 'saved' | undefined): Unknown {
  if (code !== 'ENOENT') return { unknown: `Reading ${file} failed with ${code}.` };
  if (kernel === 'saved') return { unknown: `The snapshot does not have ${file}.` };
  if (file !== 'smaps_rollup') return { unknown: `There is no ${file} of it.` };
  if (kernel && !isSince(kernel, ROLLUP_SINCE)) {
    return { unknown: `It stands in smaps_rollup, which came with Linux 4.14, and this is ${versionText(kernel)}.` };
  }
  return {
    unknown: kernel
      ? 'It stands in smaps_rollup, which this kernel was built without (CONFIG_PROC_PAGE_MONITOR).'
      : 'It stands in smaps_rollup, which came with Linux 4.14 and needs CONFIG_PROC_PAGE_MONITOR.',
  };
}

/** A field that its file does not have. */
export function notPrinted({ key, since }: FieldName, file: string, kernel: KernelVersion | undefined): Unknown {
  if (since && kernel && !isSince(kernel, since)) {
    return { unknown: `${key} came with Linux ${versionText(since)}, and this is ${versionText(kernel)}.` };
  }
  return { unknown: `This kernel prints no ${key} in ${file}.` };
}
