import assert from 'node:assert/strict';
import { readJson } from './source.ts';
import { type Context, holds } from './when.ts';

interface Item {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; icon?: string; enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly Item[]>>;
  };
}

/** What VS Code sets where a person is. */
const places: Readonly<Record<string, Context>> = {
  'no editor': { 'memoryMaps.processes.hierarchy': true },
  'a plain text': { editorIsOpen: true, resourceSet: true, editorLangId: 'plaintext', resourceScheme: 'file' },
  'a maps file': {
    editorIsOpen: true,
    resourceSet: true,
    editorLangId: 'procmaps',
    resourceScheme: 'file',
    'memoryMaps.editorHasMaps': true,
  },
  'a live map': {
    editorIsOpen: true,
    resourceSet: true,
    editorLangId: 'procmaps',
    resourceScheme: 'procmaps',
    'memoryMaps.editorHasMaps': true,
    'memoryMaps.live': 'running',
  },
  'a live map in the layout editor': {
    editorIsOpen: true,
    resourceSet: true,
    resourceScheme: 'procmaps',
    activeCustomEditorId: 'memoryMaps.layout',
    'memoryMaps.live': 'running',
  },
  'the layout of a process': {
    editorIsOpen: true,
    resourceSet: true,
    resourceScheme: 'webview-panel',
    activeWebviewPanelId: 'memoryMaps.layoutPanel',
  },
  'a page of another extension': { editorIsOpen: true, resourceSet: true, resourceScheme: 'webview-panel' },
  'the settings': { editorIsOpen: true, resourceSet: true, resourceScheme: 'vscode-settings' },
};

describe('menus', () => {
  const { commands, menus } = (readJson('package.json') as Manifest).contributes;
  const inPalette = (context: Context): readonly string[] =>
    commands
      .filter(({ enablement }) => enablement === undefined || holds(enablement, context))
      .map(({ command }) => command.replace('memoryMaps.', ''))
      .filter((name) =>
        (menus['commandPalette'] ?? []).every(
          ({ command, when }) => command !== `memoryMaps.${name}` || when === undefined || holds(when, context),
        ),
      );

  it('have conditions that can be read', () => {
    for (const { when } of Object.values(menus).flat()) if (when !== undefined) holds(when, {});
  });

  for (const [place, context] of Object.entries(places)) {
    it(`show each icon once above ${place}`, () => {
      const icons = (menus['editor/title'] ?? [])
        .filter(({ group, when = 'true' }) => group?.startsWith('navigation') && holds(when, context))
        .map((item) => commands.find(({ command }) => command === item.command)?.icon);
      assert.deepEqual(icons, [...new Set(icons)]);
    });
  }

  it('offer the layout of what is read, packed or not, in the Explorer', () => {
    const offered = (name: string) => {
      const context = { resourceFilename: name, resourceExtname: /\.[^.]*$/.exec(name)?.[0] ?? '' };
      return (menus['explorer/context'] ?? []).map(({ when = 'true' }) => holds(when, context));
    };
    const plain = ['a.maps', 'core', 'core.12', 'a.dmp', 'a.procsnap', 'a.procsnap.tar'];
    const packed = [
      'a.maps.gz',
      'a.smaps.xz',
      'a.core.zst',
      'a.procsnap.tar.gz',
      'core.sleep.0.1f2e.77.1700000000.zst',
    ];
    for (const name of [...plain, ...packed]) assert.deepEqual(offered(name), [true, true], name);
    for (const name of ['a.txt', 'core.c', 'a.gz', 'score.xz']) assert.deepEqual(offered(name), [false, false], name);
  });

  it('offer in the palette to copy regions only where a text has some', () => {
    const offering = Object.keys(places).filter((place) => inPalette(places[place] ?? {}).includes('copyAs'));
    assert.deepEqual(offering, ['a maps file', 'a live map']);
  });

  it('offer in the palette to show and to convert what is a file or a text, and to convert what a layout shows', () => {
    const texts = ['a plain text', 'a maps file', 'a live map', 'a live map in the layout editor'];
    const offering = (name: string) =>
      Object.keys(places).filter((place) => inPalette(places[place] ?? {}).includes(name));
    assert.deepEqual(offering('showLayout'), texts);
    assert.deepEqual(offering('convert'), [...texts, 'the layout of a process']);
  });

  it('offer in the palette what a live text does only for a text', () => {
    for (const name of ['refreshDocument', 'clearLiveMarks']) {
      const offering = Object.keys(places).filter((place) => inPalette(places[place] ?? {}).includes(name));
      assert.deepEqual(offering, ['a live map'], name);
    }
  });

  it('offer in the palette the shape of the list of processes that it does not have', () => {
    const shapes = (hierarchy: boolean) =>
      inPalette({ 'memoryMaps.processes.hierarchy': hierarchy }).filter((name) => name.startsWith('showProcessesAs'));
    assert.deepEqual(shapes(true), ['showProcessesAsList']);
    assert.deepEqual(shapes(false), ['showProcessesAsTree']);
  });
});
