/** What a process is called, by its comm and its command line. */
import assert from 'node:assert/strict';
import { displayName } from '../../../src/sources/local/display-name.ts';

const cases: readonly [what: string, comm: string, cmdline: string, name: string][] = [
  ['a program', 'cat', '/usr/bin/cat\0file\0', 'cat'],
  [
    'a name that the kernel cut',
    'gnome-session-b',
    '/usr/libexec/gnome-session-binary\0--session\0',
    'gnome-session-binary',
  ],
  ['a script by its own name', 'deploy.sh', '/bin/sh\0./deploy.sh\0-v\0', 'deploy.sh'],
  [
    'a long script',
    'very-long-scrip',
    '/usr/bin/python3\0-u\0/opt/very-long-script-name.py\0',
    'very-long-script-name.py',
  ],
  ['a main thread with a name of its own', 'MainThread', 'node\0server.js\0', 'node'],
  ['a login shell', 'bash', '-bash\0', 'bash'],
  ['a title written over the arguments', 'nginx', 'nginx: worker process\0\0\0\0', 'nginx'],
  ['a title with a slash', 'sshd', 'sshd: root@pts/0\0', 'sshd'],
  ['a cut title', 'npm run build a', 'npm run build all --fast\0', 'npm run build all'],
  ['a path with blanks', 'chrome', '/opt/Google Chrome/chrome\0--type=x\0', 'chrome'],
  ['a kernel thread', 'kworker/0:1-events', '', 'kworker/0:1-events'],
  ['no arguments left', 'daemon', '\0\0\0', 'daemon'],
];

describe('the name of a process', () => {
  for (const [what, comm, cmdline, name] of cases) {
    it(`is right for ${what}`, () => {
      assert.equal(displayName(Buffer.from(comm), Buffer.from(cmdline)).name, name);
    });
  }

  it('has a command line of bounded length, cut between characters', () => {
    const { command } = displayName(Buffer.from('x'), Buffer.from(`x\0${'é'.repeat(5000)}\0`));
    assert.ok(command.length < 4200);
    assert.doesNotMatch(command, /\\x/);
  });
});
