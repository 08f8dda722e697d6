/** Which gate keeps a map closed, from the texts of files that everybody may read. */
import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/sources/doctor/diagnose.ts';
import { hiddenFrom, refusalFrom } from '../../../../src/sources/doctor/refusal.ts';
import { LOCAL } from '../../../../src/sources/source-spec.ts';
import { MadeProcfs, type MadeFile, statusText } from './made-procfs.ts';

const SYS_PTRACE = 1n << 19n;
const SYS_ADMIN = 1n << 21n;
const PERFMON = 1n << 38n;

/** Who reads is user 1000, process 5 the one that is read; of the same user where a case says nothing else. */
const ordinary: Readonly<Record<string, MadeFile>> = {
  'self/status': statusText(),
  'self/uid_map': '         0          0 4294967295\n',
  'self/mountinfo': '22 1 0:20 / /proc rw,nosuid - proc proc rw\n',
  'self/root/etc/passwd': 'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\nbob:x:33:33:::\n',
  'sys/kernel/osrelease': '6.14.2-arm64\n',
  '5/status': statusText(),
  '5/uid_map': '         0          0 4294967295\n',
};

const mounted = (options: string): { 'self/mountinfo': string } => ({
  'self/mountinfo': `22 1 0:20 / /proc rw,nosuid - proc proc rw,${options}\n`,
});
const unnamed: MadeFile = { error: 'EPERM' };

interface Case {
  readonly what: string;
  readonly files?: Readonly<Record<string, MadeFile>>;
  readonly own?: boolean;
  readonly code?: string;
  readonly title: string;
  readonly says: RegExp;
}

const child = '         0       1000          1\n';

