/** A region at a glance, in three lines. */
import type { JSX } from 'preact';
import type { RegionFacts } from './describe.ts';
import type { Palette } from './palette.ts';
import { Swatch } from './swatch.tsx';

interface FactsProps {
  readonly facts: RegionFacts;
  readonly palette: Palette;
  readonly withLine?: boolean;
}

/** The facts of a region, for the strip and for the card at the pointer. */
export function Facts({ facts, palette, withLine = true }: FactsProps): JSX.Element {
  const { region, kind } = facts;
  return (
    <div class="facts">
      <p class="headline">
        <Swatch palette={palette} category={facts.colour} />
        <strong class="name" title={facts.name}>
          {facts.name}
        </strong>
        {facts.size !== undefined && <span class="size">{facts.size}</span>}
        {facts.growth.what !== '' && <span class="grown">{`${facts.growth.what} ${facts.growth.when}`}</span>}
        {facts.name !== kind.label && <span title={kind.label}>{kind.label}</span>}
        {facts.traits.map((trait) => (
          <span key={trait} class={`tag ${trait === 'w+x' ? 'wx' : trait}`}>
            {trait}
          </span>
        ))}
      </p>
      <p class="numbers">
        {facts.range !== undefined && <code title={facts.range}>{facts.range}</code>}
        {facts.perms !== undefined && <code title={facts.permsInWords}>{facts.perms}</code>}
        <span class={facts.perms === undefined ? '' : 'words'}>{facts.permsInWords}</span>
        {facts.offset !== undefined && <span>offset {facts.offset}</span>}
        {facts.colourInWords !== '' && <span>{facts.colourInWords}</span>}
        {facts.firstSeen !== '' && <span>{facts.firstSeen}</span>}
        {withLine && region.line > 0 && <span>line {region.line}</span>}
        {facts.folded && <span title="Drawn shorter than to scale">folded</span>}
      </p>
      <p class="path" title={facts.path}>
        {[facts.label, facts.path, ...facts.marks.map((mark) => `\u25bc ${mark}`)]
          .filter((text) => text !== '' && text !== facts.name)
          .join(' \u00b7 ')}
      </p>
    </div>
  );
}
