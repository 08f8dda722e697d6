/** An address of a backtrace, a register dump or a fault line as Markdown: region, kind, object, place in the file, symbol. */
import { explainKind } from '../../core/kinds/classify.ts';
import type { FilePlace, Location } from '../../core/locate/locate.ts';
import { addr2line, llvmSymbolizer, symbolAddress } from '../../core/locate/symbol-commands.ts';
import { formatAddress, formatHexAddress } from '../../core/memory-map/address.ts';
import { notesOf } from '../../core/memory-map/notes.ts';
import { formatBytes } from '../../core/memory-map/size.ts';
import { quoted, text, type Text } from '../../core/fields/text.ts';
import { codeSpan, markdown } from './markdown.ts';

/** What the file itself says of an address in it. */
export interface Symbol {
  /** The function or variable, demangled, with the distance from its start: `main+0x1c`. Undefined when none was found. */
  readonly name: string | undefined;
  /** The file that was read; undefined when none could be. */
  readonly file: string | undefined;
  /** The address as the file counts. */
  readonly address: bigint | undefined;
  /** Why there is no name, or why it may be wrong; a sentence. */
  readonly remark: string | undefined;
}

/** Asks the file that is mapped at a place for the symbol there. */
export type Symbolize = (place: FilePlace) => Promise<Symbol | undefined>;

/** More maps than this that have one address are a coincidence. */
const MOST_MAPS = 3;

/** @param document the document's URI, for the link to the region */
export async function addressMarkdown(
  document: string,
  locations: readonly Location[],
  symbolize: Symbolize,
): Promise<string> {
  const shown = locations.slice(0, MOST_MAPS);
  const blocks = await Promise.all(shown.map((location) => locationBlock(document, location, symbolize)));
  const titled = blocks.map((block, i) => {
    const { map } = shown[i]!;
    return shown.length > 1
      ? `${markdown(text`In the map of ${quoted(map.title ?? lineWords(map.range?.first))}:`)}\n\n${block}`
      : block;
  });
  const [first] = locations;
  const title = first ? `**Address** ${codeSpan(quoted(formatHexAddress(first.address)))}` : '';
  return [title, ...titled].join('\n\n');
}

function lineWords(line: number | undefined): string {
  return line === undefined ? 'this file' : `line ${line}`;
}

async function locationBlock(document: string, location: Location, symbolize: Symbolize): Promise<string> {
  const { map, row, region, file } = location;
  const { kind } = explainKind(map, row);
  const symbol = file && (await symbolize(file));
  const name = region.file.path === '' ? undefined : quoted(region.file.path);
  const label = notesOf(map.notes, region.start, region.end).around[0]?.label;
  const lines: Text[] = [
    name ? text`${kind.label} of ${name}.` : [`${kind.label}.`],
    ...(label === undefined ? [] : [text`The source calls it ${quoted(label)}.`]),
    ...map.marks
      .filter(({ address }) => address === location.address)
      .slice(0, MOST_MAPS)
      .map((mark) => text`It is the ${quoted(mark.label)}.`),
    regionLine(location),
    ...(file ? [text`Byte ${quoted(`0x${file.offset.toString(16)}`)} of the file.`] : []),
    ...(symbol ? symbolLines(symbol) : []),
  ];
  const blocks = [lines.map(markdown).join('  \n')];
  const commands = file && commandLines(location, file, symbol);
  if (commands) blocks.push(commands);
  const target = encodeURIComponent(
    JSON.stringify([{ uri: document, line: region.line, address: formatHexAddress(region.start) }]),
  );
  blocks.push(`[Go to region](command:memoryMaps.goToRegion?${target})`);
  return blocks.join('\n\n');
}

function regionLine({ address, region: { start, end, hasEnd, perms, size } }: Location): Text {
  if (!hasEnd)
    return text`Region ${quoted(formatAddress(start))}${permsOf(perms)}, which starts here; its end is not told.`;
  return text`Region ${quoted(`${formatAddress(start)}-${formatAddress(end)}`)}${permsOf(perms)}, ${formatBytes(size)}; ${quoted(`0x${(address - start).toString(16)}`)} from its start.`;
}

function permsOf(perms: string | undefined): Text {
  return perms === undefined ? [''] : text`, ${quoted(perms)}`;
}

function symbolLines({ name, file, remark }: Symbol): readonly Text[] {
  const lines: Text[] = [];
  if (name !== undefined)
    lines.push(text`Symbol ${quoted(name)}${file === undefined ? [''] : text`, from ${quoted(file)}`}.`);
  if (remark !== undefined) lines.push([remark]);
  return lines;
}

function commandLines(location: Location, file: FilePlace, symbol: Symbol | undefined): string | undefined {
  const { map, row } = location;
  const address = symbol?.address ?? symbolAddress(location, explainKind(map, row).kind.role === 'program');
  if (address === undefined) return undefined;
  const path = symbol?.file ?? file.path;
  return [addr2line(path, address), llvmSymbolizer(path, address)]
    .map((command) => codeSpan(quoted(command)))
    .join('  \n');
}
