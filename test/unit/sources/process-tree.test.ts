/** Which processes a view shows, in what order, under which parent. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProcessInfo } from '../../../src/sources/process.ts';
import type { ProcessBranch, TreeOptions } from '../../../src/sources/process-tree.ts';
import { buildForest } from './build-forest.ts';

function made(pid: number, ppid: number, rest: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    pid,
    ppid,
    name: `p${pid}`,
    command: `/bin/p${pid}`,
    uid: 0,
    user: 'root',
    state: 'S',
    rss: 100,
    threads: 1,
    startTime: String(pid),
    kernelThread: false,
    access: 'allowed',
    ...rest,
  };
}

const options = (rest: Partial<TreeOptions> = {}): TreeOptions => ({
  filter: '',
  sort: 'pid',
  hierarchy: true,
  ...rest,
});

/** `1(2(3),4)` for 1 with the children 2 and 4, and 3 under 2; `?` marks who does not fit the filter. */
function shape(branches: readonly ProcessBranch[]): string {
  return branches
    .map(({ process, children, matches }) => {
      const under = children.length > 0 ? `(${shape(children)})` : '';
      return `${process.pid}${matches ? '' : '?'}${under}`;
    })
    .join(',');
}

const family = [made(1, 0), made(2, 1), made(3, 2, { name: 'needle' }), made(4, 1, { user: 'alice' }), made(9, 77)];

describe('the tree of processes', () => {
  it('puts each under its parent, and those whose parent is not listed at the root', () => {
    assert.equal(shape(buildForest(family, options()).roots), '1(2(3),4),9');
  });

  it('is flat when asked for', () => {
    assert.equal(shape(buildForest(family, options({ hierarchy: false })).roots), '1,2,3,4,9');
  });

  it('shows with a match those that lead to it, marked', () => {
    const forest = buildForest(family, options({ filter: 'NEEDLE' }));
    assert.equal(shape(forest.roots), '1?(2?(3))');
    assert.equal(forest.matching, 1);
    assert.equal(forest.total, 5);
    assert.equal(shape(buildForest(family, options({ filter: 'needle', hierarchy: false })).roots), '3');
  });

  it('finds by name, PID, user and command line, all words of the filter', () => {
    const found = (filter: string): string => shape(buildForest(family, options({ filter, hierarchy: false })).roots);
    assert.equal(found('alice'), '4');
    assert.equal(found('/bin/p9'), '9');
    assert.equal(found('  root   bin/p2 '), '2');
    assert.equal(found('9'), '9');
    assert.equal(found('alice needle'), '');
  });

  it('takes the filter literally', () => {
    const forest = buildForest([made(1, 0, { name: 'a.*(b[' })], options({ filter: '.*(b[' }));
    assert.equal(forest.matching, 1);
    assert.equal(buildForest(family, options({ filter: '.*' })).matching, 0);
  });

  it('orders by each column, what is unknown last, equals by PID', () => {
    const some = [
      made(1, 0, { name: 'b', rss: 5, threads: 2, user: 'zoe' }),
      made(2, 0, { name: 'A', rss: undefined, threads: 9, user: undefined }),
      made(3, 0, { name: 'c', rss: 70, threads: undefined, user: 'amy' }),
      made(4, 0, { name: 'a', rss: 5, threads: 2, user: 'amy' }),
    ];
    const by = (sort: TreeOptions['sort']): string => shape(buildForest(some, options({ sort })).roots);
    assert.equal(by('pid'), '1,2,3,4');
    assert.equal(by('name'), '2,4,1,3');
    assert.equal(by('rss'), '3,1,4,2');
    assert.equal(by('threads'), '2,1,4,3');
    assert.equal(by('user'), '4,3,1,2');
  });

  it('keeps kernel threads apart', () => {
    const kernel = { kernelThread: true, rss: undefined };
    const forest = buildForest([made(1, 0), made(2, 0, kernel), made(3, 2, kernel)], options());
    assert.equal(shape(forest.roots), '1');
    assert.equal(shape(forest.kernelThreads), '2,3');
  });

  it('keeps the processes of a container apart, each under its parent, and not under what started the container', () => {
    const container = { runtime: 'docker', id: 'a', pod: undefined } as const;
    const other = { ...container, id: 'b' };
    const list = [
      made(1, 0),
      made(2, 1, { container: 'none' }),
      made(30, 2, { container }),
      made(31, 30, { container: { ...container } }),
      made(20, 2, { container: other, name: 'needle' }),
      made(40, 30, { container: other }),
      made(50, 31, { container: 'none' }),
    ];
    const shown = (rest: Partial<TreeOptions>): unknown => {
      const { roots, containers } = buildForest(list, options(rest));
      return [shape(roots), ...containers.map(({ container: { id }, roots: own }) => `${id}: ${shape(own)}`)];
    };
    assert.deepEqual(shown({}), ['1(2),50', 'b: 20,40', 'a: 30(31)']);
    assert.deepEqual(shown({ hierarchy: false }), ['1,2,50', 'b: 20,40', 'a: 30,31']);
    assert.deepEqual(shown({ filter: 'needle' }), ['', 'b: 20']);
    const [first] = buildForest(list, options()).containers;
    assert.equal(first?.matching, 2);
  });

  it('knows a container by the process that was there first, whatever its number and what the filter shows', () => {
    const container = { runtime: 'docker', id: 'a', pod: undefined } as const;
    const list = [
      made(7, 1, { container, name: 'worker', startTime: '900' }),
      made(4000, 1, { container, name: 'server', startTime: '500' }),
      made(12, 4000, { container, name: 'worker', startTime: '1000' }),
    ];
    for (const filter of ['', 'worker']) {
      const [only] = buildForest(list, options({ filter })).containers;
      assert.equal(only?.main.name, 'server');
    }
    const untold = list.map((process) => ({ ...process, startTime: undefined }));
    assert.equal(buildForest(untold, options()).containers[0]?.main.pid, 7);
  });

  it('shows every process once, whatever parents a torn list tells', () => {
    const pid = fc.integer({ min: 1, max: 12 });
    const lists = fc.uniqueArray(fc.tuple(pid, pid), { selector: ([own]) => own, maxLength: 12 });
    fc.assert(
      fc.property(lists, (pairs) => {
        const forest = buildForest(
          pairs.map(([own, parent]) => made(own, parent)),
          options(),
        );
        const seen: number[] = [];
        const visit = (branches: readonly ProcessBranch[]): void => {
          for (const { process, children } of branches) {
            seen.push(process.pid);
            visit(children);
          }
        };
        visit(forest.roots);
        assert.deepEqual(
          seen.toSorted((a, b) => a - b),
          pairs.map(([own]) => own).toSorted((a, b) => a - b),
        );
      }),
    );
  });

  it('stands a chain of a hundred thousand processes', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => made(i + 1, i));
    const { roots, matching } = buildForest(chain, options({ filter: '/bin/p100000' }));
    assert.equal(matching, 1);
    assert.equal(roots.length, 1);
  });
});
