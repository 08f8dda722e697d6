/** A program's standard input and output as the way to a shell. */
import type { Channel } from '../shell/channel.ts';
import type { SourceFailure } from '../source.ts';
import { type Program, type ProgramEnd, RunningProgram } from './program.ts';

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
  const channel: Channel = {
    write: (bytes) => running.write(bytes),
    onData: () => undefined,
    onClose: () => undefined,
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
    if (!isClosing) channel.onData(bytes);
  };
  void running.ended.then((end) => {
    started();
    if (!isClosing) channel.onClose(explain(end));
  });
  if (signal.aborted) giveUp();
  return channel;
}
