/** What the reader must know about the picture: an ended process, what could not be read, what was taken for granted. */
import type { JSX } from 'preact';
import { formatCount } from '../../core/memory-map/size.ts';
import { send } from './host.ts';
import { Icon } from './icons.tsx';
import type { Model } from './model.ts';

export function Notices({ model }: { readonly model: Model }): JSX.Element | null {
  const { snapshot, failure } = model;
  if (!snapshot) return null;
  const { problems, problemCount, notes } = snapshot;
  return (
    <>
      {failure && (
        <p class="notice" role="status">
          <Icon name="warning" /> {failure.message} This is the last picture. {failure.advice}
        </p>
      )}
      {problemCount + notes.length > 0 && (
        <details class="notice">
          <summary>
            <Icon name="warning" />
            {headline(problemCount, notes.length)}
          </summary>
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
            {problems.map(({ line, column, reason }) => (
              <li key={`${line}:${column}:${reason}`}>
                {line > 0 && (
                  <button class="link" onClick={() => send({ type: 'open-line', line })}>
                    Line {formatCount(line)}
                  </button>
                )}
                {line > 0 && ': '}
                {reason}
              </li>
            ))}
            {problemCount > problems.length && <li>{formatCount(problemCount - problems.length)} more</li>}
          </ul>
        </details>
      )}
    </>
  );
}

function headline(problems: number, notes: number): string {
  const parts = [
    problems > 0 && `${formatCount(problems)} ${problems === 1 ? 'problem' : 'problems'} in the text`,
    notes > 0 && `${formatCount(notes)} ${notes === 1 ? 'note' : 'notes'}`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}
