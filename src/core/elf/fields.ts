/** Reads the numbers that ELF structures are made of, in either byte order and either width. */

/** How the numbers of a file are written: `EI_CLASS` and `EI_DATA` of its first bytes. */
export interface ElfForm {
  /** Width of addresses, offsets and sizes. */
  readonly bits: 32 | 64;
  readonly endian: Endian;
}

export type Endian = 'little' | 'big';

/** What a reader gives, or why it could not. The reason is a part of a sentence: "it is not an ELF file". */
export type ElfRead<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

/** The entries of a table as far as they could be read. */
export interface ElfEntries<Entry> {
  readonly entries: readonly Entry[];
  /** Why there are not more; undefined when these are all. */
  readonly problem: string | undefined;
}

const TWO_32 = 4294967296;

/** Numbers at places of `bytes`. Every place must lie in them. */
export class Fields {
  private readonly view: DataView;
  private readonly little: boolean;
  private readonly wide: boolean;

  constructor(bytes: Uint8Array, { bits, endian }: ElfForm) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.little = endian === 'little';
    this.wide = bits === 64;
  }

  byte(at: number): number {
    return this.view.getUint8(at);
  }

  /** Elf_Half: 16 bits. */
  half(at: number): number {
    return this.view.getUint16(at, this.little);
  }

  /** Elf_Word: 32 bits. */
  word(at: number): number {
    return this.view.getUint32(at, this.little);
  }

  /** Elf_Addr: as wide as the file's addresses. */
  address(at: number): bigint {
    return this.wide ? this.view.getBigUint64(at, this.little) : BigInt(this.word(at));
  }

  /** The lower 32 bits of an Elf_Addr. */
  low(at: number): number {
    return this.wide && !this.little ? this.word(at + 4) : this.word(at);
  }

  /** The upper 32 bits of an Elf_Addr, 0 where addresses have 32. */
  high(at: number): number {
    return this.wide ? this.word(this.little ? at + 4 : at) : 0;
  }

  /**
   * Elf_Off, or a size, as a double. One over 2^53 is rounded and lies outside of every file, so that the check against the
   * file's size finds it.
   */
  amount(at: number): number {
    return this.wide ? this.high(at) * TWO_32 + this.low(at) : this.word(at);
  }
}
