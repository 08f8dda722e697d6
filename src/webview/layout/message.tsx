/** What stands in the picture's place when there is none: why, and what can be done. */
import type { JSX } from 'preact';
import { send } from './host.ts';
import type { Model } from './model.ts';

interface Words {
  readonly what: string;
  readonly reasons: readonly string[];
  readonly advice: string;
  readonly retry: boolean;
}

/** How many of the problems stand in the picture's place. */
const REASONS = 3;

export function Message({ model }: { readonly model: Model }): JSX.Element {
  const words = wordsFor(model);
  return (
    <section class="message" role="status">
      {words && (
        <>
          <h2>{words.what}</h2>
          {words.reasons.map((reason) => (
            <p key={reason}>{reason}</p>
          ))}
          {words.advice !== '' && <p>{words.advice}</p>}
          {words.retry && (
            <button class="button" onClick={() => send({ type: 'refresh' })}>
              Try again
            </button>
          )}
        </>
      )}
    </section>
  );
}

function wordsFor({ snapshot, failure, reading }: Model): Words | undefined {
  if (failure) return { what: failure.message, reasons: [], advice: failure.advice, retry: true };
  if (!snapshot)
    return reading === undefined
      ? undefined
      : { what: `Reading ${reading} \u2026`, reasons: [], advice: '', retry: false };
  if (snapshot.dialect === 'smaps_rollup') {
    return {
      what: 'smaps_rollup holds sums over the whole process, not its regions.',
      reasons: [],
      advice: 'Open maps or smaps of the same process to see its layout.',
      retry: false,
    };
  }
  if (snapshot.problemCount > 0) {
    return {
      what: 'No region of this text could be read.',
      reasons: snapshot.problems
        .slice(0, REASONS)
        .map(({ line, reason }) => (line > 0 ? `Line ${line}: ${reason}` : reason)),
      advice: '',
      retry: false,
    };
  }
  return {
    what: 'There are no regions.',
    reasons: [],
    advice: 'The maps file of a kernel thread or of a process that has just ended is empty.',
    retry: false,
  };
}
