/** `e_machine` of ELF headers: what processor a file is for, and what of its symbols depends on that. */
import type { Architecture } from '../memory-map/memory-map.ts';

interface Machine {
  /** In 32-bit files; undefined where the project has no name for it. */
  readonly arch32?: Architecture;
  readonly arch64?: Architecture;
  /** Bit 0 of a function's address selects the instruction set (Thumb, MIPS16, microMIPS) and is no part of its place. */
  readonly modeBit?: true;
  /** Symbols such as `$d` mark where data and instructions begin; they name nothing (ELF for the Arm Architecture, 5.5.5). */
  readonly mappingSymbols?: true;
}

/** Numbers of include/uapi/linux/elf-em.h. */
const MACHINES: ReadonlyMap<number, Machine> = new Map<number, Machine>([
  [3, { arch32: 'i386' }],
  [8, { arch32: 'mips', arch64: 'mips', modeBit: true }],
  [21, { arch64: 'ppc64' }],
  [22, { arch64: 's390x' }],
  [40, { arch32: 'arm', modeBit: true, mappingSymbols: true }],
  [43, { arch64: 'sparc64' }],
  // The x32 ABI has 32-bit files of this machine.
  [62, { arch32: 'x86-64', arch64: 'x86-64' }],
  [183, { arch32: 'arm64', arch64: 'arm64', mappingSymbols: true }],
  [243, { arch64: 'riscv64', mappingSymbols: true }],
  [258, { arch64: 'loongarch64' }],
]);

/** The architecture, undefined when the project has no name for it. */
export function architectureOf(machine: number, bits: 32 | 64): Architecture | undefined {
  const known = MACHINES.get(machine);
  return bits === 64 ? known?.arch64 : known?.arch32;
}

/** True when bit 0 of a function's address is no part of it. */
export function hasModeBit(machine: number): boolean {
  return MACHINES.get(machine)?.modeBit ?? false;
}

/** True when symbols such as `$d` mark changes between instructions and data. */
export function hasMappingSymbols(machine: number): boolean {
  return MACHINES.get(machine)?.mappingSymbols ?? false;
}
