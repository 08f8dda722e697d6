/** Signals that a wrong access raises, and when the address that comes with them means something (sigaction(2)). */
import type { Architecture } from '../memory-map/memory-map.ts';
import type { Mark } from '../memory-map/notes.ts';

/** Numbers of most architectures (include/uapi/asm-generic/signal.h). */
const FAULTS: ReadonlyMap<number, string> = new Map([
  [4, 'SIGILL'],
  [7, 'SIGBUS'],
  [8, 'SIGFPE'],
  [11, 'SIGSEGV'],
]);
/** In arch/mips/include/uapi/asm/signal.h and arch/sparc/include/uapi/asm/signal.h 7 is SIGEMT. */
const MIPS_AND_SPARC_FAULTS: ReadonlyMap<number, string> = new Map([...FAULTS, [7, ''], [10, 'SIGBUS']]);

/** The kernel found the fault and knows no address. */
const SI_KERNEL = 0x80;

/** The mark of a fault; undefined when the signal is none, was sent by a process (`si_code` up to 0), or has no address. */
export function faultMark(
  signal: number,
  code: number,
  address: bigint,
  arch: Architecture | undefined,
): Mark | undefined {
  const name = (arch === 'mips' || arch === 'sparc64' ? MIPS_AND_SPARC_FAULTS : FAULTS).get(signal) ?? '';
  if (name === '' || code <= 0 || code === SI_KERNEL) return undefined;
  return { address, label: `fault address (${name})`, line: 0 };
}
