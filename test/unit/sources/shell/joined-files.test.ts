/** Files of many processes in one stream, of processes that try to look like others. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseStat } from '../../../../src/sources/local/stat.ts';
import { joinedCommandLines, joinedStats, joinedStatuses, pidsIn } from '../../../../src/sources/shell/joined-files.ts';
import { type Made, statLine } from '../proc-root.ts';

const WORD = 'abcabcabcabcabA';
const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('hex');

/** Names of programs as bytes, 15 at most, with what stat lines are made of. */
const name = fc
  .array(fc.constantFrom(')', '(', ' ', '\n', '1', 'R', '-', 'x', '\u00ff', ') R 1 1', '\n2 (a) S 1'), {
    maxLength: 15,
  })
  .map((pieces) => Buffer.from(pieces.join(''), 'latin1').subarray(0, 15));
/** Names of kernel threads may be longer. */
const kernelName = fc
  .array(fc.constantFrom(')', '(', ' ', 'k', '/', ':'), { maxLength: 63 })
  .map((pieces) => Buffer.from(pieces.join('')));
const made: fc.Arbitrary<Made> = fc.oneof(
  name.map((comm) => ({ comm })),
  kernelName.map((comm) => ({ comm, flags: 0x208040, startCode: '0' })),
);

describe('stat lines of many processes', () => {
  it('are told apart whatever the names are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 4_194_304 }), { maxLength: 8 }),
        fc.array(made, { minLength: 8, maxLength: 8 }),
        (pids, all) => {
          const lines = pids.map((pid, i) =>
            Buffer.concat([statLine(pid, all[i]), Buffer.from(i % 3 === 2 ? '' : `100 ${i} 3 4 5 6 7\n`)]),
          );
          const spans = joinedStats(Buffer.concat(lines));
          assert.ok(spans);
          assert.deepEqual(
            spans.map(({ pid }) => pid),
            pids,
          );
          spans.forEach(({ bytes, residentPages }, i) => {
            assert.equal(residentPages, i % 3 === 2 ? undefined : i);
            assert.equal(hex(bytes), hex(statLine(pids[i] ?? 0, all[i])));
            const stat = parseStat(bytes, bytes.length);
            assert.equal(hex(bytes.subarray(stat?.comm, stat?.commEnd)), hex(Buffer.from(all[i]?.comm ?? '')));
          });
        },
      ),
    );
  });

  it('tell no resident memory where statm has no such number', () => {
    for (const statm of ['100\n', `100 ${'9'.repeat(400)} 3\n`, '100  3\n']) {
      const [line] = joinedStats(Buffer.concat([statLine(1), Buffer.from(statm)])) ?? [];
      assert.deepEqual([line?.pid, line?.residentPages], [1, undefined], statm.slice(0, 20));
    }
  });

  it('are not believed when something else stands between them, or a process twice', () => {
    const line = statLine(7);
    assert.deepEqual(joinedStats(new Uint8Array(0)), []);
    for (const wrong of [
      [line, line],
      [line, Buffer.from('noise\n')],
      [line, Buffer.from('\n')],
      [line.subarray(0, 60)],
      [line.subarray(0, -1)],
      [Buffer.from('9 (x) S 1\n')],
      [statLine(8, { comm: 'x'.repeat(70) })],
    ]) {
      assert.equal(joinedStats(Buffer.concat(wrong)), undefined, String(Buffer.concat(wrong)));
    }
  });
});

describe('status files of many processes', () => {
  it('belong to the processes whose IDs they hold, also when one of them is missing', () => {
    const status = (pid: number, of: string): string =>
      `Name:\t${of}\nUmask:\t0022\nTgid:\t${pid}\nPid:\t${pid}\nPPid:\t9\nUid:\t0\t0\t0\t0\n`;
    // The kernel prints a newline in a name as the two characters \n.
    const all = [status(3, 'Name:\tx'), status(70, '\\nPid:\\t1'), status(2, '')];
    const found = joinedStatuses(Buffer.from(all.join('')));
    assert.deepEqual([...found.keys()], [3, 70, 2]);
    assert.deepEqual(
      [...found.values()].map((bytes) => Buffer.from(bytes).toString()),
      all,
    );
  });
});

describe('command lines of many processes', () => {
  const lines = fc.array(
    fc
      .array(fc.constantFrom('\0', '\n', 'sh', `${WORD.slice(0, -1)}\n`, WORD, 'abc', `x${WORD}`), { maxLength: 6 })
      .map((pieces) => pieces.join('')),
    { maxLength: 6 },
  );
  const printed = (all: readonly string[]): Buffer => Buffer.from(all.map((line) => `${WORD}\n${line}`).join(''));

  it('are either told apart or not believed, never taken for those of another', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const pids = all.map((_, i) => i + 1);
        const found = joinedCommandLines(printed(all), WORD, pids);
        const forged = all.some((line) => line.includes(`${WORD}\n`));
        assert.equal(found === undefined, forged);
        if (found)
          assert.deepEqual(
            [...found.values()].map((line) => Buffer.from(line).toString()),
            all,
          );
      }),
    );
  });

  it('are not believed when one is missing', () => {
    assert.equal(joinedCommandLines(printed(['a', 'b']), WORD, [1, 2, 3]), undefined);
    assert.equal(joinedCommandLines(Buffer.from('a'), WORD, [1]), undefined);
    assert.deepEqual(joinedCommandLines(new Uint8Array(0), WORD, []), new Map());
  });
});

it('process IDs of a far shell are its numbers, and nothing where it found no processes', () => {
  assert.deepEqual(pidsIn('word 1 20 333\n'), [1, 20, 333]);
  assert.deepEqual(pidsIn(' [0-9]*\n'), []);
});
