/** Parts that look the same wherever in the space one is: zooming and moving do not draw them again. */
import { Component, type ComponentChild, type ComponentType } from 'preact';
import type { Model } from './model.ts';

/** What only the place in the space changes. */
const PLACE: ReadonlySet<string> = new Set<keyof Model>(['view', 'history']);

/** The part, drawn again only when one of its props changed, the model in other than its place. */
export function still<Props extends { readonly model: Model }>(Part: ComponentType<Props>): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      const { model, ...others } = this.props;
      const { model: nextModel, ...nextOthers } = next;
      return differs(others, nextOthers) || differs(model, nextModel, PLACE);
    }

    override render(props: Props): ComponentChild {
      return <Part {...props} />;
    }
  };
}

function differs(one: object, other: object, but?: ReadonlySet<string>): boolean {
  const now = new Map<string, unknown>(Object.entries(other));
  return Object.entries(one).some(([key, value]) => !but?.has(key) && value !== now.get(key));
}
