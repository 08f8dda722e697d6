/**
 * Finds the corpus: real dumps that were captured by others, each with what an independent reader found. It stands beside
 * the checkout and is not part of it, so tests that use it are skipped, and say so, where it is missing.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where the corpus is, or undefined when it is not there. */
export const CORPUS = [process.env['MEMORY_MAPS_CORPUS'], resolve('../shared/corpus')].find(
  (folder) => folder !== undefined && existsSync(join(folder, 'truth')),
);

/** One dump of the corpus: its path, and the format that its INDEX row says. */
export interface CorpusFile {
  readonly path: string;
  /** Slug and file, for instance `python3/maps`. */
  readonly name: string;
  readonly format: string;
  /** The truth, parsed; undefined when there is none. */
  truth(): unknown;
}

/** The dumps whose format is one of these; all of them when none is named. */
export function corpusFiles(...formats: string[]): CorpusFile[] {
  if (CORPUS === undefined) return [];
  const corpus = CORPUS;
  return ['captured', 'public'].flatMap((part) => {
    const [header = '', ...rows] = readFileSync(join(corpus, part, 'INDEX.tsv'), 'utf8')
      .trimEnd()
      .split('\n');
    const columns = header.split('\t');
    return rows
      .map((row) => row.split('\t'))
      .map((cells) => ({ slug: cells[0] ?? '', file: cells[1] ?? '', format: cells[columns.indexOf('format')] ?? '' }))
      .filter(({ format }) => formats.length === 0 || formats.includes(format))
      .map(({ slug, file, format }) => ({
        path: join(corpus, part, slug, file),
        name: `${slug}/${file}`,
        format,
        truth: (): unknown => {
          const path = join(corpus, 'truth', `${slug}__${file.replaceAll('/', '__')}.json`);
          return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
        },
      }));
  });
}
