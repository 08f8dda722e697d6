/** A button that puts a text on the clipboard, and says that it did. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { send } from './host.ts';

/** So long it says so, in milliseconds. */
const SAID = 2000;

interface CopyButtonProps {
  readonly class: string;
  readonly label: string;
  readonly title?: string;
  /** What is copied, made when it is asked for. */
  readonly text: () => string;
}

export function CopyButton({ class: style, label, title, text }: CopyButtonProps): JSX.Element {
  const [copies, setCopies] = useState(0);
  const [isSaid, setSaid] = useState(false);
  useEffect(() => {
    if (copies === 0) return undefined;
    setSaid(true);
    const timer = setTimeout(() => setSaid(false), SAID);
    return () => clearTimeout(timer);
  }, [copies]);
  return (
    <>
      <button
        class={style}
        title={title}
        onClick={() => {
          send({ type: 'copy', text: text() });
          setCopies(copies + 1);
        }}
      >
        {isSaid ? 'Copied' : label}
      </button>
      <span class="unseen" role="status">
        {isSaid ? 'Copied' : ''}
      </span>
    </>
  );
}
