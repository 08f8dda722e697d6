/** How each tool is called, exactly, and that a shell comes of it. */
import assert from 'node:assert/strict';
import { dirname } from 'node:path';
import { SourceFailure } from '../../../../src/sources/source.ts';
import type { SourceSpec } from '../../../../src/sources/source-spec.ts';
import { isShellSpec, openTarget, type ShellSpec } from '../../../../src/sources/targets/open-target.ts';
import { OpenSources } from '../../../../src/sources/open-source.ts';
import { childrenOf } from './observing.ts';
import { StandIns } from './stand-in.ts';

const SSH_OPTIONS = (
  '-T -a -x -e none -o BatchMode=yes -o ControlMaster=no -o ClearAllForwardings=yes -o Tunnel=no ' +
  '-o PermitLocalCommand=no -o RemoteCommand=none -o ConnectTimeout=15 -o ServerAliveInterval=10 ' +
  '-o ServerAliveCountMax=3 -o LogLevel=INFO'
).split(' ');
const AS_ROOT =
  `said=$(su -c 'echo root' </dev/null 2>&1); case $said in *root) exec su -c 'exec sh' ;; ` +
  `*invalid* | *unknown*) exec su 0 sh ;; *) echo "$said" >&2; exit 126 ;; esac`;
const POD = { kind: 'kubectl', context: undefined, namespace: undefined, pod: 'web', container: undefined } as const;

/** What is opened, and the arguments that the tool of its kind is called with. */
const CALLS: readonly (readonly [ShellSpec, readonly string[]])[] = [
  [{ kind: 'ssh', host: 'pi@board.local' }, [...SSH_OPTIONS, '--', 'pi@board.local', 'exec sh']],
  [
    { kind: 'ssh', host: 'ssh://root@[fe80::1%eth0]:2222' },
    [...SSH_OPTIONS, '--', 'ssh://root@[fe80::1%eth0]:2222', 'exec sh'],
  ],
  [{ kind: 'adb', serial: '192.168.1.5:5555', rights: 'shell' }, ['-s', '192.168.1.5:5555', 'shell', '-T', 'exec sh']],
  [{ kind: 'adb', serial: 'R5CT', rights: 'su' }, ['-s', 'R5CT', 'shell', '-T', AS_ROOT]],
  [
    { kind: 'adb', serial: 'R5CT', rights: { runAs: 'org.example.app_1' } },
    ['-s', 'R5CT', 'shell', '-T', 'exec run-as org.example.app_1 sh'],
  ],
  [{ kind: 'docker', container: 'web-1' }, ['exec', '-i', '--', 'web-1', 'sh']],
  [{ kind: 'podman', container: '3f4e5d6c7b8a' }, ['exec', '-i', '--', '3f4e5d6c7b8a', 'sh']],
  [POD, ['exec', '-i', 'web', '--', 'sh']],
  [
    { kind: 'kubectl', context: 'dev@eu:cluster/a b', namespace: 'shop', pod: 'web-5d9f-x2', container: 'app' },
    ['exec', '-i', '--context=dev@eu:cluster/a b', '--namespace=shop', 'web-5d9f-x2', '--container=app', '--', 'sh'],
  ],
];

/** Names that would be options, or commands to a shell on one side or the other. */
const REFUSED: readonly SourceSpec[] = [
  ...[
    '-oProxyCommand=x',
    '--',
    'a b',
    'a;b',
    '$(x)',
    '`x`',
    'a\nb',
    'a|b',
    "a'b",
    'a"b',
    'a>b',
    'a&b',
    '\u001b[31m',
  ].flatMap((name): SourceSpec[] => [
    { kind: 'ssh', host: name },
    { kind: 'adb', serial: name, rights: 'shell' },
    { kind: 'adb', serial: 'x', rights: { runAs: name } },
    { kind: 'docker', container: name },
    { kind: 'podman', container: name },
    { ...POD, pod: name },
    { ...POD, container: name },
    { ...POD, namespace: name },
  ]),
  { ...POD, context: '-x' },
  { ...POD, context: 'a\nb' },
  { kind: 'ssh', host: 'x'.repeat(1000) },
];

describe('tools that lead to a target', () => {
  for (const [spec, args] of CALLS) {
    it(`call ${spec.kind} ${args.at(-1)} for ${JSON.stringify(spec)} (recorded stand-in)`, async () => {
      const tools = new StandIns({ [spec.kind]: [[args, { stdout: 'Welcome!\n', stderr: 'Hello.\n', exec: 'sh' }]] });
      const sources = new OpenSources();
      sources.settings = tools.settings;
      try {
        const { processes } = await sources.get(spec).list({}, { signal: never(), isCancelled: () => false });
        assert.equal(processes.find(({ pid }) => pid === process.pid)?.ppid, process.ppid);
        await sources.closeAll();
        assert.equal(tools.unexpected(), '');
        assert.ok(!childrenOf(process.pid).includes('sh'));
      } finally {
        await sources.closeAll();
        tools.remove();
      }
    });
  }

  it('are not called with names that would be options or commands', () => {
    for (const spec of REFUSED) {
      assert.ok(isShellSpec(spec));
      assert.throws(() => openTarget(spec, { executables: {} }), SourceFailure, JSON.stringify(spec));
    }
  });

  for (const [kind, means] of [
    ['aosp', `[ "$1" = -c ] && { echo "su: invalid uid/gid '-c'" >&2; exit 1; }; [ "$1" = 0 ] && shift && exec "$@"`],
    ['magisk', `[ "$1" = -c ] && exec sh -c "$2"; exit 1`],
  ] as const) {
    it(`become root through the su of ${kind} (recorded stand-in)`, async () => {
      const tools = new StandIns({ adb: [[['-s', 'R5', 'shell', '-T', AS_ROOT], { exec: 'sh -c "$5"' }]] });
      tools.replace('su', `#!/bin/sh\n${means}\n`);
      const path = process.env['PATH'];
      process.env['PATH'] = `${dirname(tools.path('su'))}:${path}`;
      try {
        const channel = openTarget({ kind: 'adb', serial: 'R5', rights: 'su' }, tools.settings)(never());
        const answer = new Promise<string>((resolve, reject) => {
          channel.onData = (bytes) => resolve(Buffer.from(bytes).toString());
          channel.onClose = reject;
        });
        channel.write(Buffer.from('echo $((6 * 7))\n'));
        assert.equal(await answer, '42\n');
        await channel.close();
      } finally {
        process.env['PATH'] = path;
        tools.remove();
      }
    });
  }
});

function never(): AbortSignal {
  return new AbortController().signal;
}
