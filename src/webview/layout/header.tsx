/** What is shown, in one line, and the buttons that change how it is shown. */
import type { JSX } from 'preact';
import { sumTotals } from '../../core/layout/groups.ts';
import { zoomAt, fit, isFit } from '../../core/layout/viewport.ts';
import { formatBytes, formatCount } from '../../core/memory-map/size.ts';
import { printable } from '../../core/memory-map/printable.ts';
import type { Show } from '../../protocol/layout-state.ts';
import { Choices, type Option } from './choices.tsx';
import type { PartProps } from './props.ts';
import { still } from './still.tsx';
import { hasRegions } from './has-regions.ts';
import { send } from './host.ts';
import { Icon, type IconName } from './icons.tsx';
import { BookmarkList } from './bookmark-list.tsx';
import { ZOOM_STEP } from './key-table.ts';
import { LiveControl } from './live.tsx';
import { MapPicker } from './map-picker.tsx';
import { withScale, withView, type Model } from './model.ts';
import { useRoving } from './roving.ts';
import { ScaleSwitch } from './scale-switch.tsx';
import { canBookmark } from './bookmarks.ts';

const SHOWN: readonly Option<Show>[] = [
  { id: 'picture', label: 'Picture' },
  { id: 'table', label: 'Table' },
  { id: 'both', label: 'Both' },
  { id: 'composition', label: 'Composition' },
];

/** The same for a map that cannot be drawn. */
const WITHOUT_PICTURE: readonly Option<Show>[] = SHOWN.map((option) =>
  option.id === 'picture' ? { ...option, why: 'this source does not tell what it would be drawn from' } : option,
);

interface Tool {
  readonly icon: IconName;
  readonly label: string;
  readonly run: () => void;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

interface HeaderProps extends PartProps {
  /** What is shown of the regions; undefined when there are none. */
  readonly show: Show | undefined;
  readonly hasPicture: boolean;
}

export function Header(props: HeaderProps): JSX.Element {
  const { model, change, show, hasPicture } = props;
  const { snapshot, failure, live } = model;
  const tools = hasPicture ? pictureTools(model, change) : [];
  if (snapshot?.source.kind === 'process' || live.state !== 'none' || failure) {
    tools.push({ icon: 'refresh', label: 'Read the map again', run: () => send({ type: 'refresh' }) });
  }
  if (show) tools.push({ icon: 'export', label: 'Export\u2026', run: () => send({ type: 'choose-export' }) });
  if (show) tools.push({ icon: 'help', label: 'Keys (?)', run: () => change((now) => ({ ...now, help: true })) });
  const { row, tabIndex } = useRoving(tools.length);
  return (
    <header class="header">
      <h1>{printable(snapshot?.title ?? failure?.title ?? model.reading?.title ?? '')}</h1>
      {show && (
        <Choices
          label="What is shown"
          options={model.scene?.undrawable ? WITHOUT_PICTURE : SHOWN}
          chosen={show}
          choose={(next) => change((now) => ({ ...now, show: next, pages: undefined }))}
        />
      )}
      {hasPicture && <ScaleSwitch model={model} change={change} />}
      <div class="tools" role="toolbar" aria-label="Picture" {...row}>
        {tools.map(({ icon, label, run, pressed, disabled }, i) => (
          <button
            key={icon}
            class="tool"
            title={label}
            aria-label={label}
            aria-pressed={pressed}
            aria-disabled={disabled}
            tabIndex={tabIndex(i)}
            onClick={() => disabled !== true && run()}
          >
            <Icon name={icon} />
          </button>
        ))}
      </div>
      <div class="about">
        {snapshot && <MapPicker snapshot={snapshot} />}
        <LiveControl live={live} />
        <StillSummary model={model} />
        {show && model.scene && canBookmark(model) && <BookmarkList {...props} scene={model.scene} />}
      </div>
    </header>
  );
}

function pictureTools(model: Model, change: PartProps['change']): Tool[] {
  const length = model.scene?.axis.length ?? 1;
  const zoom = (factor: number) => () => change((now) => withView(now, zoomAt(now.view, length, factor, 0.5)));
  const whole = isFit(model.view, length);
  return [
    { icon: 'zoom-out', label: 'Zoom out (\u2212)', run: zoom(1 / ZOOM_STEP), disabled: whole },
    { icon: 'zoom-in', label: 'Zoom in (+)', run: zoom(ZOOM_STEP) },
    {
      icon: 'fit',
      label: 'Show all (0)',
      run: () => change((now) => withView(now, fit(length))),
      disabled: whole,
    },
    {
      icon: 'fold',
      label: 'Fold large reservations',
      pressed: model.scale.foldReservations,
      disabled: model.scene?.axis.scale !== 'folded',
      run: () => change((now) => withScale(now, { ...now.scale, foldReservations: !now.scale.foldReservations })),
    },
  ];
}

const StillSummary = still(Summary);

function Summary({ model }: { readonly model: Model }): JSX.Element {
  const { snapshot, reading, live } = model;
  if (reading !== undefined) return <p class="summary">Reading &hellip;</p>;
  if (!snapshot || !hasRegions(model)) return <p class="summary" />;
  const { scene } = model;
  const { axis, totals, sized } = scene;
  const { usable, reserved } = sumTotals(totals);
  const { holes } = axis;
  const parts = [
    `${formatCount(axis.count)} ${axis.count === 1 ? 'region' : 'regions'}`,
    sized ? `${formatBytes(usable)} mapped` : '',
    reserved > 0 ? `${formatBytes(reserved)} reserved` : '',
    scene.undrawable === undefined && holes.count > 0
      ? `${formatCount(holes.count)} ${holes.count === 1 ? 'hole' : 'holes'}`
      : '',
    // While it is read again this is how it has been since then.
    snapshot.source.kind === 'process' && snapshot.liveness !== 'file'
      ? `${live.state === 'running' ? 'since' : 'read at'} ${new Date(snapshot.readAt).toLocaleTimeString()}`
      : '',
    snapshot.liveness === 'ended' ? 'ended' : '',
  ];
  const text = parts.filter((part) => part !== '').join(' \u00b7 ');
  return (
    <p class="summary" title={text}>
      {text}
    </p>
  );
}
