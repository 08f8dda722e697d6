/** Rows of several processes between one another in one log. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { mapAtLine } from '../../../src/core/memory-map/map-at-line.ts';
import { found, only, ROWS, rows, seen } from './report-texts.ts';

const OTHERS = ROWS.map((row) => row.replaceAll('55d0', '5601').replaceAll('7ffc', '7ffd').replace('cat', 'dog'));
/** The rows of two senders in turn. */
function inTurn(first: string, second: string): string {
  const lines = ROWS.flatMap((row, i) => [`${first}${row}`, `${second}${OTHERS[i]}`]);
  return ['starting', ...lines, 'done', ''].join('\n');
}

describe('rows of two processes in turn', () => {
  const logs = [
    ['syslog', 'Nov 26 10:00:00 host app[100]: ', 'Nov 26 10:00:00 host app[200]: ', ['app[100]', 'app[200]']],
    ['logcat', '11-26 10:00:00.123  100  100 I foo : ', '11-26 10:00:00.124  200  201 I foo : ', ['100', '200']],
    ['docker compose', 'web-1  | ', 'db-1   | ', ['web-1', 'db-1']],
    ['kubectl', '[pod/web-1/app] ', '[pod/web-2/app] ', ['[pod/web-1/app]', '[pod/web-2/app]']],
    ['valgrind', '==100== ', '==200== ', ['100', '200']],
  ] as const;
  for (const [what, first, second, titles] of logs) {
    it(`are a map for each in ${what}, named by who wrote it`, () => {
      const maps = found(inTurn(first, second));
      assert.deepEqual(
        maps.map(({ title }) => title),
        titles.map((sender) => `logged by ${sender}`),
      );
      const [one, other] = maps;
      assert.deepEqual(rows(one!), seen(2, 2));
      assert.deepEqual(
        other?.regions.map(({ line, path }) => `${line} ${path}`.trimEnd()),
        ['3 /usr/bin/dog', '5', '7 [stack]'],
      );
      assert.deepEqual(
        maps.flatMap(({ problems }) => problems),
        [],
      );
    });
  }

  it('answer a line with the map that its row is of', () => {
    const maps = parseMaps(Buffer.from(inTurn('x[1]: ', 'x[2]: ')), {}, { embedded: true });
    assert.deepEqual(
      [1, 2, 3, 4, 7, 8].map((line) => mapAtLine(maps, line)?.title),
      [undefined, ...[1, 2, 1, 2].map((pid) => `logged by x[${pid}]`), undefined],
    );
  });

  it('with their counters are smaps', () => {
    const counters = (kilobytes: number): string[] => ['Size: 8 kB', `Rss: ${kilobytes} kB`, 'VmFlags: rd mr '];
    const lines = ROWS.flatMap((row, i) => [
      ...[row, ...counters(4)].map((line) => `x[1]: ${line}`),
      ...[OTHERS[i]!, ...counters(8)].map((line) => `x[2]: ${line}`),
    ]);
    assert.deepEqual(
      found(lines.join('\n')).map(({ regions }) => regions.map(({ smaps }) => smaps?.['Rss'])),
      [
        [4, 4, 4],
        [8, 8, 8],
      ],
    );
  });
});

describe('rows of one process', () => {
  it('are one map with what others write between them, and end where another one begins', () => {
    const own = ROWS.map((row) => `app[100]: ${row}`);
    const noise = Array.from({ length: 6 }, (_, i) => `cron[${i}]: job`);
    const [first, second, ...more] = found(
      [...own.flatMap((row) => [row, ...noise]), 'app[100]: again', ...own].join('\n'),
    );
    assert.deepEqual(rows(first!), seen(1, 7));
    assert.deepEqual(rows(second!), seen(23));
    assert.equal(more.length, 0);
  });

  it('are one map where only the first has a prefix', () => {
    const many = Array.from(
      { length: 50 },
      (_, i) => `${(0x7f0000000 + i).toString(16)}000-${(0x7f0000001 + i).toString(16)}000 r--p 00000000 00:00 0`,
    );
    const map = only(['Nov 26 10:00:00 host app[100]: ' + many[0], ...many.slice(1), ''].join('\n'));
    assert.deepEqual(
      map.regions.map(({ line }) => line),
      many.map((_, i) => i + 1),
    );
    assert.deepEqual(map.problems, []);
  });

  it('are one map where a logger of its own writes each', () => {
    const [map, ...others] = found(ROWS.map((row, i) => `root[${i + 100}]: ${row}`).join('\n'));
    assert.deepEqual(rows(map!), seen(1));
    assert.equal(others.length, 0);
  });
});
