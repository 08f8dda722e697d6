/** `memory-maps json`: memory maps in the normal form. */
import { normalFormText } from '../core/export/normal-form.ts';
import type { RowMask } from '../core/export/rows.ts';
import type { MemoryMap } from '../core/memory-map/memory-map.ts';
import type { Command } from './command.ts';
import { readArguments } from './options.ts';
import { STDOUT, writeAll, type Output } from './output.ts';
import { readMaps, reportProblems } from './read.ts';

export const JSON_COMMAND: Command = {
  name: 'json',
  usage: 'json FILE…',
  help: `Prints memory maps as JSON: files of /proc/PID, saved or live, and logs and reports with maps in them. "-" reads standard
input. Several maps give {"maps": [ … ]}. Problems go to standard error as FILE:LINE:COLUMN: REASON.
`,
  async run(args) {
    const { files } = readArguments(args);
    let failed = false;
    const read = (file: string): readonly MemoryMap[] => {
      const maps = readMaps(file);
      failed ||= maps === undefined;
      for (const map of maps ?? []) failed = reportProblems(file, map, 'the JSON') || failed;
      return maps ?? [];
    };
    const [file, ...others] = files;
    const first = file === undefined ? [] : read(file);
    if (others.length === 0 && first.length === 0) return 1;
    const isList = others.length > 0 || first.length > 1;
    await writeNormalForms(STDOUT, inTurn(first, others, read), isList);
    return failed ? 1 : 0;
  },
};

/** One map that is written, and which of its regions. */
export interface WrittenMap {
  readonly map: MemoryMap;
  readonly mask?: RowMask;
}

/** Writes maps as JSON: one as it is, several as a list. @param isList true for a list, also of one map or none */
export async function writeNormalForms(output: Output, maps: Iterable<WrittenMap>, isList: boolean): Promise<void> {
  if (isList) await output.write('{"maps":[\n');
  let isFirst = true;
  for (const { map, mask } of maps) {
    if (!isFirst) await output.write(',\n');
    await writeAll(output, normalFormText(map, mask));
    isFirst = false;
  }
  if (isList) await output.write(']}\n');
}

/** The maps that were read and those of more files, each of which is read when it is its turn. */
function* inTurn(
  first: readonly MemoryMap[],
  files: readonly string[],
  read: (file: string) => readonly MemoryMap[],
): Generator<WrittenMap> {
  for (const map of first) yield { map };
  for (const file of files) for (const map of read(file)) yield { map };
}
