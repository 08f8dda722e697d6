/** The one place that a screen reader is told of the selection. While a key repeats only where it comes to rest is said. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { announce, describeRegion } from './describe.ts';
import type { Model } from './model.ts';
import { pageInWords } from './page-words.ts';
import { shownPages } from './pages-model.ts';

/** In milliseconds: what changes sooner after another change waits until nothing changed for as long. */
const QUIET = 400;

export function Spoken({ model }: { readonly model: Model }): JSX.Element {
  const { scene, selected } = model;
  const pages = shownPages(model);
  const region = scene && selected !== undefined ? announce(scene, describeRegion(scene, selected), selected) : '';
  const text = (pages && pageInWords(pages)) ?? region;
  return (
    <p class="unseen" role="status" aria-live="polite">
      {useQuiet(text)}
    </p>
  );
}

/** The text, at once when it was quiet before, else when it is again. */
function useQuiet(text: string): string {
  const [said, setSaid] = useState(text);
  const lastChange = useRef(-QUIET);
  useEffect(() => {
    if (text === said) return undefined;
    const now = performance.now();
    const wait = now - lastChange.current < QUIET ? QUIET : 0;
    lastChange.current = now;
    const timer = setTimeout(() => setSaid(text), wait);
    return () => clearTimeout(timer);
  }, [text]);
  return said;
}
