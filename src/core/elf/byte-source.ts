/** Random access to bytes that may be far too many to hold: a core dump of many GB, a browser's debug symbols. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /**
   * At most `length` bytes from `offset` on, fewer where the source ends. They are shared: never write to them.
   * @throws errors of the source's own, such as those of the file system
   */
  read(offset: number, length: number): Uint8Array;
}

/** A source of bytes that are in memory already. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** All of `length` bytes from `offset` on; undefined when they do not all lie in the source. */
export function readExactly(source: ByteSource, offset: number, length: number): Uint8Array | undefined {
  if (!liesIn(source, offset, length)) return undefined;
  const bytes = source.read(offset, length);
  return bytes.length === length ? bytes : undefined;
}

/** True when the bytes from `offset` on, `length` of them, lie in the source: what a file says of itself may be anything. */
export function liesIn(source: ByteSource, offset: number, length: number): boolean {
  return offset >= 0 && length >= 0 && offset + length <= source.size;
}
