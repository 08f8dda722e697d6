/** How the process list comes to know in which containers processes run. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { LocalProcesses } from '../../../src/sources/local/process-list.ts';
import type { ProcessInfo } from '../../../src/sources/process.ts';
import { ProcRoot } from './proc-root.ts';

const ID = 'ab'.repeat(32);
const OTHER = 'cd'.repeat(32);
const INSIDE = 'NSpid:\t5\t1\nVmRSS:\t    12 kB\nThreads:\t1\n';
const docker = (id: string) => ({ runtime: 'docker', id, pod: undefined });

describe('the containers of the process list', () => {
  let root: ProcRoot;
  let list: LocalProcesses;
  beforeEach(() => {
    root = new ProcRoot();
    root.add(1);
    list = new LocalProcesses(root.path, join(root.path, 'passwd'));
  });
  afterEach(() => root.dispose());

  const inNamespace = (name: string): void => {
    mkdirSync(join(root.path, 'self', 'ns'), { recursive: true });
    symlinkSync(name, join(root.path, 'self', 'ns', 'cgroup'));
  };
  const containerOf = (pid: number, options = {}): ProcessInfo['container'] =>
    list.list(options).processes.find((each) => each.pid === pid)?.container;

  it('are told at once of a process in a PID namespace of its own', () => {
    root.add(5, { cgroup: `0::/system.slice/docker-${ID}.scope\n`, status: INSIDE });
    assert.deepEqual(containerOf(5), docker(ID));
  });

  it('are told later of one that shares the PIDs of the machine, and stay told', () => {
    root.add(5, { cgroup: `0::/docker/${ID}\n` });
    assert.equal(containerOf(5), undefined);
    assert.deepEqual(containerOf(5), docker(ID));
    assert.deepEqual(containerOf(5, { renew: true }), docker(ID));
    root.add(5, { cgroup: `0::/docker/${ID}\n`, state: 'R' });
    assert.deepEqual(containerOf(5), docker(ID), 'it ran meanwhile');
  });

  it('are looked up again when the program or the process is another one', () => {
    root.add(5, { cgroup: `0::/docker/${ID}\n`, status: INSIDE });
    containerOf(5);
    root.add(5, { cgroup: `0::/docker/${OTHER}\n`, status: INSIDE, state: 'R' });
    assert.deepEqual(containerOf(5), docker(ID), 'a process stays in the container that it was met in');
    root.add(5, { cgroup: `0::/docker/${OTHER}\n`, status: INSIDE, startCode: '95000000000000' });
    assert.deepEqual(containerOf(5), docker(OTHER));
    root.add(5, { cgroup: `0::/docker/${ID}\n`, status: INSIDE, startTime: 777 });
    assert.deepEqual(containerOf(5), docker(ID));
  });

  it('are none where the machine itself reads, and unknown inside of a container', () => {
    root.add(5, { cgroup: '0::/init.scope\n' });
    containerOf(5);
    assert.equal(containerOf(5), undefined, 'nobody can tell in which namespace the reader is');
    inNamespace('cgroup:[4026532700]');
    list = new LocalProcesses(root.path, join(root.path, 'passwd'));
    containerOf(5);
    assert.equal(containerOf(5), undefined);
  });

  it('are none for what runs on the machine, and for its kernel threads', () => {
    inNamespace('cgroup:[4026531835]');
    root.add(5, { cgroup: '0::/user.slice\n' });
    root.add(6, { flags: 0x208040, startCode: '0', status: 'Threads:\t1\n' });
    assert.equal(containerOf(6), 'none');
    assert.equal(containerOf(5), 'none');
  });

  it('are unknown of a process without such a file', () => {
    root.add(5, { status: INSIDE });
    assert.equal(containerOf(5), undefined);
  });
});
