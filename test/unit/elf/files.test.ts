/** Files of this machine as sources of bytes, and paths below a root. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { FileSource } from '../../../src/sources/elf/file-source.ts';
import { resolveInRoot } from '../../../src/sources/elf/resolve-in-root.ts';
import { skip } from '../../runner/report.mjs';
import { MadeRoot } from './made-files.ts';

describe('an open file', () => {
  const root = new MadeRoot();
  const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
  before(() => root.write('/file', content));
  after(() => root.dispose());

  it('gives the bytes that it has, wherever they are asked for', () => {
    const source = FileSource.open(root.at('/file')) ?? assert.fail();
    try {
      assert.equal(source.size, content.length);
      const places = fc.tuple(fc.nat(310_000), fc.oneof(fc.nat(40), fc.nat(200_000)));
      fc.assert(
        fc.property(places, ([offset, length]) => {
          assert.ok(content.subarray(offset, offset + length).equals(source.read(offset, length)));
        }),
      );
    } finally {
      source.close();
    }
  });

  it('gives nothing where there is nothing', () => {
    const source = FileSource.open(root.at('/file')) ?? assert.fail();
    for (const offset of [-1, content.length, 2 ** 60, NaN, Infinity]) assert.equal(source.read(offset, 10).length, 0);
    assert.equal(source.read(0, 0).length, 0);
    assert.equal(source.read(content.length - 3, 2 ** 40).length, 3);
    source.close();
  });

  it('that becomes shorter gives what is left', () => {
    root.write('/shrinking', content);
    const source = FileSource.open(root.at('/shrinking')) ?? assert.fail();
    truncateSync(root.at('/shrinking'), 1000);
    assert.equal(source.read(990, 100).length, 10);
    assert.equal(source.read(200_000, 100).length, 0);
    source.close();
  });

  it('is no folder, no device and no pipe', function () {
    assert.equal(FileSource.open(root.path), undefined);
    if (process.platform === 'win32') skip(this, 'needs a system with devices and pipes as files');
    assert.equal(FileSource.open('/dev/null'), undefined);
    if (spawnSync('mkfifo', [root.at('/pipe')]).status !== 0) skip(this, 'needs mkfifo');
    // Without a writer, opening a pipe to read it would wait.
    assert.equal(FileSource.open(root.at('/pipe')), undefined);
  });
});

describe('a path below a root', () => {
  const root = new MadeRoot();
  before(function () {
    if (process.platform === 'win32') skip(this, 'needs symbolic links');
    root.write('/usr/lib/libc.so.6', 'c');
    root.write('/etc/passwd', 'of the root');
    root.link('/lib', 'usr/lib');
    root.link('/usr/lib/libc.so', 'libc.so.6');
    root.link('/usr/lib/absolute', '/usr/lib/libc.so');
    root.link('/usr/lib/up', '../../../../../etc/passwd');
    root.link('/usr/lib/far', '/../../etc/passwd');
    root.link('/usr/lib/loop', 'loop');
    root.link('/usr/lib/ping', 'pong');
    root.link('/usr/lib/pong', 'ping');
    root.link('/usr/lib/broken', 'nothing');
  });
  after(() => root.dispose());

  const found: readonly [path: string, at: string][] = [
    ['/usr/lib/libc.so.6', '/usr/lib/libc.so.6'],
    ['/lib/libc.so', '/usr/lib/libc.so.6'],
    ['/lib/absolute', '/usr/lib/libc.so.6'],
    ['//usr/./lib/../lib/libc.so.6', '/usr/lib/libc.so.6'],
    ['/../../etc/passwd', '/etc/passwd'],
    ['/lib/up', '/etc/passwd'],
    ['/lib/far', '/etc/passwd'],
    ['/', '/'],
  ];
  for (const [path, at] of found) {
    it(`is found, and never outside of it: ${path}`, () => {
      const resolved = resolveInRoot(root.path, path);
      assert.deepEqual(resolved, { ok: true, path: at === '/' ? `${root.path}/` : join(root.path, at) });
    });
  }

  const missing: readonly [path: string, says: RegExp][] = [
    ['/usr/lib/nothing', /not there/],
    ['/usr/lib/broken', /not there/],
    ['/usr/lib/libc.so.6/below', /not there/],
    ['/usr/lib/loop', /too many symbolic links/],
    ['/usr/lib/ping', /too many symbolic links/],
    [`/${'x'.repeat(300)}`, /name is too long/],
    ['[vdso]', /not the path of a file/],
    ['', /not the path of a file/],
    ['usr/lib/libc.so.6', /not the path of a file/],
    ['/usr/lib\0/libc.so.6', /not the path of a file/],
  ];
  for (const [path, says] of missing) {
    it(`is not found, with a reason: ${JSON.stringify(path).slice(0, 30)}`, () => {
      const resolved = resolveInRoot(root.path, path);
      assert.match(resolved.ok ? '' : resolved.reason, says);
    });
  }

  it('may be one of this machine, and its root may end in a slash', () => {
    assert.deepEqual(resolveInRoot('', root.at('/lib/absolute')).ok, false, 'absolute links start at the root');
    const own = resolveInRoot('', root.at('/lib/libc.so'));
    assert.match(own.ok ? own.path : '', /\/usr\/lib\/libc\.so\.6$/);
    assert.deepEqual(resolveInRoot(`${root.path}/`, '/lib/libc.so'), { ok: true, path: root.at('/usr/lib/libc.so.6') });
  });
});
