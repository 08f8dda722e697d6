/** Reads what a command of this folder is asked for. */
import * as vscode from 'vscode';
import type { FormatId } from '../../core/export/formats.ts';
import { fieldOf } from '../../sources/debug/values.ts';
import { readTarget } from '../layout/target.ts';

/** What is asked for; what is not there is the user's to choose. */
export interface Request {
  readonly uri: vscode.Uri;
  readonly format: FormatId | undefined;
  /** The file to write to. */
  readonly saveTo: vscode.Uri | undefined;
}

const FORMAT_IDS: Readonly<Record<FormatId, true>> = { maps: true, smaps: true, csv: true, json: true, markdown: true };

/**
 * Reads a command's argument: a Uri, nothing for the active editor, or an object with `uri`, `format` and `saveTo`, as keybindings
 * and other extensions give it.
 * @param layout the document that the layout shows in which the user works
 * @returns undefined when no document is meant
 */
export function readRequest(argument: unknown, layout?: vscode.Uri): Request | undefined {
  const isOptions = typeof argument === 'object' && argument !== null && !(argument instanceof vscode.Uri);
  const target = readTarget((isOptions ? fieldOf(argument, 'uri') : argument) ?? layout);
  if (target?.kind !== 'document') return undefined;
  const format = fieldOf(argument, 'format');
  const saveTo = fieldOf(argument, 'saveTo');
  return {
    uri: target.uri,
    format: isFormatId(format) ? format : undefined,
    saveTo: saveTo instanceof vscode.Uri ? saveTo : undefined,
  };
}

function isFormatId(value: unknown): value is FormatId {
  return typeof value === 'string' && Object.hasOwn(FORMAT_IDS, value);
}
