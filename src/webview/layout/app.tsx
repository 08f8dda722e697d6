/** The view's parts and how they hang together. */
import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Show } from '../../protocol/layout-state.ts';
import { Composition } from './composition.tsx';
import { Details } from './details.tsx';
import { FilterBox } from './filter-box.tsx';
import { Header } from './header.tsx';
import { Legend } from './legend.tsx';
import { Message } from './message.tsx';
import type { Model } from './model.ts';
import { NoPicture } from './no-picture.tsx';
import { Notices } from './notices.tsx';
import { Picture } from './picture.tsx';
import type { PartProps } from './props.ts';
import { ReadingBar } from './reading.tsx';
import { Table } from './table.tsx';

/** From this height of the page on, in CSS pixels, picture and table both have room. */
const TALL = 560;

export function App(props: PartProps): JSX.Element {
  const { model } = props;
  const { scene, reading } = model;
  const height = usePageHeight();
  useLayoutEffect(() => {
    // A view that was opened by keyboard is ready for the arrow keys.
    const focus = (): void => {
      if (document.activeElement !== document.body) return;
      document
        .querySelector<HTMLElement>('.picture:not([hidden]) .canvas, .tiles, .grid')
        ?.focus({ preventScroll: true });
    };
    addEventListener('focus', focus);
    return () => removeEventListener('focus', focus);
  }, []);
  const hasRegions = scene !== undefined && scene.axis.count > 0 && model.snapshot?.dialect !== 'smaps_rollup';
  const show = shown(model, height);
  const wantsPicture = show === 'picture' || show === 'both';
  const hasPicture = hasRegions && wantsPicture && scene.undrawable === undefined;
  return (
    <main class="layout" aria-busy={reading !== undefined} onKeyDown={goToFilter}>
      <Header {...props} show={hasRegions ? show : undefined} hasPicture={hasPicture} />
      {reading && model.snapshot && <ReadingBar reading={reading} />}
      <Notices model={model} />
      {hasRegions && <FilterBox {...props} />}
      {hasRegions && <Legend {...props} />}
      {hasRegions && wantsPicture && scene.undrawable && <NoPicture why={scene.undrawable} />}
      <Picture {...props} hidden={!hasPicture} />
      {hasRegions && (show === 'table' || show === 'both') && <Table {...props} scene={scene} />}
      {hasRegions && show === 'composition' && <Composition {...props} scene={scene} />}
      {hasRegions ? <Details {...props} hasPicture={hasPicture} /> : <Message model={model} />}
    </main>
  );
}

/** What is shown: what was chosen, else what there is room for. */
function shown({ show, scene }: Model, height: number): Show {
  return show ?? (height >= TALL || scene?.undrawable ? 'both' : 'picture');
}

function usePageHeight(): number {
  const [height, setHeight] = useState(innerHeight);
  useLayoutEffect(() => {
    const measure = (): void => setHeight(innerHeight);
    addEventListener('resize', measure);
    return () => removeEventListener('resize', measure);
  }, []);
  return height;
}

/** Ctrl+F and the slash go to the filter, as in a browser and in vi. */
function goToFilter(event: KeyboardEvent): void {
  const { key, target, altKey, shiftKey } = event;
  const withCommand = event.ctrlKey || event.metaKey;
  if (altKey || shiftKey || target instanceof HTMLInputElement) return;
  if (withCommand ? key.toLowerCase() !== 'f' : key !== '/') return;
  const box = document.getElementById('filter');
  if (!box) return;
  event.preventDefault();
  event.stopPropagation();
  box.focus();
}
