/**
 * The auxiliary vector: what the kernel tells a program of itself at its start (getauxval(3), include/uapi/linux/auxvec.h).
 * Some of it is addresses, which say what a region without a name is.
 */
import { Fields, type ElfForm } from '../elf/fields.ts';
import { formatHexAddress } from '../memory-map/address.ts';
import type { Mark } from '../memory-map/notes.ts';

/** Entries by `AT_` number. */
export type Auxv = ReadonlyMap<number, bigint>;

export const AT = { PHDR: 3, PAGESZ: 6, BASE: 7, ENTRY: 9, RANDOM: 25, EXECFN: 31, SYSINFO_EHDR: 33 } as const;

/** Addresses that are worth a mark of their own. */
const MARKS: readonly (readonly [key: keyof typeof AT, label: string])[] = [
  ['PHDR', 'program headers of the program (AT_PHDR)'],
  ['ENTRY', 'entry point of the program (AT_ENTRY)'],
  ['BASE', 'start of the dynamic linker (AT_BASE)'],
];

/** The kernel puts what these point at on the main stack, right above the arguments (`create_elf_tables()` in fs/binfmt_elf.c). */
const ON_STACK: readonly (keyof typeof AT)[] = ['EXECFN', 'RANDOM'];

/** Pairs of two words each, up to one of type 0. */
export function readAuxv(bytes: Uint8Array, form: ElfForm): Auxv {
  const fields = new Fields(bytes, form);
  const width = form.bits / 8;
  const entries = new Map<number, bigint>();
  for (let at = 0; at + 2 * width <= bytes.length; at += 2 * width) {
    const type = fields.amount(at);
    if (type === 0) break;
    if (!entries.has(type)) entries.set(type, fields.address(at + width));
  }
  return entries;
}

/** In bytes; undefined when it is not told or cannot be true. */
export function pageSizeOf(auxv: Auxv): number | undefined {
  const size = Number(auxv.get(AT.PAGESZ) ?? 0n);
  return size >= 1024 && size <= 1 << 24 && Number.isInteger(Math.log2(size)) ? size : undefined;
}

/** Marks of the addresses in it; 0 stands for none. */
export function auxvMarks(auxv: Auxv): Mark[] {
  return MARKS.flatMap(([key, label]) => {
    const address = auxv.get(AT[key]) ?? 0n;
    return address === 0n ? [] : [{ address, label, line: 0 }];
  });
}

/** An address on the main stack, with how it is known. */
export function stackAddress(auxv: Auxv): { readonly address: bigint; readonly because: string } | undefined {
  for (const key of ON_STACK) {
    const address = auxv.get(AT[key]) ?? 0n;
    if (address === 0n) continue;
    const because = `the auxiliary vector has AT_${key} ${formatHexAddress(address)}, which the kernel puts on the main stack`;
    return { address, because };
  }
  return undefined;
}
