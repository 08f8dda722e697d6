// The real dumps of the corpus, which stands beside the checkout (../shared/corpus, or MEMORY_MAPS_CORPUS).
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../vscode/paths.mjs';
import { Missing } from './yardsticks.mjs';

/** The path of every dump. @returns {string[]} */
export function corpusPaths() {
  const corpus = process.env['MEMORY_MAPS_CORPUS'] ?? join(root, '..', 'shared', 'corpus');
  if (!existsSync(corpus)) throw new Missing('../shared/corpus is not there');
  return ['captured', 'public'].flatMap((part) =>
    readdirSync(join(corpus, part), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}
