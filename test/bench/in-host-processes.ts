/**
 * Runs inside the real extension host on a machine with thousands of processes: when the Processes view was asked for, how long
 * the host's main thread was busy at a stretch, and what processor time a refresh takes, in turns with `top` and with a loop in C.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import * as v from 'valibot';
import * as vscode from 'vscode';

const Input = v.object({
  /** How often everything is measured. */
  rounds: v.number(),
  /** Milliseconds for which the view is watched in a round. */
  watched: v.number(),
  /** Commands that print their processor time in milliseconds. */
  commands: v.record(v.string(), v.array(v.string())),
});

/** What the bench finds, a value a round; times are milliseconds. */
export interface ViewTimes {
  /** When the view was asked for, since 1970. */
  readonly asked: number;
  /** While the first list came. */
  readonly first: Seen;
  /** While the view was refreshed, and while it was hidden. */
  readonly seen: readonly Seen[];
  readonly hidden: readonly Seen[];
  /** Processor time of each command. */
  readonly commands: Readonly<Record<string, readonly number[]>>;
}

export async function run(): Promise<void> {
  const { rounds, watched, commands } = v.parse(Input, JSON.parse(process.env['MEMORY_MAPS_BENCH_VIEW'] ?? '{}'));
  await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  await pause(3000);
  const before = threads();
  const watching = watch(5000);
  const asked = performance.timeOrigin + performance.now();
  await vscode.commands.executeCommand('memoryMaps.processes.focus');
  const first = await watching;
  const worker = threads().filter((thread) => !before.includes(thread));

  const seen: Seen[] = [];
  const hidden: Seen[] = [];
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    await vscode.commands.executeCommand('memoryMaps.processes.focus');
    await pause(1000);
    seen.push(await watch(watched, worker));
    await vscode.commands.executeCommand('workbench.view.explorer');
    await pause(1000);
    hidden.push(await watch(watched, worker));
    for (const [name, [command = '', ...args]] of Object.entries(commands)) {
      const { stdout } = await promisify(execFile)(command, args);
      times[name]?.push(Number(stdout));
    }
  }
  const report = process.env['MEMORY_MAPS_TEST_REPORT'];
  if (report === undefined) throw new Error('MEMORY_MAPS_TEST_REPORT names no file');
  writeFileSync(report, JSON.stringify({ asked, first, seen, hidden, commands: times } satisfies ViewTimes));
}

/** What was seen of this process for some time, in milliseconds. */
interface Seen {
  by?: string;
  /** The longest that its main thread did not come round, and the most processor time it took before it did. */
  readonly delay: number;
  readonly stretch: number;
  /** Processor time of all threads, and of the worker's alone. */
  readonly processor: number;
  readonly worker: number;
  /** How often the worker woke up for more than a moment. */
  readonly bursts: number;
}

async function watch(ms: number, worker: readonly string[] = []): Promise<Seen> {
  const tb = new Map(threads().map((t) => [t, ranFor([t])]));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = process.cpuUsage();
  const from = ranFor(worker);
  let last = from;
  let isRunning = false;
  let bursts = 0;
  let stretch = 0;
  let looked = performance.now();
  const end = looked + ms;
  for (let main = mainThread(); performance.now() < end;) {
    await pause(1);
    const now = mainThread();
    stretch = Math.max(stretch, now - main);
    main = now;
    if (performance.now() - looked < 50) continue;
    looked = performance.now();
    const ran = ranFor(worker);
    const runs = ran - last > 2;
    if (runs && !isRunning) bursts++;
    isRunning = runs;
    last = ran;
  }
  const { user, system } = process.cpuUsage(start);
  delay.disable();
  const by = threads()
    .map(
      (t) =>
        readFileSync(`/proc/self/task/${t}/comm`, 'utf8').trim() + ':' + (ranFor([t]) - (tb.get(t) ?? 0)).toFixed(0),
    )
    .join(' ');
  return {
    by,
    delay: delay.max / 1e6,
    stretch,
    processor: (user + system) / 1000,
    worker: ranFor(worker) - from,
    bursts,
  };
}

/** Processor time of this thread. */
function mainThread(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function threads(): string[] {
  const all = readdirSync('/proc/self/task');
  console.log(all.map((t) => t + readFileSync(`/proc/self/task/${t}/comm`, 'utf8').trim()).join(' '));
  return all;
}

/** For how long threads have run, in milliseconds (`schedstat` of proc_pid_schedstat, in nanoseconds). */
function ranFor(ids: readonly string[]): number {
  return ids.reduce((sum, id) => {
    return sum + Number(readFileSync(`/proc/self/task/${id}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  }, 0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
