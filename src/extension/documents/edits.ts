/**
 * What was typed into large documents since the worker got their text, so that it need not get all of it again. Only for texts in
 * ASCII, as all but a few maps are: there places in the document are places in the bytes.
 */
import * as vscode from 'vscode';
import type { DocumentVersion, TextEdit } from '../../sources/worker/protocol.ts';

/** Smaller texts are sent whole: that takes no time. */
const SMALLEST = 200_000;
/** More edits, or more text in them, than the whole text is worth. */
const MOST_EDITS = 1000;
const MOST_TEXT = 100_000;

interface Followed {
  /** The worker keeps how the text is looked at, which the language tells. */
  readonly language: string;
  /** The version of the text that the worker has for certain; undefined before it said so. */
  base: number | undefined;
  last: number;
  edits: readonly TextEdit[];
}

/** The edits that the worker may lack. */
export interface PendingEdits {
  readonly document: number;
  readonly base: number;
  readonly edits: readonly TextEdit[];
  /** How long the text is now. */
  readonly length: number;
}

export class DocumentEdits {
  private readonly followed = new WeakMap<vscode.TextDocument, Followed>();
  /** What the worker knows documents by: also those that are followed no longer, whose text it may still keep. */
  private readonly numbers = new WeakMap<vscode.TextDocument, number>();
  private lastNumber = 0;

  /** The edits since the version that the worker has; undefined when it has none, or when not all edits are known. */
  pending(document: vscode.TextDocument): PendingEdits | undefined {
    const known = this.followed.get(document);
    const number = this.numbers.get(document);
    if (
      number === undefined ||
      known?.base === undefined ||
      known.last !== document.version ||
      known.language !== document.languageId
    )
      return undefined;
    const end = document.lineAt(document.lineCount - 1).range.end;
    return { document: number, base: known.base, edits: known.edits, length: document.offsetAt(end) };
  }

  /**
   * Follows a document whose text is about to be sent to the worker.
   * @param length of the text, in characters @param size of it, in bytes
   * @returns what the worker keeps it as; undefined for a text that is not worth it, or not in ASCII
   */
  follow(document: vscode.TextDocument, length: number, size: number): DocumentVersion | undefined {
    this.followed.delete(document);
    if (size < SMALLEST || length !== size) return undefined;
    const number = this.numbers.get(document) ?? ++this.lastNumber;
    this.numbers.set(document, number);
    const { version, languageId: language } = document;
    this.followed.set(document, { language, base: undefined, last: version, edits: [] });
    return { document: number, version };
  }

  /** The worker has read a version. */
  confirm(document: vscode.TextDocument, version: number): void {
    const known = this.followed.get(document);
    if (!known) return;
    known.base = version;
    known.edits = known.edits.filter((edit) => edit.version > version);
  }

  /** Takes note of an edit. */
  record({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const known = this.followed.get(document);
    if (!known || contentChanges.length === 0) return;
    const eol = document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
    const changes = contentChanges.map(({ range, rangeOffset, rangeLength, text }) => {
      // Whatever ends lines in what was pasted, the document has its own there.
      const inserted = text.replaceAll(/\r\n|\r|\n/g, eol);
      const lines = inserted.split(eol).length - 1 - (range.end.line - range.start.line);
      return { from: rangeOffset, to: rangeOffset + rangeLength, text: inserted, line: range.start.line + 1, lines };
    });
    known.edits = [...known.edits, { version: document.version, changes }];
    known.last = document.version;
    const isAscii = changes.every(({ text }) => /^[\0-\x7f]*$/.test(text));
    if (!isAscii || known.edits.length > MOST_EDITS || lengthOf(known.edits) > MOST_TEXT)
      this.followed.delete(document);
  }

  /** The number of a document whose text the worker may keep; it is followed no longer. */
  forget(document: vscode.TextDocument): number | undefined {
    const number = this.numbers.get(document);
    this.followed.delete(document);
    this.numbers.delete(document);
    return number;
  }
}

/** How much text edits put in. */
function lengthOf(edits: readonly TextEdit[]): number {
  return edits.reduce((sum, { changes }) => sum + changes.reduce((part, { text }) => part + text.length, 0), 0);
}
