/** What a hover looks like on the screen: readable, and text from a file is only text. */
import assert from 'node:assert/strict';
import { hover, openFile, useWorkbench } from './driver.ts';

const names = [
  '[a](command:workbench.action.quit)',
  '`](command:x)`<img src=x>',
  '<b>bold</b>&amp;www.example.invalid',
  '**x** $(alert) |a|b|',
];
const lines = names.map((name, i) => `0040${i}000-0040${i}800 r-xp 00000000 08:01 4711 /t/${name}`);
lines.push(`00500000-00501000 r-xp 00000000 08:01 4712 /t/${'long/'.repeat(1000)}`);

/** What explains a pathname, and what prints it. */
const sources = [
  'https://man7.org/linux/man-pages/man5/proc_pid_maps.5.html',
  'https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/proc/task_mmu.c',
];

describe('a hover on the screen', () => {
  const workbench = useWorkbench({ files: { 'hostile-names.maps': `${lines.join('\n')}\n` } });

  for (const [i, name] of names.entries()) {
    it(`shows ${JSON.stringify(name)} as it is, with no links but the sources’`, async () => {
      await openFile(workbench(), 'hostile-names.maps');
      const shown = await hover(workbench(), { line: i + 1, text: '/t/' });
      assert.ok(shown.includes(`Pathname /t/${name}`), shown);
      const made = await workbench().page.evaluate(() => {
        const contents = document.querySelector('.monaco-hover:not(.hidden) .hover-contents');
        return {
          links: [...(contents?.querySelectorAll('a') ?? [])].map((a) => a.dataset['href'] ?? a.href),
          foreign: contents?.querySelectorAll('img, b, table, h1, h2, iframe, .codicon').length,
        };
      });
      assert.deepEqual(made, { links: sources, foreign: 0 });
    });
  }

  it('shortens a path of 5,000 letters so that the rest can be seen', async () => {
    await openFile(workbench(), 'hostile-names.maps');
    const shown = await hover(workbench(), { line: names.length + 1, text: '/t/' });
    assert.match(shown, /…4,?843 more characters…/);
    const box = await workbench().page.locator('.monaco-hover:not(.hidden) .hover-contents').first().boundingBox();
    assert.ok(box && box.height < 400, `${box?.height} pixels high`);
  });
});
