/** Texts that others than the kernel have written over: in another encoding, or with other ends of lines. */
import assert from 'node:assert/strict';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';

const TEXT = '55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875                     /usr/bin/cat\n';
const DATA = '55d0a0003000-55d0a0004000 rw-p 00005000 fe:00 260875                     /usr/bin/cat\n';
const SIZES = 'Size:                  8 kB\nRss:                   4 kB\n';

const read = (text: string): ReturnType<typeof parseMemoryMap> => parseMemoryMap(Buffer.from(text));

describe('a text in UTF-16', () => {
  for (const mark of ['\ufeff', '']) {
    for (const endian of ['little', 'big']) {
      it(`is read, and said to have been UTF-16: ${endian} endian, ${mark === '' ? 'without' : 'with'} a mark`, () => {
        const bytes = Buffer.from(mark + TEXT, 'utf16le');
        const map = parseMemoryMap(endian === 'big' ? bytes.swap16() : bytes);
        assert.deepEqual(normalForm(map).regions, normalForm(read(TEXT)).regions);
        assert.deepEqual(map.problems, []);
        assert.match(map.assumptions.join(), /UTF-16/);
      });
    }
  }
});

describe('lines that end in a CR alone', () => {
  it('are lines, which is said', () => {
    for (const text of [TEXT + DATA, TEXT + SIZES + DATA]) {
      const map = read(text.replaceAll('\n', '\r'));
      assert.deepEqual(normalForm(map).regions, normalForm(read(text)).regions);
      assert.deepEqual(map.problems, []);
      assert.match(map.assumptions.join(), /CR alone/);
    }
  });

  it('are none where newlines are: names may hold a CR', () => {
    const map = read(TEXT.replace('/usr/bin/cat', '/usr\rbin\rcat'));
    assert.equal(regionAt(map.regions, 0).file.path, '/usr\rbin\rcat');
    assert.deepEqual(map.assumptions, []);
  });
});
