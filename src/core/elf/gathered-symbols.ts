/** The symbols of a file as columns, on their way from its sections to the table that is searched. */

/** What is read, a row a symbol. The columns have room for every entry; `count` rows of them are used. */
export interface GatheredSymbols {
  count: number;
  /** Word pairs. */
  readonly value: Uint32Array;
  readonly size: Float64Array;
  /** In the string tables of all sections, one after the other. */
  readonly name: Uint32Array;
  readonly info: Uint8Array;
  /** 1 for a symbol of `.dynsym`, which may be a repetition of one of `.symtab`. */
  readonly dynamic: Uint8Array;
}
