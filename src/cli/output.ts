/** Where a command writes to: standard output or a file. */
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { printable } from '../core/memory-map/printable.ts';

/** Pieces are joined up to this size before they are written: a write a region would be slow. */
const CHUNK = 1 << 16;

const decoder = new TextDecoder();

export interface Output {
  /** Writes text or bytes. @throws when they cannot be written */
  write(piece: string | Uint8Array): Promise<void>;
  /** Ends the output; what was written is then complete. */
  close(): Promise<void>;
}

/** Standard output. On a terminal control characters are shown and not sent: names come from files. */
export const STDOUT: Output = {
  write: async (piece) => {
    if (!process.stdout.write(process.stdout.isTTY ? harmless(piece) : piece)) await once(process.stdout, 'drain');
  },
  close: () => Promise.resolve(),
};

/** The output of this name: a file that is made or overwritten, or standard output for `-` and without a name. */
export async function openOutput(name: string | undefined): Promise<Output> {
  if (name === undefined || name === '-') return STDOUT;
  const file = await open(name, 'w');
  return {
    write: async (piece) => {
      await file.writeFile(piece);
    },
    close: () => file.close(),
  };
}

/** Writes many pieces in few writes. */
export async function writeAll(output: Output, pieces: Iterable<string | Uint8Array>): Promise<void> {
  let text = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      text += piece;
      if (text.length < CHUNK) continue;
    } else await output.write(piece);
    await output.write(text);
    text = '';
  }
  await output.write(text);
}

function harmless(piece: string | Uint8Array): string {
  const text = typeof piece === 'string' ? piece : decoder.decode(piece);
  return text
    .split('\n')
    .map((line) => printable(line.endsWith('\r') ? line.slice(0, -1) : line))
    .join('\n');
}
