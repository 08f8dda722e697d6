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

/** What the bench finds; times are milliseconds, a value a round. */
export interface ViewTimes {
  /** When the view was asked for, since 1970. */
  readonly asked: number;
  /** The longest the main thread was busy at a stretch while the first list came. */
  readonly firstBusy: number;
  /** The longest while the view was refreshed, and while it was hidden. */
  readonly busy: readonly number[];
  readonly idleBusy: readonly number[];
  /** Processor time of the whole extension host for a refresh, above what it takes while the view is hidden. */
  readonly refresh: readonly number[];
  readonly refreshes: readonly number[];
  /** Processor time of the worker's thread while the view is hidden. */
  readonly hidden: readonly number[];
  /** Processor time of each command. */
  readonly commands: Readonly<Record<string, readonly number[]>>;
}

export async function run(): Promise<void> {
  const { rounds, watched, commands } = v.parse(Input, JSON.parse(process.env['MEMORY_MAPS_BENCH_VIEW'] ?? '{}'));
  await vscode.extensions.getExtension('memory-maps.memory-maps')?.activate();
  await pause(3000);
  const before = threads();
  const first = busyFor(5000);
  const asked = performance.timeOrigin + performance.now();
  await vscode.commands.executeCommand('memoryMaps.processes.focus');
  const firstBusy = (await first).stretch;
  const worker = threads().filter((thread) => !before.includes(thread));

  const times = {
    busy: [] as number[],
    idleBusy: [] as number[],
    refresh: [] as number[],
    refreshes: [] as number[],
    hidden: [] as number[],
    commands: Object.fromEntries(Object.keys(commands).map((name) => [name, [] as number[]])),
  };
  for (let round = 0; round < rounds; round++) {
    await vscode.commands.executeCommand('memoryMaps.processes.focus');
    await pause(1000);
    const seen = await busyFor(watched, worker);
    await vscode.commands.executeCommand('workbench.view.explorer');
    await pause(1000);
    const hidden = await busyFor(watched, worker);
    times.busy.push(seen.stretch);
    times.idleBusy.push(hidden.stretch);
    times.refreshes.push(seen.bursts);
    times.refresh.push((seen.processor - hidden.processor) / seen.bursts);
    times.hidden.push(hidden.threads);
    for (const [name, [command = '', ...args]] of Object.entries(commands)) {
      const { stdout } = await promisify(execFile)(command, args);
      times.commands[name]?.push(Number(stdout));
    }
  }
  const report = process.env['MEMORY_MAPS_TEST_REPORT'];
  if (report === undefined) throw new Error('MEMORY_MAPS_TEST_REPORT names no file');
  writeFileSync(
    report,
    JSON.stringify({
      comms: threads().map((t) => t + readFileSync(`/proc/self/task/${t}/comm`, 'utf8').trim()),
      worker,
      asked,
      firstBusy,
      ...times,
    }),
  );
}

/**
 * Watches this process for some time: the longest stretch of its main thread, its processor time, that of some of its threads,
 * and how often these woke up for more than a moment.
 */
async function busyFor(
  ms: number,
  some: readonly string[] = [],
): Promise<{ stretch: number; processor: number; threads: number; bursts: number }> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const start = process.cpuUsage();
  const from = ranFor(some);
  let last = from;
  let isRunning = false;
  let bursts = 0;
  const end = performance.now() + ms;
  while (performance.now() < end) {
    await pause(50);
    const now = some.length > 0 ? ranFor(some) : 0;
    const runs = now - last > 2;
    if (runs && !isRunning) bursts++;
    isRunning = runs;
    last = now;
  }
  const { user, system } = process.cpuUsage(start);
  delay.disable();
  return { stretch: delay.max / 1e6, processor: (user + system) / 1000, threads: last - from, bursts };
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
