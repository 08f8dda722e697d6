/** What tells that a process has no memory at all: nothing keeps it closed, there is nothing to be read. */
import { printable } from '../../core/memory-map/printable.ts';
import type { Procfs } from '../procfs.ts';
import { statusField } from '../local/status.ts';
import type { Evidence } from './evidence.ts';

/** The fields of `status` that tell, and what they mean. */
const FIELDS: readonly [key: string, meaning: string][] = [
  ['State', 'Z has ended and waits for its parent, X is being taken away'],
  ['PPid', 'the parent, of whose asking for the exit status a zombie waits'],
  ['Threads', 'a process whose first thread has ended lives on in its others'],
  ['Kthread', '1 for a thread of the kernel; printed by newer kernels'],
  ['VmSize', 'stands only where there is memory'],
];

/** The evidence in `status`. @throws see `Procfs` */
export async function stateEvidence(procfs: Procfs, pid: number, signal: AbortSignal): Promise<readonly Evidence[]> {
  const file = `${pid}/status`;
  const [read] = await procfs.read([file], signal);
  if (!read || 'error' in read) return [{ file, found: `cannot be read (${read?.error ?? 'no answer'})` }];
  const text = new TextDecoder().decode(read.bytes);
  return FIELDS.map(([key, meaning]) => {
    const value = statusField(text, key);
    return { file, found: `${key}: ${value === undefined ? 'is not there' : printable(value)} (${meaning})` };
  });
}
