import assert from 'node:assert/strict';
import { bytesSource } from '../../../src/core/elf/byte-source.ts';
import { CRC_START, crc32Of, debugLink } from '../../../src/core/elf/debug-link.ts';
import { readElf } from '../../../src/core/elf/elf-file.ts';
import { debugLinkSection, FORMS, makeElf, type MadeElf } from './make-elf.ts';

function linkOf(made: MadeElf) {
  const read = readElf(bytesSource(makeElf(made)));
  assert.ok(read.ok);
  return debugLink(read.value);
}

describe('the link to a debug file', () => {
  for (const form of FORMS) {
    it(`is read with its checksum (${form.bits} bits, ${form.endian} endian)`, () => {
      for (const name of ['a', 'abc', 'abcd', 'libfoo.so.1.debug'])
        assert.deepEqual(linkOf({ ...form, sections: [debugLinkSection(form, name, 0x89abcdef)] }), {
          name,
          crc: 0x89abcdef,
        });
    });
  }

  it('is none without its section, or where that is cut short', () => {
    const [form] = FORMS;
    assert.ok(form);
    assert.equal(linkOf({ ...form, sections: [] }), undefined);
    for (const content of ['', '\0\0\0\0\0\0\0\0', 'name', 'name\0', 'name\0\0\0\0abc'])
      assert.equal(
        linkOf({ ...form, sections: [{ name: '.gnu_debuglink', content: Buffer.from(content) }] }),
        undefined,
      );
  });

  it('has the checksum that everybody else computes', () => {
    assert.equal(crc32Of(Buffer.from('123456789'), CRC_START), 0xcbf43926);
    assert.equal(crc32Of(Buffer.from('6789'), crc32Of(Buffer.from('12345'), CRC_START)), 0xcbf43926);
    assert.equal(crc32Of(new Uint8Array(0), CRC_START), 0);
  });
});
