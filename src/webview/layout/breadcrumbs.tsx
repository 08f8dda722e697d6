/** Where the selected region is: the whole space, its object, itself. Each is a button that shows all of it. */
import type { JSX } from 'preact';
import { crumbsOf } from '../../core/layout/crumbs.ts';
import { fit, zoomTo, type Viewport } from '../../core/layout/viewport.ts';
import { describeRegion, objectName } from './describe.ts';
import { withView, type Model } from './model.ts';
import type { PartProps } from './props.ts';
import { useRoving } from './roving.ts';

interface Crumb {
  readonly name: string;
  /** More of it, in a fainter colour. */
  readonly more?: string | undefined;
  readonly view: Viewport;
}

export function Breadcrumbs({ model, change }: Pick<PartProps, 'model' | 'change'>): JSX.Element {
  const crumbs = crumbsFor(model);
  const { row, tabIndex } = useRoving(crumbs.length);
  const { view } = model;
  return (
    <nav class="crumbs" aria-label="Path of the selection">
      <ol {...row}>
        {crumbs.map((crumb, i) => (
          <li key={i}>
            <button
              class="crumb"
              title={`Show all of ${crumb.name}`}
              tabIndex={tabIndex(i)}
              aria-current={crumb.view.from === view.from && crumb.view.to === view.to ? 'location' : undefined}
              onClick={() => change((now) => withView(now, crumb.view))}
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

function crumbsFor({ scene, selected }: Model): readonly Crumb[] {
  if (!scene) return [];
  const { axis, objects } = scene;
  const whole = { name: 'Whole space', view: fit(axis.length) };
  if (selected === undefined) return [whole];
  const { object, region } = crumbsOf(axis, objects, selected);
  const { name, kind, perms } = describeRegion(scene, selected);
  const view = zoomTo(axis.length, region.from, region.to);
  if (!object) return [whole, { name, more: perms, view }];
  return [
    whole,
    { name: objectName(scene, object), view: zoomTo(axis.length, object.from, object.to) },
    // Its name is the object's: what it is of the object tells more.
    { name: kind.label, more: perms, view },
  ];
}
