/** Hovers in maps documents: what the field under the cursor says and means. */
import * as vscode from 'vscode';
import { explainField } from '../../core/fields/explain.ts';
import type { Place } from '../../core/fields/explanation.ts';
import { fieldAt, fieldsOf, wholeField } from '../../core/fields/field-at.ts';
import { parseAddress } from '../../core/memory-map/address.ts';
import type { MemoryMap } from '../../core/memory-map/memory-map.ts';
import { lastRowAtOrBefore, regionAt } from '../../core/memory-map/region-table.ts';
import { LANGUAGE } from '../documents/document-maps.ts';
import type { Services } from '../platform/services.ts';
import { explanationMarkdown, problemMarkdown } from './markdown.ts';

/** Longer lines are no lines of a map: the longest path the kernel prints is a page. */
const LONGEST_LINE = 20_000;

/** Registers the hover of the language, for documents from any file system. */
export function registerHover(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.languages.registerHoverProvider(LANGUAGE, {
      async provideHover(document, position, token) {
        const { text } = document.lineAt(position);
        if (text.length > LONGEST_LINE) return undefined;
        const map = await mapOf(document, services, token);
        return token.isCancellationRequested ? undefined : hoverAt(text, position, map);
      },
    }),
  );
}

/** The document's map, or undefined when there is none: it failed, the document changed, or nobody waits any more. */
async function mapOf(
  document: vscode.TextDocument,
  { documents, log }: Services,
  token: vscode.CancellationToken,
): Promise<MemoryMap | undefined> {
  let listener: vscode.Disposable | undefined;
  const cancelled = new Promise<undefined>((resolve) => {
    listener = token.onCancellationRequested(() => resolve(undefined));
  });
  try {
    return await Promise.race([documents.get(document), cancelled]);
  } catch (error) {
    // The field is explained from its line alone then.
    log.warn(`Hover without its map: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  } finally {
    listener?.dispose();
  }
}

function hoverAt(text: string, position: vscode.Position, map: MemoryMap | undefined): vscode.Hover | undefined {
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
