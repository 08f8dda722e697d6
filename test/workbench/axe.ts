// Looks with axe-core for what keeps people with a screen reader, or without a mouse, from using a webview.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Frame } from 'playwright-core';
import { root } from '../vscode/paths.mjs';

const source = readFileSync(join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');
/** All rules; but of what passes nothing is told, and there is nothing outside of the page to be loaded first. */
const OPTIONS: RunOptions = { resultTypes: ['violations'], preload: false };

/** The violations of all of axe's rules, one a line: the rule, what it asks for, and the first elements. Empty when there are none. */
export async function violations(view: Frame): Promise<string[]> {
  // A page that was looked at before has it already.
  if (!(await view.evaluate(() => 'axe' in globalThis))) await view.evaluate(source);
  const found = await view.evaluate(async (options) => {
    const { axe } = globalThis as unknown as {
      axe: { run: (root: Document, options: RunOptions) => Promise<AxeResults> };
    };
    return (await axe.run(document, options)).violations;
  }, OPTIONS);
  return found.map(({ id, help, nodes }) => {
    const where = nodes
      .slice(0, 3)
      .map(({ html, failureSummary = '' }) => `${html} ${failureSummary.replaceAll(/\s+/g, ' ')}`);
    return `${id}: ${help}\n  ${where.join('\n  ')}`;
  });
}
