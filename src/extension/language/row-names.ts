/** Where the names of rows stand in a document. */
import * as vscode from 'vscode';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import type { RegionTable } from '../../core/memory-map/region-table.ts';
import { rowsOnLine } from '../../core/memory-map/rows-by-line.ts';

export class RowNames {
  private readonly document: vscode.TextDocument;
  private readonly regions: RegionTable;
  private line = -1;
  private starts: ReadonlyMap<number, number> = new Map();

  constructor(document: vscode.TextDocument, regions: RegionTable) {
    this.document = document;
    this.regions = regions;
  }

  /** The row at a place; of several on its line the last one that starts before the place, or the first. */
  rowAt({ line, character }: vscode.Position): number | undefined {
    const before = [...this.startsOn(line)].filter(([, start]) => start <= character);
    return before.at(-1)?.[0] ?? rowsOnLine(this.regions, line + 1)[0];
  }

  /** Where a name stands in the text of a row; undefined when it does not. */
  find(row: number, name: string): vscode.Range | undefined {
    const line = (this.regions.line[row] ?? 0) - 1;
    if (line < 0 || line >= this.document.lineCount || name === '') return undefined;
    const { text } = this.document.lineAt(line);
    const start = this.startsOn(line).get(row);
    const at = start === undefined ? text.lastIndexOf(name) : text.indexOf(name, start);
    return at < 0 ? undefined : new vscode.Range(line, at, line, at + name.length);
  }

  /** Where the rows start that share a line (from 0), as in a string of JSON; empty for a row that has one to itself. */
  private startsOn(line: number): ReadonlyMap<number, number> {
    if (line === this.line) return this.starts;
    const rows = rowsOnLine(this.regions, line + 1);
    const starts = new Map<number, number>();
    const text = rows.length > 1 ? this.document.lineAt(line).text : '';
    let from = 0;
    for (const row of rows) {
      const at = text.indexOf(`${formatAddress(addressAt(this.regions.start, row))}-`, from);
      // A line of a trace has no rows in it.
      if (at < 0) break;
      starts.set(row, at);
      from = at + 1;
    }
    this.line = line;
    this.starts = starts;
    return starts;
  }
}
