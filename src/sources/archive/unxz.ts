/** What xz compressed, which Node itself cannot undo. */
import { XzReadableStream } from 'xz-decompress';

const NO_MEMORY = 'what xz compressed needs more memory to be undone than there is';

/** What went wrong by the codes of XZ Embedded (`enum xz_ret` in xz.h); the others are of broken bytes. */
const REASONS: Readonly<Record<string, string>> = {
  3: NO_MEMORY,
  4: NO_MEMORY,
  6: 'the file is compressed with xz by a filter, or with a checksum, that is not known here: run unxz on it first',
  8: 'the file is not whole: what xz compressed ends too early',
};

/** What was compressed is broken, or cannot be undone. The message is a part of a sentence. */
export class XzError extends Error {
  override readonly name = 'XzError';
}

/**
 * The parts of what was compressed.
 * @param chunks are ended with it
 * @throws XzError after all parts that could be had, and what `chunks` throws
 */
export async function* unxz(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let failure: Error | undefined;
  const pieces = chunks[Symbol.asyncIterator]();
  const packed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
        throw failure;
      }
    },
  });
  const reader = new XzReadableStream(packed).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } catch (error) {
    if (failure) throw failure;
    const code = /error code (\d+)$/.exec(error instanceof Error ? error.message : '')?.[1] ?? '';
    throw new XzError(REASONS[code] ?? 'the file is not whole: what xz compressed is broken', { cause: error });
  } finally {
    // It throws where all was undone but not taken, and there is nothing to give back then.
    await reader.cancel().catch(() => undefined);
    await pieces.return?.();
  }
}
