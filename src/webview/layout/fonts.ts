/** The fonts of the picture, from the workbench's own. */
import type { Ink } from './palette.ts';

/** Below this width of the picture, in CSS pixels, addresses are set smaller. */
const NARROW = 620;

/** Names and sizes. */
export function nameFont(ink: Ink, scale: number): string {
  return `${11 * scale}px ${ink.uiFont}`;
}

/** Permissions inside bars. */
export function permsFont(ink: Ink, scale: number): string {
  return `${10 * scale}px ${ink.monoFont}`;
}

/** Addresses before the lanes. @param width of the picture in CSS pixels */
export function addressFont(ink: Ink, width: number, scale: number): string {
  return `${(width < NARROW ? 10 : 11) * scale}px ${ink.monoFont}`;
}
