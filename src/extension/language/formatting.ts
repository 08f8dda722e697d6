/** Formatting of maps documents to the kernel's column layout. Only blanks, leading zeros and the case of digits change. */
import * as vscode from 'vscode';
import { formattedLine, nameColumnOf } from '../../core/export/format-line.ts';
import { LANGUAGE } from '../documents/document-maps.ts';

/** Registers the formatter, for whole documents and for a selection. */
export function registerFormatting(context: vscode.ExtensionContext): void {
  context.subscriptions.push(
    vscode.languages.registerDocumentFormattingEditProvider(LANGUAGE, {
      provideDocumentFormattingEdits: (document) => edits(document, 0, document.lineCount - 1),
    }),
    vscode.languages.registerDocumentRangeFormattingEditProvider(LANGUAGE, {
      provideDocumentRangeFormattingEdits: (document, { start, end }) =>
        edits(document, start.line, end.character === 0 && end.line > start.line ? end.line - 1 : end.line),
    }),
  );
}

function edits(document: vscode.TextDocument, from: number, to: number): vscode.TextEdit[] {
  const column = nameColumnOf(linesOf(document));
  const changes: vscode.TextEdit[] = [];
  for (let line = from; line <= to; line++) {
    const { text, range } = document.lineAt(line);
    const formatted = formattedLine(text, column);
    if (formatted !== undefined && formatted !== text) changes.push(vscode.TextEdit.replace(range, formatted));
  }
  return changes;
}

/** The name column shows in the first lines that have a name. */
const LINES_THAT_TELL = 2000;

function* linesOf(document: vscode.TextDocument): Generator<string> {
  for (let line = 0; line < document.lineCount && line < LINES_THAT_TELL; line++) yield document.lineAt(line).text;
}
