/** The hover of an address that no region of a map holds. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { unmappedAt } from '../../../src/extension/language/unmapped-markdown.ts';

const MAP = [
  '00400000-00401000 r-xp 00000000 08:01 11                                 /bin/a`*b*',
  '7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]',
].join('\n');

/** What is told of the first word of a line that stands above the map. */
function told(line: string, word: string): string | undefined {
  const text = `${line}\n\n${MAP}\n`;
  const maps = parseMaps(Buffer.from(text), {}, { embedded: true });
  return unmappedAt(maps, line, line.indexOf(word), 1)?.markdown.replaceAll('\\', '');
}

describe('an address that no region holds', () => {
  it('is told with the regions around it: a stack that overflowed', () => {
    const markdown = told('fault addr 0x00007ffbfffffff8', '0x') ?? '';
    assert.match(markdown, /^\*\*Address\*\* `0x7ffbfffffff8`\n\nNo region of the map holds it\./);
    assert.match(
      markdown,
      /Main stack of `\[stack\]` \(`7ffc00000000-7ffc00021000`, `rw-p`\) starts 8 bytes above it\./,
    );
    assert.match(markdown, /Program code of ``\/bin\/a`\*b\*`` .* ends \d+\.\d TiB below it\./);
  });

  it('may be the end of a region, which is no part of it', () => {
    assert.match(told('rdi 00007ffc00021000', '0000') ?? '', /\[stack\].* ends right below it\.$/);
  });

  it('is told to be a null pointer where it is as small as one', () => {
    const markdown = told('si_addr: 0x0000000000000010', '0x') ?? '';
    assert.match(markdown, /a null pointer with an offset\.$/);
    assert.doesNotMatch(markdown, /above it/);
  });

  it('is none of the numbers that need not be addresses, nor one that is mapped elsewhere in the text', () => {
    for (const line of ['size 0x21000', '20261126 5a3f2b1c', 'no hex here'])
      assert.equal(told(line, line.slice(-5)), undefined);
    for (const [line, word] of [
      ['crash 550e8400-e29b-41d4-a716-446655440000', '446655440000'],
      ['at 1732644300123456 us', '1732644300123456'],
      ['20261126190500 up', '20261126190500'],
    ] as const)
      assert.equal(told(line, word), undefined);
    const maps = parseMaps(Buffer.from('no map\n'), {}, { embedded: true });
    assert.equal(unmappedAt(maps, '0x00007ffbfffffff8', 2, 1), undefined);
  });

  it('may be in a region whose end is not told, as in numa_maps', () => {
    const text = [
      'fault addr 0x55d4def65010',
      '',
      '55d4def65000 default file=/bin/a mapped=2 N0=2 kernelpagesize_kB=4',
      '55d4def67000 default anon=1 dirty=1 N0=1 kernelpagesize_kB=4',
    ].join('\n');
    const maps = parseMaps(Buffer.from(text), {}, { embedded: true });
    const markdown = unmappedAt(maps, text.split('\n')[0] ?? '', 12, 1)?.markdown.replaceAll('\\', '') ?? '';
    assert.match(markdown, /of `\/bin\/a` \(`55d4def65000`\) starts 16 bytes below and may hold it: where it ends /);
    assert.match(markdown, /\(`55d4def67000`\) starts 8.0 KiB above it\.$/);
    assert.doesNotMatch(markdown, /No region| ends \d/);
  });
});
