/** Fatal error logs of the JVM where there is no /proc: lists of libraries. */
import assert from 'node:assert/strict';
import { only } from './report-texts.ts';

describe('a fatal error log of another system', () => {
  it('lists libraries without ends on Solaris and macOS', () => {
    const text = [
      '#  SIGSEGV (0xb) at pc=0x00000000fe8008, pid=17, tid=18',
      'Dynamic libraries:',
      '0x0000000000400000      /apps/java/bin/java',
      '0xffffffff7f200000 \t/lib/64/libc.so.1',
      '',
      'VM Arguments:',
    ].join('\n');
    const map = only(text);
    assert.equal(map.dialect, 'hs-err');
    assert.deepEqual(
      map.regions.map(({ start, end, size, perms, path }) => [start, end, size, perms, path]),
      [
        ['0x00400000', null, null, null, '/apps/java/bin/java'],
        ['0xffffffff7f200000', null, null, null, '/lib/64/libc.so.1'],
      ],
    );
    assert.ok(map.assumptions?.includes('The log tells where libraries start and not where they end.'));
  });

  it('lists libraries with ends on Windows', () => {
    const map = only('Dynamic libraries:\n0x00007ff6c0dc0000 - 0x00007ff6c0dd0000 \tC:\\Program Files\\java.exe\n');
    assert.deepEqual(
      map.regions.map(({ end, path }) => [end, path]),
      [['0x7ff6c0dd0000', 'C:\\Program Files\\java.exe']],
    );
  });
});
