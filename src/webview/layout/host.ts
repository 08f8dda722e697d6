/** The way to the extension. VS Code gives each page one handle to it. */
import type { FromView, ToView } from '../../protocol/layout.ts';
import { readLayoutState, type LayoutState } from '../../protocol/layout-state.ts';

interface VsCodeApi {
  readonly postMessage: (message: FromView) => void;
  readonly getState: () => unknown;
  readonly setState: (state: LayoutState) => void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const { postMessage: post, getState, setState } = acquireVsCodeApi();

/** Sends a message to the extension. */
export function send(message: FromView): void {
  post(message);
}

/** What was kept when the view was last hidden. */
export function keptState(): LayoutState | undefined {
  return readLayoutState(getState());
}

/** Keeps the state for the view's next life. */
export function keepState(state: LayoutState): void {
  setState(state);
}

/** Calls back for every message of the extension. */
export function onMessage(take: (message: ToView) => void): void {
  addEventListener('message', (event: MessageEvent<ToView>) => take(event.data));
}
