/** What is seen, as far as it can be made a file of: the address space with its table, or a view of the composition. */
import { fragmentation } from '../../core/composition/fragmentation.ts';
import { csvText } from '../../core/export/csv.ts';
import type { ReportTable } from '../../core/export/html-report.ts';
import { markdownTable } from '../../core/export/markdown-table.ts';
import type { MoreColumn, TableSource } from '../../core/export/table-source.ts';
import type { CompositionView } from '../../protocol/composition-state.ts';
import { unpackStretches } from '../../protocol/packed-stretches.ts';
import { captionOf, compositionCaption, type Caption } from './caption.ts';
import { factsOf, fragmentationCsv, fragmentationTables } from './fragmentation-export.ts';
import { growthInCsv, growthInMarkdown } from './growth-export.ts';
import type { Model } from './model.ts';
import { pictureDrawing } from './picture-drawing.ts';
import { kindsTable, regionsTable, tableInMarkdown } from './report-tables.ts';
import type { Scene } from './scene.ts';
import type { Drawing } from './sheet.ts';
import { tableColumns } from './table-columns.ts';
import { tileDrawing } from './tile-drawing.ts';
import { composeScene } from './tile-layout.ts';
import { aboutTotals, totalsCsv, totalsTable } from './totals-export.ts';

export interface Exportable {
  /** The picture, or in a sentence why there is none. */
  readonly picture: Drawing | string;
  /** Where no picture says it. */
  readonly caption: Caption;
  /** Of what passes the filters, in pieces. @param rows in the order of the table */
  readonly csv: (rows: Uint32Array) => Iterable<string>;
  readonly markdown: (rows: Uint32Array) => Iterable<string>;
  readonly tables: (rows: Uint32Array) => readonly ReportTable[];
}

/** What the model shows. */
export function exportable(model: Model, scene: Scene): Exportable {
  return model.show === 'composition' ? VIEWS[model.composition.view](model, scene) : space(model, scene);
}

type View = (model: Model, scene: Scene) => Exportable;

const WHY: Readonly<Record<NonNullable<Scene['undrawable']>, string>> = {
  'no-addresses': 'The source tells no addresses, so there is no picture.',
  'no-ends': 'The source does not tell where regions end, so there is no picture.',
};

const space: View = (model, scene) => ({
  picture: scene.undrawable === undefined ? pictureDrawing(model, scene) : WHY[scene.undrawable],
  caption: captionOf(model, scene, undefined),
  csv: (rows) => csvText(sourceOf(model, scene, growthInCsv(scene)), rows),
  markdown: (rows) => markdownTable(sourceOf(model, scene, growthInMarkdown(scene, tableColumns(scene))), rows),
  tables: (rows) => [kindsTable(scene), regionsTable(scene, rows, model.sort)],
});

/** Of rectangles the table is that of their regions. */
const tiles =
  (style: 'treemap' | 'flame'): View =>
  (model, scene) => ({
    ...space(model, scene),
    picture: tileDrawing(model, scene, style),
    tables: (rows) => [totalsTable(composeScene(scene), model.composition), regionsTable(scene, rows, model.sort)],
  });

const totals: View = (model, scene) => {
  const { composition: choice } = model;
  const composition = composeScene(scene);
  return {
    picture:
      'Totals are no picture. They can be exported as CSV, as Markdown or as a report; a treemap or a flame graph as a picture.',
    caption: compositionCaption(model, scene, [aboutTotals(choice)], true),
    csv: () => totalsCsv(composition, choice),
    markdown: () => [tableInMarkdown(totalsTable(composition, choice))],
    tables: () => [totalsTable(composition, choice)],
  };
};

const holes: View = (model, scene) => {
  const report = fragmentation(scene.axis, scene.listing);
  const facts = factsOf(scene, report);
  const { title, lines } = compositionCaption(model, scene, ['fragmentation of all regions'], false);
  return {
    picture:
      'The fragmentation is no picture. It can be exported as CSV, as Markdown or as a report; a treemap or a flame graph as a picture.',
    caption: { title, lines: [...lines, ...facts] },
    csv: () => fragmentationCsv(scene, report),
    markdown: () => fragmentationTables(scene, report).map((table) => `${tableInMarkdown(table)}\n`),
    tables: () => fragmentationTables(scene, report),
  };
};

const VIEWS: Readonly<Record<CompositionView, View>> = {
  treemap: tiles('treemap'),
  flame: tiles('flame'),
  totals,
  fragmentation: holes,
};

function sourceOf({ snapshot }: Model, { listing }: Scene, more: readonly MoreColumn[]): TableSource {
  const { regions, placed, counters } = listing;
  const stretches = snapshot && placed ? unpackStretches(snapshot.names) : [];
  return { regions, placed, counters, more, notes: stretches.map((named) => ({ ...named, line: 0, because: '' })) };
}
