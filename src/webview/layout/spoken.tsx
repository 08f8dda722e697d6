/** What screen readers are told as it changes. While a key repeats, or somebody types, only what it comes to is said. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { sumsInWords } from '../../core/table/sums.ts';
import { announce, describeRegion } from './describe.ts';
import { selectedAddress, type Model } from './model.ts';
import { pageInWords } from './page-words.ts';
import { shownPages } from './pages-model.ts';
import { searchInWords } from './search-words.ts';
import { goneInSentence } from './selected-again.ts';

/** In milliseconds: what changes sooner after another change waits until nothing changed for as long. */
const QUIET = 400;

/** The selection, what several come to, and what the filter finds. */
export function Spoken({ model }: { readonly model: Model }): JSX.Element {
  const { scene, selected, several, gone, snapshot } = model;
  const pages = shownPages(model);
  const region = scene && selected !== undefined ? announce(scene, describeRegion(scene, selected), selected) : '';
  const about = selectedAddress(model)?.join() ?? gone?.words ?? '';
  const selection = (pages && pageInWords(pages)) ?? (region || goneInSentence(gone));
  const reading = snapshot?.id;
  return (
    <>
      <p class="unseen" role="status" aria-live="polite">
        {useSaid(selection, reading, about)}
      </p>
      <Said text={several ? sumsInWords(several.sums) : ''} reading={reading} />
      <Said text={searchInWords(model)} reading={reading} />
    </>
  );
}

interface SaidProps {
  readonly text: string;
  /** The id of the snapshot that it was made from. */
  readonly reading: number | undefined;
}

/** Says what is seen elsewhere. */
export function Said({ text, reading }: SaidProps): JSX.Element {
  return (
    <p class="unseen" role="status">
      {useSaid(text, reading)}
    </p>
  );
}

/**
 * The text, at once when it was quiet before, else when it is again. What changed because the map was read again is not said: of a
 * live process that is so every second, and nothing else would be heard.
 * @param about what the text is of: of another thing it is said whatever changed it
 */
function useSaid(text: string, reading: number | undefined, about = ''): string {
  const [said, setSaid] = useState(text);
  const last = useRef({ reading, about, at: -QUIET, isWaiting: false });
  useEffect(() => {
    const { current: before } = last;
    const isByReading = before.reading !== undefined && before.reading !== reading && before.about === about;
    Object.assign(before, { reading, about });
    if (text === said) before.isWaiting = false;
    if (text === said || (isByReading && text !== '' && !before.isWaiting)) return undefined;
    const now = performance.now();
    const wait = now - before.at < QUIET ? QUIET : 0;
    Object.assign(before, { at: now, isWaiting: true });
    const timer = setTimeout(() => {
      before.isWaiting = false;
      setSaid(text);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, reading, about]);
  return said;
}
