/**
 * A report that opens in any browser without VS Code: one HTML file with a picture, totals and a table. It runs nothing and loads
 * nothing, as its policy says to the browser; all texts are escaped.
 */
import { escapeMarkup } from '../memory-map/markup.ts';

/** One table. */
export interface ReportTable {
  readonly title: string;
  readonly headings: readonly ReportHeading[];
  readonly rows: Iterable<readonly string[]>;
  /** What the table leaves out, a sentence; empty when it has all. */
  readonly note: string;
}

export interface ReportHeading {
  readonly text: string;
  readonly isNumber: boolean;
}

export interface Report {
  readonly title: string;
  /** What there is to know before the picture, a line each. */
  readonly lines: readonly string[];
  /** The picture as markup of ours; undefined where there is none. */
  readonly svg: string | undefined;
  readonly tables: readonly ReportTable[];
  /** CSS colours. */
  readonly colors: {
    readonly text: string;
    readonly faint: string;
    readonly line: string;
    readonly background: string;
  };
}

/** The file in pieces. */
export function* htmlReport({ title, lines, svg, tables, colors }: Report): Generator<string> {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>
body { margin: 24px auto; padding: 0 24px; max-width: 1280px; font: 13px/1.5 system-ui, sans-serif; color: ${colors.text}; background: ${colors.background}; }
h1 { margin: 0 0 4px; font-size: 20px; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 24px 0 4px; font-size: 15px; font-weight: 600; }
p { margin: 0; color: ${colors.faint}; overflow-wrap: anywhere; }
figure { margin: 16px 0 0; }
svg { display: block; max-width: 100%; height: auto; }
.table { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 2px 24px 2px 0; text-align: left; vertical-align: top; white-space: nowrap; }
th { position: sticky; top: 0; font-weight: 600; background: ${colors.background}; border-bottom: 1px solid ${colors.line}; }
td { font-family: ui-monospace, monospace; font-size: 12px; }
td:last-child:not(.number) { white-space: pre-wrap; overflow-wrap: anywhere; min-width: 24ch; }
.number { text-align: right; }
</style>
</head>
<body>
<h1>${escapeMarkup(title)}</h1>
${lines.map((line) => `<p>${escapeMarkup(line)}</p>`).join('\n')}
`;
  if (svg !== undefined) yield `<figure>${svg}</figure>\n`;
  for (const table of tables) yield* tableText(table);
  yield '</body>\n</html>\n';
}

function* tableText({ title, headings, rows, note }: ReportTable): Generator<string> {
  const classes = headings.map(({ isNumber }) => (isNumber ? ' class="number"' : ''));
  yield `<h2>${escapeMarkup(title)}</h2>\n`;
  if (note !== '') yield `<p>${escapeMarkup(note)}</p>\n`;
  const head = headings.map(({ text }, i) => `<th scope="col"${classes[i]}>${escapeMarkup(text)}</th>`);
  yield `<div class="table" role="region" tabindex="0" aria-label="${escapeMarkup(title)}">\n<table>\n<thead><tr>${head.join('')}</tr></thead>\n<tbody>\n`;
  for (const cells of rows) {
    yield `<tr>${cells.map((cell, i) => `<td${classes[i] ?? ''}>${escapeMarkup(cell)}</td>`).join('')}</tr>\n`;
  }
  yield '</tbody>\n</table>\n</div>\n';
}
