/** The layout where there is little room: what is cut must not say something else, and what has no room can be scrolled to. */
import assert from 'node:assert/strict';
import type { Frame } from 'playwright-core';
import { fixture, until, useWorkbench } from './driver.ts';
import { focusPicture, showLayout } from './layout-view.ts';

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

describe('the layout where there is little room', () => {
  const workbench = useWorkbench({ files: { 'sensord.smaps': fixture('sensord.smaps') } });
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
    assert.deepEqual(seen, { lane: 45, strip: 76, beyond: 0 });
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
});
