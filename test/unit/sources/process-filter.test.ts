/** The filter of processes: what it has always found, and its fields. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProcessInfo } from '../../../src/sources/process.ts';
import { parseProcessFilter, processMatcher } from '../../../src/sources/process-filter.ts';

function made(pid: number, rest: Partial<ProcessInfo>): ProcessInfo {
  return {
    pid,
    ppid: 1,
    name: 'x',
    command: '',
    uid: 1000,
    user: 'alice',
    state: 'S',
    rss: 1024,
    threads: 1,
    startTime: String(pid),
    kernelThread: false,
    access: 'allowed',
    ...rest,
  };
}

const PROCESSES = [
  made(1, { ppid: 0, name: 'init', command: '/sbin/init', user: 'root', uid: 0, rss: 4096, access: 'denied' }),
  made(20, { name: 'node', command: 'node --inspect=9229 FOO=bar http://localhost:80 -jar', rss: 102400, threads: 11 }),
  made(21, { name: 'node', command: 'node (worker) a|b', state: 'R', rss: 92160, threads: 4 }),
  made(300, { name: 'defunct', state: 'Z', rss: undefined, threads: undefined, user: undefined, access: 'no-memory' }),
  made(301, { name: 'gdb', command: '/usr/bin/gdb', state: 't' }),
];

function found(filter: string): number[] {
  const { query, errors } = parseProcessFilter(filter);
  assert.deepEqual(errors, [], filter);
  return PROCESSES.filter(processMatcher(query, PROCESSES)).map(({ pid }) => pid);
}

describe('the filter of processes', () => {
  const cases: Readonly<Record<string, readonly number[]>> = {
    '': [1, 20, 21, 300, 301],
    // As before it had fields.
    node: [20, 21],
    'NODE inspect': [20],
    '--inspect': [20],
    '-jar': [20],
    'FOO=bar': [20],
    'http://localhost': [20],
    'localhost:80': [20],
    '(worker)': [21],
    'a|b': [21],
    '30': [300, 301],
    alice: [20, 21, 301],
    // Fields.
    'pid:20': [20],
    'pid:20,21': [20, 21],
    'pid>=300': [300, 301],
    'ppid:0': [1],
    'name:nod': [20, 21],
    'name=nod': [],
    'name:g*': [301],
    'cmd:--inspect': [20],
    'cmd:"node ("': [21],
    'user:root': [1],
    'uid:0': [1],
    'rss>90M': [20],
    'rss > 10%': [20, 21],
    'rss:1M-5M': [1, 301],
    'threads>10': [20],
    'state:Z': [300],
    'state:zombie': [300],
    'state:r': [21],
    'state:t': [301],
    'state:T': [],
    'state!=S': [21, 300, 301],
    'access:denied': [1],
    '-name:node': [1, 300, 301],
    '!node': [1, 300, 301],
    'node or gdb': [20, 21, 301],
    '-(node or gdb)': [1, 300],
    'node -threads>10': [21],
    // Unknown is neither.
    'user!=root': [20, 21, 301],
    '-rss>90M': [1, 21, 301],
    'threads<1000000': [1, 20, 21, 301],
  };
  for (const [filter, pids] of Object.entries(cases)) {
    it(`${filter || '(empty)'} finds ${pids.join(' ') || 'nothing'}`, () => assert.deepEqual(found(filter), pids));
  }

  it('finds the words of any filter without signs, as plain words', () => {
    const words = fc.array(fc.stringMatching(/^[a-z0-9/.]{1,4}$/), { maxLength: 3 });
    fc.assert(
      fc.property(words, fc.string({ maxLength: 20 }), (filter, command) => {
        const process = made(7, { command });
        const text = `7\nx\nalice\n${command}`.toLowerCase();
        fc.pre(!filter.some((word) => ['or', 'and', 'not'].includes(word)));
        const { query } = parseProcessFilter(filter.join(' '));
        assert.equal(
          processMatcher(query, [process])(process),
          filter.every((word) => text.includes(word)),
        );
      }),
    );
  });

  it('says what is wrong', () => {
    const first = (filter: string): string | undefined => parseProcessFilter(filter).errors[0]?.message;
    assert.equal(first('usr:root'), 'unknown field "usr": did you mean user?');
    assert.equal(first('rss>much'), 'rss needs a number such as 4k or 1.5M');
    assert.equal(first('threads>10k'), 'threads needs a whole number such as 10');
    assert.match(first('state:Q') ?? '', /^unknown state "Q": there are R, S, D, Z, T, t, I and X$/);
    assert.match(first('memory>5') ?? '', /^unknown field "memory": to search for the text, put it in quotes$/);
    assert.equal(first('name>x'), 'name has no order: write name:node');
  });

  it('stands any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { query, errors } = parseProcessFilter(text);
        assert.ok(errors.every(({ from, to }) => 0 <= from && from < to && to <= text.length));
        PROCESSES.forEach(processMatcher(query, PROCESSES));
      }),
    );
  });
});
