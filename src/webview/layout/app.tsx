/** The view's parts and how they hang together. */
import type { JSX } from 'preact';
import { Details } from './details.tsx';
import { Header } from './header.tsx';
import { Legend } from './legend.tsx';
import { Message } from './message.tsx';
import type { Model } from './model.ts';
import { Notices } from './notices.tsx';
import type { Palette } from './palette.ts';
import { Picture } from './picture.tsx';

export interface AppProps {
  readonly model: Model;
  readonly palette: Palette;
  /** Takes the next state of the view. */
  readonly change: (next: (model: Model) => Model) => void;
}

export function App(props: AppProps): JSX.Element {
  const { model } = props;
  const drawn = model.scene !== undefined && model.scene.axis.count > 0 && model.snapshot?.dialect !== 'smaps_rollup';
  return (
    <main class="layout" aria-busy={model.reading !== undefined}>
      <Header {...props} />
      <Notices model={model} />
      {drawn && <Legend {...props} />}
      <Picture {...props} hidden={!drawn} />
      {drawn ? <Details {...props} /> : <Message model={model} />}
    </main>
  );
}
