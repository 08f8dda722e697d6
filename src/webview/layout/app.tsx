/** The view's parts and how they hang together. */
import type { JSX } from 'preact';
import { Details } from './details.tsx';
import { Header } from './header.tsx';
import { Legend } from './legend.tsx';
import { Message } from './message.tsx';
import { Notices } from './notices.tsx';
import { Picture } from './picture.tsx';
import type { PartProps } from './props.ts';

export function App(props: PartProps): JSX.Element {
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
