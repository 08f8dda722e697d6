/** Which scope each part of a line gets, for every kind of line that a kernel prints. */
import assert from 'node:assert/strict';
import { isRegion, type Token, tokenizer } from './tokens.ts';

const start = 'constant.numeric.hex.address.start';
const end = 'constant.numeric.hex.address.end';
const offset = 'constant.numeric.hex.offset';
const device = 'constant.numeric.hex.device';
const inode = 'constant.numeric.inode';
const absent = 'comment.permission.none';
const noFile = 'comment.backing.none';
const path = 'string.unquoted.path';
const library = `${path} entity.name.type.library`;
const pseudo = 'entity.name.tag.pseudo';
const anonName = `${pseudo} entity.name.function.anon-name`;
const deleted = 'invalid.deprecated.deleted strong';
const key = 'support.type.property-name.json.smaps';
const permission = (name: string) => `storage.modifier.permission.${name}`;

describe('the scopes of a line', () => {
  let scopes: (line: string) => Token[];
  /** The scopes of a line's name, which is all that follows the inode. */
  const nameScopes = (name: string) =>
    scopes(`7f1b4b500000-7f1b4b501000 r--s 00001000 fe:00 1038                       ${name}`).slice(8);

  before(async () => {
    scopes = await tokenizer();
  });

  it('tells every field of a file mapping', () => {
    assert.deepEqual(scopes('55d0c8a26000-55d0c8b8b000 r-xp 00026000 fe:00 260386                     /usr/bin/node'), [
      ['55d0c8a26000', start],
      ['55d0c8b8b000', end],
      ['r', permission('read')],
      ['-', absent],
      ['x', permission('execute')],
      ['p', permission('private')],
      ['00026000', offset],
      ['fe:00', device],
      ['260386', inode],
      ['/usr/bin/node', path],
    ]);
  });

  it('dims offset, device and inode where nothing backs the region', () => {
    assert.deepEqual(scopes('55d0c9c8a000-55d0c9cab000 rw-p 00000000 00:00 0                          [heap]'), [
      ['55d0c9c8a000', start],
      ['55d0c9cab000', end],
      ['r', permission('read')],
      ['w', permission('write')],
      ['-', absent],
      ['p', permission('private')],
      ['00000000 00:00 0', noFile],
      ['[heap]', pseudo],
    ]);
  });

  it('takes writable and executable together as one token', () => {
    const ofPermissions = (perms: string) =>
      scopes(`2c3a4dc00000-2c3a4dc40000 ${perms} 00000000 00:00 0 `).slice(2, -1);
    const wx = 'invalid.illegal.permission.wx strong';
    assert.deepEqual(ofPermissions('rwxp'), [
      ['r', permission('read')],
      ['wx', wx],
      ['p', permission('private')],
    ]);
    assert.deepEqual(ofPermissions('-wxs'), [
      ['-', absent],
      ['wx', wx],
      ['s', permission('shared')],
    ]);
  });

  it('colours each of the 24 permission fields, the one of kernels without an MMU included', () => {
    for (const read of ['r', '-']) {
      for (const write of ['w', '-']) {
        for (const execute of ['x', '-']) {
          for (const share of ['p', 's', 'S']) {
            const perms = read + write + execute + share;
            const tokens = scopes(`2c3a4dc00000-2c3a4dc40000 ${perms} 00000000 00:00 0 `).slice(2, -1);
            assert.equal(tokens.map(([text]) => text).join(''), perms);
          }
        }
      }
    }
  });

  it('reads a nameless line with its trailing blank, without it, and with CR', () => {
    for (const tail of [' ', '', ' \r', '\r']) {
      const tokens = scopes(`7f1b44021000-7f1b48000000 ---p 00000000 00:00 0${tail}`);
      assert.deepEqual(tokens.at(-1), ['00000000 00:00 0', noFile], JSON.stringify(tail));
    }
  });

  it('reads addresses of 8, 9 and 16 digits', () => {
    for (const range of ['08048000-08056000', 'fff78000-100000000', 'ffffffffff600000-ffffffffff601000']) {
      const [from, to] = range.split('-');
      const tokens = scopes(`${range} --xp 00000000 00:00 0                  [vsyscall]`);
      assert.deepEqual(tokens.slice(0, 2), [
        [from, start],
        [to, end],
      ]);
      assert.deepEqual(tokens.at(-1), ['[vsyscall]', pseudo]);
    }
  });

  it('reads the line of a 32-bit kernel, whose name starts at column 49', () => {
    assert.deepEqual(scopes('b6f00000-b6f21000 r-xp 00000000 b3:02 1189       /lib/ld-2.31.so').slice(-2), [
      ['/lib/', path],
      ['ld-2.31.so', library],
    ]);
  });

  it('tells the file name of a shared library from its folder', () => {
    for (const name of ['libc.so.6', 'libssl.so.1.0.2k', 'libstdc++.so.6.0.30', 'app.so', 'ld-linux-x86-64.so.2']) {
      assert.deepEqual(nameScopes(`/usr/lib/x/${name}`), [
        ['/usr/lib/x/', path],
        [name, library],
      ]);
    }
    for (const name of ['/run/app.sock', '/usr/lib/my.so files/list', '/opt/so/x', '/tmp/lib.song']) {
      assert.deepEqual(nameScopes(name), [[name, path]]);
    }
  });

  it('points out (deleted) at the end only', () => {
    assert.deepEqual(nameScopes('/memfd:wayland-shm (deleted)'), [
      ['/memfd:wayland-shm', path],
      ['(deleted)', deleted],
    ]);
    assert.deepEqual(nameScopes('/opt/libp.so.2 (deleted)'), [
      ['/opt/', path],
      ['libp.so.2', library],
      ['(deleted)', deleted],
    ]);
    assert.deepEqual(nameScopes('/tmp/x (deleted)\r').at(-1), ['(deleted)', deleted]);
    for (const name of ['/tmp/a (deleted) b', '/tmp/x(deleted)', '/tmp/x (deleted).txt', '/tmp/x (deleted) ']) {
      assert.deepEqual(nameScopes(name), [[name, path]]);
    }
  });

  it('takes one mark off a deleted file that was named so', () => {
    assert.deepEqual(nameScopes('/tmp/x (deleted) (deleted)'), [
      ['/tmp/x (deleted)', path],
      ['(deleted)', deleted],
    ]);
  });

  it('keeps a hostile file name a path', () => {
    const names = [
      '/tmp/[heap]',
      '/tmp/x [stack]',
      '/a\tb',
      '/a\x1b[31mred',
      '/ leading',
      '/trailing ',
      '/a\\012b',
      '/\u00e9\ufffd',
    ];
    for (const name of names) assert.deepEqual(nameScopes(name), [[name, path]]);
  });

  it('tells names that are not paths', () => {
    const names = [
      '[stack]',
      '[stack:1234]',
      '[vdso]',
      '[vvar_vclock]',
      '[uprobes]',
      'anon_inode:[io_uring]',
      'socket:[4711]',
    ];
    for (const name of names) assert.deepEqual(nameScopes(name), [[name, pseudo]]);
  });

  it('tells the name that a program gave its memory', () => {
    for (const [prefix, name] of [
      ['[anon:', ' glibc: malloc arena'],
      ['[anon:', 'dalvik-main space (region space)'],
      ['[anon:', '.art]'],
      ['[anon_shmem:', 'frame buffer'],
    ] as const) {
      assert.deepEqual(nameScopes(`${prefix}${name}]`), [
        [prefix, pseudo],
        [name, anonName],
        [']', pseudo],
      ]);
    }
  });

  it('reads the header of smaps_rollup', () => {
    const tokens = scopes('5646a812a000-7fff9bb2c000 ---p 00000000 00:00 0                          [rollup]');
    assert.ok(isRegion(tokens));
    assert.deepEqual(tokens.at(-1), ['[rollup]', pseudo]);
  });

  it('reads the field lines of smaps, and dims what is zero', () => {
    assert.deepEqual(scopes('Private_Dirty:       112 kB'), [
      ['Private_Dirty', key],
      ['112', 'constant.numeric.amount'],
      ['kB', 'keyword.other.unit'],
    ]);
    assert.deepEqual(scopes('Private_Hugetlb:       0 kB\r'), [
      ['Private_Hugetlb', key],
      ['0 kB', 'comment.zero'],
    ]);
    assert.deepEqual(scopes('THPeligible:           1'), [
      ['THPeligible', key],
      ['1', 'constant.numeric.amount'],
    ]);
    assert.deepEqual(scopes('SomeFieldOfTomorrow:   4 kB')[0], ['SomeFieldOfTomorrow', key]);
    assert.deepEqual(scopes('Name:           [anon:libc_malloc]').at(-1), ['[anon:libc_malloc]', pseudo]);
  });

  it('reads VmFlags with and without its trailing blank, with ?? and when empty', () => {
    assert.deepEqual(scopes('VmFlags: rd ex mr mw me sd '), [
      ['VmFlags', key],
      ['rd ex mr mw me sd', 'constant.language.vmflag'],
    ]);
    assert.deepEqual(scopes('VmFlags: rd ??')[1], ['rd ??', 'constant.language.vmflag']);
    assert.deepEqual(scopes('VmFlags: '), [['VmFlags', key]]);
  });

  it('reads lines that were indented when they were pasted', () => {
    assert.ok(
      isRegion(scopes('    55d0c8a26000-55d0c8b8b000 r-xp 00026000 fe:00 260386                     /usr/bin/node')),
    );
    assert.deepEqual(scopes('\tRss:   8 kB')[0], ['Rss', key]);
  });

  it('reads lines whose columns another writer aligned', () => {
    assert.ok(isRegion(scopes('c7ee8000-c8c52fff r-xp  12e4000    00:00 0  invalid.apk')));
    assert.deepEqual(scopes('c7ee8000-c8c52fff ---p        0    00:00 0').at(-1), ['0    00:00 0', noFile]);
  });

  it('leaves a line alone that is none of these', () => {
    const lines = [
      '',
      '# a note',
      '55d0c8a26000-55d0c8b8b000',
      '55d0c8a26000-55d0c8b8b000 r-x 00026000 fe:00 260386 /usr/bin/node',
      '55d0c8a26000-55d0c8b8b000 rwxz 00026000 fe:00 260386 /usr/bin/node',
      'zz-55d0c8b8b000 r-xp 00026000 fe:00 260386 /usr/bin/node',
      'Rss: many kB',
      'Segmentation fault (core dumped)',
    ];
    for (const line of lines) assert.deepEqual(scopes(line), [], line);
  });
});
