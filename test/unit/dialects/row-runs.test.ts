/** Many rows one after the other inside another text: they are read as few are, whatever stands before, between and behind them. */
import assert from 'node:assert/strict';
import { makeMaps, makeSmaps } from '../../bench/make-maps.mjs';
import { found, only, rows } from './report-texts.ts';

/** More rows than are read one by one. */
const LINES = linesOf(makeMaps(80, 5));
const SMAPS = linesOf(makeSmaps(20, 5));
/** The maps of a text of its own, whose first line is another's third. */
const WHOLE = only(log(LINES));

function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes).toString('latin1').trimEnd().split('\n');
}

function log(lines: readonly string[], end = '\n'): string {
  return ['Dear all,', 'this is what I see:', ...lines, '', 'Regards', ''].join(end);
}

describe('many rows in a log', () => {
  it('are all read', () => {
    assert.equal(WHOLE.regions.length, 80);
    assert.deepEqual(
      WHOLE.regions.map(({ line }) => line),
      LINES.map((_, i) => i + 3),
    );
    assert.deepEqual(WHOLE.problems, []);
  });

  const same: [what: string, text: string][] = [
    ['indented', log(LINES.map((line) => `    ${line}`))],
    ['indented by a tab', log(LINES.map((line) => `\t${line}`))],
    ['indented more and more', log(LINES.map((line, i) => ' '.repeat(i / 10) + line))],
    ['with CR LF', log(LINES, '\r\n')],
    [
      'up to the end of the text',
      log(LINES)
        .trimEnd()
        .replace(/\n\nRegards$/, ''),
    ],
    ['some coloured', log(LINES.map((line, i) => (i % 9 === 8 ? `\x1b[31m${line}\x1b[0m` : line)))],
    ['some in capitals', log(LINES.map((line, i) => (i % 9 === 8 ? line.replace(/^\S+/, upper) : line)))],
    ['behind binary data', log([`\x02\x90\xff}${LINES[0]!}`, ...LINES.slice(1)])],
  ];
  for (const [what, text] of same) {
    it(`are read alike: ${what}`, () => assert.deepEqual(rows(only(text)), rows(WHOLE)));
  }

  it('of which one is broken in the middle are put together', () => {
    const at = LINES.findLastIndex((line) => line.includes('.so'));
    const row = LINES[at]!;
    const slash = row.lastIndexOf('/') + 1;
    const text = log([...LINES.slice(0, at), row.slice(0, slash), row.slice(slash), ...LINES.slice(at + 1)]);
    assert.deepEqual(
      only(text).regions.map(({ path }) => path),
      WHOLE.regions.map(({ path }) => path),
    );
  });

  it('and an arrow behind one are told apart', () => {
    const at = LINES.findLastIndex((line) => line.endsWith(' 0 '));
    const map = only(log(LINES.with(at, `${LINES[at]!} <--- here`)));
    assert.deepEqual(rows(map), rows(WHOLE));
    assert.match(map.assumptions?.join() ?? '', /<--- here/);
  });

  it('and a line of another thread between them are told apart', () => {
    const map = only(log(LINES.toSpliced(40, 0, 'worker 3 is done')));
    assert.equal(map.regions.length, 80);
    assert.deepEqual(
      map.problems.map(({ line }) => line),
      [43],
    );
  });

  it('of two processes are two maps', () => {
    const [first, second, ...others] = found(log([...LINES, ...LINES]));
    assert.ok(first && second && others.length === 0);
    assert.deepEqual(rows(first), rows(WHOLE));
    assert.deepEqual([second.regions[0]?.line, second.regions.length, second.problems], [83, 80, []]);
  });

  it('before those of smaps are one map, and the counters those of smaps', () => {
    const [first, second, ...others] = found(log([...LINES, ...SMAPS]));
    assert.ok(first && second && others.length === 0);
    assert.deepEqual(rows(first), rows(WHOLE));
    assert.ok(first.regions.every(({ smaps }) => Object.keys(smaps ?? {}).length === 0));
    const alone = only(log(SMAPS));
    assert.deepEqual(
      second.regions.map(({ smaps, line }) => ({ smaps, line })),
      alone.regions.map(({ smaps, line }) => ({ smaps, line: line === null ? null : line + LINES.length })),
    );
  });

  it('out of order are told at their lines, and at the column where they start', () => {
    const [moved] = LINES.slice(50, 51);
    const map = only(
      log(
        LINES.toSpliced(50, 1)
          .toSpliced(60, 0, moved!)
          .map((line) => `  ${line}`),
      ),
    );
    assert.deepEqual(
      map.problems.map(({ line, column }) => [line, column]),
      [[63, 3]],
    );
  });
});

function upper(range: string): string {
  return range.toUpperCase();
}
