/** Makes tar archives of every format that people have. */

export interface TarSpec {
  readonly path: string;
  readonly content?: Uint8Array | string;
  /** The letter of the type; `0`, a file, unless told. */
  readonly type?: string;
  /** What the header says of its size, when it is not the content's. */
  readonly size?: string;
  /** What a link leads to. */
  readonly to?: string;
}

export type TarFormat = 'ustar' | 'gnu' | 'pax' | 'v7';

const BLOCK = 512;

/** An archive. Paths that do not fit go where the format puts them. */
export function tarFile(files: readonly TarSpec[], format: TarFormat = 'ustar'): Uint8Array {
  const parts = files.flatMap(({ path, content = '', type = '0', size, to = '' }) => {
    const bytes = Buffer.from(content);
    const own = [header(path, bytes.length, type, format, { size, to }), padded(bytes)];
    if (Buffer.byteLength(path) <= 100) return own;
    if (format === 'gnu')
      return [header('././@LongLink', path.length + 1, 'L', format), padded(Buffer.from(`${path}\0`)), ...own];
    if (format !== 'pax') return own;
    const record = paxRecord('path', path);
    return [header('PaxHeaders/x', record.length, 'x', format), padded(record), ...own];
  });
  return Buffer.concat([...parts, new Uint8Array(2 * BLOCK)]);
}

/** `LENGTH KEY=VALUE\n`. */
export function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (String(length).length + rest !== length) length++;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

function header(
  path: string,
  length: number,
  type: string,
  format: TarFormat,
  { size, to = '' }: { readonly size?: string | undefined; readonly to?: string } = {},
): Buffer {
  const block = Buffer.alloc(BLOCK);
  const split = format === 'ustar' && path.length > 100 ? path.lastIndexOf('/', 155) : -1;
  block.write(path.slice(split + 1), 0, 100);
  if (split > 0) block.write(path.slice(0, split), 345, 155);
  block.write('0000644\0', 100);
  block.write(size ?? `${length.toString(8).padStart(11, '0')}\0`, 124, 12, 'latin1');
  block.write(type, 156);
  block.write(to, 157, 100);
  if (format === 'gnu') {
    block.write('ustar  \0', 257);
    // Where POSIX has a part of the path, GNU tar has times.
    block.write('14716250131', 345);
  } else if (format !== 'v7') block.write('ustar\x0000', 257);
  block.fill(0x20, 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padded(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([bytes, new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}