const cases: readonly Case[] = [
  {
    what: 'another user',
    files: { '5/status': statusText({ uid: 0 }) },
    title: 'Belongs to another user',
    says: /belongs to root \(user ID 0\), and Memory Maps runs as ann \(user ID 1000\)\./,
  },
  {
    what: 'a setuid program, whose real user alone is the same',
    files: { '5/status': statusText({ uid: '1000\t0\t0\t0' }) },
    title: 'Belongs to another user',
    says: /belongs to root/,
  },
  {
    what: 'another user before Linux 6.15',
    files: { '5/status': statusText({ uid: 33 }), 'self/status': statusText({ permitted: PERFMON }) },
    title: 'Belongs to another user',
    says: /bob .* Only the capability CAP_SYS_PTRACE would be enough: CAP_PERFMON is from Linux 6\.15 on, and this is 6\.14\./,
  },
  {
    what: 'another user since Linux 6.15',
    files: { '5/status': statusText({ uid: 33 }), 'sys/kernel/osrelease': '6.15.0-rc1\n' },
    title: 'Belongs to another user',
    says: /CAP_SYS_PTRACE would be enough, and on this kernel \(6\.15\) CAP_PERFMON too\./,
  },
  {
    what: 'another user on a kernel that does not tell its version',
    files: { '5/status': statusText({ uid: 33 }), 'sys/kernel/osrelease': { error: 'EACCES' } },
    title: 'Belongs to another user',
    says: /since Linux 6\.15 CAP_PERFMON too/,
  },
  {
    what: 'another group',
    files: { '5/status': statusText({ gid: 50 }) },
    title: 'Runs with another group',
    says: /group ID 50, Memory Maps has 1000/,
  },
  { what: 'what may not be dumped', own: false, title: 'Protected from its own user', says: /not dumpable/ },
  {
    what: 'more capabilities',
    files: { '5/status': statusText({ permitted: 1n << 13n }) },
    title: 'Holds more capabilities',
    says: /holds capabilities that Memory Maps does not have/,
  },
  {
    what: 'root without its capability',
    files: { 'self/status': statusText({ uid: 0 }) },
    title: 'CAP_SYS_PTRACE is missing',
    says: /belongs to ann .*without the capability CAP_SYS_PTRACE/,
  },
  {
    what: 'the outside of a user namespace',
    files: { 'self/status': statusText({ uid: 0, permitted: SYS_PTRACE }), 'self/uid_map': child },
    title: 'Outside of the user namespace',
    says: /outside of the user namespace .* in which Memory Maps is root/,
  },
  {
    what: 'the outside of a user namespace that has no IDs, where everybody looks the same',
    files: {
      'self/status': statusText({ uid: 65534 }),
      'self/uid_map': '',
      '5/status': statusText({ uid: 65534, permitted: SYS_PTRACE }),
      '5/uid_map': '         0 4294967295 4294967295\n',
    },
    title: 'Outside of the user namespace',
    says: /outside of the user namespace .* in which Memory Maps runs\./,
  },
  {
    what: 'a module inside of a user namespace',
    files: { 'self/status': statusText({ uid: 0, permitted: SYS_PTRACE }), 'self/uid_map': child, '5/uid_map': child },
    title: 'Refused by a security module',
    says: /SELinux, AppArmor/,
  },
  {
    what: 'a module, for who may trace all',
    files: { 'self/status': statusText({ permitted: SYS_PTRACE }), '5/status': statusText({ uid: 0 }) },
    title: 'Refused by a security module',
    says: /SELinux, AppArmor/,
  },
  ...[PERFMON, SYS_ADMIN].map((permitted) => ({
    what: `a module since 6.15, for who may monitor (${permitted.toString(16)})`,
    files: {
      'self/status': statusText({ permitted }),
      '5/status': statusText({ uid: 0 }),
      'sys/kernel/osrelease': '6.15.0',
    },
    title: 'Refused by a security module',
    says: /has the capability that opens all other gates/,
  })),
  {
    what: 'another user, for who may monitor in a user namespace only',
    files: {
      'self/status': statusText({ permitted: PERFMON }),
      'self/uid_map': child,
      '5/uid_map': child,
      '5/status': statusText({ uid: 0 }),
      'sys/kernel/osrelease': '6.15.0',
    },
    title: 'Belongs to another user',
    says: /The capability CAP_SYS_PTRACE would be enough\./,
  },
  {
    what: 'what of root may not be dumped, for a root without capabilities: nothing else tells of it',
    files: { 'self/status': statusText({ uid: 0 }), '5/status': statusText({ uid: 0 }) },
    title: 'Protected, or refused by a security module',
    says: /Most likely .* not dumpable.* CAP_SYS_PTRACE would be enough/s,
  },
  { what: 'something else', title: 'Refused by the kernel', says: /though user and group are the same/ },
  {
    what: 'a process of which nothing is told',
    files: { '5/status': { error: 'EACCES' } },
    title: 'Refused by the kernel',
    says: /tells nothing of the process/,
  },
  ...(['1', 'noaccess'] as const).map((printed) => ({
    what: `hidepid=${printed}`,
    code: 'EPERM',
    files: { ...mounted(`hidepid=${printed}`), '5/status': unnamed },
    title: 'Hidden by hidepid',
    says: new RegExp(`mounted with hidepid=${printed}, which closes the processes of other users`),
  })),
];

const gone = new AbortController().signal;

