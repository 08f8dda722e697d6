/** Where the keyboard goes when a part hands it on. */

/** To the regions: the picture, or what stands in its place. */
export function focusRegions(): void {
  document
    .querySelector<HTMLElement>('.picture:not([hidden]) .canvas, .page-grid, .tiles, .grid, .report')
    ?.focus({ preventScroll: true });
}

/** To the box of the filter; false when there is none. */
export function focusFilter(): boolean {
  const box = document.getElementById('filter');
  box?.focus();
  return box !== null;
}
