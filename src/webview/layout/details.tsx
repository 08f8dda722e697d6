/** The selected region in a strip of fixed height, so that nothing moves when the selection does; and the scale. */
import type { JSX } from 'preact';
import { groupIndex } from '../../core/layout/groups.ts';
import type { PartProps } from './props.ts';
import { describeRegion, type RegionFacts } from './describe.ts';
import { send } from './host.ts';
import { selectedAddress, zoomToSelection } from './model.ts';
import type { Palette } from './palette.ts';
import { Swatch } from './swatch.tsx';

export function Details({ model, palette, change, hasPicture }: PartProps & { hasPicture: boolean }): JSX.Element {
  const { scene, selected } = model;
  const facts = scene && selected !== undefined ? describeRegion(scene, selected) : undefined;
  const start = selectedAddress(model);
  return (
    <section class="details" aria-label="Selected region">
      {facts && start ? (
        <>
          <Facts facts={facts} palette={palette} withLine={false} />
          <div class="actions">
            {facts.region.line > 0 && (
              <button
                class="button"
                onClick={() => send({ type: 'reveal', start, line: facts.region.line, focus: true })}
              >
                Show line {facts.region.line}
              </button>
            )}
            {hasPicture && (
              <button class="button secondary" onClick={() => change(zoomToSelection)}>
                Zoom to it
              </button>
            )}
          </div>
        </>
      ) : (
        <p class="hint">
          Click a region, or press an arrow key, to select it.
          {scene?.listing.regions.line[0] !== 0 && ' Enter shows its line in the text.'}
        </p>
      )}
    </section>
  );
}

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
        <Swatch palette={palette} group={groupIndex(kind.group)} />
        <strong class="name">{facts.name}</strong>
        {facts.size !== undefined && <span class="size">{facts.size}</span>}
        {facts.name !== kind.label && <span>{kind.label}</span>}
        {facts.traits.map((trait) => (
          <span key={trait} class={`tag ${trait === 'w+x' ? 'wx' : trait}`}>
            {trait}
          </span>
        ))}
      </p>
      <p class="numbers">
        {facts.range !== undefined && <code>{facts.range}</code>}
        {facts.perms !== undefined && <code title={facts.permsInWords}>{facts.perms}</code>}
        <span class={facts.perms === undefined ? '' : 'words'}>{facts.permsInWords}</span>
        {facts.offset !== undefined && <span>offset {facts.offset}</span>}
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
