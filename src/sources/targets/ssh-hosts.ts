/** The machines that the user's own ssh configuration names: ssh_config(5). */
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, parse, resolve, sep } from 'node:path';
import { SourceFailure } from '../source.ts';
import { detailOf, type Found } from './found.ts';
import { isDestination } from './ssh.ts';

/** ssh itself includes no deeper. */
const DEEPEST = 16;
/** A configuration that includes itself ends here. */
const MOST_FILES = 1000;

/** What one `Host` line begins. */
interface Block {
  readonly names: readonly string[];
  /** The first value of each keyword counts, as for ssh. */
  readonly values: Map<string, string>;
}

/**
 * The names of `Host` lines that are no patterns, in their order.
 * @param home the user's home folder
 * @throws SourceFailure when the configuration cannot be read
 */
export function sshHosts(home: string = homedir()): readonly Found[] {
  const folder = join(home, '.ssh');
  const blocks: Block[] = [];
  let files = 0;
  const read = (path: string, depth: number): void => {
    if (depth > DEEPEST || files++ > MOST_FILES) return;
    for (const [keyword, words] of linesOf(readConfig(path))) {
      if (keyword === 'host') blocks.push({ names: words, values: new Map() });
      else if (keyword === 'match') blocks.push({ names: [], values: new Map() });
      else if (keyword === 'include') {
        for (const pattern of words) for (const each of glob(included(pattern, home, folder))) read(each, depth + 1);
      } else {
        const values = blocks.at(-1)?.values;
        if (values?.has(keyword) === false) values.set(keyword, words[0] ?? '');
      }
    }
  };
  read(join(folder, 'config'), 0);
  const found = new Map<string, Found>();
  for (const { names, values } of blocks) {
    for (const host of names) {
      if (!isDestination(host) || found.has(host)) continue;
      found.set(host, { spec: { kind: 'ssh', host }, label: host, detail: address(values) });
    }
  }
  return [...found.values()];
}

/** `user@hostname port 2222`, as far as it is told beside the name. */
function address(values: ReadonlyMap<string, string>): string {
  const [user, name, port] = ['user', 'hostname', 'port'].map((keyword) => {
    const value = values.get(keyword);
    return value !== undefined && isDestination(value) ? value : undefined;
  });
  const where = name === undefined ? user && `user ${user}` : user === undefined ? name : `${user}@${name}`;
  return detailOf(where, port && port !== '22' ? `port ${port}` : undefined);
}

/** The text of a configuration; nothing when there is none. */
function readConfig(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR') return '';
    throw new SourceFailure(
      `Your ssh configuration cannot be read (${String(code)}).`,
      'See that ~/.ssh belongs to you.',
    );
  }
}

/** Lines as keyword in lower case and words. `Keyword=value` is the same as `Keyword value`; quotes hold blanks. */
function linesOf(text: string): (readonly [keyword: string, words: readonly string[]])[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, keyword, rest = ''] = /^\s*(\w+)(?:\s*=\s*|\s+)(.*)$/.exec(line) ?? [];
    if (keyword === undefined) return [];
    const words: string[] = [];
    for (const [word, quoted] of rest.matchAll(/"([^"]*)"|\S+/g)) {
      if (quoted === undefined && word.startsWith('#')) break;
      words.push(quoted ?? word);
    }
    return [[keyword.toLowerCase(), words] as const];
  });
}

function included(pattern: string, home: string, folder: string): string {
  if (pattern === '~' || pattern.startsWith('~/')) return join(home, pattern.slice(1));
  return isAbsolute(pattern) ? pattern : resolve(folder, pattern);
}

/** The files that a pattern of glob(7) names, in order; names that begin with a dot only for patterns that do. */
function glob(pattern: string): readonly string[] {
  const { root } = parse(pattern);
  let paths = [root.slice(0, -1)];
  for (const part of pattern.slice(root.length).split(sep)) {
    if (!/[*?[]/.test(part)) paths = paths.map((path) => `${path}${sep}${part}`);
    else {
      const matches = matcher(part);
      paths = paths.flatMap((path) =>
        namesIn(path || sep)
          .filter((name) => name.startsWith('.') === part.startsWith('.') && matches.test(name))
          .sort()
          .map((name) => `${path}${sep}${name}`),
      );
    }
  }
  return paths;
}

/** `*`, `?` and `[…]` as a regular expression; `.*` is bounded by the length of a file's name. */
function matcher(part: string): RegExp {
  const source = part.replace(
    /\[(!?)([^\]/\\]+)\]|[\s\S]/g,
    (whole, not: string | undefined, set: string | undefined) => {
      if (set !== undefined) return `[${not ? '^' : ''}${set.replace(/[\^[&]/g, '\\$&')}]`;
      if (whole === '*') return '[\\s\\S]*';
      return whole === '?' ? '[\\s\\S]' : whole.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    },
  );
  return new RegExp(`^${source}$`);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // What a pattern names need not be there.
  }
}
