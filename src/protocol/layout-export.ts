/** The messages by which files of what a layout shows are made; see layout.ts. */

/** Make a file, or a picture on the clipboard, of what is seen now. Answered by `exported` or `not-exported`. */
export interface Export {
  readonly type: 'export';
  readonly id: number;
  readonly format: ExportFormat;
}
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const EXPORT_FORMATS = ['svg', 'png', 'html', 'markdown', 'csv', 'clipboard'] as const;

/** Ask in which format what is seen is to be exported. */
export interface ChooseExport {
  readonly type: 'choose-export';
}

/** What was asked for by `export`. */
export interface Exported {
  readonly type: 'exported';
  readonly id: number;
  /** The file; empty for what is on the clipboard. */
  readonly bytes: Uint8Array;
}

/** There is nothing to export, or it cannot be made: the reason in words. */
export interface NotExported {
  readonly type: 'not-exported';
  readonly id: number;
  readonly reason: string;
}
