/** The colour themes that a real VS Code brings, read as it reads them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { engine } from '../vscode/install.mjs';

const Manifest = v.object({
  contributes: v.object({ themes: v.array(v.object({ id: v.string(), uiTheme: v.string(), path: v.string() })) }),
});
const Settings = v.object({ foreground: v.exactOptional(v.string()), fontStyle: v.exactOptional(v.string()) });
const Rule = v.object({ scope: v.exactOptional(v.union([v.string(), v.array(v.string())])), settings: Settings });
const ThemeFile = v.object({
  include: v.optional(v.string()),
  colors: v.optional(v.record(v.string(), v.string()), {}),
  tokenColors: v.optional(v.array(Rule), []),
});

/** A theme: its id, what it colours tokens with, and the editor's colours as `#rrggbb`. */
export interface Theme {
  readonly id: string;
  readonly rules: readonly v.InferOutput<typeof Rule>[];
  readonly foreground: string;
  readonly background: string;
}

const extension = join(engine('newest').vscode, 'extensions', 'theme-defaults');

/** What the workbench uses where a theme says nothing (`editor.foreground` and `editor.background` of its registry). */
const workbenchColours: Record<string, readonly [foreground: string, background: string]> = {
  vs: ['#333333', '#ffffff'],
  'vs-dark': ['#bbbbbb', '#1e1e1e'],
  'hc-black': ['#ffffff', '#000000'],
  'hc-light': ['#292929', '#ffffff'],
};

/** Where the newest VS Code's themes are missing, why; undefined when they are there. */
export const themesMissing = existsSync(extension)
  ? undefined
  : 'needs the cached VS Code: node test/vscode/install.mjs';

/** All default themes. */
export function defaultThemes(): Theme[] {
  const manifest = v.parse(Manifest, JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8')));
  return manifest.contributes.themes.map(({ id, uiTheme, path }) => {
    const { colors, rules } = readTheme(join(extension, path));
    const fallback = workbenchColours[uiTheme];
    if (!fallback) throw new Error(`${id} is for an unknown base theme ${uiTheme}`);
    const foreground = colors['editor.foreground'] ?? fallback[0];
    return { id, rules, foreground, background: colors['editor.background'] ?? fallback[1] };
  });
}

/** A theme file after those it includes: later rules win over earlier ones of the same weight. */
function readTheme(file: string): Pick<Theme, 'rules'> & { colors: Record<string, string> } {
  const { include, colors, tokenColors } = v.parse(ThemeFile, JSON.parse(readFileSync(file, 'utf8')));
  const base = include === undefined ? { colors: {}, rules: [] } : readTheme(join(dirname(file), include));
  return { colors: { ...base.colors, ...colors }, rules: [...base.rules, ...tokenColors] };
}
