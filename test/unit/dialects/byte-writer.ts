/** Writes the structures of binary dumps, in either byte order and width. */

export type Endian = 'little' | 'big';

export class ByteWriter {
  private readonly parts: Uint8Array[] = [];
  private readonly little: boolean;
  private readonly wide: boolean;
  length = 0;

  constructor({ endian, bits }: { endian: Endian; bits: 32 | 64 }) {
    this.little = endian === 'little';
    this.wide = bits === 64;
  }

  bytes(bytes: Uint8Array | readonly number[]): this {
    const part = Uint8Array.from(bytes);
    this.parts.push(part);
    this.length += part.length;
    return this;
  }

  zeros(count: number): this {
    return this.bytes(new Uint8Array(count));
  }

  /** Zeros up to a multiple. */
  align(to: number): this {
    return this.zeros((to - (this.length % to)) % to);
  }

  half(...values: number[]): this {
    return this.numbers(2, values.map(BigInt));
  }

  word(...values: number[]): this {
    return this.numbers(
      4,
      values.map((value) => BigInt(value >>> 0)),
    );
  }

  quad(...values: bigint[]): this {
    return this.numbers(8, values);
  }

  /** As wide as addresses are. */
  address(...values: bigint[]): this {
    return this.numbers(this.wide ? 8 : 4, values);
  }

  text(text: string, length = text.length): this {
    const bytes = new Uint8Array(length);
    bytes.set(Buffer.from(text, 'utf8').subarray(0, length));
    return this.bytes(bytes);
  }

  finish(): Uint8Array {
    return Buffer.concat(this.parts);
  }

  private numbers(width: number, values: readonly bigint[]): this {
    for (const value of values) {
      const bytes = new Uint8Array(width);
      for (let i = 0; i < width; i++) bytes[this.little ? i : width - 1 - i] = Number((value >> BigInt(8 * i)) & 0xffn);
      this.bytes(bytes);
    }
    return this;
  }
}
