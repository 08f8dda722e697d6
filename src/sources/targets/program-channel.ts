/** A program's standard input and output as the way to a shell. */
import type { Channel } from '../shell/channel.ts';
import type { SourceFailure } from '../source.ts';
import { type Program, type ProgramEnd, RunningProgram } from './program.ts';

/** So many bytes of what is printed before the shell answers are kept. */
const KEPT = 4096;
/** Programs that lead elsewhere end with this code when they failed themselves; what they say of it stands on standard error. */
const OWN_CODE = 255;

/**
 * Starts a program whose input and output are those of a shell.
 * @param explain from the end of the program to the reason to tell
 * @param signal aborted to give up before the program printed anything
 */
export function openProgram(
  program: Program,
  explain: (end: ProgramEnd) => SourceFailure,
  signal: AbortSignal,
): Channel {
  const running = new RunningProgram(program);
  let isClosing = false;
  /** What came before the shell answered, if it did not: docker says on standard output what it could not start, nologin(8) why. */
  let printed: Buffer | undefined = Buffer.alloc(0);
  const withPrinted = (end: ProgramEnd): ProgramEnd =>
    printed === undefined || printed.length === 0 || end.code === OWN_CODE
      ? end
      : { ...end, errors: `${end.errors}\n${printed.toString('utf8')}` };
  const channel: Channel = {
    write: (bytes) => running.write(bytes),
    onData: () => undefined,
    onClose: () => undefined,
    answers() {
      printed = undefined;
    },
    close() {
      isClosing = true;
      return running.end();
    },
  };
  const giveUp = (): void => void channel.close();
  signal.addEventListener('abort', giveUp);
  const started = (): void => signal.removeEventListener('abort', giveUp);
  running.onData = (bytes) => {
    started();
    if (printed) printed = Buffer.concat([printed, bytes]).subarray(-KEPT);
    if (!isClosing) channel.onData(bytes);
  };
  void running.ended.then((end) => {
    started();
    if (!isClosing) channel.onClose(explain(withPrinted(end)));
  });
  if (signal.aborted) giveUp();
  return channel;
}
