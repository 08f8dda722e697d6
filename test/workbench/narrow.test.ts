/** The layout where there is little room: what is cut must not say something else, and what has no room can be scrolled to. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { closeEditors, fixture, until, useWorkbench } from './driver.ts';
import { focusPicture, point, showLayout } from './layout-view.ts';

/** The text of an element and whether it stands as a whole inside what cuts it. */
function standsWhole(view: Frame, selector: string, within: string): Promise<{ text: string; whole: boolean }> {
  return view
    .locator(selector)
    .first()
    .evaluate((element, outer) => {
      const box = element.closest(outer)?.getBoundingClientRect();
      const { left, right } = element.getBoundingClientRect();
      const whole = box !== undefined && left >= box.left - 1 && right <= box.right + 1;
      return { text: element.textContent ?? '', whole };
    }, within);
}

/** A pathname of 4,000 characters, as deep build folders and jails come to. */
const DEEP = `00400000-0040b000 r-xp 00000000 08:01 393307 /${'directory/'.repeat(400)}x.so\n`;

describe('the layout where there is little room', () => {
  const workbench = useWorkbench({ files: { 'sensord.smaps': fixture('sensord.smaps'), 'deep.maps': DEEP } });
  const resized = (width: number, height: number): Promise<void> => workbench().page.setViewportSize({ width, height });
  let view: Frame;

  before(async () => {
    view = await showLayout(workbench(), 'sensord.smaps');
    await focusPicture(workbench(), view);
    await workbench().page.keyboard.press('Home');
    await view.locator('.details .size').waitFor();
  });
  after(() => resized(1280, 800));

  it('cuts no number of the selected region, and shows something of its kind in the table', async () => {
    await resized(980, 800);
    await until('a narrow view', () => view.evaluate(() => innerWidth < 320));
    const size = await until('the size to stand', async () => {
      const seen = await standsWhole(view, '.details .size', '.glance');
      return seen.whole && seen.text;
    });
    assert.match(size, /^[\d.]+ KiB$/);
    await view.getByRole('radio', { name: 'Both' }).click();
    const kind = view.locator('[role=columnheader][data-column=kind] .label');
    await until('the heading of the kind', async () => {
      const box = await kind.boundingBox();
      const table = await view.locator('.table').boundingBox();
      return box !== null && table !== null && box.x + box.width < table.x + table.width;
    });
  });

  it('gives the words of the selected region the width beside others, and cuts no size of the totals', async () => {
    await resized(900, 800);
    await until('a very narrow view', () => view.evaluate(() => innerWidth > 225 && innerWidth < 300));
    const size = await standsWhole(view, '.details .size', '.glance');
    assert.ok(size.whole, size.text);
    const { width } = await view.locator('.details .glance').evaluate((glance) => glance.getBoundingClientRect());
    assert.ok(width > 150, `${width}`);
    await view.getByRole('radio', { name: 'Composition' }).click();
    await view.getByRole('radio', { name: 'Totals' }).click();
    const total = view.locator('.totals .row').filter({ hasText: 'Arena reserve' });
    const cut = await total.evaluate((row) => {
      const cell = [...row.querySelectorAll('*')].findLast((each) => each.textContent === '191.5 MiB');
      return cell === undefined ? undefined : cell.getBoundingClientRect().right - innerWidth;
    });
    assert.ok(cut !== undefined && cut <= 0, `${cut}`);
    await view.getByRole('radio', { name: 'Both' }).click();
  });

  it('tells at once what a pixel stands for when the view gets another size', async () => {
    const { page } = workbench();
    const measure = (): Promise<string> => view.locator('.scale .pixel').innerText();
    await view.getByRole('radio', { name: 'Picture' }).click();
    const seen: string[] = [];
    for (const height of [400, 800]) {
      await page.mouse.move(640, 2);
      await view.locator('.card').waitFor({ state: 'detached' });
      const before = await measure();
      await resized(1280, height);
      seen.push(await until('another measure', async () => (await measure()) !== before && measure()));
      // What is pointed at has the line told anew.
      const { x, y } = await point(view, 0.5, 0.5);
      await page.mouse.move(x, y);
      await view.locator('.card').waitFor();
      assert.equal(await measure(), seen.at(-1));
    }
    assert.equal(new Set(seen).size, 2);
  });

  it('is scrolled to the region that is selected in a view that is too low for all', async () => {
    await resized(1280, 330);
    await until('a low view', () => view.evaluate(() => innerHeight < 260));
    await view.locator('.details').evaluate((details) => details.scrollIntoView());
    const seen = await view.locator('.details').evaluate((details) => {
      const { top, bottom, height } = details.getBoundingClientRect();
      return { isIn: top >= 0 && bottom <= innerHeight + 1, height };
    });
    assert.deepEqual([seen.isIn, Math.round(seen.height)], [true, 76]);
  });

  it('shows a whole lane, the strip of the selected region below the table, and scrolls to nothing beyond its end', async () => {
    await resized(980, 525);
    await view.getByRole('radio', { name: 'Both' }).click();
    const seen = await until('a view that is too low for picture and table', () =>
      view.evaluate(() => {
        const heightOf = (selector: string): number | undefined =>
          document.querySelector(selector)?.getBoundingClientRect().height;
        const { scrollHeight } = document.documentElement;
        return (
          innerHeight > 420 &&
          innerHeight < 460 && {
            lane: heightOf('.canvas'),
            strip: heightOf('.details'),
            beyond: Math.max(0, scrollHeight - innerHeight),
          }
        );
      }),
    );
    assert.ok((seen.lane ?? 0) >= 45, `${seen.lane}`);
    assert.deepEqual([seen.strip, seen.beyond], [76, 0]);
    await resized(980, 330);
    await view.getByRole('radio', { name: 'Composition' }).click();
    await until('a low view', () => view.evaluate(() => innerHeight < 260));
    assert.equal(await view.evaluate(() => document.documentElement.scrollHeight - innerHeight), 0);
    await view.getByRole('radio', { name: 'Picture' }).click();
  });

  it('shows what is told of a region where it opens, however low the view', async () => {
    await resized(980, 330);
    await view.locator('.canvas').evaluate((canvas) => canvas.scrollIntoView());
    await focusPicture(workbench(), view);
    await workbench().page.keyboard.press('Home');
    await workbench().page.keyboard.press('e');
    await until('the explanation in view', () =>
      view.evaluate(() => {
        const box = document.querySelector('.details.open .told')?.getBoundingClientRect();
        return box !== undefined && box.height > 50 && box.top > 0 && box.bottom <= innerHeight + 1;
      }),
    );
    await workbench().page.keyboard.press('Escape');
  });

  it('leaves room for what is told of a region, and for its name above the picture, whose pathname has 4,000 characters', async () => {
    await resized(1280, 800);
    await closeEditors(workbench());
    const deep = await showLayout(workbench(), 'deep.maps');
    await focusPicture(workbench(), deep);
    await workbench().page.keyboard.press('Home');
    await workbench().page.keyboard.press('e');
    await until('what is told in view', () =>
      deep.evaluate(() => {
        const box = document.querySelector('.details.open .told')?.getBoundingClientRect();
        return box !== undefined && box.height > 100 && box.bottom <= innerHeight + 1;
      }),
    );
    const { x, y } = await point(deep, 0.6, 0.6);
    await workbench().page.mouse.move(x - 2, y);
    await workbench().page.mouse.move(x, y);
    const name = await deep.locator('.card .headline').boundingBox();
    const frame = await deep.locator('.layout').boundingBox();
    assert.ok(name && frame && name.y >= frame.y, JSON.stringify({ name, frame }));
    await workbench().page.keyboard.press('Escape');
  });
});
