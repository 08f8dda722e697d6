/** What stands in the picture's place when there are regions that cannot be drawn. */
import type { JSX } from 'preact';
import type { Scene } from './scene.ts';

const REASONS: Readonly<Record<NonNullable<Scene['undrawable']>, string>> = {
  'no-addresses': 'There is no picture: this source tells how large the regions are, and not where they lie.',
  'no-ends': 'There is no picture: this source tells where the regions start, and not where they end.',
};

export function NoPicture({ why }: { readonly why: NonNullable<Scene['undrawable']> }): JSX.Element {
  return <p class="no-picture">{REASONS[why]}</p>;
}
