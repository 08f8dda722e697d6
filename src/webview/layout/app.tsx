/** The view's parts and how they hang together. */
import type { JSX } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';
import type { Show } from '../../protocol/layout-state.ts';
import { Composition } from './composition.tsx';
import { Explain } from './explain.tsx';
import { FilterBox } from './filter-box.tsx';
import { focusRegions } from './focus.ts';
import { GrowthLine } from './growth-line.tsx';
import { hasRegions } from './has-regions.ts';
import { Header } from './header.tsx';
import { Help } from './help.tsx';
import { Legend } from './legend.tsx';
import { Message } from './message.tsx';
import type { Model } from './model.ts';
import { NoPicture } from './no-picture.tsx';
import { Notices } from './notices.tsx';
import { Pages } from './pages.tsx';
import { shownPages } from './pages-model.ts';
import { Picture } from './picture.tsx';
import type { PartProps } from './props.ts';
import { ReadingBar } from './reading.tsx';
import { Spoken } from './spoken.tsx';
import { still } from './still.tsx';
import { Table } from './table.tsx';
import { useSettledViews } from './use-settled.ts';
import { useViewKeys } from './view-keys.ts';

const Still = {
  Notices: still(Notices),
  GrowthLine: still(GrowthLine),
  FilterBox: still(FilterBox),
  Legend: still(Legend),
  Table: still(Table),
  Composition: still(Composition),
  Explain: still(Explain),
};

/** From this height of the page on, in CSS pixels, picture and table both have room. */
const TALL = 560;

export function App(props: PartProps): JSX.Element {
  const { model, change } = props;
  useSettledViews(props);
  useViewKeys(props);
  const { reading } = model;
  const height = usePageHeight();
  useLayoutEffect(() => {
    // A view that was opened by keyboard is ready for the arrow keys.
    const focus = (): void => {
      if (document.activeElement === document.body) focusRegions();
    };
    addEventListener('focus', focus);
    return () => removeEventListener('focus', focus);
  }, []);
  const listed = hasRegions(model) ? model.scene : undefined;
  const show = shown(model, height);
  const wantsPicture = show === 'picture' || show === 'both';
  const pages = listed && shownPages(model);
  const hasPicture = listed !== undefined && wantsPicture && listed.undrawable === undefined && !pages;
  return (
    <main class="layout" aria-busy={reading !== undefined}>
      <Header {...props} show={listed && show} hasPicture={hasPicture} />
      {reading && model.snapshot && <ReadingBar reading={reading} />}
      <Still.Notices model={model} />
      {listed && <Still.GrowthLine {...props} />}
      {listed && <Still.FilterBox {...props} />}
      {listed && !pages && <Still.Legend {...props} hasPicture={hasPicture} />}
      {listed?.undrawable && wantsPicture && !pages && <NoPicture why={listed.undrawable} />}
      <Picture {...props} hidden={!hasPicture} />
      {pages && <Pages {...props} pages={pages} />}
      {listed && (show === 'both' || (show === 'table' && !pages)) && <Still.Table {...props} scene={listed} />}
      {listed && show === 'composition' && !pages && <Still.Composition {...props} scene={listed} />}
      {listed ? <Still.Explain {...props} hasPicture={hasPicture} /> : <Message model={model} />}
      <Spoken model={model} />
      {model.help && <Help close={() => change((now) => ({ ...now, help: false }))} />}
    </main>
  );
}

/** What is shown: what was chosen, else what there is room for. */
function shown({ show, scene }: Model, height: number): Show {
  // Chosen for another map: here it would be a sentence without any region.
  if (show === 'picture' && scene?.undrawable) return 'both';
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
