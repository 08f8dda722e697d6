/** Waiting for what a workbench does: for conditions, never for time. */

/** How long a condition may take to come true, in ms; a workbench on a busy machine is slow. */
export const patience = 45_000;

/** Waits until `look` gives something other than undefined or false, and gives it; `what` is for the failure. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
  const end = performance.now() + patience;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`Waited ${patience / 1000} s for ${what}`);
    // A frame of the page, so that looking does not starve what is looked for.
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** Whether something comes to pass that need not. */
export function succeeds(attempt: Promise<unknown>): Promise<boolean> {
  return attempt.then(
    () => true,
    () => false,
  );
}
