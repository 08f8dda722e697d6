/** The next step, for the source at hand. */
import assert from 'node:assert/strict';
import { accessFacts } from '../../../../src/sources/doctor/access-facts.ts';
import { refusalOf } from '../../../../src/sources/doctor/refusal.ts';
import type { Need, Step } from '../../../../src/sources/doctor/step.ts';
import { nextSteps } from '../../../../src/sources/doctor/steps.ts';
import type { SourceSpec } from '../../../../src/sources/source-spec.ts';
import { statusText } from './made-procfs.ts';

/** Facts of user 1000 who reads process 5 of user 33. */
function facts(files: Readonly<Record<string, string>> = {}) {
  const texts = {
    'self/status': statusText(),
    'self/uid_map': '0 0 4294967295\n',
    'sys/kernel/osrelease': '6.14.0\n',
    '5/status': statusText({ uid: 33 }),
    ...files,
  };
  return accessFacts({ pid: 5, code: 'EACCES', isOwn: undefined, mountPoint: '/proc' }, new Map(Object.entries(texts)));
}

const NEWER = { 'sys/kernel/osrelease': '6.15.0\n' };
const APP = { '5/status': statusText({ uid: 10_123 }), '5/cmdline': 'org.example.app:sync\0' };
const SERVER = '/home/ann/.vscode-server/bin/0123/node';

interface Case {
  readonly what: string;
  readonly source: SourceSpec;
  readonly need?: Need;
  readonly files?: Readonly<Record<string, string>>;
  readonly executable?: string;
  /** Commands among the steps; the first of them is that of the first step. */
  readonly commands: readonly string[];
}

const pod: SourceSpec = { kind: 'kubectl', context: 'lab', namespace: 'apps', pod: 'web-1', container: 'web' };
const cases: readonly Case[] = [
  {
    what: 'VS Code’s server',
    source: { kind: 'local' },
    executable: SERVER,
    commands: [`sudo setcap cap_sys_ptrace+ep ${SERVER}`, 'sudo cat /proc/5/maps > 5.maps'],
  },
  {
    what: 'VS Code’s server since Linux 6.15',
    source: { kind: 'local' },
    executable: SERVER,
    files: NEWER,
    commands: [`sudo setcap cap_sys_ptrace+ep ${SERVER}`, `sudo setcap cap_perfmon+ep ${SERVER}`],
  },
  {
    what: 'a server below a folder with a blank in its name',
    source: { kind: 'local' },
    executable: "/home/ann's box/node",
    commands: [`sudo setcap cap_sys_ptrace+ep '/home/ann'\\''s box/node'`],
  },
  {
    what: 'root in a dev container',
    source: { kind: 'local' },
    need: 'container',
    commands: ['"capAdd": ["SYS_PTRACE"]', '--cap-add=SYS_PTRACE'],
  },
  {
    what: 'root in a dev container since Linux 6.15',
    source: { kind: 'local' },
    need: 'container',
    files: NEWER,
    commands: ['"capAdd": ["SYS_PTRACE"]', '--cap-add=PERFMON'],
  },
  {
    what: 'a dev container that lets no program have the capability',
    source: { kind: 'local' },
    executable: SERVER,
    files: { 'self/status': statusText({ rest: 'CapBnd:\t00000000a80425fb\n' }) },
    commands: [
      '"capAdd": ["SYS_PTRACE"]',
      'sudo setpriv --reuid=33 --regid=33 --clear-groups cat /proc/5/maps > 5.maps',
    ],
  },
  { what: 'an alias of SSH', source: { kind: 'ssh', host: 'board' }, commands: ['ssh root@board id'] },
  {
    what: 'a user at a host',
    source: { kind: 'ssh', host: 'ann@10.0.0.7' },
    commands: ['ssh root@10.0.0.7 id', 'ssh ann@10.0.0.7 sudo -n cat /proc/5/maps > 5.maps'],
  },
  {
    what: 'an address of SSH',
    source: { kind: 'ssh', host: 'ssh://ann@board:2222' },
    commands: ['ssh ssh://root@board:2222 id'],
  },
  {
    what: 'a module behind SSH',
    source: { kind: 'ssh', host: 'board' },
    need: 'module',
    commands: [`ssh board 'dmesg | grep -i -e avc -e apparmor'`],
  },
  {
    what: 'a container of docker',
    source: { kind: 'docker', container: 'web' },
    commands: ['docker exec --privileged --user 0 web cat /proc/5/maps > 5.maps', 'docker run --cap-add=SYS_PTRACE'],
  },
  {
    what: 'a container of podman since Linux 6.15',
    source: { kind: 'podman', container: 'web' },
    files: NEWER,
    commands: ['podman exec --privileged --user 0 web cat /proc/5/maps > 5.maps', 'podman run --cap-add=PERFMON'],
  },
  {
    what: 'a process that a container does not have',
    source: { kind: 'docker', container: 'web' },
    need: 'gone',
    commands: ['docker run --pid=host'],
  },
  {
    what: 'a container of a pod',
    source: pod,
    commands: [
      'securityContext: { capabilities: { add: ["SYS_PTRACE"] } }',
      'kubectl --context lab --namespace apps debug -it web-1 --image=busybox --container=memory-maps --target=web --profile=general',
      'kubectl --context lab --namespace apps debug -it web-1 --image=busybox --container=memory-maps --target=web --profile=sysadmin',
    ],
  },
  {
    what: 'a process that a pod’s container does not have',
    source: pod,
    need: 'gone',
    commands: ['shareProcessNamespace: true'],
  },
  {
    what: 'a device',
    source: { kind: 'adb', serial: 'ABC', rights: 'shell' },
    commands: ['adb -s ABC root', 'adb -s ABC shell su 0 id'],
  },
  {
    what: 'an app of a device',
    source: { kind: 'adb', serial: 'ABC', rights: 'shell' },
    files: APP,
    commands: ['adb -s ABC shell run-as org.example.app cat /proc/5/maps', 'adb -s ABC root'],
  },
  {
    what: 'a device that is read through su',
    source: { kind: 'adb', serial: 'ABC', rights: 'su' },
    files: APP,
    commands: ['adb -s ABC logcat -d -b all | grep avc:'],
  },
  { what: 'a snapshot', source: { kind: 'saved', path: '/tmp/x' }, commands: [''] },
];

