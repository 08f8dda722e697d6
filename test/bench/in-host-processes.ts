/**
 * Runs inside the real extension host on a machine with thousands of processes: when the Processes view was asked for, how long
 * the host's main thread was busy at a stretch, and what processor time a refresh takes, beside that of `top` and a loop in C.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import * as v from 'valibot';
import * as vscode from 'vscode';

const Input = v.object({
  /** Refreshes to wait for, and for how many milliseconds at most. */
  refreshes: v.number(),
  most: v.number(),
  /** Commands that print a time in milliseconds, run after each refresh. */
  commands: v.record(v.string(), v.array(v.string())),
});

/** A time, by itself or as a yardstick prints it. */
const Time = v.union([
  v.number(),
  v.pipe(
    v.object({ min: v.number() }),
    v.transform(({ min }) => min),
  ),
]);

/** Processor time of a thread, as Node has it since 23.9. */
const Usage = v.object({ user: v.number(), system: v.number() });
const threadCpuUsage = v.parse(v.function(), Reflect.get(process, 'threadCpuUsage'));

/** The host has calmed down after the window was opened, the first list has come, and a refresh is over, in milliseconds. */
const CALM = 8000;
const FIRST = 5000;
const AFTER = 700;
const HIDDEN = 8000;
/** The worker has more to do than to stay alive, in milliseconds between two looks at it. */
const WAKES = 2;

/** What was seen of this process for some time, in milliseconds. */
interface Seen {
  readonly ms: number;
  /** The longest that its main thread did not come round, and the most processor time it took before it did. */
  readonly delay: number;
  readonly stretch: number;
  /** Processor time of all threads, and of the worker's alone. */
  readonly processor: number;
  readonly worker: number;
}

/** What the bench finds. */
export interface ViewTimes {
  /** When the view was asked for, in milliseconds since 1970. */
  readonly asked: number;
  /** While the first list came. */
  readonly first: Seen;
  /** Around each refresh. */
  readonly refreshes: readonly Seen[];
  readonly hidden: Seen;
  /** What each command told, in milliseconds. */
  readonly commands: Readonly<Record<string, readonly number[]>>;
}

export async function run(): Promise<void> {
  const {
    refreshes: wanted,
    most,
    commands,
  } = v.parse(Input, JSON.parse(process.env['MEMORY_MAPS_BENCH_VIEW'] ?? '{}'));
  await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  await pause(CALM);
  const before = threads();
  const watching = new Watching([]);
  const asked = performance.timeOrigin + performance.now();
  await vscode.commands.executeCommand('memoryMaps.processes.focus');
  const first = await watching.during(FIRST);
  const worker = threads().filter((thread) => !before.includes(thread));

  const refreshes: Seen[] = [];
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, [] as number[]]));
  for (const end = performance.now() + most; performance.now() < end && refreshes.length < wanted;) {
    const refresh = await new Watching(worker).nextBurst(end);
    if (!refresh) break;
    refreshes.push(refresh);
    for (const [name, [command = '', ...args]] of Object.entries(commands)) {
      const { stdout } = await promisify(execFile)(command, args);
      times[name]?.push(v.parse(Time, JSON.parse(stdout)));
    }
  }
  await vscode.commands.executeCommand('workbench.view.explorer');
  await pause(1000);
  const hidden = await new Watching(worker).during(HIDDEN);
  const report = process.env['MEMORY_MAPS_TEST_REPORT'];
  if (report === undefined) throw new Error('MEMORY_MAPS_TEST_REPORT names no file');
  writeFileSync(report, JSON.stringify({ asked, first, refreshes, hidden, commands: times } satisfies ViewTimes));
}

/** Looks at this process every millisecond, as far as it gets to it. */
class Watching {
  private readonly worker: readonly string[];
  private readonly delay = monitorEventLoopDelay({ resolution: 1 });
  private start = performance.now();
  private usage = process.cpuUsage();
  private ran: number;
  private main = mainThread();
  private stretch = 0;

  constructor(worker: readonly string[]) {
    this.worker = worker;
    this.ran = ranFor(worker);
    this.delay.enable();
  }

  async during(ms: number): Promise<Seen> {
    while (performance.now() - this.start < ms) await this.look();
    return this.end();
  }

  /** From the moment that the worker wakes up until it has rested for a while; undefined when it did not before `end`. */
  async nextBurst(end: number): Promise<Seen | undefined> {
    let last = this.ran;
    let woke = Infinity;
    while (performance.now() < Math.min(end, woke + AFTER)) {
      for (let looks = 0; looks < 20; looks++) await this.look();
      const now = ranFor(this.worker);
      if (now - last > WAKES) woke = performance.now();
      else if (woke === Infinity) this.begin();
      last = now;
    }
    return woke === Infinity ? undefined : this.end();
  }

  private async look(): Promise<void> {
    await pause(1);
    const now = mainThread();
    this.stretch = Math.max(this.stretch, now - this.main);
    this.main = now;
  }

  private begin(): void {
    this.start = performance.now();
    this.usage = process.cpuUsage();
    this.ran = ranFor(this.worker);
    this.stretch = 0;
    this.delay.reset();
  }

  private end(): Seen {
    const { user, system } = process.cpuUsage(this.usage);
    this.delay.disable();
    return {
      ms: performance.now() - this.start,
      delay: this.delay.max / 1e6,
      stretch: this.stretch,
      processor: (user + system) / 1000,
      worker: ranFor(this.worker) - this.ran,
    };
  }
}

/** Processor time of this thread in milliseconds. */
function mainThread(): number {
  const { user, system } = v.parse(Usage, Reflect.apply(threadCpuUsage, process, []));
  return (user + system) / 1000;
}

function threads(): string[] {
  return readdirSync('/proc/self/task');
}

/** For how long threads have run, in milliseconds (`schedstat`, in nanoseconds). */
function ranFor(ids: readonly string[]): number {
  return ids.reduce((sum, id) => {
    return sum + Number(readFileSync(`/proc/self/task/${id}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  }, 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
