// The product's source as the manifest and architecture tests see it: files, and who imports what.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { root } from '../vscode/paths.mjs';

/** A file of src/ with what it imports, as written. */
export interface SourceFile {
  /** From the checkout's top folder, such as `src/core/kinds/kinds.ts`. */
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

/** All TypeScript of src/. */
export function sourceFiles(): SourceFile[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => {
      const path = posix.join('src', name);
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, imports: importsOf(text) };
    });
}

/** The path of a relative import from the checkout's top folder, or undefined for a package. */
export function importedPath(file: SourceFile, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(dirname(file.path), specifier) : undefined;
}

/** What a module imports: statically, for its types or its side effect, and dynamically. */
function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const pattern = /(?:\bfrom|^\s*import|\bimport\(|\brequire\()\s*['"]([^'"]+)['"]/gm;
  return [...code.matchAll(pattern)].flatMap((match) => match[1] ?? []);
}

/** A JSON file of the checkout. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
