/** Where one is: back and forward, and from the whole space to the selected region, each a button that shows all of it. */
import type { JSX } from 'preact';
import { crumbsOf } from '../../core/layout/crumbs.ts';
import { fit, zoomTo, type Viewport } from '../../core/layout/viewport.ts';
import { describeRegion, objectName } from './describe.ts';
import { Icon } from './icons.tsx';
import { withView, type Model } from './model.ts';
import { canHavePages, openPages, shownPages } from './pages-model.ts';
import type { PartProps } from './props.ts';
import { useRoving } from './roving.ts';
import { canTravel, travel } from './travel.ts';

const WAYS = [
  { way: -1, icon: 'back', label: 'Back (Alt+Left)' },
  { way: 1, icon: 'forward', label: 'Forward (Alt+Right)' },
] as const;

interface Crumb {
  readonly name: string;
  /** More of it, in a fainter colour. */
  readonly more?: string | undefined;
  readonly view: Viewport | 'pages';
}

export function Breadcrumbs({ model, change }: Pick<PartProps, 'model' | 'change'>): JSX.Element {
  const crumbs = crumbsFor(model);
  const { row, tabIndex } = useRoving(WAYS.length + crumbs.length);
  const { view } = model;
  const pages = shownPages(model) !== undefined;
  const isHere = (to: Crumb['view']): boolean =>
    to === 'pages' || pages ? to === 'pages' && pages : to.from === view.from && to.to === view.to;
  return (
    <nav class="crumbs" aria-label="Place in the space" {...row}>
      {WAYS.map(({ way, icon, label }, i) => (
        <button
          key={icon}
          class="tool"
          title={label}
          aria-label={label}
          aria-disabled={!canTravel(model, way)}
          tabIndex={tabIndex(i)}
          onClick={() => change((now) => travel(now, way))}
        >
          <Icon name={icon} />
        </button>
      ))}
      <ol>
        {crumbs.map((crumb, i) => (
          <li key={i} class={crumb.view === 'pages' ? 'whole' : undefined}>
            <button
              class="crumb"
              title={crumb.view === 'pages' ? 'Show the pages of the region (g)' : `Show all of ${crumb.name}`}
              tabIndex={tabIndex(WAYS.length + i)}
              aria-current={isHere(crumb.view) ? 'location' : undefined}
              onClick={() => change((now) => goTo(now, crumb.view))}
            >
              {crumb.name}
              {crumb.more !== undefined && <span class="more"> {crumb.more}</span>}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function goTo(model: Model, to: Crumb['view']): Model {
  return to === 'pages' ? openPages(model) : withView({ ...model, pages: undefined }, to);
}

function crumbsFor(model: Model): readonly Crumb[] {
  const { scene, selected } = model;
  if (!scene) return [];
  const { axis, objects } = scene;
  const whole = { name: 'Whole space', view: fit(axis.length) };
  if (selected === undefined) return [whole];
  const { object, region } = crumbsOf(axis, objects, selected);
  const { name, kind, perms } = describeRegion(scene, selected);
  const view = zoomTo(axis.length, region.from, region.to);
  const pages: readonly Crumb[] = canHavePages(model) ? [{ name: 'Pages', view: 'pages' }] : [];
  if (!object) return [whole, { name, more: perms, view }, ...pages];
  return [
    whole,
    { name: objectName(scene, object), view: zoomTo(axis.length, object.from, object.to) },
    // Its name is the object's: what it is of the object tells more.
    { name: kind.label, more: perms, view },
    ...pages,
  ];
}
