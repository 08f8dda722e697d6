import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../vscode/paths.mjs';
import { engines } from '../vscode/pins.mjs';
import { readJson, sourceFiles } from './source.ts';

interface Manifest {
  readonly main: string;
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands?: readonly { command: string; title: string; category?: string }[];
    readonly menus?: Readonly<Record<string, readonly { command?: string; submenu?: string; when?: string }[]>>;
    readonly keybindings?: readonly { command: string }[];
    readonly views?: Readonly<Record<string, readonly { id: string; name: string }[]>>;
    readonly viewsContainers?: Readonly<Record<string, readonly { id: string }[]>>;
    readonly viewsWelcome?: readonly { view: string; contents: string }[];
    readonly customEditors?: readonly { viewType: string }[];
    readonly colors?: readonly { id: string; defaults: Readonly<Record<string, string>> }[];
    readonly configuration?: {
      readonly properties: Readonly<
        Record<string, { default?: unknown; description?: string; markdownDescription?: string }>
      >;
    };
  };
}

describe('manifest', () => {
  const manifest = readJson('package.json') as Manifest;
  const { contributes } = manifest;
  const commands = contributes.commands ?? [];
  const ids = new Set(commands.map(({ command }) => command));
  const views = new Set(Object.values(contributes.views ?? {}).flatMap((each) => each.map(({ id }) => id)));
  const texts = stringsOf(manifest);
  const host = sourceFiles()
    .filter(({ path }) => path.startsWith('src/extension/'))
    .map(({ text }) => text)
    .join('\n');

  it('promises the engine that the host suite runs on, and is typed by it', () => {
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode']}`);
    const [major, minor] = engines.oldest.vscode.split('.');
    assert.equal(manifest.engines.vscode, `^${major}.${minor}.0`);
  });

  it('gives every command a translated title and the product as category', () => {
    const bare = commands.filter(({ title, category }) => !/^%.+%$/.test(title) || !category);
    assert.deepEqual(bare, []);
  });

  it('contributes only commands that the source names', () => {
    assert.deepEqual(
      [...ids].filter((id) => !namedIn(host, id)),
      [],
    );
  });

  it('shows only commands and submenus of its own in menus and keys', () => {
    const used = [...Object.values(contributes.menus ?? {}).flat(), ...(contributes.keybindings ?? [])];
    const unknown = used.flatMap(({ command }) => (command !== undefined && !ids.has(command) ? [command] : []));
    assert.deepEqual(unknown, []);
  });

  it('names in when clauses only views it contributes', () => {
    const clauses = Object.values(contributes.menus ?? {}).flatMap((menu) => menu.flatMap(({ when }) => when ?? []));
    const named = clauses.flatMap((when) => [...when.matchAll(/\bview\s*==\s*'?([\w.]+)/g)].map((match) => match[1]));
    assert.deepEqual(
      named.filter((view) => view === undefined || !views.has(view)),
      [],
    );
    assert.deepEqual(
      (contributes.viewsWelcome ?? []).filter(({ view }) => !views.has(view)),
      [],
    );
  });

  it('fills every view container', () => {
    const containers = Object.values(contributes.viewsContainers ?? {}).flatMap((each) => each.map(({ id }) => id));
    assert.deepEqual(
      containers.filter((id) => !contributes.views?.[id]?.length),
      [],
    );
  });

  it('describes every setting, gives it a default and reads it', () => {
    const settings = Object.entries(contributes.configuration?.properties ?? {});
    const lacking = settings.filter(([id, { default: preset, description, markdownDescription }]) => {
      const name = id.replace(/^memoryMaps\./, '');
      return (
        preset === undefined || !(description ?? markdownDescription) || !(namedIn(host, name) || namedIn(host, id))
      );
    });
    assert.deepEqual(
      lacking.map(([id]) => id),
      [],
    );
  });

  it('gives every colour a default for all four kinds of theme', () => {
    const kinds = ['dark', 'light', 'highContrast', 'highContrastLight'];
    const lacking = (contributes.colors ?? []).filter(({ defaults }) => kinds.some((kind) => !defaults[kind]));
    assert.deepEqual(
      lacking.map(({ id }) => id),
      [],
    );
  });

  it('has a text for every %key%, and no text that is not used', () => {
    const used = new Set(texts.flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []));
    for (const file of readdirSync(root).filter((name) => /^package\.nls.*\.json$/.test(name))) {
      assert.deepEqual(Object.keys(readJson(file) as object).toSorted(), [...used].toSorted(), file);
    }
    assert.ok(existsSync(join(root, 'package.nls.json')));
  });

  it('names only files that exist', () => {
    const paths = texts.filter((text) => /^\.?\/?[\w-]+\/[\w./-]+\.(svg|png|json|md|js|css|woff2?)$/.test(text));
    assert.ok(paths.includes(manifest.main));
    assert.deepEqual(
      paths.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  it('declares the activation events that VS Code does not find by itself, and only those', () => {
    const implicit = /^on(Command|View|CustomEditor|Language|LanguageModelTool|Walkthrough|TaskType):/;
    assert.deepEqual(
      manifest.activationEvents.filter((event) => implicit.test(event) || event === '*'),
      [],
    );
    const declared = manifest.activationEvents.map((event) => event.split(':')[1] ?? '');
    assert.deepEqual(
      declared.filter((id) => !namedIn(host, id)),
      [],
    );
    const has = (prefix: string) => manifest.activationEvents.some((event) => event.startsWith(prefix));
    assert.equal(has('onFileSystem:'), host.includes('registerFileSystemProvider('));
    assert.equal(has('onWebviewPanel:'), host.includes('registerWebviewPanelSerializer('));
  });

  it('locks every platform of its tools, which npm ci demands and npm install forgets where a registry lacks one', () => {
    const { packages } = readJson('package-lock.json') as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const optional = Object.values(packages).flatMap((each) => Object.keys(each.optionalDependencies ?? {}));
    assert.deepEqual(
      optional.filter((name) => !packages[`node_modules/${name}`]),
      [],
    );
  });

  it('packages by an allow-list', () => {
    const rules = readFileSync(join(root, '.vscodeignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    assert.equal(rules[0], '**');
    assert.deepEqual(
      rules.slice(1).filter((rule) => !rule.startsWith('!') || rule.startsWith('!**')),
      [],
    );
  });
});

/** Whether a text is there as a string literal. */
function namedIn(source: string, text: string): boolean {
  return source.includes(`'${text}'`);
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}
