/**
 * `struct elf_prstatus` and `struct elf_prpsinfo` of Linux (include/linux/elfcore.h): a thread's registers and what a process is
 * called, as core files have them. Their layout depends on the machine.
 */
import { Fields, type ElfForm } from '../elf/fields.ts';
import type { ElfHeader } from '../elf/header.ts';
import type { Architecture } from '../memory-map/memory-map.ts';
import type { Thread } from './threads.ts';

/** Where two registers stand in `pr_reg`, an array of registers. */
interface RegisterLayout {
  readonly sp: number;
  readonly pc: number;
  /** Bytes of a register, when it is not as wide as the file's addresses. */
  readonly width?: number;
}

/** `elf_gregset_t` of each architecture: `struct user_regs_struct` or `struct pt_regs` (arch/.../include/uapi/asm/ptrace.h). */
const LAYOUTS: Readonly<Record<Architecture, RegisterLayout>> = {
  'x86-64': { sp: 19, pc: 16, width: 8 },
  i386: { sp: 15, pc: 12 },
  arm: { sp: 13, pc: 15 },
  arm64: { sp: 31, pc: 32, width: 8 },
  riscv64: { sp: 2, pc: 0 },
  mips: { sp: 29, pc: 34 },
  ppc64: { sp: 1, pc: 32 },
  s390x: { sp: 17, pc: 1 },
  loongarch64: { sp: 3, pc: 33 },
  // %o6, which points 2047 bytes below the stack (STACK_BIAS).
  sparc64: { sp: 14, pc: 33 },
};
/** 32-bit machines that have no name here, by `e_machine`: powerpc and riscv. */
const NAMELESS_32: ReadonlyMap<number, RegisterLayout> = new Map([
  [20, { sp: 1, pc: 32 }],
  [243, { sp: 2, pc: 0 }],
]);
/** MIPS o32 has six words before the registers (`MIPS32_EF_R0`). */
const MIPS_O32: RegisterLayout = { sp: 35, pc: 40 };
/** n32 has 64-bit registers behind 32-bit fields, and is told by its size. */
const MIPS_N32: RegisterLayout = { sp: 29, pc: 34, width: 8 };
const MIPS_N32_SIZE = 440;

/** Places of `pr_pid` and `pr_reg`: behind the signal, two masks, and before that four IDs and four times. */
const PRSTATUS = { 32: { pid: 24, registers: 72 }, 64: { pid: 32, registers: 112 } } as const;

/** Takes NT_PRSTATUS apart; undefined when it is too short to hold the thread's ID. */
export function readPrstatus(desc: Uint8Array, form: ElfHeader): Thread | undefined {
  const places = PRSTATUS[form.bits];
  if (desc.length < places.pid + 4) return undefined;
  const id = new Fields(desc, form).word(places.pid);
  const layout = layoutOf(form, desc.length);
  if (!layout) return { id, sp: undefined, pc: undefined };
  const width = layout.width ?? form.bits / 8;
  const fields = new Fields(desc, { endian: form.endian, bits: width === 8 ? 64 : 32 });
  const register = (index: number): bigint | undefined => {
    const at = places.registers + index * width;
    return at + width <= desc.length ? fields.address(at) : undefined;
  };
  return { id, sp: register(layout.sp), pc: register(layout.pc) };
}

/** True when it is known where the registers of a machine stand. */
export function knowsRegisters(header: ElfHeader): boolean {
  return layoutOf(header, 0) !== undefined;
}

function layoutOf({ arch, bits, machine }: ElfHeader, size: number): RegisterLayout | undefined {
  if (arch === undefined) return bits === 32 ? NAMELESS_32.get(machine) : undefined;
  if (arch !== 'mips' || bits === 64) return LAYOUTS[arch];
  return size === MIPS_N32_SIZE ? MIPS_N32 : MIPS_O32;
}

/** What NT_PRPSINFO says. */
export interface ProcessInfo {
  readonly pid: number;
  /** `pr_fname`: at most 15 bytes. */
  readonly name: string;
  /** `pr_psargs`: the command line, at most 79 bytes; empty when there is none. */
  readonly args: string;
}

/** By the size of the structure: user and group IDs have 16 bits on i386 and arm, and 32 elsewhere. */
const PRPSINFO: ReadonlyMap<number, { readonly pid: number; readonly name: number }> = new Map([
  [124, { pid: 12, name: 28 }],
  [128, { pid: 16, name: 32 }],
  [136, { pid: 24, name: 40 }],
]);
const NAME_BYTES = 16;
const ARGS_BYTES = 80;

const decoder = new TextDecoder();

/** Takes NT_PRPSINFO apart; undefined when it has a size that no machine gives it. */
export function readPrpsinfo(desc: Uint8Array, form: ElfForm): ProcessInfo | undefined {
  const places = PRPSINFO.get(desc.length);
  if (!places) return undefined;
  const argsAt = places.name + NAME_BYTES;
  return {
    pid: new Fields(desc, form).word(places.pid),
    name: text(desc.subarray(places.name, argsAt)),
    args: text(desc.subarray(argsAt, argsAt + ARGS_BYTES)).trim(),
  };
}

function text(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  return decoder.decode(nul < 0 ? bytes : bytes.subarray(0, nul));
}
