/** Lists of processes on their way between two threads. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ProcessInfo, ProcessList } from '../../../src/sources/process.ts';
import { ReceivedList } from '../../../src/sources/worker/received-lists.ts';
import { type ListPart, type OnListed, SentList } from '../../../src/sources/worker/sent-lists.ts';

function made(pid: number, rest: Partial<ProcessInfo> = {}): ProcessInfo {
  return {
    pid,
    ppid: 1,
    name: `p${pid}`,
    command: '',
    uid: 0,
    user: 'root',
    state: 'S',
    rss: 100,
    threads: 1,
    startTime: String(pid),
    kernelThread: false,
    access: 'allowed',
    ...rest,
  };
}

/** Both ends, with what crosses between them copied as threads copy it. */
class Ends {
  sent = new SentList();
  readonly received = new ReceivedList();
  parts: ListPart[] = [];

  /** @param loses breaks off before the first part arrives */
  list(source: ListSource, loses = false, onFirst?: (first: ProcessList) => void): Promise<ProcessList> {
    this.parts = [];
    const next = async (): Promise<ListPart> => {
      const part = structuredClone(await this.sent.take());
      if (loses) throw new Error('lost');
      this.parts.push(part);
      return part;
    };
    const first = (received: number): Promise<ListPart> => {
      this.sent.begin(received, typeof source === 'function' ? source : async () => source);
      return next();
    };
    return this.received.list({ first, next }, onFirst);
  }

  get changed(): number[] {
    return this.parts.flatMap(({ changed }) => changed.map(({ pid }) => pid));
  }
}

type ListSource = ProcessList | ((onListed: OnListed) => Promise<ProcessList>);

const byPid = ({ processes }: ProcessList): ProcessInfo[] => processes.toSorted((a, b) => a.pid - b.pid);

describe('lists of processes between threads', () => {
  it('send only what is different', async () => {
    const ends = new Ends();
    const processes = [made(1), made(2), made(3)];
    const first = await ends.list({ processes });
    assert.deepEqual(ends.changed, [1, 2, 3]);
    const second = await ends.list({ processes: [made(1), made(3, { rss: 7 }), made(4)] });
    assert.deepEqual(ends.changed, [3, 4]);
    assert.deepEqual(byPid(second), [made(1), made(3, { rss: 7 }), made(4)]);
    assert.equal(second.processes[0], first.processes[0], 'it is the same object, so that nobody has to compare it');
    await ends.list({ processes: [made(1), made(3, { rss: 7 }), made(4)], hidden: 'some' });
    assert.deepEqual(ends.parts, [
      { afresh: false, number: 3, changed: [], gone: [], more: false, hidden: 'some', unavailable: undefined },
    ]);
  });

  it('send a process again when another one has its PID, and when its container comes to be known', async () => {
    const ends = new Ends();
    await ends.list({ processes: [made(1), made(2)] });
    const container = { runtime: 'docker', id: 'a'.repeat(64), pod: undefined } as const;
    const list = { processes: [made(1, { startTime: '77' }), made(2, { container })] };
    assert.deepEqual(byPid(await ends.list(list)), list.processes);
    assert.deepEqual(ends.changed, [1, 2]);
    await ends.list({ processes: [made(1, { startTime: '77' }), made(2, { container: { ...container } })] });
    assert.deepEqual(ends.changed, []);
  });

  it('come in parts that are soon made', async () => {
    const ends = new Ends();
    const processes = Array.from({ length: 5000 }, (_, i) => made(i + 1));
    assert.equal((await ends.list({ processes })).processes.length, 5000);
    assert.ok(ends.parts.length >= 5, `${ends.parts.length} parts`);
    assert.equal(ends.changed.length, 5000);
  });

  it('give the first processes before the source has all, and only where there were none', async () => {
    const ends = new Ends();
    const given: number[][] = [];
    const list = (): Promise<ProcessList> => {
      let tell = (): void => undefined;
      const told = new Promise<void>((resolve) => (tell = resolve));
      const source = async (onListed: OnListed): Promise<ProcessList> => {
        onListed([made(1)]);
        if (given.length === 0) await told;
        return { processes: [made(1), made(2)] };
      };
      return ends.list(source, false, ({ processes }) => {
        given.push(processes.map(({ pid }) => pid));
        tell();
      });
    };
    assert.equal((await list()).processes.length, 2);
    assert.deepEqual(ends.changed, [1, 2]);
    await list();
    assert.deepEqual(given, [[1]]);
  });

  it('fail with what the source fails with, and are whole the next time', async () => {
    const ends = new Ends();
    const failing = ends.list(async (onListed) => {
      onListed([made(1), made(5)]);
      throw new Error('the cable was cut');
    });
    await assert.rejects(failing, /the cable was cut/);
    assert.deepEqual(byPid(await ends.list({ processes: [made(1), made(2)] })), [made(1), made(2)]);
  });

  it('end when another one is asked for', async () => {
    const ends = new Ends();
    ends.sent.begin(0, () => new Promise(() => undefined));
    const waiting = assert.rejects(ends.sent.take(), { name: 'AbortError' });
    assert.deepEqual(byPid(await ends.list({ processes: [made(3)] })), [made(3)]);
    await waiting;
  });

  it('are sent whole when a part was lost, or the other end has nothing left', async () => {
    const ends = new Ends();
    await ends.list({ processes: [made(1)] });
    await assert.rejects(ends.list({ processes: [made(1), made(2)] }, true), /lost/);
    assert.deepEqual(byPid(await ends.list({ processes: [made(1), made(2)] })), [made(1), made(2)]);
    ends.sent = new SentList();
    assert.deepEqual(byPid(await ends.list({ processes: [made(2)] })), [made(2)]);
  });

  it('are the same at both ends, whatever changes and wherever a list breaks off', async () => {
    const process = fc
      .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 }))
      .map(([pid, rss]) => made(pid, { rss }));
    const list = fc.uniqueArray(process, { selector: ({ pid }) => pid, maxLength: 8 });
    const lists = fc.array(fc.record({ list, early: fc.nat(8), fails: fc.boolean(), lost: fc.boolean() }));
    await fc.assert(
      fc.asyncProperty(lists, async (steps) => {
        const ends = new Ends();
        for (const { list: processes, early, fails, lost } of steps) {
          const source = async (onListed: OnListed): Promise<ProcessList> => {
            onListed(processes.slice(0, early));
            if (fails) throw new Error('broken off');
            return { processes };
          };
          if (lost) await assert.rejects(ends.list(source, true));
          const result = await ends.list(source).catch(() => undefined);
          if (result) assert.deepEqual(byPid(result), byPid({ processes }));
          else assert.ok(fails);
        }
      }),
    );
  });
});
