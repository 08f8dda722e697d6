// Opens the workbench of a running server in a browser page, with an extension under development in it.
/**
 * @typedef {object} Opening
 * @property {string} folder absolute path of the folder to open
 * @property {string} [extension] absolute path of the extension under development; default: the checkout
 * @property {string} [tests] absolute path of a module whose `run()` is called in the extension host
 */

/**
 * The address that opens a folder with the extension under development.
 * @param {import('./server.mjs').Server} server
 * @param {Opening} opening
 */
export function workbenchUrl({ url, authority, extension: checkout }, { folder, extension = checkout, tests }) {
  const remote = (/** @type {string} */ path) => `vscode-remote://${authority}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ];
  return `${url}/?${new URLSearchParams({ folder, payload: JSON.stringify(payload) })}`;
}

/**
 * A page of the size that screenshots have, in which clipboard access is granted.
 * @param {import('playwright-core').Browser} browser
 */
export async function newPage(browser) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  return context.newPage();
}

/** Ends animations and transitions at once in the page and its webviews: without a graphics card each of their frames takes long. */
function stillness() {
  addEventListener('DOMContentLoaded', () => {
    const style = new CSSStyleSheet();
    style.replaceSync(
      '*, ::before, ::after { animation-duration: 0s !important; transition-duration: 0s !important; }',
    );
    document.adoptedStyleSheets.push(style);
  });
}

/**
 * Goes to the workbench and waits until it has restored its editors and views.
 * @param {import('playwright-core').Page} page
 * @param {import('./server.mjs').Server} server
 * @param {Opening} opening
 */
export async function openWorkbench(page, server, opening) {
  await page.addInitScript(stillness);
  await page.goto(workbenchUrl(server, opening));
  await page.waitForFunction(() => 'driver' in window, undefined, { timeout: 60_000 });
  await page.evaluate('window.driver.whenWorkbenchRestored()');
}

/**
 * Goes to a workbench that has its extension installed, such as `npm start` serves, and waits until the folder is listed.
 * @param {import('playwright-core').Page} page
 * @param {string} url with the folder
 */
export async function openRunning(page, url) {
  await page.goto(url);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
}
