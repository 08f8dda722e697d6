/** What a hover shows: the field under the cursor explained, with its region's place in the map. */
import * as vscode from 'vscode';
import { explainField } from '../../core/fields/explain.ts';
import type { Place } from '../../core/fields/explanation.ts';
import { fieldAt, fieldsOf, wholeField } from '../../core/fields/field-at.ts';
import { parseAddress } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { lastRowAtOrBefore, regionAt } from '../../core/memory-map/region-table.ts';
import { explanationMarkdown, problemMarkdown } from './markdown.ts';

/** The hover at a position of a line; undefined where there is nothing to tell. */
export function hoverAt(text: string, position: vscode.Position, map: MemoryMap | undefined): vscode.Hover | undefined {
  const line = position.line + 1;
  const problem = map?.problems.find((candidate) => candidate.line === line)?.reason;
  const hit = fieldAt(text, position.character);
  if (!hit) return problem === undefined ? undefined : new vscode.Hover(safe(problemMarkdown(problem)));
  const place = map && placeOf(map, text, line);
  const { from, to } = wholeField(text, hit);
  return new vscode.Hover(
    safe(explanationMarkdown(explainField(hit, place), problem)),
    new vscode.Range(position.line, from, position.line, to),
  );
}

/** The region a line belongs to; undefined when the map has another text at that line than the document. */
function placeOf(map: MemoryMap, text: string, line: number): Place | undefined {
  const row = lastRowAtOrBefore(map.regions, line);
  if (row === undefined) return undefined;
  const region = regionAt(map.regions, row);
  const first = fieldsOf(text)[0];
  if (first === undefined || !('header' in first)) {
    // Between the header and this line another header may have been damaged, and then the counter is not the region's.
    const doubtful = map.problems.some((problem) => region.line < problem.line && problem.line < line);
    return map.counters && !doubtful ? { map, row } : undefined;
  }
  // A header that was not read belongs to no region, although a region stands before it.
  return region.line === line && parseAddress(first.header.start) === region.start ? { map, row } : undefined;
}

/** Markdown that can neither run commands nor hold HTML. */
function safe(markdown: string): vscode.MarkdownString {
  const string = new vscode.MarkdownString(markdown);
  string.isTrusted = false;
  string.supportHtml = false;
  string.supportThemeIcons = false;
  return string;
}
