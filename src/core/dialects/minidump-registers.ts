/**
 * Processors of minidumps, and where two registers stand in the context that each has (`MDRawContext…` of Breakpad's
 * minidump_cpu_*.h).
 */
import { Fields, type Endian } from '../elf/fields.ts';
import type { Architecture } from '../memory-map/memory-map.ts';

export interface Processor {
  readonly arch: Architecture | undefined;
  readonly bits: 32 | 64;
  /** Places of the registers in bytes, and how wide they are. */
  readonly sp: number;
  readonly pc: number;
  readonly width: 4 | 8;
}

/** By `processor_architecture` of the system information (`MD_CPU_ARCHITECTURE_…`, PROCESSOR_ARCHITECTURE_…). */
const PROCESSORS: ReadonlyMap<number, Processor> = new Map<number, Processor>([
  [0, { arch: 'i386', bits: 32, sp: 196, pc: 184, width: 4 }],
  [1, { arch: 'mips', bits: 32, sp: 240, pc: 312, width: 8 }],
  [3, { arch: undefined, bits: 32, sp: 16, pc: 4, width: 4 }],
  [5, { arch: 'arm', bits: 32, sp: 56, pc: 64, width: 4 }],
  [9, { arch: 'x86-64', bits: 64, sp: 152, pc: 248, width: 8 }],
  // x86 on 64-bit Windows.
  [10, { arch: 'i386', bits: 32, sp: 196, pc: 184, width: 4 }],
  [12, { arch: 'arm64', bits: 64, sp: 256, pc: 264, width: 8 }],
  [0x8002, { arch: 'ppc64', bits: 64, sp: 32, pc: 8, width: 8 }],
  // Breakpad before it took over the number of Windows.
  [0x8003, { arch: 'arm64', bits: 64, sp: 256, pc: 264, width: 8 }],
  [0x8004, { arch: 'mips', bits: 64, sp: 240, pc: 312, width: 8 }],
  [0x8005, { arch: undefined, bits: 32, sp: 16, pc: 8, width: 4 }],
  [0x8006, { arch: 'riscv64', bits: 64, sp: 24, pc: 8, width: 8 }],
]);

/** undefined for one without a reader. */
export function processorOf(number: number): Processor | undefined {
  return PROCESSORS.get(number);
}

/** undefined where the context is too short. */
export interface Registers {
  readonly sp: bigint | undefined;
  readonly pc: bigint | undefined;
}

/** The registers of a context. */
export function readContext(context: Uint8Array, { sp, pc, width }: Processor, endian: Endian): Registers {
  const fields = new Fields(context, { endian, bits: width === 8 ? 64 : 32 });
  const register = (at: number): bigint | undefined => (at + width <= context.length ? fields.address(at) : undefined);
  return { sp: register(sp), pc: register(pc) };
}
