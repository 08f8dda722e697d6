/** The bookmarks: a button with a list to go to one, to make and to remove them (WAI-ARIA menu button pattern). */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { addressAt, formatAddress } from '../../core/memory-map/address.ts';
import { isBookmarked, placeBookmarks, removeBookmark, toggleBookmark, type Bookmark } from './bookmarks.ts';
import { describeRegion } from './describe.ts';
import { focusRegions } from './focus.ts';
import { Icon } from './icons.tsx';
import { bookmarkAction } from './keys.ts';
import { select } from './model.ts';
import type { PartProps } from './props.ts';
import { useRoving } from './roving.ts';
import type { Scene } from './scene.ts';

interface Entry {
  readonly name: string;
  readonly more: string;
  readonly bookmark?: Bookmark;
  readonly disabled?: boolean;
  readonly run: () => void;
}

export function BookmarkList({ model, change, scene }: PartProps & { readonly scene: Scene }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const part = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const count = model.bookmarks.length;
  const label = count === 0 ? 'Bookmarks' : `Bookmarks, ${count}`;
  return (
    <div
      ref={part}
      class="bookmarks"
      onFocusOut={({ relatedTarget }) => {
        if (!(relatedTarget instanceof Node && part.current?.contains(relatedTarget))) setOpen(false);
      }}
    >
      <button
        ref={button}
        class="tool"
        title={label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name={count > 0 ? 'bookmarked' : 'bookmark'} />
      </button>
      {isOpen && (
        <Menu
          model={model}
          change={change}
          scene={scene}
          close={() => {
            button.current?.focus();
            setOpen(false);
          }}
        />
      )}
    </div>
  );
}

type MenuProps = Pick<PartProps, 'model' | 'change'> & { readonly scene: Scene; readonly close: () => void };

function Menu({ model, change, scene, close }: MenuProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  const remove = isBookmarked(model);
  const entries: readonly Entry[] = [
    {
      name: remove ? 'Remove the bookmark of the selected region' : 'Bookmark the selected region',
      more: 'b',
      disabled: model.selected === undefined,
      run: () => (change(toggleBookmark), close()),
    },
    ...placeBookmarks(scene.axis, model.bookmarks).map((bookmark): Entry => entryOf(scene, bookmark, goTo)),
  ];
  const { row, tabIndex } = useRoving(entries.length);
  useLayoutEffect(() => list.current?.querySelector('button')?.focus(), []);

  function goTo(position: number): void {
    change((now) => select(now, position));
    close();
    focusRegions();
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const action = bookmarkAction(event);
    const { target } = event;
    if (!action) return row.onKeyDown(event);
    event.preventDefault();
    event.stopPropagation();
    if (action === 'close') return close();
    const entry = entries[Number(target instanceof Element ? target.getAttribute('data-entry') : 0)];
    const { bookmark } = entry ?? {};
    if (!bookmark) return;
    // The one that goes takes the keyboard with it.
    list.current?.querySelector('button')?.focus();
    change((now) => removeBookmark(now, bookmark.address));
  };
  return (
    <ul ref={list} class="menu" role="menu" aria-label="Bookmarks" onKeyDown={onKeyDown} onFocusIn={row.onFocusIn}>
      {entries.map(({ name, more, disabled = false, run }, i) => (
        <li key={i} role="none">
          <button
            role="menuitem"
            data-entry={i}
            aria-disabled={disabled}
            tabIndex={tabIndex(i)}
            onClick={() => !disabled && run()}
          >
            <span class="name">{name}</span>
            <span class="more">{more}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function entryOf(scene: Scene, bookmark: Bookmark, goTo: (position: number) => void): Entry {
  const address = formatAddress(addressAt(Uint32Array.from(bookmark.address), 0));
  const { position } = bookmark;
  if (position === undefined) {
    return { name: 'Not in this map', more: address, bookmark, disabled: true, run: () => undefined };
  }
  const { name, perms, kind } = describeRegion(scene, position);
  return { name: `${name} ${perms ?? kind.label}`, more: address, bookmark, run: () => goTo(position) };
}
