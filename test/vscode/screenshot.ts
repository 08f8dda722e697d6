// Pictures of a page that has come to rest.
import type { Page } from 'playwright-core';

const limit = 10_000;
const quiet = 200;

/** A PNG of the page once two pictures in a row, 200 ms apart, are the same; the last one when it does not rest for 10 s. */
export async function settledScreenshot(page: Page): Promise<Uint8Array> {
  const end = performance.now() + limit;
  let last = new Uint8Array(await page.screenshot());
  for (;;) {
    await page.waitForTimeout(quiet);
    const next = await page.screenshot();
    if (next.equals(last) || performance.now() > end) return last;
    last = new Uint8Array(next);
  }
}
