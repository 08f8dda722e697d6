/** The layout view: takes snapshots from the extension and draws them at once. */
import { render } from 'preact';
import { LAYOUT_VERSION, type ToView } from '../../protocol/layout.ts';
import { App } from './app.tsx';
import { keepState, keptState, onMessage, send } from './host.ts';
import { keptState as stateOf, selectAddress, startModel, withFailure, withSnapshot, type Model } from './model.ts';
import { onPaletteChange, readPalette } from './palette.ts';
import './layout.css';

const root = document.getElementById('layout');
if (!root) throw new Error('The page has no place for the picture.');
const place = root;

let model = startModel(keptState());
let palette = readPalette(devicePixelRatio);
let frame = 0;
let keeping = 0;

/** Milliseconds: a state costs a message, and zooming makes sixty a second. */
const KEEP_AFTER = 200;

/** Draws the model now. */
function show(): void {
  cancelAnimationFrame(frame);
  frame = 0;
  render(<App model={model} palette={palette} change={change} />, place);
}

/** Takes the next model; it is drawn with the next frame, so that quick events cost one drawing. */
function change(next: (model: Model) => Model): void {
  const before = model;
  model = next(model);
  if (model === before) return;
  frame ||= requestAnimationFrame(show);
  keeping ||= setTimeout(keep, KEEP_AFTER);
}

/** Keeps the state for the view's next life. */
function keep(): void {
  keeping = 0;
  const state = stateOf(model);
  if (state) keepState(state);
}

function take(message: ToView): void {
  const arrivedAt = now();
  switch (message.type) {
    case 'snapshot':
      change((before) => withSnapshot(before, message));
      show();
      send({ type: 'drawn', id: message.id, regions: message.regions.count, arrivedAt, at: now() });
      break;
    case 'failure':
      change((before) => withFailure(before, message));
      show();
      send({ type: 'drawn', id: message.id, regions: 0, arrivedAt, at: now() });
      break;
    case 'reading':
      change((before) => ({ ...before, reading: message.title }));
      break;
    case 'select':
      change((before) => selectAddress(before, message.start));
      break;
  }
}

/** Milliseconds since 1970 with fractions. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

onMessage(take);
onPaletteChange(() => {
  palette = readPalette(devicePixelRatio);
  show();
});
show();
send({ type: 'ready', version: LAYOUT_VERSION });
