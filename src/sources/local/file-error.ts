/** Why a saved file cannot be read, in a sentence. */
import { errorCode } from './files.ts';

/** By the code of the system call. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'There is no such file.',
  ENOTDIR: 'There is no such file.',
  EACCES: 'The file may not be read: permission denied.',
  ESPIPE: 'It is a pipe or a device, and no file.',
  EPERM: 'The file may not be read: operation not permitted.',
};

/** The error with a sentence for its message, when it is a system call's; else the error itself. */
export function fileError(error: unknown): unknown {
  const code = errorCode(error);
  if (code === undefined) return error;
  return new Error(REASONS[code] ?? `Reading it failed with ${code}.`, { cause: error });
}
