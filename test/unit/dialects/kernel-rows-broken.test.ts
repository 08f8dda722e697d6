/** Rows of the kernel that a terminal or a mail program broke over several lines. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { found, only, rows, ROWS } from './report-texts.ts';

const JOINED = 'Rows were broken over several lines; they were put together again.';

describe('rows that were broken', () => {
  it('by a mail program, at blanks and hyphens', () => {
    const text = [
      '> 55d0a0000000-55d0a0002000 r-xp 00002000 fe:00',
      '> 260875       /usr/lib/x86_64-',
      '> linux-gnu/libc.so.6',
      '> 55d0a0003000-55d0a0004000 rw-p 00000000 00:00',
      '> 0 ',
      '> 7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0',
      '> [stack]',
      '> ',
    ].join('\n');
    const map = only(text);
    assert.deepEqual(rows(map), [
      '1 55d0a0000000-55d0a0002000 r-xp /usr/lib/x86_64-linux-gnu/libc.so.6',
      '4 55d0a0003000-55d0a0004000 rw-p',
      '6 7ffc00000000-7ffc00021000 rw-p [stack]',
    ]);
    assert.deepEqual(map.problems, []);
    assert.deepEqual(map.assumptions, [JOINED]);
  });

  for (const width of [40, 57, 80]) {
    it(`by a terminal of ${width} columns, in a log and as a whole file`, () => {
      const long = ROWS[0]!.replace('/usr/bin/cat', '/usr/lib/x86_64-linux-gnu/libsomething.so.1.2.3');
      const whole = [long, ...ROWS.slice(1), ROWS[2]!.replaceAll('7ffc', '7ffe')];
      const lines = whole.flatMap((row) => row.match(new RegExp(`.{1,${width}}`, 'g')) ?? []);
      const text = `${lines.join('\n')}\n`;
      for (const map of [only(text), normalForm(parseMaps(Buffer.from(text))[0]!)]) {
        assert.deepEqual(
          map.regions.map(({ path }) => path),
          ['/usr/lib/x86_64-linux-gnu/libsomething.so.1.2.3', '', '[stack]', '[stack]'],
        );
        assert.deepEqual(map.problems, []);
        assert.deepEqual(map.assumptions, [JOINED]);
      }
    });
  }

  it('are not those that are as wide as a terminal by chance', () => {
    const long = ROWS[0]!.replace('/usr/bin/cat', '/usr/lib/x86_64-linux-gnu/libsomething.so.1.2.3');
    const row = `${'7ffb00000000-7ffb00021000 r-xp 00000000 fe:00 7'.padEnd(73)}/lib/ab`;
    assert.equal(row.length, 80);
    const logged = `Nov 26 10:00:01 box app[77]: ${row.replace('/lib/ab', '/lib/abcdefghij.so')}`;
    assert.equal(logged.length, 120);
    const log = [logged, 'Nov 26 10:00:01 box kernel: usb 1-1: new device', `Nov 26 10:00:01 box app[77]: ${ROWS[2]!}`];
    assert.equal(only(log.join('\n')).regions[0]?.path, '/lib/abcdefghij.so');
    for (const [above, below] of [
      [long, 'Aborted'],
      ['x', '```'],
    ]) {
      const map = only(['A heading', above, row, below, 'and more'].join('\n'));
      assert.equal(map.regions.at(-1)?.path, '/lib/ab');
      assert.equal(map.assumptions, undefined);
    }
  });

  it('leave what is no rest of a row to the problems', () => {
    const map = only([ROWS[0], 'kernel: usb 1-1: new device', ROWS[2]].join('\n'));
    assert.equal(map.regions[0]?.path, '/usr/bin/cat');
    assert.match(map.problems[0]?.reason ?? '', /^"kernel: usb 1-1: new dev…" stands between the rows/);
  });

  it('are not what happens to be as long as a line of a terminal', () => {
    // 80 columns, as a shell's rows are.
    const row = '7f688aaf4000-7f688aaf6000 r--p 00000000 08:01 11                         /bin/sh';
    assert.equal(row.length, 80);
    const long = row.replaceAll('7f688', '7f677').replace('/bin/sh', '/usr/lib/libc.so.6');
    for (const text of [`${row}\nAborted (core dumped)\n`, `${long}\n${row}\nAborted\n`]) {
      const map = only(text);
      assert.equal(map.regions.at(-1)?.path, '/bin/sh');
      assert.equal(map.assumptions?.includes(JOINED) ?? false, false);
    }
  });

  it('are not the last rows of maps that end alike', () => {
    const row = '00600000-00601000 rw-p 00000000 08:01 11 /bin/a';
    const text = ['one', row, 'restarted', 'two', row.replace('601', '602'), 'done', 'idle', ''].join('\n');
    assert.deepEqual(
      found(text).map(({ regions }) => regions.map(({ path }) => path)),
      [['/bin/a'], ['/bin/a']],
    );
  });

  it('or cut off tell what is missing', () => {
    const map = only(`${ROWS[0]!}\n55d0a0003000-55d0a0004000 rw-p 000\n`);
    assert.deepEqual(
      map.problems.map(({ line, column, reason }) => `${line}:${column} ${reason}`),
      ['2:35 the line ends where the device should be'],
    );
  });
});
