/** Whether two pictures are of the same document, or of the same process and not of another one with its PID. */
import type { LayoutSource } from '../../protocol/layout.ts';

export function isSameSource(a: LayoutSource, b: LayoutSource): boolean {
  if (a.kind === 'document') return b.kind === 'document' && a.uri === b.uri;
  return b.kind === 'process' && a.source === b.source && a.pid === b.pid && a.startTime === b.startTime;
}
