/** The libraries in a log of V8's profiler. */
import assert from 'node:assert/strict';
import { brief, one, read } from './event-maps.ts';

describe('v8 profiler log', () => {
  it('reads libraries, the last telling of each, up to their end', () => {
    const map = one(
      'v8-version,11,3,244,8,-node.38,0',
      'shared-library,/usr/bin/node,0x400000,0xb71000,0',
      'shared-library,/usr/bin/node,0x400000,0x25fe000,0',
      'shared-library,/usr/lib/libc.so.6,0x7f702153e000,0x7f70216ba000,0',
      'shared-library-end',
      'code-creation,Builtin,2,20112,0x7f1234567890,1700,RecordWriteSaveFP',
      'tick,0x7f702153f000,20203,0,0x0,6',
    );
    assert.equal(map.dialect, 'v8-prof');
    assert.deepEqual(brief(map), [
      '00400000-025fe000 null null /usr/bin/node @3',
      '7f702153e000-7f70216ba000 null null /usr/lib/libc.so.6 @4',
    ]);
    assert.deepEqual(map.range, { first: 2, last: 5 });
    assert.deepEqual(map.problems, []);
    assert.match(map.assumptions?.join() ?? '', /no permissions/);
  });

  it('undoes escapes, takes quotes off, and keeps a slide', () => {
    const map = one(
      'shared-library,/srv/a\\x2Cb\\\\c.so,0x7f0000000000,0x7f0000001000,4096',
      'shared-library,"/srv/old, quoted.so",0x7f0000002000,0x7f0000003000,0',
    );
    assert.deepEqual(brief(map), [
      '7f0000000000-7f0000001000 null null /srv/a,b\\c.so @1',
      '7f0000002000-7f0000003000 null null /srv/old, quoted.so @2',
    ]);
    assert.deepEqual(map.regions[0]?.other, { slide: 4096 });
  });

  it('goes over what stands between, and tells a broken line', () => {
    const map = one(
      'shared-library,/usr/bin/node,0x400000,0xb71000,0',
      'code-creation,Builtin,2,20112,0x7f1234567890,1700,RecordWriteSaveFP',
      'shared-library,/usr/lib/libm.so.6,0x7f70217',
      'shared-library,/usr/lib/libc.so.6,0x7f702153e000,0x7f70216ba000,0',
    );
    assert.equal(map.regions.length, 2);
    assert.deepEqual(
      map.problems.map(({ line, column, reason }) => `${line}:${column} ${reason}`),
      ['3:44 the end of the line stands where the end should be'],
    );
  });

  it('finds none in code alone', () => {
    assert.deepEqual(read(['code-creation,Builtin,2,20112,0x7f1234567890,1700,RecordWriteSaveFP']), []);
  });
});
