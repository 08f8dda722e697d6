/** The map in the journal of systemd-coredump, in each of the forms that journalctl prints. */
import assert from 'node:assert/strict';
import { hasMaps } from '../../../src/core/dialects/parse.ts';
import { found, only, rows, ROWS, seen } from './report-texts.ts';

const MAPS = `${ROWS.join('\n')}\n`;

function entry(pid: number, maps: unknown): object {
  return {
    MESSAGE: `Process ${pid} (x) dumped core.\n\nStack trace:\n#0  0x00007f0011223344 n/a`,
    COREDUMP_PID: String(pid),
    COREDUMP_PROC_MAPS: maps,
    COREDUMP_EXE: `/usr/bin/p${pid}`,
  };
}

function told(text: string): [string | undefined, string | undefined, number][] {
  return found(text).map(({ dialect, title, regions }) => [dialect ?? undefined, title, regions.length]);
}

const TWO = [
  ['systemd-coredump', 'PID 11 p11', 3],
  ['systemd-coredump', 'PID 12 p12', 3],
];

describe('a journal of systemd-coredump', () => {
  const bytes = [...Buffer.from(MAPS)];
  const jsons: [what: string, text: (entries: object[]) => string][] = [
    ['an object a line', (entries) => entries.map((each) => JSON.stringify(each)).join('\n')],
    ['objects with a line each field', (entries) => entries.map((each) => JSON.stringify(each, null, '\t')).join('\n')],
    ['one array', (entries) => JSON.stringify(entries)],
  ];
  for (const [what, text] of jsons) {
    it(`is read from JSON: ${what}`, () => {
      assert.deepEqual(told(text([entry(11, MAPS), entry(12, bytes)])), TWO);
      assert.deepEqual(told(text([entry(11, bytes), entry(12, MAPS)])), TWO);
    });
  }

  it('has the line of the array at each row', () => {
    assert.deepEqual(rows(only(`{}\n${JSON.stringify(entry(1, bytes))}\n`)), seen(2, 0));
  });

  it('is read from the verbose form, whose further lines are indented', () => {
    const verbose = (pid: number): string[] => [
      `Fri 2024-05-03 10:00:00.123456 UTC [s=0123;i=${pid}]`,
      `    COREDUMP_PID=${pid}`,
      `    COREDUMP_PROC_MAPS=${ROWS[0]!}`,
      ...ROWS.slice(1).map((row) => ' '.repeat(23) + row),
      ' '.repeat(23),
      `    COREDUMP_EXE=/usr/bin/p${pid}`,
    ];
    const text = [...verbose(11), ...verbose(12)].join('\n');
    assert.deepEqual(told(text), TWO);
    assert.deepEqual(found(text)[0]?.range, { first: 3, last: 5 });
    assert.deepEqual(found(text)[0]?.problems, []);
  });

  it('is read from the export form, which has the length before the text', () => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(MAPS.length));
    const exported = (pid: number): string =>
      `COREDUMP_PID=${pid}\nCOREDUMP_PROC_MAPS\n${length.toString('latin1')}${MAPS}\nCOREDUMP_EXE=/usr/bin/p${pid}\n\n`;
    assert.deepEqual(told(exported(11) + exported(12)), TWO);
  });

  it('has no map where the field is null, cut, or something else', () => {
    for (const value of ['null', '[]', '[1,2,3]', '[300,55]', '[53,,53]', '"x"', '[53,53,100']) {
      const text = `{"COREDUMP_PROC_MAPS":${value},"A":1}\n`;
      assert.deepEqual(found(text), [], value);
      assert.equal(hasMaps(Buffer.from(text)), false);
    }
  });

  it('gives the rows of an array that was cut off', () => {
    const text = JSON.stringify(entry(1, bytes));
    const map = only(text.slice(0, text.indexOf('[') + 500));
    assert.equal(map.regions[0]?.path, '/usr/bin/cat');
  });
});
