/** The treemap and the flame graph: what the pointer and the keys do on them, and the way from the whole to what is shown. */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Composition } from '../../core/composition/compose.ts';
import type { Measure } from '../../core/composition/measures.ts';
import { ancestorAt, stepTo, tileAt, tileOfRow } from '../../core/composition/steps.ts';
import type { Node, Tile, TileStyle } from '../../core/composition/tiles.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { selectedRow, selectRow } from './model.ts';
import { tileAction, TILE_KEYS_IN_WORDS } from './keys.ts';
import type { PartProps } from './props.ts';
import { revealSelected } from './reveal.ts';
import type { Scene } from './scene.ts';
import { TileCard } from './tile-card.tsx';
import { TileCrumbs, tilesInWords } from './tile-crumbs.tsx';
import { sumsOf, tilesIn } from './tile-layout.ts';
import { drawTiles, markTiles } from './tile-painter.ts';
import { entered, left, nodeAt, placeOf } from './tile-place.ts';
import { nodeOf, tileInWords } from './tile-words.ts';
import { useSize } from './use-size.ts';

interface TileViewProps extends PartProps {
  readonly scene: Scene;
  readonly composition: Composition;
  /** undefined when the map has none. */
  readonly measure: Measure | undefined;
  readonly style: TileStyle;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly index: number;
}

/** What has the keyboard: a tile by what it is. */
type Focus = Pick<Tile, 'of' | 'id'>;

