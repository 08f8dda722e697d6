/**
 * Texts as Markdown. Nothing that comes from a file can become markup: it stands in code spans with everything invisible told by
 * name, and in sentences every ASCII sign is escaped.
 */
import { shortened, visible, type Quoted, type Text } from '../../core/fields/text.ts';

/** The Markdown of a line that could not be read. */
export function problemMarkdown(problem: string): string {
  return `**Problem on this line:** ${escapeMarkdown(problem)}`;
}

/** A text as inline Markdown. */
export function markdown(parts: Text): string {
  return parts.map((part) => (typeof part === 'string' ? escapeMarkdown(part) : codeSpan(part))).join('');
}

/**
 * A sentence with every sign escaped that Markdown, HTML, entities or automatic links could be made of. Any ASCII
 * punctuation may be escaped (CommonMark, section 2.4).
 */
export function escapeMarkdown(sentence: string): string {
  return visible(shortened(sentence, MOST_IN_A_SENTENCE)).replace(/[!-/:-@[-`{-~]/g, '\\$&');
}

/** Sentences are ours, but a name that a sentence quotes can be of any length. */
const MOST_IN_A_SENTENCE = 600;

/** Text from a file as a code span: its fence is longer than any run of backquotes in it (CommonMark, section 6.1). */
export function codeSpan({ code }: Quoted): string {
  const shown = visible(shortened(code));
  if (shown === '') return '\\(empty\\)';
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A blank at both ends is taken off again; without it a backquote at an end would join the fence.
  const pad = /^[` ]|[` ]$/.test(shown) ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
