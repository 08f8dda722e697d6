/** Which gate keeps a map closed, from what can be seen of reader and target. */
import assert from 'node:assert/strict';
import { type AccessFacts, closedGate } from '../../../src/sources/local/gates.ts';
import { credentials, type Credentials } from '../../../src/sources/local/reader.ts';

const CAP_SYS_PTRACE = 1n << 19n;

function who(uid: number, gid = uid, capabilities = 0n): Credentials {
  const four = (id: number): number[] => [id, id, id, id];
  return { uids: four(uid), gids: four(gid), permitted: capabilities, effective: capabilities };
}

const ordinary: AccessFacts = {
  code: 'EACCES',
  reader: who(1000),
  target: who(1000),
  dumpable: true,
  inUserNamespace: false,
  hidePid: undefined,
  user: (uid) => `user${uid}`,
};

const cases: readonly [gate: string, facts: Partial<AccessFacts>, says: RegExp][] = [
  ['hidepid', { code: 'EPERM', hidePid: '1', target: undefined }, /hidepid=1/],
  ['other-user', { target: who(0) }, /belongs to user0, and VS Code runs as user1000/],
  ['other-user', { target: { ...who(1000), uids: [1000, 0, 0, 0] } }, /belongs to user0/],
  ['other-user', { target: who(33), dumpable: false }, /user33/],
  ['other-group', { target: who(1000, 50) }, /group ID 50, VS Code has 1000/],
  ['not-dumpable', { dumpable: false }, /not dumpable/],
  ['more-capabilities', { target: who(1000, 1000, 1n << 13n) }, /capabilities/],
  ['root-without-capability', { reader: who(0), target: who(1000) }, /without the capability CAP_SYS_PTRACE/],
  [
    'user-namespace',
    { reader: who(0, 0, CAP_SYS_PTRACE), inUserNamespace: true, target: who(65534) },
    /user namespace/,
  ],
  ['security-module', { reader: who(0, 0, CAP_SYS_PTRACE), target: who(1000) }, /SELinux, AppArmor/],
  ['security-module-or-namespace', {}, /though user and group are the same/],
];

describe('a closed gate', () => {
  for (const [gate, facts, says] of cases) {
    it(`is told: ${gate} (${says.source})`, () => {
      const found = closedGate({ ...ordinary, ...facts });
      assert.equal(found.name, gate);
      assert.match(found.message, says);
      assert.notEqual(found.advice, '');
    });
  }

  it('is found from the credentials that status prints', () => {
    const told = credentials(
      'Name:\tUid:\nUid:\t1000\t0\t0\t5\nGid:\t1\t2\t3\t4\nCapPrm:\t000001ffffffffff\nCapEff:\t0000000000080000\n',
    );
    assert.deepEqual(told.uids, [1000, 0, 0, 5]);
    assert.deepEqual(told.gids, [1, 2, 3, 4]);
    assert.equal(told.effective, CAP_SYS_PTRACE);
    assert.equal(told.permitted, 0x1ffffffffffn);
  });
});
