/** Runs inside the real extension host: times the activation, and from a PID to the drawn picture in turns with `pmap`. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { promisify } from 'node:util';
import * as v from 'valibot';
import * as vscode from 'vscode';

const Processes = v.array(v.object({ pid: v.number(), regions: v.number() }));
/** What `memoryMaps.showLayout` gives when the picture is drawn; times are milliseconds since 1970. */
const Drawn = v.object({
  regions: v.number(),
  readMs: v.number(),
  sentAt: v.number(),
  arrivedAt: v.number(),
  drawnAt: v.number(),
});

const rounds = 15;

/** What the bench finds, in milliseconds. */
export interface HostTimes {
  readonly activation: number;
  /** Of it, what loading the bundle took. */
  readonly loading: number;
  readonly pictures: readonly {
    readonly regions: number;
    readonly picture: readonly number[];
    /** Of each picture: until the map was read and parsed, and from sending it to the drawn picture. */
    readonly read: readonly number[];
    readonly draw: readonly number[];
    /** Of it, until the message had come to the page. */
    readonly sent: readonly number[];
    readonly pmap: readonly number[];
    /** The longest the extension host's main thread was busy in each round. */
    readonly busy: readonly number[];
  }[];
}

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('memory-maps.memory-maps');
  if (!extension) throw new Error('the extension is not there');
  const activation = timeActivation(join(extension.extensionPath, 'dist', 'extension.js'));
  await extension.activate();

  const processes = v.parse(Processes, JSON.parse(process.env['MEMORY_MAPS_BENCH_PROCESSES'] ?? '[]'));
  // The first pictures open the panel, start the worker and warm what is compiled; what counts is showing the next process.
  for (const { pid } of processes) for (let i = 0; i < 3; i++) await picture(pid);
  const pictures = processes.map(({ regions }) => ({
    regions,
    picture: [] as number[],
    read: [] as number[],
    draw: [] as number[],
    sent: [] as number[],
    pmap: [] as number[],
    busy: [] as number[],
  }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, { pid }] of processes.entries()) {
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const times = await picture(pid);
      pictures[i]?.picture.push(times.all);
      pictures[i]?.read.push(times.read);
      pictures[i]?.draw.push(times.draw);
      pictures[i]?.sent.push(times.sent);
      delay.disable();
      pictures[i]?.busy.push(delay.max / 1e6);
      pictures[i]?.pmap.push(await pmap(pid));
    }
  }
  const times: HostTimes = {
    activation: activation.loading + activation.calling,
    loading: activation.loading,
    pictures,
  };
  const file = process.env['MEMORY_MAPS_TEST_REPORT'];
  if (file === undefined) throw new Error('MEMORY_MAPS_TEST_REPORT names no file');
  writeFileSync(file, JSON.stringify(times));
}

/**
 * Times what VS Code shows under "Running Extensions": loading the bundle and calling its `activate`. What the workbench does
 * around that, busy as it is while it starts, is not the extension's.
 */
function timeActivation(bundle: string): { loading: number; calling: number } {
  const times = { loading: Number.NaN, calling: Number.NaN };
  const load = v.parse(v.function(), Reflect.get(Module, '_load'));
  Reflect.set(Module, '_load', function (this: unknown, ...args: unknown[]) {
    const start = performance.now();
    const loaded: unknown = Reflect.apply(load, this, args);
    if (args[0] !== bundle) return loaded;
    times.loading = performance.now() - start;
    Reflect.set(Module, '_load', load);
    const activate = v.parse(v.object({ activate: v.function() }), loaded).activate;
    return {
      activate(context: unknown): unknown {
        const called = performance.now();
        const result: unknown = activate(context);
        times.calling = performance.now() - called;
        return result;
      },
    };
  });
  return times;
}

/** From the command to the picture on the canvas. */
async function picture(pid: number): Promise<{ all: number; read: number; draw: number; sent: number }> {
  const start = performance.timeOrigin + performance.now();
  const shown = await vscode.commands.executeCommand('memoryMaps.showLayout', { pid });
  const { readMs, sentAt, arrivedAt, drawnAt } = v.parse(Drawn, shown);
  return { all: drawnAt - start, read: readMs, draw: drawnAt - sentAt, sent: arrivedAt - sentAt };
}

async function pmap(pid: number): Promise<number> {
  const start = performance.now();
  await promisify(execFile)('pmap', [String(pid)], { maxBuffer: 1 << 28 });
  return performance.now() - start;
}
