/** How a debugger that tells no PID by itself is asked for it, and how its answer is read. */
import { fieldOf, pidOf, textOf } from './values.ts';

/** What an answer tells. */
export interface PidAnswer {
  readonly pid: number;
  /** True when the debugger says that it is connected to another machine or a simulator. */
  readonly isRemote: boolean;
}

/** An `evaluate` request of the Debug Adapter Protocol, and how to read what comes back. */
export interface PidQuestion {
  readonly expression: string;
  readonly context: string;
  /** True when the debugger can only answer in a frame of a debuggee that has stopped. */
  readonly inFrame: boolean;
  /** Reads an answer; undefined when it is not exactly of the form that the debugger prints. */
  readonly read: (answer: string) => PidAnswer | undefined;
}

/** Longer answers are cut: the PID stands in the first lines. */
const LONGEST = 16_384;

/** `Process 1234 stopped` of LLDB's `process status`, also below the command as lldb-dap repeats it. */
function readLldb(answer: string): PidAnswer | undefined {
  const found = /^(?:\(lldb\) process status\r?\n)?Process (\d{1,7}) (?:stopped|is running\.?|running)\b/.exec(answer);
  return answered(found?.[1], false);
}

/** The row with the star of GDB's `info inferiors`; before GDB 10 it has no connection. */
function readGdb(answer: string): PidAnswer | undefined {
  const rows = answer.split('\n').filter((line) => /^\*\s/.test(line));
  if (rows.length !== 1) return undefined;
  const found = /^\*\s+\d+\s+process (\d{1,7})\s+(?:\d+ \(([^()]*)\))?/.exec(rows[0] ?? '');
  return answered(found?.[1], /^(?:extended-)?remote\b|^sim\b/.test(found?.[2] ?? ''));
}

/** A number as a debugger prints it, and nothing else. */
function readNumber(answer: string): PidAnswer | undefined {
  return answered(/^(\d{1,7})$/.exec(answer.trim())?.[1], false);
}

function answered(digits: string | undefined, isRemote: boolean): PidAnswer | undefined {
  const pid = pidOf(digits);
  return pid === undefined ? undefined : { pid, isRemote };
}

const NODE: PidQuestion = { expression: 'process.pid', context: 'repl', inFrame: false, read: readNumber };
const PYTHON: PidQuestion = {
  expression: '__import__("os").getpid()',
  context: 'repl',
  inFrame: true,
  read: readNumber,
};
// The backquote marks a command of the debugger, whatever the console is set to take for one.
const LLDB_DAP: PidQuestion = { expression: '`process status', context: 'repl', inFrame: false, read: readLldb };

/** By the debugger's type, as launch configurations name it. */
const QUESTIONS: ReadonlyMap<string, PidQuestion> = new Map<string, PidQuestion>([
  // CodeLLDB: its own context takes a command and gives back what the command printed.
  ['lldb', { expression: 'process status', context: '_command', inFrame: false, read: readLldb }],
  ['lldb-dap', LLDB_DAP],
  ['lldb-vscode', LLDB_DAP],
  ['gdb', { expression: 'info inferiors', context: 'repl', inFrame: false, read: readGdb }],
  ['cppdbg', { expression: '-exec info inferiors', context: 'repl', inFrame: false, read: readGdb }],
  ['debugpy', PYTHON],
  ['python', PYTHON],
  ['node', NODE],
  ['pwa-node', NODE],
  ['node-terminal', NODE],
  ['extensionHost', NODE],
  ['pwa-extensionHost', NODE],
]);

/** How a debugger is asked for the PID of its debuggee; undefined when there is no way that changes nothing in the debuggee. */
export function pidQuestion(type: string): PidQuestion | undefined {
  const question = QUESTIONS.get(type);
  return question && { ...question, read: (answer) => question.read(answer.slice(0, LONGEST)) };
}

/** The PID in a configuration that attaches to a process; debuggers name it one way or the other. */
export function configuredPid(configuration: unknown): number | undefined {
  if (textOf(fieldOf(configuration, 'request')) !== 'attach') return undefined;
  return pidOf(fieldOf(configuration, 'pid')) ?? pidOf(fieldOf(configuration, 'processId'));
}