describe('the permission doctor', () => {
  for (const { what, files, own, code = 'EACCES', title, says } of cases) {
    it(`names ${what}`, async () => {
      const procfs = new MadeProcfs({ ...ordinary, ...files }, own);
      const failure = await refusalFrom(procfs, 5, code, gone, LOCAL);
      assert.equal(failure.title, title);
      assert.match(failure.message, says);
      assert.notEqual(failure.advice, '');
      assert.equal(procfs.asked.length, 1, 'the files are read in one round trip');
    });
  }

  for (const [options, status, hidden] of [
    ['hidepid=2', statusText(), true],
    ['hidepid=invisible', statusText(), true],
    ['gid=50,hidepid=invisible', statusText({ groups: '4 50' }), false],
    ['gid=50,hidepid=invisible', statusText({ groups: '4 5' }), true],
    ['gid=50,hidepid=ptraceable', statusText({ groups: '4 50' }), true],
    ['hidepid=4', statusText({ permitted: SYS_PTRACE }), false],
    ['hidepid=1', statusText(), false],
    ['hidepid=0', statusText(), false],
    ['hidepid=off', statusText(), false],
  ] as const) {
    it(`${hidden ? 'takes' : 'does not take'} a process that is not there for hidden with ${options}`, async () => {
      const procfs = new MadeProcfs({ ...ordinary, ...mounted(options), 'self/status': status });
      const failure = await hiddenFrom(procfs, 7, gone, LOCAL);
      assert.equal(failure?.reason, hidden ? 'hidden' : undefined);
      if (failure) assert.match(failure.message, /Either it has ended, or it belongs to another user/);
    });
  }

  it('asks only the mount that is seen, and only of procfs', async () => {
    const lines = [
      '22 1 0:20 / /proc rw - proc proc rw,hidepid=1',
      '23 1 0:20 / /proc rw - proc proc rw',
      '24 1 0:21 / /jail/proc rw - proc proc rw,hidepid=1',
      '25 1 0:22 / /proc/fs/x rw - tmpfs proc rw,hidepid=1',
    ];
    const failure = await refusalFrom(
      new MadeProcfs({ ...ordinary, 'self/mountinfo': lines.join('\n') }),
      5,
      'EPERM',
      gone,
      LOCAL,
    );
    assert.equal(failure.reason, 'denied');
  });

  it('tells what it looked at, and that Yama does not matter', async () => {
    const files = {
      ...ordinary,
      ...mounted('gid=50,hidepid=1'),
      '5/status': statusText({ uid: 33, permitted: 1n << 13n, rest: 'NSpid:\t5\t2\n' }),
      'self/attr/current': 'docker-default (enforce)\n',
      'sys/kernel/yama/ptrace_scope': '1\n',
    };
    const procfs = new MadeProcfs(files);
    const failure = await refusalFrom(procfs, 5, 'EACCES', gone, LOCAL);
    const { evidence } = await diagnose(failure, procfs, LOCAL, gone);
    const lines = evidence.map(({ file, found }) => `${file}: ${found}`);
    for (const said of [
      /^self\/mountinfo: hidepid=1, with an exception for group ID 50$/,
      /^self\/status: user IDs 1000 1000 1000 1000, .* effective capabilities: none$/,
      /^5\/status: user IDs 33 33 33 33, .* permitted capabilities: CAP_NET_RAW$/,
      /^5\/status: in a PID namespace of its own \(a container\), where its PID is 2$/,
      /^self\/uid_map: the reader is in the first user namespace$/,
      /^sys\/kernel\/osrelease: Linux 6\.14: CAP_PERFMON is not enough yet/,
      /^self\/attr\/current: .*docker-default \(enforce\)/,
      /^sys\/kernel\/yama\/ptrace_scope: 1: of no matter/,
    ]) {
      assert.ok(
        lines.some((line) => said.test(line)),
        `${said.source} in\n${lines.join('\n')}`,
      );
    }
  });

  it('tells what shows that there is no memory', async () => {
    const zombie = {
      ok: false,
      pid: 5,
      reason: 'zombie',
      title: 'It is a zombie',
      message: 'Process 5 is a zombie.',
      advice: '',
    } as const;
    const procfs = new MadeProcfs({
      ...ordinary,
      '5/status': 'Name:\tx\\nState:\tR\nState:\tZ (zombie)\nPPid:\t7\nThreads:\t1\n',
    });
    const { evidence, steps } = await diagnose(zombie, procfs, LOCAL, gone);
    const lines = evidence.map(({ found }) => found);
    assert.match(lines[0] ?? '', /^State: Z \(zombie\)/);
    assert.match(lines[1] ?? '', /^PPid: 7/);
    assert.match(lines.at(-1) ?? '', /^VmSize: is not there/);
    assert.deepEqual(steps, []);
  });

  it('tells nothing of a process that only has the PID of the one that was meant', async () => {
    const reused = {
      ok: false,
      pid: 5,
      reason: 'reused',
      title: 'It has ended',
      message: 'PID 5 …',
      advice: '',
    } as const;
    const { evidence } = await diagnose(reused, new MadeProcfs(ordinary), LOCAL, gone);
    assert.deepEqual(
      evidence.map(({ file }) => file),
      ['5/stat'],
    );
  });
});
