/** The command line: reads which command is meant, and leads to it. */
import { printable } from '../core/memory-map/printable.ts';
import { type Command, UsageError } from './command.ts';
import { CAPTURE } from './capture.ts';
import { COMPARE } from './compare.ts';
import { CONVERT } from './convert.ts';
import { tell } from './dumps.ts';
import { JSON_COMMAND } from './json.ts';
import { LIST } from './list.ts';
import { PS } from './ps.ts';
import { OPTIONS_END } from './options.ts';
import { STDOUT } from './output.ts';
import { version } from './version.ts';

const COMMANDS: readonly Command[] = [JSON_COMMAND, CONVERT, LIST, COMPARE, CAPTURE, PS];

const EXIT_CODES = `
Exit code: 0 when everything was read, 1 when something could not be read or written, 2 for a wrong command line, 3 when more was
added than "compare --most" lets.
`;

const USAGE = `Usage: memory-maps ${COMMANDS.map(({ usage }) => usage).join('\n       memory-maps ')}

"memory-maps COMMAND --help" tells more; "memory-maps --version" tells which version this is.
${EXIT_CODES}`;

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  const command = COMMANDS.find((each) => each.name === name);
  const end = args.indexOf(OPTIONS_END);
  const options = end < 0 ? args : args.slice(0, end);
  if (options.includes('--help') || options.includes('-h')) {
    await STDOUT.write(command ? `${usageOf(command)}\n${command.help}${EXIT_CODES}` : USAGE);
    return 0;
  }
  if (name === '--version') {
    await STDOUT.write(`memory-maps ${version()}\n`);
    return 0;
  }
  if (!command) {
    const wrong = name === undefined ? '' : `memory-maps: unknown command "${printable(name)}"\n\n`;
    process.stderr.write(wrong + USAGE);
    return 2;
  }
  try {
    return await command.run(rest);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`memory-maps ${command.name}: ${printable(error.message)}\n\n${usageOf(command)}`);
    return 2;
  }
}

function usageOf({ usage }: Command): string {
  return `Usage: memory-maps ${usage}\n`;
}

// A reader such as `head` that has seen enough is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  tell('standard output', error.message);
  process.exit(1);
});
void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
