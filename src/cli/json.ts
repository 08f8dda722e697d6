/** `memory-maps json`: memory maps in the normal form. */
import { normalFormText } from '../core/export/normal-form.ts';
import type { RowMask } from '../core/export/rows.ts';
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import type { Command } from './command.ts';
import { AT_LINE, AT_LINE_HELP, readArguments, readingOf, type Arguments } from './options.ts';
import { STDOUT, writeAll, type Output } from './output.ts';
import { openFile, reportProblems, tell } from './dumps.ts';

const LIST_START = '{"maps":[\n';
const LIST_END = ']}\n';

export const JSON_COMMAND: Command = {
  name: 'json',
  usage: 'json [OPTION…] FILE…',
  help: `Prints memory maps as JSON: files of /proc/PID, saved or live, logs and reports with maps in them, core files and minidumps, also
packed by gzip, xz or zstd; archives (tar) and folders with files of /proc/PID or dumps in them. "-" reads standard input. Several
maps, an archive and a folder give {"maps": [ … ]}. Problems go to standard error as FILE:LINE:COLUMN: REASON.
${AT_LINE_HELP}
`,
  async run(args) {
    return (await printMaps(readArguments(args, [AT_LINE]))) ? 0 : 1;
  },
};

/** Prints the maps of all files, each as soon as it is read; true when everything could be read. */
async function printMaps(given: Arguments): Promise<boolean> {
  const reading = readingOf(given);
  let ok = true;
  let isList = given.files.length > 1;
  let printed = 0;
  /** The only map so far: whether it is one of several is not known yet. */
  let first: MemoryMap | undefined;
  if (isList) await STDOUT.write(LIST_START);
  const print = async (map: MemoryMap): Promise<void> => {
    if (printed++ > 0) await STDOUT.write(',\n');
    await writeAll(STDOUT, normalFormText(map));
  };
  for (const file of given.files) {
    const dump = await openFile(file, reading, (where, sentence) => {
      ok = false;
      tell(where, sentence);
    });
    if (dump?.isArchive && !isList) {
      isList = true;
      await STDOUT.write(LIST_START);
    }
    for await (const found of dump?.maps() ?? []) {
      if (reportProblems(found, 'the JSON')) ok = false;
      if (isList) await print(found.map);
      else if (!first) first = found.map;
      else {
        isList = true;
        await STDOUT.write(LIST_START);
        await print(first);
        await print(found.map);
      }
    }
  }
  if (isList) await STDOUT.write(LIST_END);
  else if (first) await print(first);
  return ok;
}

/** One map that is written, and which of its regions. */
export interface WrittenMap {
  readonly map: MemoryMap;
  readonly mask?: RowMask;
}

/** Writes maps as JSON: one as it is, several as a list. @param isList true for a list, also of one map or none */
export async function writeNormalForms(output: Output, maps: Iterable<WrittenMap>, isList: boolean): Promise<void> {
  if (isList) await output.write(LIST_START);
  let isFirst = true;
  for (const { map, mask } of maps) {
    if (!isFirst) await output.write(',\n');
    await writeAll(output, normalFormText(map, mask));
    isFirst = false;
  }
  if (isList) await output.write(LIST_END);
}
