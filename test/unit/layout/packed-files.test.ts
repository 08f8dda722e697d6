import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FileColumns } from '../../../src/core/memory-map/file-table.ts';
import { FilePacker } from '../../../src/protocol/pack-files.ts';
import type { PackedFiles } from '../../../src/protocol/packed-files.ts';
import { unpackFiles } from '../../../src/protocol/unpack-files.ts';
import { makeMaps } from '../../bench/make-maps.mjs';
import { tableOfText } from './tables.ts';

const word = fc.oneof(fc.constantFrom(0, 1, 0xffffffff, 0x80000000), fc.nat(5), fc.nat(0xffffffff));
const name = fc.oneof(
  fc.constantFrom('', '/usr/lib/libc.so.6', '/usr/lib/libm.so.6', '/usr/lib', '[heap]', `/${'x'.repeat(5000)}`),
  fc.string({ unit: 'binary' }),
);
const tables: fc.Arbitrary<FileColumns> = fc
  .array(fc.tuple(word, word, word, word, name), { maxLength: 40 })
  .map((entries) => {
    const names = entries.map(([, , , , text]) => Buffer.from(text));
    let end = 0;
    return {
      count: entries.length,
      major: Uint32Array.from(entries, ([major]) => major),
      minor: Uint32Array.from(entries, ([, minor]) => minor),
      inode: Uint32Array.from(entries.flatMap(([, , low, high]) => [low, high])),
      nameEnd: Uint32Array.from(names, ({ length }) => (end += length)),
      nameBytes: Uint8Array.from(Buffer.concat(names)),
    };
  });

function packed(files: FileColumns, most = Number.MAX_SAFE_INTEGER): PackedFiles {
  const packer = new FilePacker(files);
  while (!packer.pack(most));
  return packer.finish();
}

describe('packed files', () => {
  it('unpack to the very table that was packed', () => {
    fc.assert(fc.property(tables, (files) => assert.deepEqual(unpackFiles(packed(files)), files)));
  });

  it('are the same when they are packed a few at a time', () => {
    fc.assert(
      fc.property(tables, fc.integer({ min: 1, max: 9 }), (files, most) => {
        assert.deepEqual(packed(files, most), packed(files));
      }),
    );
  });

  it('of a process take less than half of their columns', () => {
    const { files } = tableOfText(makeMaps(5000).toString('latin1'));
    const { entries, names } = packed(files);
    assert.ok(2 * (entries.length + names.length) < 20 * files.count + files.nameBytes.length);
    assert.deepEqual(unpackFiles(packed(files)).nameBytes, files.nameBytes);
  });
});