describe('the next step of the permission doctor', () => {
  for (const { what, source, need = 'rights', files, executable = '/usr/share/code/code', commands } of cases) {
    it(`fits ${what}`, () => {
      const steps = nextSteps(need, source, facts(files), executable);
      assert.equal(steps[0]?.command, commands[0]);
      const all = steps.map(({ command }) => command);
      for (const command of commands) assert.ok(all.includes(command), `${command} in\n${all.join('\n')}`);
    });
  }

  it('never sets a capability on VS Code for the desktop, which would not start any more', () => {
    const steps = nextSteps('rights', { kind: 'local' }, facts(), '/usr/share/code/code');
    assert.ok(steps.length > 1);
    assert.ok(!steps.some(({ command }) => command.includes('setcap')), commandsOf(steps));
  });

  it('is there for every need of every source', () => {
    const sources: readonly SourceSpec[] = cases.map(({ source }) => source);
    for (const source of sources) {
      for (const need of ['rights', 'container', 'namespace', 'module', 'hidepid'] as const) {
        assert.notEqual(nextSteps(need, source, facts()).length, 0, `${source.kind} ${need}`);
      }
    }
  });

  it('with hidepid says that its memory stays closed', () => {
    const mount = (options: string) => ({ 'self/mountinfo': `22 1 0:20 / /proc rw - proc proc rw,${options}\n` });
    const group = nextSteps('hidepid', { kind: 'local' }, facts(mount('hidepid=2')), SERVER);
    const opened = group.find(({ command }) => command.includes('remount'));
    assert.equal(opened?.command, 'mount -o remount,gid=GROUP /proc');
    assert.match(opened.text, /its memory still needs the rights above/);
    // No group is an exception of hidepid=4.
    const none = nextSteps('hidepid', { kind: 'local' }, facts(mount('hidepid=4')), SERVER);
    assert.ok(
      none.some(({ command }) => command === 'mount -o remount,hidepid=0 /proc'),
      commandsOf(none),
    );
  });

  it('names who reads: not VS Code, where another one does', () => {
    assert.match(refusalOf(facts(), { kind: 'ssh', host: 'board' }).message, /and the SSH login runs as 1000/);
    assert.match(
      refusalOf(facts(), { kind: 'saved', path: '/x' }).message,
      /whoever saved it was not allowed to read it/,
    );
  });

  it('takes no package from a process that only calls itself so', () => {
    const device: SourceSpec = { kind: 'adb', serial: 'A', rights: 'shell' };
    for (const cmdline of ['org.x;reboot\0', 'org.x\nid\0', '$(id).x\0', '/system/bin/app\0']) {
      const steps = nextSteps('rights', device, facts({ ...APP, '5/cmdline': cmdline }));
      assert.ok(!steps.some(({ command }) => command.includes('run-as')), commandsOf(steps));
    }
    const system = nextSteps('rights', device, facts({ ...APP, '5/status': statusText({ uid: 1000 }) }));
    assert.ok(!system.some(({ command }) => command.includes('run-as')), commandsOf(system));
  });
});

function commandsOf(steps: readonly Step[]): string {
  return steps.map(({ command }) => command).join('\n');
}
