/** Explanations as Markdown for a hover. Links are the catalogue's own, which only hovers load. */
import type { Explanation } from '../../core/fields/explanation.ts';
import { KERNEL_TREE, SOURCES, type Source } from '../../core/fields/sources.ts';
import { escapeMarkdown, markdown, problemMarkdown } from './markdown.ts';

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

/** The kernel source that prints it, beside what explains this field; a field of the kernel's own page has it already. */
function printedBy(source: Source): string[] {
  return source.isTool || source.url.startsWith(KERNEL_TREE) ? [] : [`printed by ${link(SOURCES.taskMmu)}`];
}

function link({ title, url }: Source): string {
  return `[${escapeMarkdown(title)}](${url})`;
}
