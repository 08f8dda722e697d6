/** Writes maps with the expected kind beside each line, so that a test reads as the picture it stands for. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { explainKind } from '../../../src/core/kinds/classify.ts';
import { kindOf } from '../../../src/core/kinds/kinds.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';

/** A map from text. */
export function mapOf(text: string | Uint8Array): MemoryMap {
  return parseMemoryMap(typeof text === 'string' ? new TextEncoder().encode(text) : text);
}

/** A map that was captured from a real process; see captures/README.md. */
export function captured(file: string): MemoryMap {
  return mapOf(readFileSync(join(import.meta.dirname, 'captures', file)));
}

const SURENESS = { certain: '!', likely: '', guess: '?' } as const;

/** `role kind` of a row, then `!` when certain and `?` when guessed: `program file-text!`. */
export function labelOf(map: MemoryMap, row: number): string {
  const { kind, confidence } = explainKind(map, row);
  assert.equal(kind, kindOf(map.regions.kind[row] ?? 0), 'a row is explained as it is classified');
  return `${kind.role === undefined ? '' : `${kind.role} `}${kind.id}${SURENESS[confidence]}`;
}

/** The labels of all rows. */
export function labelsOf(map: MemoryMap): string[] {
  return Array.from({ length: map.regions.count }, (_, row) => labelOf(map, row));
}

/** The evidence of a row as one text. */
export function evidenceOf(map: MemoryMap, row: number): string {
  return explainKind(map, row).evidence.join('; ');
}

/**
 * Checks a map whose lines have the expected label in front: `heap! | 01000000-01021000 rw-p 00000000 00:00 0 [heap]`. A label
 * without sureness stands for any; lines that begin with a bar are not checked.
 */
export function expectKinds(text: string): MemoryMap {
  const lines = text
    .split('\n')
    .map((line) => line.trimStart())
    .filter((line) => line !== '');
  const parts = lines.map((line) => /^(.*?)\s*\| (.*)$/.exec(line) ?? [line, '', line]);
  const map = mapOf(parts.map(([, , maps]) => `${maps}\n`).join(''));
  assert.deepEqual(map.problems, []);
  const expected = parts.map(([, label]) => label ?? '');
  const actual = labelsOf(map).map((label, row) => {
    const wanted = expected[row] ?? '';
    return wanted === '' ? '' : /[!?~]$/.test(wanted) ? label.replace(/(?<=[a-z])$/, '~') : label.replace(/[!?]$/, '');
  });
  assert.deepEqual(actual, expected);
  return map;
}
