/**
 * The journal of systemd-coredump: the field `COREDUMP_PROC_MAPS` of an entry has the map, other fields whose it is
 * (systemd.journal-fields(7)). `journalctl -o verbose` prints a field a line and indents its further lines; `-o json` has the map
 * as a string, or as the numbers of its bytes when they are not UTF-8 (src/shared/logs-show.c).
 */
import type { CompleteReading, Frame } from './frame.ts';
import type { Reading } from './part-parser.ts';
import { baseName, processTitle, type Report } from './report.ts';

/** What stands before the first row in its line, in the verbose form and in JSON; or above it, in the export form. */
export const COREDUMP_FIELD = /COREDUMP_PROC_MAPS(?:=|"\s{0,4}:\s{0,4}"|$)$/;
const OTHER_FIELDS = /\bCOREDUMP_(PID|EXE|COMM)(?:"\s{0,4}:\s{0,4}"|=)([^"\n]{1,300})/g;
/** An entry has its small fields within so many bytes of the map. */
const REACH = 65_536;

/** Its rows are the kernel's. */
export const COREDUMP: Frame = { complete };

/** Tells whose map it is. */
function complete(report: Report, reading: Reading): CompleteReading {
  const fields = new Map<string, string>();
  for (const text of [textAbove(report), textBelow(report)]) {
    for (const [, key, value] of text.matchAll(OTHER_FIELDS)) if (!fields.has(key!)) fields.set(key!, value!.trim());
  }
  const digits = fields.get('PID') ?? '';
  const pid = /^\d{1,10}$/.test(digits) ? Number(digits) : undefined;
  const executable = fields.get('EXE');
  const title = processTitle(pid, executable === undefined ? fields.get('COMM') : baseName(executable));
  return {
    dialect: 'systemd-coredump',
    reading: { ...reading, ...(title === undefined ? {} : { title }), ...(pid === undefined ? {} : { pid }) },
  };
}

/** A field, or a further line of one; the verbose form indents both. */
const FIELD_LINE = /^[ \t]|^[A-Z_][A-Z0-9_]{0,63}[=\n]/;
const ENTRY_END = /\n\n|\n(?![ \t]|[A-Z_][A-Z0-9_]{0,63}[=\n])/;
/** A string, an array or a null, and then the end of the object: a quote in a string has a backslash. */
const OBJECT_END = /(?:[^\\]"|\]|null)\s{0,8}\}/;
const decoder = new TextDecoder();

/** The text of the entry before the map. */
function textAbove(report: Report): string {
  const { text, free, from, rowAt } = report;
  if (isJson(report)) {
    const before = decoder.decode(text.subarray(Math.max(free, rowAt - REACH), rowAt));
    return before.slice(lastObject(before));
  }
  const before = decoder.decode(text.subarray(Math.max(free, from - REACH), from));
  let p = before.length - 1;
  // The first line of an entry is no field.
  while (p >= 0) {
    const start = before.lastIndexOf('\n', p - 1) + 1;
    if (!FIELD_LINE.test(before.slice(start, start + 100))) break;
    p = start - 1;
  }
  return before.slice(p + 1);
}

/** Where the last object starts: a brace in a string is not followed by a quote without a backslash. */
function lastObject(text: string): number {
  let p = text.lastIndexOf('{');
  while (p > 0 && !/^\{\s{0,8}"/.test(text.slice(p, p + 10))) p = text.lastIndexOf('{', p - 1);
  return Math.max(0, p);
}

/** The text of the entry behind the map. */
function textBelow(report: Report): string {
  const { text, end } = report;
  const behind = decoder.decode(text.subarray(end, Math.min(text.length, end + REACH)));
  const next = (isJson(report) ? OBJECT_END : ENTRY_END).exec(behind);
  return next ? behind.slice(0, next.index + next[0].length) : behind;
}

/** True when the map is a value of a JSON object. */
function isJson({ text, rowAt }: Report): boolean {
  return text[rowAt - 1] === 0x22;
}
