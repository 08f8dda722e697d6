import { fixture, languageMode, openFile, until, useWorkbench } from './driver.ts';

describe('a captured maps file in the workbench', () => {
  const workbench = useWorkbench({ files: { 'cat.maps': fixture('cat.maps') } });

  it('opens as a memory map', async () => {
    await openFile(workbench(), 'cat.maps');
    await until('the language to be found', async () => /proc maps|memory map/i.test(await languageMode(workbench())));
  });
});
