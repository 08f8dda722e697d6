/**
 * Explanations as Markdown for a hover. Nothing that comes from a file can become markup: it stands in code spans with
 * everything invisible told by name, and in sentences every ASCII sign is escaped. Links are the catalogue's own.
 */
import type { Explanation } from '../../core/fields/explanation.ts';
import { KERNEL_TREE, SOURCES, type Source } from '../../core/fields/sources.ts';
import { shortened, visible, type Quoted, type Text } from '../../core/fields/text.ts';

/** Two blanks at a line's end: the next line of the same paragraph starts on a line of its own. */
const BREAK = '  \n';

/**
 * The Markdown of an explanation: the field, what it says here, what it means, its source.
 * @param problem what could not be read on this line, as a sentence
 */
export function explanationMarkdown(told: Explanation, problem?: string): string {
  const { title, label, here, meaning, why, since, source } = told;
  const blocks = [
    `**${markdown(title)}** — ${escapeMarkdown(label)}`,
    ...(problem === undefined ? [] : [problemMarkdown(problem)]),
    ...(here.length > 0 ? [here.map(markdown).join(BREAK)] : []),
    `${markdown(meaning)}${BREAK}*Why it matters:* ${markdown(why)}`,
    `---\n\n${[link(source), ...printedBy(source), ...(since === undefined ? [] : [`since ${escapeMarkdown(since)}`])].join(' · ')}`,
  ];
  return blocks.join('\n\n');
}

/** The kernel source that prints all of it, beside what explains this field; a field of the kernel's own page has it already. */
function printedBy(source: Source): string[] {
  return source.url.startsWith(KERNEL_TREE) ? [] : [`printed by ${link(SOURCES.taskMmu)}`];
}

function link({ title, url }: Source): string {
  return `[${escapeMarkdown(title)}](${url})`;
}

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
