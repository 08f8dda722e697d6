/**
 * What a hover shows: the field of a map's row under the cursor explained, with its region's place in the map; anywhere else where
 * the address under the cursor lies.
 */
import * as vscode from 'vscode';
import { explainField } from '../../core/fields/explain.ts';
import type { Place } from '../../core/fields/explanation.ts';
import { fieldsOf, hitAt, wholeField, type FieldHit } from '../../core/fields/field-at.ts';
import { kernelRowAt, rowFields, shiftedFields } from '../../core/fields/row-fields.ts';
import { hexWordAt } from '../../core/locate/hex-words.ts';
import { addressAtPlace } from '../../core/locate/locate-object.ts';
import type { Location } from '../../core/locate/locate.ts';
import { parseAddress } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { regionAt } from '../../core/memory-map/region-table.ts';
import { rowOfLine, rowsOnLine } from '../../core/memory-map/rows-by-line.ts';
import { mapAtLine } from '../../core/memory-map/map-at-line.ts';
import { addressMarkdown, type Symbolize } from './address-markdown.ts';
import { explanationMarkdown } from './explanation-markdown.ts';
import { problemMarkdown } from './markdown.ts';
import { unmappedAt } from './unmapped-markdown.ts';

/**
 * The hover at a position of a document; undefined where there is nothing to tell.
 * @param maps the document's maps; undefined when they could not be read, and then the line alone is explained
 * @param isMaps the document is a maps file as a whole, so that a line that was not read is still explained
 */
export async function hoverAt(
  document: vscode.TextDocument,
  position: vscode.Position,
  maps: readonly MemoryMap[] | undefined,
  isMaps: boolean,
  symbolize: Symbolize,
): Promise<vscode.Hover | undefined> {
  const { text } = document.lineAt(position);
  const line = position.line + 1;
  const map = maps && mapAtLine(maps, line);
  const problem = map?.problems.find((candidate) => candidate.line === line)?.reason;
  const place = map && placeAt(map, document, position);
  const fields = place ? fieldsIn(place, document, position.line) : isMaps ? fieldsOf(text) : [];
  const hit = hitAt(fields, position.character);
  if (hit) {
    const { from, to } = wholeField(fields, hit);
    return new vscode.Hover(
      safe(explanationMarkdown(explainField(hit, place), problem)),
      new vscode.Range(position.line, from, position.line, to),
    );
  }
  const address = maps && addressAtPlace(maps, text, position.character, line);
  if (address) {
    return new vscode.Hover(
      await addressHover(document.uri, address.locations, symbolize),
      new vscode.Range(position.line, address.from, position.line, address.to),
    );
  }
  // Other numbers of a row are sizes and offsets.
  const unmapped = maps && !place && unmappedAt(maps, text, position.character, line);
  if (unmapped) {
    return new vscode.Hover(
      safe(unmapped.markdown),
      new vscode.Range(position.line, unmapped.from, position.line, unmapped.to),
    );
  }
  return problem === undefined ? undefined : new vscode.Hover(safe(problemMarkdown(problem)));
}

/** What starts a region's line, damaged or not. */
const RANGE = /(?<!\w)[\da-f]{5,}-/i;

/** The region that a place of a line belongs to; undefined when the map has another text at that line than the document. */
function placeAt(map: MemoryMap, document: vscode.TextDocument, position: vscode.Position): Place | undefined {
  const line = position.line + 1;
  const rows = rowsOnLine(map.regions, line);
  if (rows.length > 1) {
    // One call or one string made several regions: the address under the cursor tells which is meant.
    const word = hexWordAt(document.lineAt(position).text, position.character);
    const row = rows.find((candidate) => word && regionAt(map.regions, candidate).start === word.address);
    return row === undefined ? undefined : { map, row };
  }
  const row = rows[0] ?? rowOfLine(map.regions, line);
  if (row === undefined) return undefined;
  const region = regionAt(map.regions, row);
  if (region.line === line) return { map, row };
  // A header that was not read belongs to no region, although a region stands before it.
  const [first] = fieldsOf(document.lineAt(position).text);
  if (first && 'header' in first) return undefined;
  // A record goes on with its counters; between its header and this line another header may have been damaged.
  const doubtful = map.problems.some(
    (problem) =>
      region.line < problem.line && problem.line < line && RANGE.test(document.lineAt(problem.line - 1).text),
  );
  return map.counters && !doubtful && (map.dialect === 'smaps' || map.dialect === 'smaps_rollup')
    ? { map, row }
    : undefined;
}

/** The fields of a line of a region's record. */
function fieldsIn({ map, row }: Place, document: vscode.TextDocument, line: number): readonly FieldHit[] {
  const { text } = document.lineAt(line);
  const region = regionAt(map.regions, row);
  if (region.line === line + 1) {
    const fields = fieldsOf(text);
    const [first] = fields;
    // The row as the kernel prints it, but for blanks before it.
    if (first && 'header' in first && parseAddress(first.header.start) === region.start) return fields;
    return rowFields(text, region, map.counters);
  }
  const headerLine = document.lineAt(region.line - 1).text;
  return shiftedFields(text, kernelRowAt(headerLine, region) ?? 0).filter((hit) => !('header' in hit));
}

async function addressHover(
  document: vscode.Uri,
  locations: readonly Location[],
  symbolize: Symbolize,
): Promise<vscode.MarkdownString> {
  const markdown = new vscode.MarkdownString(await addressMarkdown(document.toString(), locations, symbolize));
  markdown.isTrusted = { enabledCommands: ['memoryMaps.goToRegion'] };
  markdown.supportHtml = false;
  markdown.supportThemeIcons = false;
  return markdown;
}

/** Markdown that can neither run commands nor hold HTML. */
function safe(markdown: string): vscode.MarkdownString {
  const string = new vscode.MarkdownString(markdown);
  string.isTrusted = false;
  string.supportHtml = false;
  string.supportThemeIcons = false;
  return string;
}
