/** What is offered while a filter is written. `|` is the caret. */
import assert from 'node:assert/strict';
import { completeFilter, type FilterCompletion } from '../../../src/core/filter/complete.ts';
import { parseFilter, type FilterSubject } from '../../../src/core/filter/query.ts';
import { mapOf, SMAPS } from './subject.ts';

function offers(marked: string, subject?: FilterSubject): readonly FilterCompletion[] {
  return completeFilter(marked.replace('|', ''), marked.indexOf('|'), subject);
}

const labels = (marked: string, subject?: FilterSubject): string[] => offers(marked, subject).map(({ label }) => label);

/** The text after the first completion. */
function accepted(marked: string, subject?: FilterSubject): string {
  const [first] = offers(marked, subject);
  const text = marked.replace('|', '');
  return first ? text.slice(0, first.from) + first.insert + text.slice(first.to) : text;
}

describe('completions of a filter', () => {
  it('begin with fields and flags', () => {
    const all = labels('|', SMAPS);
    for (const label of ['kind:', 'perms:', 'path:', 'size>', 'rss>', 'anon', 'w+x'])
      assert.ok(all.includes(label), label);
    assert.ok(
      all.every((label) => !label.startsWith('swap')),
      'this map has no such counter',
    );
    assert.ok(labels('|').includes('swap>'));
  });

  it('follow what is typed, and take its place', () => {
    assert.deepEqual(labels('per|', SMAPS), ['perms:']);
    assert.equal(accepted('size>1M per|', SMAPS), 'size>1M perms:');
    assert.equal(accepted('-dele|', SMAPS), '-deleted');
    assert.equal(accepted('(an|)', SMAPS), '(anon)');
    assert.equal(accepted('ki|d:heap', SMAPS), 'kind:heap');
    assert.equal(accepted('ps|s<1M', SMAPS), 'ps|s<1M'.replace('|', ''));
    assert.equal(accepted('priv|<1M', SMAPS), 'private_dirty<1M');
  });

  it('offer the other operators of a field whose name stands there', () => {
    assert.deepEqual(labels('rss|', SMAPS), ['rss>', 'rss>=', 'rss<', 'rss<=', 'rss:', 'rss=', 'rss!=']);
  });

  it('offer the kinds that are there, the most frequent first, with their counts', () => {
    const [first, ...rest] = offers('kind:|', SMAPS);
    assert.ok(first && rest.length > 3);
    assert.deepEqual(
      offers('kind:hea|', SMAPS).map(({ label, detail }) => `${label}: ${detail}`),
      ['heap: Heap (brk) · 1 region'],
    );
    assert.ok(!labels('kind:|', SMAPS).includes('arena'));
    assert.ok(labels('kind:|').includes('arena'), 'without a map all of them');
    assert.equal(accepted('kind:heap,sta|', SMAPS), 'kind:heap,stack');
    assert.equal(accepted('kind: hea|', SMAPS), 'kind: heap');
    assert.ok(labels('hea|', SMAPS).includes('kind:heap'), 'also for a bare word');
  });

  it('offer the permissions, VmFlags, devices and names that are there', () => {
    assert.deepEqual(labels('perms:|', SMAPS), ['rw-p', 'r-xp', '---p', 'rwxp', 'rw-s', 'w+x', '-w']);
    assert.deepEqual(labels('flag:d|', SMAPS), ['dd', 'rd', 'gd']);
    assert.equal(offers('flag:d|', SMAPS)[0]?.detail, 'left out of core dumps · 1 region');
    assert.deepEqual(labels('dev:08|', SMAPS), ['08:01']);
    assert.deepEqual(labels('path:serv|', SMAPS), ['/opt/app/server']);
    assert.deepEqual(labels('name:serv|', SMAPS), ['server']);
    assert.ok(!labels('file:|', SMAPS).includes('[heap]'));
    assert.ok(labels('path:|', SMAPS).includes('[heap]'));
  });

  it('quote a name that must be', () => {
    const text = accepted('path:foo|', SMAPS);
    assert.equal(text, 'path:"/usr/lib/libfoo bar.so.1"');
    assert.deepEqual(parseFilter(text).errors, []);
    assert.equal(accepted('path:"/usr/lib/libfoo b|', SMAPS), text);
    const map = mapOf('1000-2000 r--p 00000000 08:01 1   /a"b\\,*\n');
    assert.equal(accepted('name:b|', map), String.raw`name:"a\"b\\,*"`);
  });

  it('offer an example of a number', () => {
    assert.deepEqual(labels('size>|', SMAPS), ['1M']);
    assert.deepEqual(labels('size > |', SMAPS), ['1M']);
    assert.deepEqual(labels('size>1|', SMAPS), []);
  });

  it('offer operators inside one, and nothing inside quotes or for an unknown field', () => {
    assert.deepEqual(labels('rss>|=1', SMAPS).slice(0, 2), ['>', '>=']);
    assert.deepEqual(labels('"hea|', SMAPS), []);
    assert.deepEqual(labels('knd:hea|', SMAPS), []);
  });

  it('begin anew after a finished term', () => {
    assert.ok(labels('kind:heap |', SMAPS).includes('perms:'));
    assert.ok(labels('kind:heap or |', SMAPS).includes('kind:'));
    assert.ok(labels('kind:heap | size>1', SMAPS).includes('perms:'));
  });

  it('stay few in a map of many names', () => {
    const lines = Array.from(
      { length: 500 },
      (_, i) =>
        `${(0x1000 + i * 0x1000).toString(16)}-${(0x2000 + i * 0x1000).toString(16)} r--p 00000000 08:01 ${i + 1} /lib/${i}.so\n`,
    );
    assert.equal(labels('path:lib|', mapOf(lines.join(''))).length, 50);
  });
});
