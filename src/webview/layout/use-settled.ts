/** Tells the history where the view came to rest, so that a step back is a place and not a tick of the wheel. */
import { useEffect } from 'preact/hooks';
import type { PartProps } from './props.ts';
import { withSettledView } from './travel.ts';

/** In milliseconds: a view that stays so long was looked at. */
const REST = 500;

export function useSettledViews({ model, change }: Pick<PartProps, 'model' | 'change'>): void {
  const { view, scene } = model;
  useEffect(() => {
    const timer = setTimeout(() => change(withSettledView), REST);
    return () => clearTimeout(timer);
  }, [view, scene?.axis]);
}
