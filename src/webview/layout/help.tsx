/** The sheet of keys, made from the tables that the keys are looked up in. */
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { capsOf, linesOf } from './bindings.ts';
import { Icon } from './icons.tsx';
import { KEY_SHEET } from './key-table.ts';

export function Help({ close }: { readonly close: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const { current } = dialog;
    const before = document.activeElement;
    // Modal: what is behind it cannot be reached, and is not read out.
    current?.showModal();
    return () => {
      current?.close();
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === '?') close();
    else if (event.key === 'Tab') moveInside(event, dialog.current);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onKeyDown={onKeyDown}
      onCancel={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="sheet">
        <header>
          <h2 id="help-title">Keys</h2>
          <button class="tool" title="Close (Escape)" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {/* Scrolled with the arrow keys, so it can have the keyboard. */}
        <div class="parts" role="group" aria-label="All keys" tabIndex={0}>
          {KEY_SHEET.map(({ part, bindings }) => (
            <table key={part}>
              <caption>{part}</caption>
              <tbody>
                {linesOf(bindings).map(({ words, keys }) => (
                  <tr key={words}>
                    <th scope="row">
                      {keys.map((chord) => (
                        <span key={chord} class="chord">
                          {capsOf(chord).map((cap) => (
                            <kbd key={cap}>{cap}</kbd>
                          ))}
                        </span>
                      ))}
                    </th>
                    <td>{words}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          ))}
        </div>
      </div>
    </dialog>
  );
}

/** Tab goes around in the dialog: the page's frame would let it out into the workbench. */
function moveInside(event: KeyboardEvent, dialog: HTMLElement | null): void {
  const stops = [...(dialog?.querySelectorAll<HTMLElement>('button, [tabindex="0"]') ?? [])];
  const at = stops.findIndex((stop) => stop === document.activeElement);
  const next = at < 0 ? 0 : (at + (event.shiftKey ? -1 : 1) + stops.length) % stops.length;
  stops[next]?.focus();
}
