/** `memory-maps convert`: a memory map in another format. */
import { FORMATS, formatOf, type Format } from '../core/export/formats.ts';
import { countChosen, type RowMask } from '../core/export/rows.ts';
import { formatCount } from '../core/memory-map/size.ts';
import { type Command, UsageError } from './command.ts';
import { filterRows, untoldOf } from './filter-rows.ts';
import { findMaps, type FoundMap } from './find-maps.ts';
import { writeNormalForms } from './json.ts';
import { AT_LINE, AT_LINE_HELP, countOption, OUTPUT, outputOf, readArguments, type Arguments } from './options.ts';
import { openOutput, writeAll, type Output } from './output.ts';
import { reportProblems, tell } from './dumps.ts';

/** A map to convert, with the regions that are asked for. */
interface Chosen extends FoundMap {
  readonly mask: RowMask;
}

const ids = FORMATS.map(({ id }) => id).join('|');

export const CONVERT: Command = {
  name: 'convert',
  usage: `convert --to ${ids} [OPTION…] FILE…`,
  help: `Writes a memory map in another format. "-" reads standard input.

  --to FORMAT      ${FORMATS.map(({ id, label }) => `${id.padEnd(9)} ${label}`).join(`\n${' '.repeat(19)}`)}
  --map NUMBER     the map of this number, as "memory-maps list" has it
  --pid PID        the map of this process${AT_LINE_HELP}
  --filter EXPR    only the regions that match, such as "kind:heap rss>1M"; see below
  -o FILE          writes to a file instead of standard output

Without --map and --pid all maps are written as JSON; every other format holds one map. What the source does not tell and the
format must have, and what the format has no place for, is told on standard error as FILE: SENTENCE.

A filter has terms apart by blanks, all of which must be true: perms:w+x, size>1M, rss>=10%, path:libc, kind:thread-stack,arena,
deleted, anon. A minus turns a term around (--filter=-heap), "or" and brackets are as usual, and a bare word is looked for in names
and kinds.
`,
  async run(args) {
    const options = ['to', 'map', 'pid', 'filter'].map((name) => ({ name }));
    const given = readArguments(args, [...options, AT_LINE, OUTPUT]);
    const format = formatOf(given.values.get('to'));
    if (!format) throw new UsageError(`--to needs one of ${ids}`);
    const choose = chooser(given);
    const filter = filterOf(given.values.get('filter'));
    const output = outputOf(given);
    const { found, failed } = await findMaps(given);
    const chosen = choose(found);
    if (chosen.length === 0) return 1;
    if (chosen.length > 1 && format.id !== 'json') {
      throw new UsageError(
        `${chosen.length} maps were found: choose one with --map or --pid ("memory-maps list" shows them)`,
      );
    }
    return (await convert(format, chosen.map(filter), output)) || failed ? 1 : 0;
  },
};

/** Writes the maps; true when something could not be read or written, which is told. */
async function convert(format: Format, chosen: readonly Chosen[], name: string | undefined): Promise<boolean> {
  let failed = false;
  for (const each of chosen) failed = reportProblems(each) || failed;
  const written = chosen.filter(({ where, map, mask }) => {
    const refusal = format.refuses(map);
    if (refusal !== undefined) tell(where, refusal);
    else for (const note of format.notes(map, mask)) tell(where, note);
    return refusal === undefined;
  });
  if (written.length < chosen.length) return true;
  let output: Output | undefined;
  try {
    output = await openOutput(name);
    const [first] = written;
    if (format.id === 'json') await writeNormalForms(output, written, written.length > 1);
    else if (first) await writeAll(output, format.write(first.map, first.mask));
    await output.close();
  } catch (error) {
    tell(name ?? 'standard output', error instanceof Error ? error.message : String(error));
    return true;
  }
  return failed;
}

/** What chooses among the maps, and tells when none is as asked. */
function chooser(given: Arguments): (found: readonly FoundMap[]) => readonly FoundMap[] {
  const number = countOption(given, 'map');
  const pid = countOption(given, 'pid');
  if (number !== undefined && pid !== undefined) throw new UsageError('--map and --pid exclude each other');
  const where = given.files.length === 1 ? (given.files[0] ?? '') : 'memory-maps';
  return (found) => {
    const chosen = found.filter(
      (each) => (number === undefined || each.number === number) && (pid === undefined || each.map.source.pid === pid),
    );
    if (chosen.length > 0 || found.length === 0) return chosen;
    const asked = number === undefined ? `no map of process ${pid}` : `no map ${number}`;
    tell(where, `${asked} was found: "memory-maps list" shows those that are there`);
    return chosen;
  };
}

/** What adds to a map which of its regions are asked for, and what is to be told of that. */
function filterOf(text: string | undefined): (found: FoundMap) => Chosen {
  if (text === undefined) return (found) => ({ ...found, mask: undefined });
  return (found) => {
    const { map } = found;
    const { query, mask } = filterRows(text, map);
    if (mask === undefined) return { ...found, mask };
    const { count } = map.regions;
    const assumptions = [
      ...map.assumptions,
      `Only the ${formatCount(countChosen(mask, count))} of ${formatCount(count)} regions that match the filter "${text}" are here.`,
      ...untoldOf(query, map),
    ];
    return { ...found, map: { ...map, assumptions }, mask };
  };
}
