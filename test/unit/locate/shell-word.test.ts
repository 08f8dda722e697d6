import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { shellLine, shellWord } from '../../../src/core/locate/shell-word.ts';
import { addr2line } from '../../../src/core/locate/symbol-commands.ts';

describe('a command to copy', () => {
  it('has names so that a shell takes them as they are', () => {
    const names = ['plain', "it's", '$(id)', '`id`', 'a b', '', '*', '-x', '~', '=ls', '[::1]'];
    const line = shellLine('printf', '%s|', ...names);
    assert.equal(spawnSync('sh', ['-c', line], { encoding: 'utf8' }).stdout, `${names.join('|')}|`);
  });

  it('writes control characters out, which a terminal would obey', () => {
    const names = ['/a\nb\u001b[2J', "it's\t\\", '\u009b1m'];
    const line = shellLine('printf', '%s|', ...names);
    assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f]/);
    const { stdout } = spawnSync('bash', ['-c', line], { encoding: 'utf8', env: { LC_ALL: 'C.UTF-8' } });
    assert.equal(stdout, `${names.join('|')}|`);
  });

  it('is as short as it can be', () => {
    assert.equal(shellWord('/usr/bin/node'), '/usr/bin/node');
    assert.equal(addr2line('/usr/lib/libc.so.6', 0x1234n), 'addr2line -Cfie /usr/lib/libc.so.6 0x1234');
    assert.equal(addr2line('/a b', 0x1234n), "addr2line -Cfie '/a b' 0x1234");
  });
});