export function TileView({ model, palette, change, scene, composition, measure, style }: TileViewProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const base = useRef<HTMLCanvasElement>(null);
  const top = useRef<HTMLCanvasElement>(null);
  const size = useSize(box);
  const [hover, setHover] = useState<Point | undefined>(undefined);
  const [focus, setFocus] = useState<Focus | undefined>(undefined);
  const [hasKeyboard, setHasKeyboard] = useState(false);
  const { axis, coloured } = scene;
  const { place } = model.composition;
  const root = useMemo(() => nodeAt(composition, axis, place), [composition, axis, place]);
  const scale = devicePixelRatio;
  const sums = useMemo(() => sumsOf(composition, measure), [composition, measure]);
  const width = Math.round(size.width * scale);
  const height = Math.round(size.height * scale);
  const { tiles, shares } = useMemo(
    () => tilesIn(composition, sums, { style, root, width, height, scale }, coloured.column),
    [composition, sums, style, root, width, height, scale, coloured],
  );
  const row = selectedRow(model);
  const selected = useMemo(
    () => (row === undefined || !sums ? undefined : tileOfRow(composition, sums, tiles, row)),
    [composition, sums, tiles, row],
  );
  const wanted = focus ? tiles.findIndex((tile) => tile.of === focus.of && tile.id === focus.id) : -1;
  const focused = wanted >= 0 ? wanted : Math.min(1, tiles.length - 1);
  const current = tiles[focused];
  const target = hover && targetOf(tiles, hover.index, style);

  useLayoutEffect(() => {
    const context = base.current?.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!context || !top.current || width === 0 || height === 0) return;
    for (const canvas of [context.canvas, top.current]) Object.assign(canvas, { width, height });
    drawTiles(context, composition, tiles, shares, palette);
  }, [composition, tiles, shares, palette, width, height]);
  useLayoutEffect(() => {
    const context = top.current?.getContext('2d', { willReadFrequently: true });
    if (context)
      markTiles(context, tiles, palette, { selected, hovered: target, focused: hasKeyboard ? focused : undefined });
  }, [tiles, palette, width, height, selected, target, focused, hasKeyboard]);

  const goTo = (node: Node, from?: Node): void => {
    setHover(undefined);
    change((now) => ({ ...now, composition: { ...now.composition, place: placeOf(composition, node) } }));
    setFocus(from);
  };
  const goOut = (): void => {
    const around = left(composition, root);
    if (!around) return change((now) => ({ ...now, selected: undefined }));
    // The keyboard stays on what was left: of a group with one object that is the group.
    const way = around.of === 'whole' && tiles[0]?.group !== undefined ? tiles[0].group : undefined;
    goTo(around, way === undefined ? root : { of: 'group', id: way });
  };
  /** Goes into a kind or an object; selects a region. */
  const act = (index: number, byKeyboard: boolean): void => {
    const tile = tiles[index];
    const node = tile && nodeOf(tile);
    if (!tile || !node) return;
    if (tile.level === 0) {
      if (style === 'flame') goOut();
      return;
    }
    if (node.of !== 'region') return goTo(entered(composition, node));
    setFocus(node);
    change((now) => {
      const next = selectRow(now, node.id);
      revealSelected(next, byKeyboard);
      return next;
    });
  };
  const moveTo = (index: number | undefined): void => {
    const tile = index === undefined ? undefined : tiles[index];
    if (!tile) return;
    setFocus({ of: tile.of, id: tile.id });
    if (tile.of === 'region') change((now) => selectRow(now, tile.id));
  };
  const isStep = (tile: Tile): boolean => style === 'flame' || tile.level === 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = tileAction(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    switch (action.do) {
      case 'step':
        return moveTo(stepTo(tiles, focused, action.to, isStep));
      case 'first':
        return moveTo(tiles.findIndex(({ level }) => level === 1));
      case 'last':
        return moveTo(tiles.findLastIndex(({ level }) => level === 1));
      case 'in':
        return act(focused, true);
      case 'out':
        return goOut();
    }
  };
  const lookAt = (event: MouseEvent): Point | undefined => {
    const bounds = box.current?.getBoundingClientRect();
    if (!bounds) return undefined;
    const x = event.clientX - bounds.left;
    const y = event.clientY - bounds.top;
    const index = tileAt(tiles, x * scale, y * scale);
    return index === undefined ? undefined : { x, y, index };
  };
  const onClick = (event: MouseEvent): void => {
    const point = lookAt(event);
    if (point) act(targetOf(tiles, point.index, style), false);
  };
  const siblings = current ? tiles.filter(({ parent }) => parent === current.parent) : [];
  return (
    <>
      <TileCrumbs
        composition={composition}
        root={root}
        goTo={goTo}
        words={tilesInWords(composition, sums, tiles, measure)}
        reading={model.snapshot?.id}
      />
      <div
        ref={box}
        class="tiles"
        role={current && measure ? 'listbox' : 'group'}
        aria-label={`${style === 'treemap' ? 'Treemap' : 'Flame graph'} of ${printable(model.snapshot?.title ?? 'the map')}`}
        aria-describedby="tile-keys"
        aria-activedescendant={current ? `tile-${focused}` : undefined}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onFocus={() => setHasKeyboard(true)}
        onBlur={() => setHasKeyboard(false)}
        onPointerMove={(event) => setHover(lookAt(event))}
        onPointerLeave={() => setHover(undefined)}
        onClick={onClick}
      >
        <canvas ref={base} aria-hidden="true" />
        <canvas ref={top} class="above" aria-hidden="true" />
        {current && measure && (
          <p
            key={focused}
            id={`tile-${focused}`}
            class="unseen"
            role="option"
            aria-selected={focused === selected}
            aria-posinset={siblings.indexOf(current) + 1}
            aria-setsize={siblings.length}
          >
            {tileInWords(composition, tiles, current, measure, coloured, shares[focused] ?? [])}
          </p>
        )}
        {hover && measure && (
          <TileCard
            scene={scene}
            palette={palette}
            composition={composition}
            tiles={tiles}
            shares={shares[hover.index] ?? []}
            measure={measure}
            at={hover}
            {...size}
          />
        )}
        {tiles.length === 0 && width > 0 && <p class="none">{nothingToDraw(measure?.label, composition)}</p>}
      </div>
      <p id="tile-keys" class="unseen">
        {TILE_KEYS_IN_WORDS}
      </p>
    </>
  );
}

/** What a click means: in a treemap the part of the root around the innermost tile, in a flame graph the tile itself. */
function targetOf(tiles: readonly Tile[], index: number, style: TileStyle): number {
  return style === 'flame' ? index : ancestorAt(tiles, index, 1);
}

function nothingToDraw(measure: string | undefined, { rows }: Composition): string {
  if (rows.length === 0) return 'No region passes the filter.';
  return measure === undefined ? 'The source tells no sizes.' : `${measure} is 0 here.`;
}
