/** Runs a tool for what it prints. */
import { Cancelled } from '../cancelled.ts';
import { shellLine } from '../../core/locate/shell-word.ts';
import type { ExecutableName, SourceSettings } from '../source-settings.ts';
import { SourceFailure } from '../source.ts';
import { explainEnd, type KnownEnd } from './known-end.ts';
import { RunningProgram } from './program.ts';

/** adb may have to start its server first, and clusters are far away. */
const TIME_OUT_MS = 15_000;
/** More than this is no list. */
const MOST_BYTES = 8 << 20;

/** A command that prints and ends. */
export interface ToolCall {
  readonly tool: ExecutableName;
  readonly args: readonly string[];
  readonly ends: readonly KnownEnd[];
  /** What is reached, for the sentences. Safe to print. */
  readonly target: string;
}

/**
 * What the tool prints on standard output.
 * @throws Cancelled, and SourceFailure when it fails, takes too long or prints without end
 */
export async function runTool(call: ToolCall, settings: SourceSettings, signal: AbortSignal): Promise<string> {
  if (signal.aborted) throw new Cancelled();
  const { tool, args, ends, target } = call;
  // LC_ALL: kubectl speaks the user's language, and what went wrong is read from what it says.
  const file = settings.executables[tool];
  const running = new RunningProgram({ file: file ?? tool, args, env: { LC_ALL: 'C' } });
  running.endInput();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  let stopped: SourceFailure | Cancelled | undefined;
  const stop = (why: SourceFailure | Cancelled): void => {
    stopped ??= why;
    void running.end();
  };
  running.onData = (part) => {
    parts.push(part);
    if ((bytes += part.length) > MOST_BYTES) stop(new SourceFailure(`${tool} prints more than a list.`));
  };
  const cancel = (): void => stop(new Cancelled());
  signal.addEventListener('abort', cancel);
  const command = shellLine(tool, ...args);
  const timer = setTimeout(
    () =>
      stop(
        new SourceFailure(`${tool} did not answer within ${TIME_OUT_MS / 1000} seconds.`, `Try ${tool} in a terminal.`),
      ),
    TIME_OUT_MS,
  );
  try {
    const end = await running.ended;
    if (stopped) throw stopped;
    if (end.code !== 0) throw explainEnd(end, { tool, file, target, command }, ends);
    return Buffer.concat(parts).toString('utf8');
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}
