/** Runs in the browser beside the page of the layout: does what a person does, and times it until the next picture. */

const nextFrame = requestAnimationFrame.bind(window);

/** Clicks, or chooses a value; milliseconds until two frames later, when what follows from it has been drawn. */
export async function act(selector: string, value?: string): Promise<number> {
  const element = elementOf(selector);
  return timed(() => {
    if (value === undefined || !(element instanceof HTMLSelectElement)) return element.click();
    element.value = value;
    element.dispatchEvent(new Event('change', { bubbles: true }));
  });
}

/** The same of a key. */
export async function press(selector: string, key: string): Promise<number> {
  const element = elementOf(selector);
  element.focus();
  await frame();
  return timed(() => element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
}

function elementOf(selector: string): HTMLElement {
  const element = document.querySelector<HTMLElement>(selector);
  if (!element) throw new Error(`There is no ${selector}.`);
  return element;
}

async function timed(does: () => unknown): Promise<number> {
  await frame();
  const start = performance.now();
  does();
  await frame();
  await frame();
  return performance.now() - start;
}

function frame(): Promise<number> {
  return new Promise((resolve) => nextFrame(resolve));
}
