import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mayHoldMaps, NEEDLES } from '../../../src/core/dialects/may-hold-maps.ts';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { DIALECTS } from '../../../src/core/dialects/registry.ts';
import { plainTextOf } from '../../../src/core/dialects/plain-text.ts';
import { skip } from '../../runner/report.mjs';
import { corpusFiles } from '../corpus.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the first look at a text', () => {
  it('passes by prose, dates, UUIDs and short numbers', () => {
    for (const text of ['', 'The board was started 12 times.', '2026-11-25 0x12 1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'])
      assert.equal(mayHoldMaps(bytes(text)), false, text);
  });

  it('knows the needle of every dialect', () => {
    const known: readonly string[] = Object.values(NEEDLES);
    for (const { name, needle } of DIALECTS) assert.ok(needle === undefined || known.includes(needle), name);
    const row = [...bytes('400000-401000 r-xp 00000000 08:01 7 /a')].join(',');
    assert.equal(mayHoldMaps(bytes(`{"COREDUMP_PROC_MAPS":[${row}]}`)), true);
  });

  it('lets every text of the corpus through that holds a map', function () {
    const files = corpusFiles();
    if (files.length === 0) skip(this, 'needs ../shared/corpus');
    for (const { path, name } of files) {
      // An editor gives extensions the characters of UTF-16, not its bytes.
      const text = plainTextOf(readFileSync(path)).bytes;
      if (mayHoldMaps(text)) continue;
      const held = parseMaps(text, {}, { embedded: true }).map(({ dialect }) => dialect);
      assert.ok(
        held.every((dialect) => dialect === 'elf-core' || dialect === 'minidump'),
        name,
      );
    }
  });
});
