/** Reads the words behind a command. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from './command.ts';

/** An option: its long name, and one letter where it has one. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** It has no value: it is there or not. */
  readonly isFlag?: boolean;
}

/** What was found: the values of options that are there, those without a value, and the files. */
export interface Arguments {
  readonly values: ReadonlyMap<string, string>;
  readonly flags: ReadonlySet<string>;
  readonly files: readonly string[];
}

/** What ends the options: all words behind it are files. */
export const OPTIONS_END = '--';

/**
 * Reads options and files; `--` ends the options, and `-` is standard input.
 * @throws UsageError for an option that is not in the list, lacks its value or has two, and when there is no file, or `-` twice
 */
export function readArguments(args: readonly string[], options: readonly Option[] = []): Arguments {
  const given = readWords(args, options);
  if (given.files.length === 0) throw new UsageError('a file is missing');
  if (given.files.filter((file) => file === '-').length > 1)
    throw new UsageError('"-" is standard input, which can be read only once');
  return given;
}

/** Reads options where no files are. @throws UsageError as `readArguments`, and when there is a file */
export function readOptions(args: readonly string[], options: readonly Option[]): Arguments {
  const given = readWords(args, options);
  const [word] = given.files;
  if (word !== undefined) throw new UsageError(`"${word}" is no option`);
  return given;
}

function readWords(args: readonly string[], options: readonly Option[]): Arguments {
  const config = Object.fromEntries(
    options.map(({ name, short, isFlag = false }) => [
      name,
      { type: isFlag ? ('boolean' as const) : ('string' as const), ...(short === undefined ? {} : { short }) },
    ]),
  );
  const { values, positionals, tokens } = parsed(args, config);
  const valued = tokens.flatMap((token) => (token.kind === 'option' && token.value !== undefined ? [token.name] : []));
  const twice = valued.find((name, at) => valued.indexOf(name) < at);
  if (twice !== undefined) throw new UsageError(`--${twice} can be given only once`);
  const told = Object.entries(values).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const flags = Object.entries(values).flatMap(([name, value]) => (value === true ? [name] : []));
  return { values: new Map(told), flags: new Set(flags), files: positionals };
}

/**
 * A whole number of 1 or more, as an option's value; undefined when the option is not there.
 * @throws UsageError when it is something else
 */
export function countOption({ values }: Arguments, name: string): number | undefined {
  const value = values.get(name);
  if (value === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(value)) throw new UsageError(`--${name} needs a number of 1 or more, not "${value}"`);
  return Number(value);
}

/** Where a command writes to. */
export const OUTPUT: Option = { name: 'output', short: 'o' };

/** The path that it says; undefined when it is not there. @throws UsageError for an empty one */
export function outputOf({ values }: Arguments): string | undefined {
  const path = values.get(OUTPUT.name);
  if (path === '') throw new UsageError(`--${OUTPUT.name} needs a path`);
  return path;
}

/** The option that all commands on files have. */
export const AT_LINE: Option = { name: 'at-line' };

/** What is told of it. */
export const AT_LINE_HELP = `
  --at-line LINE   the map as it was after this line, of traces of strace and perf`;

/** How to read, as the options say. @throws UsageError for a line that is no number of 1 or more */
export function readingOf(given: Arguments): { readonly untilLine: number | undefined } {
  return { untilLine: countOption(given, AT_LINE.name) };
}

function parsed(args: readonly string[], options: NonNullable<ParseArgsConfig['options']>) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true, tokens: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? reasonOf(error.message) : String(error), { cause: error });
  }
}

/** Node says what is wrong in its first sentence, and how to write it in the next. */
function reasonOf(message: string): string {
  const option = / argument is ambiguous\.[^]* use '(--[\w-]+)=/.exec(message)?.[1];
  if (option !== undefined) return `${option} needs a value: one that starts with a dash is written ${option}=-VALUE`;
  return message.split('. ')[0] ?? '';
}
