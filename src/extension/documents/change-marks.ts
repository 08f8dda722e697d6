/**
 * Marks in a live text what its last change brought: regions that are new, have grown or shrunk, say something else, or are gone.
 * Each sort has its own line and its own word behind the text, so that none is told by colour alone.
 */
import * as vscode from 'vscode';
import { formatBytes } from '../../core/memory-map/size.ts';
import type { LineMark } from '../../sources/text-changes.ts';
import { timeOfDay } from '../platform/time-of-day.ts';
import type { LiveTextChange, LiveTexts } from './live-texts.ts';

type Sort = 'new' | 'changed' | 'removed';

const SORTS: Readonly<Record<LineMark['kind'], Sort>> = {
  new: 'new',
  resized: 'changed',
  changed: 'changed',
  removed: 'removed',
};

/** Marks of a document, until its next change. */
interface Marked {
  readonly marks: readonly LineMark[];
  /** When the text was read for the last time without the changes, in milliseconds since 1970. */
  readonly since: number;
  /** How many lines the text has with the changes. */
  readonly lines: number;
}

export class ChangeMarks implements vscode.Disposable {
  private readonly types: Readonly<Record<Sort, vscode.TextEditorDecorationType>>;
  private readonly marked = new Map<string, Marked>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(texts: LiveTexts) {
    const { Left, Center, Right } = vscode.OverviewRulerLane;
    this.types = {
      new: lineType('memoryMaps.liveNew', { borderWidth: '0 0 0 2px', borderStyle: 'solid' }, Left),
      changed: lineType('memoryMaps.liveChanged', { borderWidth: '0 0 0 3px', borderStyle: 'double' }, Center),
      removed: lineType('memoryMaps.liveRemoved', { borderWidth: '1px 0 0 0', borderStyle: 'dashed' }, Right),
    };
    this.subscriptions = [
      ...Object.values(this.types),
      texts.onWillChange((change) => this.take(change)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.show(document.uri)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach((editor) => this.draw(editor))),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.marked.delete(uri.toString())),
    ];
  }

  /** Takes the marks of a document away. */
  clear(uri: vscode.Uri): void {
    this.marked.delete(uri.toString());
    this.show(uri);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private take({ uri, before, after, changes }: LiveTextChange): void {
    let lines = 1;
    for (let at = after.bytes.indexOf(0x0a); at >= 0; at = after.bytes.indexOf(0x0a, at + 1)) lines++;
    this.marked.set(uri.toString(), { marks: changes.marks, since: before.readAt, lines });
  }

  private show(uri: vscode.Uri): void {
    const key = uri.toString();
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.uri.toString() === key) this.draw(editor);
    }
  }

  private draw(editor: vscode.TextEditor): void {
    const { document } = editor;
    const marked = this.marked.get(document.uri.toString());
    if (marked && marked.lines !== document.lineCount) return; // The editor does not have the text yet.
    const options: Record<Sort, vscode.DecorationOptions[]> = { new: [], changed: [], removed: [] };
    for (const mark of marked?.marks ?? []) {
      const line = Math.min(mark.line, document.lineCount) - 1;
      options[SORTS[mark.kind]].push(optionsOf(mark, document.lineAt(line).range, marked?.since ?? 0));
    }
    for (const sort of ['new', 'changed', 'removed'] as const) editor.setDecorations(this.types[sort], options[sort]);
  }
}

function lineType(
  color: string,
  border: Pick<vscode.DecorationRenderOptions, 'borderWidth' | 'borderStyle'>,
  overviewRulerLane: vscode.OverviewRulerLane,
): vscode.TextEditorDecorationType {
  const foreground = new vscode.ThemeColor(color);
  return vscode.window.createTextEditorDecorationType({
    ...border,
    isWholeLine: true,
    borderColor: foreground,
    overviewRulerColor: foreground,
    overviewRulerLane,
    rangeBehavior: vscode.DecorationRangeBehavior.ClosedClosed,
    after: { color: foreground, fontStyle: 'italic', margin: '0 0 0 3ch' },
  });
}

function optionsOf(mark: LineMark, range: vscode.Range, since: number): vscode.DecorationOptions {
  return {
    range,
    hoverMessage: hoverOf(mark, timeOfDay(since)),
    renderOptions: { after: { contentText: wordOf(mark) } },
  };
}

/** A few words behind the line. */
function wordOf(mark: LineMark): string {
  switch (mark.kind) {
    case 'new':
      return vscode.l10n.t('+ new');
    case 'resized':
      return mark.by > 0
        ? vscode.l10n.t('▲ grew by {0}', formatBytes(mark.by))
        : vscode.l10n.t('▼ shrank by {0}', formatBytes(-mark.by));
    case 'changed':
      return vscode.l10n.t('± changed');
    case 'removed':
      return mark.count === 1
        ? vscode.l10n.t('− 1 region removed above')
        : vscode.l10n.t('− {0} regions removed above', mark.count);
  }
}

function hoverOf(mark: LineMark, since: string): vscode.MarkdownString {
  const hover = new vscode.MarkdownString();
  switch (mark.kind) {
    case 'new':
      return hover.appendText(vscode.l10n.t('New since {0}.', since));
    case 'resized': {
      const size = formatBytes(Math.abs(mark.by));
      const sentence =
        mark.by > 0
          ? vscode.l10n.t('Grew by {0} since {1}. It was:', size, since)
          : vscode.l10n.t('Shrank by {0} since {1}. It was:', size, since);
      return withLines(hover.appendText(sentence), [mark.was]);
    }
    case 'changed':
      return withLines(hover.appendText(vscode.l10n.t('Changed since {0}. It was:', since)), [mark.was]);
    case 'removed': {
      const more = mark.count - mark.were.length;
      withLines(hover.appendText(vscode.l10n.t('Removed here since {0}:', since)), mark.were);
      return more > 0 ? hover.appendText(vscode.l10n.t('… and {0} more.', more)) : hover;
    }
  }
}

/** Lines of a map as code: nothing in them is markup. */
function withLines(hover: vscode.MarkdownString, lines: readonly string[]): vscode.MarkdownString {
  return hover.appendCodeblock(lines.join('\n'), 'procmaps');
}
