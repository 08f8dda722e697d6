/** Runs in the browser beside the page of the layout: makes maps, sends them as the extension does, and times what the page does. */
import { parseMemoryMap } from '../../src/core/dialects/parse.ts';
import type { MemoryMap } from '../../src/core/memory-map/memory-map.ts';
import { sizeNumberAt } from '../../src/core/memory-map/region-table.ts';
import { addressNumberAt } from '../../src/core/memory-map/address.ts';
import type { Drawn, FromView, Snapshot } from '../../src/protocol/layout.ts';
import { packStretches } from '../../src/protocol/packed-stretches.ts';
import { act, press } from './in-page-acts.ts';
import { inventCounters } from './invent-counters.ts';
import { packRegions } from './layout-exports.ts';

/** Milliseconds of each call that the page made in a frame, and between frames. */
export interface Redraws {
  readonly work: readonly number[];
  readonly frames: readonly number[];
}

let snapshot: Snapshot | undefined;
/** The counters of the same regions, half of which have grown. */
let grown: Snapshot['counters'];
let drawn: ((message: Drawn) => void) | undefined;
let work: number[] = [];
const nextFrame = requestAnimationFrame.bind(window);

/** Stands in for VS Code, before the page's own script runs. */
function standIn(): void {
  Object.assign(window, {
    acquireVsCodeApi: () => ({
      getState: () => undefined,
      setState: () => undefined,
      postMessage: (message: FromView) => message.type === 'drawn' && drawn?.(message),
    }),
    requestAnimationFrame: (call: FrameRequestCallback) =>
      nextFrame((time) => {
        const start = performance.now();
        call(time);
        work.push(performance.now() - start);
      }),
  });
}

/** The map of the text that the bench serves. */
async function readMap(): Promise<MemoryMap> {
  return parseMemoryMap(new Uint8Array(await (await fetch('/maps')).arrayBuffer()));
}

/** @param withCounters those of smaps, invented */
async function prepare(withCounters = false): Promise<void> {
  const { regions } = await readMap();
  grown = withCounters ? inventCounters(regions, 4) : undefined;
  snapshot = {
    type: 'snapshot',
    id: 0,
    source: { kind: 'document', uri: 'file:///bench.maps' },
    title: 'bench.maps',
    liveness: 'file',
    readAt: 0,
    dialect: 'maps',
    regions: packRegions(regions),
    placed: true,
    arch: undefined,
    pageSize: undefined,
    counters: withCounters ? inventCounters(regions, 0) : undefined,
    names: packStretches([]),
    marks: packStretches([]),
    maps: [{ title: undefined, dialect: 'maps', range: undefined, regions: regions.count }],
    mapCount: 1,
    map: 0,
    mapAsked: false,
    problemCount: 0,
    problems: [],
    notes: [],
    selected: undefined,
  };
}

/** From the arrival of a map that the page has not seen to the picture on the canvas, in milliseconds. */
async function first(id: number): Promise<number> {
  return show(id, `file:///bench-${id}.maps`);
}

/** The same of a map that is read again, and compared with what it was. */
async function again(id: number): Promise<number> {
  return show(id, 'file:///bench-again.maps');
}

/** The first reading of a map, and after it one of which half has grown. */
async function growth(id: number): Promise<number> {
  await show(id, 'file:///bench-grown.maps');
  return show(id + 1, 'file:///bench-grown.maps', grown);
}

async function show(id: number, uri: string, counters = snapshot?.counters): Promise<number> {
  const { arrivedAt, at } = await new Promise<Drawn>((resolve) => {
    drawn = resolve;
    window.postMessage({ ...snapshot, counters, id, source: { kind: 'document', uri } });
  });
  return at - arrivedAt;
}

/** Zooms in and out at the pointer, a step a frame. */
async function redraws(count: number): Promise<Redraws> {
  const canvas = document.querySelector('.canvas');
  if (!canvas) throw new Error('There is no picture.');
  const box = canvas.getBoundingClientRect();
  const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, bubbles: true, cancelable: true };
  const frames: number[] = [];
  work = [];
  let last = await frame();
  for (let i = 0; i < count; i++) {
    canvas.dispatchEvent(new WheelEvent('wheel', { ...at, deltaY: i < count / 2 ? -60 : 60 }));
    const now = await frame();
    frames.push(now - last);
    last = now;
  }
  return { work: work.slice(), frames };
}

function frame(): Promise<number> {
  return new Promise((resolve) => nextFrame(resolve));
}

/** A rectangle a region, at its address to scale, as one would draw it first. */
async function naive(): Promise<number> {
  const { regions: table } = await readMap();
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width: 1200, height: 400 });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return Number.NaN;
  const end = addressNumberAt(table.end, table.count - 2);
  const start = performance.now();
  for (let row = 0; row < table.count; row++) {
    context.fillStyle = `hsl(${(table.kind[row] ?? 0) * 12} 60% 50%)`;
    context.fillRect(
      (addressNumberAt(table.start, row) / end) * 1200,
      0,
      Math.max(1, (sizeNumberAt(table, row) / end) * 1200),
      400,
    );
  }
  context.getImageData(0, 0, 1, 1);
  return performance.now() - start;
}

/** An element a region. Until the frame after the one that shows them. */
async function svg(): Promise<number> {
  const { regions: table } = await readMap();
  const start = performance.now();
  const boxes = Array.from({ length: table.count }, (_, row) => {
    const x = (row / table.count) * 1200;
    return `<rect x="${x}" width="1" height="400" fill="hsl(${(table.kind[row] ?? 0) * 12} 60% 50%)"/>`;
  });
  const place = document.createElement('div');
  place.innerHTML = `<svg width="1200" height="400">${boxes.join('')}</svg>`;
  document.body.prepend(place);
  await frame();
  await frame();
  const took = performance.now() - start;
  place.remove();
  return took;
}

/** Lets go of the message, as the product's page does. */
function forget(): void {
  snapshot = undefined;
  grown = undefined;
}

standIn();
Object.assign(window, { bench: { prepare, forget, first, again, growth, redraws, naive, svg, act, press } });
