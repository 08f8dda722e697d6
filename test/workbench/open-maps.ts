/** Opens the maps of a live process, as a person does. */
import { succeeds, runCommand, until, type Workbench } from './person.ts';

/** Opens the maps of a process by its name. The list of processes is the one of the last refresh, which takes its time. */
export async function openMaps(workbench: Workbench, name: string): Promise<void> {
  const { page } = workbench;
  const entry = page.locator('.quick-input-widget:visible .monaco-list-row', { hasText: name }).first();
  await runCommand(workbench, 'Memory Maps: Refresh Processes');
  await until(`${name} in the list of processes`, async () => {
    await runCommand(workbench, 'Memory Maps: Open Maps');
    await page.locator('.quick-input-widget:visible input[type=text]').waitFor();
    await page.keyboard.insertText(name);
    const isThere = await succeeds(entry.waitFor({ timeout: 3000 }));
    if (!isThere) await page.keyboard.press('Escape');
    return isThere;
  });
  // A click on an entry that is being drawn anew is lost.
  const tab = page.locator('.tab.active', { hasText: `of ${name} ` });
  await until(`the maps of ${name}`, async () => {
    if (await tab.isVisible()) return true;
    if (await entry.isVisible()) await entry.click({ timeout: 3000 }).catch(() => undefined);
    return false;
  });
}
