/** What of a long list of processes has rows, and the rows of containers. */
import assert from 'node:assert/strict';
import { ContainerNode, type Node, type ProcessNode, SourceNode } from '../../src/extension/processes/nodes.ts';
import { pauseOf } from '../../src/extension/processes/source-loop.ts';
import { itemOf } from '../../src/extension/processes/items.ts';
import { SourceRows, type Updated } from '../../src/extension/processes/rows.ts';
import type { TreeOptions } from '../../src/sources/process-tree.ts';
import { buildForest } from '../unit/sources/build-forest.ts';
import type { ProcessInfo } from '../../src/sources/process.ts';
import { LOCAL } from '../../src/sources/source-spec.ts';
import { TreeItemCollapsibleState } from 'vscode';

function made(pid: number, ppid: number, rest: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    pid,
    ppid,
    name: `p${pid}`,
    command: '',
    uid: 0,
    user: 'root',
    state: 'S',
    rss: 100,
    threads: 1,
    startTime: '1',
    kernelThread: false,
    access: 'allowed',
    ...rest,
  };
}

const family = (parent: number, first: number, count: number): ProcessInfo[] =>
  Array.from({ length: count }, (_, i) => made(first + i, parent));

describe('the rows of a source', () => {
  let pages: Map<string, number>;
  let source: SourceNode;
  let rows: SourceRows;
  beforeEach(() => {
    pages = new Map();
    source = new SourceNode(LOCAL);
    rows = new SourceRows(source, pages);
  });

  const show = (list: readonly ProcessInfo[], rest: Partial<TreeOptions> = {}): Updated => {
    const options: TreeOptions = { filter: '', sort: 'pid', hierarchy: true, ...rest };
    return rows.update(buildForest(list, options), options);
  };
  const label = (row: Node): string => {
    const { label: text, description } = itemOf(row);
    assert.ok(typeof text === 'string');
    return `${text}: ${String(description)}`;
  };
  const rowOf = (pid: number): ProcessNode => {
    const row = rows.rowOf(made(pid, 0));
    assert.ok(row, `${pid} has no row`);
    return row;
  };

  it('are a page of a long list, and more when asked for', () => {
    show([made(1, 0), ...family(1, 10, 450)]);
    const parent = rowOf(1);
    const more = parent.children.at(-1);
    assert.equal(parent.children.length, 201);
    assert.ok(more?.kind === 'more');
    assert.equal(label(more), 'Show 200 more…: 250 processes are not shown');
    pages.set(parent.id, 400);
    show([made(1, 0), ...family(1, 10, 450)]);
    assert.equal(parent.children.length, 401);
    assert.equal(label(more), 'Show 50 more…: 50 processes are not shown');
    pages.set(parent.id, 800);
    show([made(1, 0), ...family(1, 10, 450)]);
    assert.equal(parent.children.length, 450);
  });

  it('stay when something changes that is not shown, but for the count of the rest', () => {
    show([made(1, 0), ...family(1, 10, 450)]);
    const more = rowOf(1).children.at(-1);
    assert.deepEqual(show([made(1, 0), ...family(1, 10, 449), made(459, 1, { rss: 77_777 })]).changed, []);
    assert.deepEqual(show([made(1, 0), ...family(1, 10, 460)]).changed, [more]);
    assert.equal(rows.successor(rowOf(12)), undefined);
    assert.equal(rows.rowOf(made(400, 1)), undefined, 'it has no row to go to');
  });

  it('are flat lists in pages too', () => {
    show(family(0, 10, 450), { hierarchy: false });
    assert.equal(source.children.length, 201);
  });

  it('stand open until there are many, and closed after that', () => {
    const list = [1, 2, 3, 4].flatMap((parent) => [made(parent, 0), ...family(parent, parent * 1000, 120)]);
    show(list);
    const states = [1, 2, 3, 4].map((pid) => itemOf(rowOf(pid)).collapsibleState);
    const { Expanded, Collapsed } = TreeItemCollapsibleState;
    assert.deepEqual(states, [Expanded, Expanded, Collapsed, Collapsed]);
    assert.equal(rowOf(4).children.length, 120, 'they are there for who opens it');
  });

  it('group the processes of a container, closed, with how many there are', () => {
    const container = { runtime: 'docker', id: '3f2a91c0d4e5'.padEnd(64, '0'), pod: undefined } as const;
    const list = [made(1, 0), made(2, 1, { container }), made(3, 2, { container }), made(4, 1, { container: 'none' })];
    show(list);
    assert.deepEqual(source.children.map(label), [
      'p1: 1 · 100 KiB · root · S',
      'Container 3f2a91c0d4e5: p2 · docker · 2 processes',
    ]);
    const [, group] = source.children;
    assert.ok(group instanceof ContainerNode);
    assert.equal(itemOf(group).collapsibleState, TreeItemCollapsibleState.Collapsed);
    assert.deepEqual(group.children, [rowOf(2)]);
    assert.equal(rowOf(2).parent, group);
    assert.deepEqual(show([...list, made(5, 2, { container })]).changed, [group], 'it has one more');
    show(list, { filter: 'p3' });
    const [found] = source.children;
    assert.ok(found instanceof ContainerNode);
    assert.equal(itemOf(found).collapsibleState, TreeItemCollapsibleState.Expanded, 'what was looked for is seen');
    show([made(1, 0)]);
    assert.deepEqual(source.children.map(label), ['p1: 1 · 100 KiB · root · S']);
  });

  it('say what of a container is not told', () => {
    const pod = '8dbc1b7a-3f0e-4d6b-9c2b-5a1f0e9d8c7b';
    show([
      made(2, 0, { container: { runtime: undefined, id: 'web', pod } }),
      made(3, 0, { container: { runtime: undefined, id: 'else', pod: undefined } }),
    ]);
    assert.deepEqual(source.children.map(label), [
      'Container web: p2 · Kubernetes · 1 process',
      'Container else: p3 · 1 process',
    ]);
  });
});

describe('the pause between two lists', () => {
  it('is what the setting says, between a second and an hour, and none for what is no number', () => {
    assert.deepEqual([5, 0.001, 1e9].map(pauseOf), [5000, 1000, 3_600_000]);
    assert.deepEqual(
      [0, -1, NaN, '5', null, undefined].map(pauseOf),
      Array.from({ length: 6 }, () => undefined),
    );
  });
});
