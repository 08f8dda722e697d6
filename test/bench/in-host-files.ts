/** Runs inside the real extension host: times from the command on a large file to the drawn picture, in a new panel each. */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as v from 'valibot';
import * as vscode from 'vscode';

const Files = v.array(v.object({ path: v.string(), regions: v.number() }));
/** What `memoryMaps.showLayout` gives when the picture is drawn; times are milliseconds since 1970. */
const Drawn = v.object({
  regions: v.number(),
  readMs: v.number(),
  sentAt: v.number(),
  arrivedAt: v.number(),
  drawnAt: v.number(),
});

const rounds = 5;

/** What the bench finds of a file, in milliseconds a round. */
export interface FileTimes {
  readonly path: string;
  readonly regions: number;
  readonly picture: readonly number[];
  /** Until the file was read and parsed, the message to the page, and from there to the drawn picture. */
  readonly read: readonly number[];
  readonly message: readonly number[];
  readonly draw: readonly number[];
  /** The longest the extension host's main thread was busy. */
  readonly busy: readonly number[];
}

export async function run(): Promise<void> {
  const files = v.parse(Files, JSON.parse(process.env['MEMORY_MAPS_BENCH_FILES'] ?? '[]'));
  const times: FileTimes[] = [];
  for (const { path, regions } of files) {
    const found = {
      path,
      regions,
      picture: [] as number[],
      read: [] as number[],
      message: [] as number[],
      draw: [] as number[],
      busy: [] as number[],
    };
    for (let round = 0; round < rounds; round++) {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const delay = monitorEventLoopDelay({ resolution: 1 });
      delay.enable();
      const start = performance.timeOrigin + performance.now();
      const shown = await vscode.commands.executeCommand('memoryMaps.showLayout', vscode.Uri.file(path));
      delay.disable();
      const drawn = v.parse(Drawn, shown);
      if (drawn.regions !== regions) throw new Error(`${path}: ${drawn.regions} regions were drawn`);
      found.picture.push(drawn.drawnAt - start);
      found.read.push(drawn.readMs);
      found.message.push(drawn.arrivedAt - drawn.sentAt);
      found.draw.push(drawn.drawnAt - drawn.arrivedAt);
      found.busy.push(delay.max / 1e6);
    }
    times.push(found);
  }
  const file = process.env['MEMORY_MAPS_TEST_REPORT'];
  if (file === undefined) throw new Error('MEMORY_MAPS_TEST_REPORT names no file');
  writeFileSync(file, JSON.stringify(times));
}
