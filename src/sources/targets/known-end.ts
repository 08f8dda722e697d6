/** From what a program said when it ended to a sentence for the user and the next step. */
import { printable } from '../../core/memory-map/printable.ts';
import type { ExecutableName } from '../source-settings.ts';
import { SourceFailure } from '../source.ts';
import type { ProgramEnd } from './program.ts';

/**
 * An end that is known. In its sentences `{target}` is the name of what was to be reached, `{command}` a command line to try,
 * `{1}` what the pattern's first group matched.
 */
export interface KnownEnd {
  /** Found in what the program printed on standard error, and on standard output as long as no shell answered there. */
  readonly says?: RegExp;
  /** The exit codes that it ends with; any when undefined. */
  readonly codes?: readonly number[];
  readonly message: string;
  /** The next step; empty when there is nothing to be done. */
  readonly advice: string;
}

/** What the sentences are about. */
export interface Subject {
  readonly tool: ExecutableName;
  /** The path that the settings have for it. */
  readonly file?: string | undefined;
  /** The name of what is reached. Safe to print. */
  readonly target: string;
  /** A command line that a user can try in a terminal. Safe to print and to paste. */
  readonly command: string;
}

/** Why a program did not start, for all tools. */
const NOT_STARTED: Readonly<Record<string, string>> = {
  ENOENT: 'The program {file} was not found.',
  EACCES: 'The program {file} may not be run.',
};

/** The reason of an end: the first of the table that fits, or else what the program said last. */
export function explainEnd(end: ProgramEnd, subject: Subject, table: readonly KnownEnd[]): SourceFailure {
  const words: Record<string, string> = { ...subject, file: printable(subject.file ?? subject.tool) };
  if (end.notStarted !== undefined) {
    words['1'] = end.notStarted;
    return new SourceFailure(
      fill(NOT_STARTED[end.notStarted] ?? 'The program {file} could not be started ({1}).', words),
      fill(
        'Install it so that it is in the PATH. In VS Code, the setting memoryMaps.executables can name another path for {tool}.',
        words,
      ),
    );
  }
  for (const { says, codes, message, advice } of table) {
    if (codes && !codes.includes(end.code ?? -1)) continue;
    const found = says ? says.exec(end.errors) : [];
    if (!found) continue;
    found.forEach((part, index) => (words[String(index)] = shown(part ?? '')));
    return new SourceFailure(fill(message, words), fill(advice, words));
  }
  return new SourceFailure(
    fill('The connection to {target} ended: ', words) + lastWords(end, subject.tool),
    fill('Try {command} in a terminal.', words),
  );
}

/** What the program said last, in one line that is safe to print; its exit code when it said nothing. */
function lastWords({ errors, code, signal }: ProgramEnd, tool: string): string {
  const last = errors.split(/[\r\n]+/).findLast((line) => line.trim() !== '');
  if (last !== undefined) return withStop(shown(last));
  if (signal !== undefined) return `${tool} was ended by ${signal}.`;
  return code === 0 ? 'the shell on the other side ended.' : `${tool} ended with the exit code ${code ?? 'unknown'}.`;
}

/** The most characters of a program's own words that are shown. */
const LONGEST = 300;

function shown(text: string): string {
  const safe = printable(text.trim().replace(/\s+/g, ' '));
  return safe.length > LONGEST ? `${safe.slice(0, LONGEST)}…` : safe;
}

function withStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function fill(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => words[name] ?? whole);
}
