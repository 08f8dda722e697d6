/** The layout view: takes snapshots from the extension and draws them at once. */
import { render } from 'preact';
import type { Category } from '../../core/layout/category.ts';
import { COLOURINGS } from '../../core/layout/colourings.ts';
import { LAYOUT_VERSION, type Snapshot, type ToView } from '../../protocol/layout.ts';
import { App } from './app.tsx';
import { exportView } from './export.ts';
import { keepState, keptState, onMessage, send } from './host.ts';
import { keptState as stateOf, startModel, withFailure, withSnapshot, type Model } from './model.ts';
import { setBaseline, takenBaseline } from './set-baseline.ts';
import { isOnce } from './keys.ts';
import { withPages } from './pages-model.ts';
import { selectInText } from './selection.ts';
import { makePalette, onPaletteChange, readTheme, type Palette } from './palette.ts';
import { takesText } from './view-keys.ts';
import { mapToRestore } from './which-map.ts';
import './layout.css';
import './navigate.css';

const root = document.getElementById('layout');
if (!root) throw new Error('The page has no place for the picture.');
const place = root;

/** Milliseconds between two savings of the state: it costs a message, and zooming makes sixty a second. */
const KEEP_EVERY = 200;

let model = startModel(keptState());
let theme = readTheme(devicePixelRatio);
let palette = makePalette(theme, COLOURINGS[0]?.categories ?? []);
let frame = 0;
let keeping = 0;
/** The baseline that the extension knows. */
let { since } = model;

/** Draws the model now. */
function show(): void {
  cancelAnimationFrame(frame);
  frame = 0;
  if (model.since && model.since !== since) {
    const { id, baseline, chosen } = model.since;
    send({ type: 'keep-baseline', id: baseline ? id : null, chosen });
  }
  ({ since } = model);
  palette = paletteOf(model.scene?.coloured.categories ?? palette.categories);
  render(<App model={model} palette={palette} change={change} />, place);
}

/** The palette of categories: the one there is while they are the same, as parts are drawn anew with another. */
function paletteOf(categories: readonly Category[]): Palette {
  return palette.categories === categories ? palette : makePalette(theme, categories);
}

/** Takes the next model; it is drawn with the next frame, so that quick events cost one drawing. */
function change(next: (model: Model) => Model): void {
  const before = model;
  model = next(model);
  if (model === before) return;
  frame ||= requestAnimationFrame(show);
  if (keeping === 0) {
    keep();
    keepLater();
  }
}

/** Takes the next model and draws it at once. */
function changeNow(next: Model): void {
  model = next;
  show();
  if (keeping === 0) keepLater();
}

function keepLater(): void {
  keeping = setTimeout(keep, KEEP_EVERY);
}

/** Keeps the state for the view's next life. */
function keep(): void {
  clearTimeout(keeping);
  keeping = 0;
  const state = stateOf(model);
  if (state) keepState(state);
}

function take(message: ToView): void {
  const arrivedAt = now();
  switch (message.type) {
    case 'snapshot':
      takeSnapshot(message, arrivedAt);
      break;
    case 'failure':
      changeNow(withFailure(model, message));
      send({ type: 'drawn', id: message.id, regions: 0, arrivedAt, at: now() });
      break;
    case 'reading':
      change((before) => ({ ...before, reading: message }));
      break;
    case 'live':
      change((before) => ({ ...before, live: message }));
      break;
    case 'export':
      void exportView(model, palette, message).then(send);
      break;
    case 'select':
      change((before) => selectInText(before, message));
      break;
    case 'baseline':
      change((before) => takenBaseline(before, message));
      ({ since } = model);
      break;
    case 'set-baseline':
      change(setBaseline);
      break;
    case 'pages':
      change((before) => withPages(before, message));
      break;
    case 'explanation':
      // Rows of an earlier reading are others now; it has been asked again.
      change((before) =>
        message.place.snapshot === before.snapshot?.id ? { ...before, explanation: message } : before,
      );
      break;
  }
}

function takeSnapshot(snapshot: Snapshot, arrivedAt: number): void {
  const map = mapToRestore(model, snapshot);
  const { restore } = model;
  changeNow(withSnapshot(model, snapshot));
  send({ type: 'drawn', id: snapshot.id, regions: snapshot.regions.count, arrivedAt, at: now() });
  if (map !== undefined) send({ type: 'choose-map', map });
  else if (restore?.other !== undefined && !model.since?.other) send({ type: 'compare', uri: restore.other });
}

/** Milliseconds since 1970 with fractions. */
function now(): number {
  return performance.timeOrigin + performance.now();
}

onMessage(take);
// What a key does starts from what is on the screen: keys that come faster than frames, too, act on what those before them did.
addEventListener(
  'keydown',
  (event) => {
    if (event.repeat && isOnce(event) && !takesText(event.target)) {
      event.preventDefault();
      event.stopPropagation();
    } else if (frame !== 0) show();
  },
  true,
);
// The page may be thrown away while another editor has the keyboard.
addEventListener('blur', keep);
onPaletteChange(() => {
  theme = readTheme(devicePixelRatio);
  palette = makePalette(theme, palette.categories);
  show();
});
show();
send({ type: 'ready', version: LAYOUT_VERSION });
