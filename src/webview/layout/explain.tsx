/**
 * The selected regions: at a glance in a strip of fixed height, so that nothing moves when the selection does, or explained in a
 * panel, beside the picture where there is room and below it elsewhere.
 */
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { sumsInWords } from '../../core/table/sums.ts';
import { hasLines } from '../../core/memory-map/dialect-names.ts';
import type { RegionWords } from '../../protocol/explanation.ts';
import { CopyButton } from './copy-button.tsx';
import { describeRegion } from './describe.ts';
import { Facts } from './details.tsx';
import { ExplainSections } from './explain-sections.tsx';
import { send } from './host.ts';
import { Icon } from './icons.tsx';
import { selectedRow, zoomToSelection } from './model.ts';
import { canHavePages, openPages, shownPages } from './pages-model.ts';
import type { PartProps } from './props.ts';
import { revealSelected } from './reveal.ts';
import { goneInSentence } from './selected-again.ts';
import { usePanelKeys } from './use-panel-keys.ts';

export function Explain(props: PartProps & { readonly hasPicture: boolean }): JSX.Element {
  const { model, palette, change } = props;
  const { scene, selected, several, snapshot, explain: open } = model;
  const row = selectedRow(model);
  const id = snapshot?.id;
  const setOpen = (next: boolean): void => change((now) => ({ ...now, explain: next }));
  const { panel, onKeyDown } = usePanelKeys(open, setOpen);
  useEffect(() => {
    if (open && id !== undefined && row !== undefined) send({ type: 'explain', snapshot: id, row });
  }, [open, id, row]);

  const facts = scene && selected !== undefined ? describeRegion(scene, selected) : undefined;
  // What was told of another region is no longer true.
  const told = model.explanation?.place.row === row ? model.explanation : undefined;
  const name = open ? 'Explanation' : 'Selected region';
  return (
    <section
      ref={panel}
      class={`details${open ? ' open' : ''}${several ? ' many' : ''}`}
      aria-label={name}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div class="top">
        <div class="glance">
          {several && <p class="sums">{sumsInWords(several.sums)}</p>}
          {facts ? (
            <Facts facts={facts} palette={palette} withLine={false} />
          ) : (
            <p class="hint">
              {goneInSentence(model.gone)} Click a region, or press an arrow key, to select it.
              {model.snapshot && hasLines(model.snapshot) && ' Enter shows its line in the text.'}
            </p>
          )}
        </div>
        {facts && <Actions {...props} told={open ? told : undefined} line={facts.region.line} />}
        <button
          class="tool toggle"
          title={open ? 'Close the explanation (Escape)' : 'Explain the region (e)'}
          aria-label={open ? 'Close the explanation' : 'Explain the region'}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'close' : 'explain'} />
        </button>
      </div>
      {open && selected !== undefined && <ExplainSections {...props} position={selected} told={told} />}
    </section>
  );
}

interface ActionsProps extends PartProps {
  readonly hasPicture: boolean;
  readonly told: RegionWords | undefined;
  readonly line: number;
}

function Actions({ model, change, hasPicture, told, line }: ActionsProps): JSX.Element {
  const command = told?.command;
  return (
    <div class="actions">
      {line > 0 && (
        <button class="button" onClick={() => revealSelected(model, true)}>
          Show line {line}
        </button>
      )}
      {hasPicture && (
        <button class="button secondary" onClick={() => change(zoomToSelection)}>
          Zoom to it
        </button>
      )}
      {told && canHavePages(model) && !shownPages(model) && (
        <button class="button secondary" title="Show its pages (g)" onClick={() => change(openPages)}>
          Pages
        </button>
      )}
      {told?.hasFile && (
        <button class="button secondary" onClick={() => send({ ...told.place, type: 'open-file' })}>
          Open file
        </button>
      )}
      {command !== undefined && (
        <CopyButton
          key={command}
          class="button secondary"
          label="Copy addr2line"
          title={command}
          text={() => command}
        />
      )}
    </div>
  );
}
