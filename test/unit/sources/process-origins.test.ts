/** Processes by where they come from. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { byOrigin, type OriginRoot } from '../../../src/sources/process-origins.ts';
import type { ProcessInfo } from '../../../src/sources/process.ts';

function made(pid: number, ppid: number | undefined): ProcessInfo {
  return {
    pid,
    ppid,
    name: `p${pid}`,
    command: '',
    uid: 0,
    user: 'root',
    state: 'S',
    rss: 1,
    threads: 1,
    startTime: '1',
    kernelThread: false,
    access: 'allowed',
  };
}

const shown = (processes: ProcessInfo[], roots: OriginRoot[]): string[] =>
  byOrigin(processes, roots).map(({ process, origin, label }) => `${process.pid} ${origin} ${label}`.trim());

describe('origins of processes', () => {
  const list = [made(1, 0), made(9, 8), made(2, 1), made(3, 2), made(4, 3), made(8, 1)];

  it('put what tasks and terminals started first, without the terminal’s shell', () => {
    const roots: OriginRoot[] = [
      { origin: 'terminal', pid: 2, label: 'bash' },
      { origin: 'task', pid: 8, label: 'build' },
    ];
    assert.deepEqual(shown(list, roots), [
      '8 task build',
      '9 task build',
      '3 terminal bash',
      '4 terminal bash',
      '1 other',
      '2 other',
    ]);
  });

  it('show each process once, as the first that it is', () => {
    const roots: OriginRoot[] = [
      { origin: 'terminal', pid: 2, label: 'bash' },
      { origin: 'task', pid: 3, label: 'run' },
      { origin: 'debuggee', pid: 3, label: 'Launch' },
      { origin: 'debuggee', pid: 77, label: 'gone' },
    ];
    assert.deepEqual(shown(list, roots).slice(0, 2), ['3 debuggee Launch', '4 task run']);
    assert.equal(shown(list, roots).length, list.length);
  });

  it('keep every process, also where parents form a circle', () => {
    const pids = fc.uniqueArray(fc.integer({ min: 1, max: 20 }));
    const origin = fc.constantFrom('debuggee' as const, 'task' as const, 'terminal' as const);
    const roots = fc.array(fc.record({ origin, pid: fc.integer({ min: 1, max: 20 }), label: fc.string() }));
    fc.assert(
      fc.property(pids, fc.array(fc.integer({ min: 0, max: 20 })), roots, (all, parents, from) => {
        const processes = all.map((pid, i) => made(pid, parents[i]));
        const result = byOrigin(processes, from).map(({ process }) => process.pid);
        assert.deepEqual(
          result.toSorted((a, b) => a - b),
          all.toSorted((a, b) => a - b),
        );
      }),
    );
  });
});
