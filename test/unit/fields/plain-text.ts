import { type Text, visible } from '../../../src/core/fields/text.ts';

/** A sentence as plain text, everything from files made visible. */
export function plainText(parts: Text): string {
  return parts.map((part) => visible(typeof part === 'string' ? part : part.code)).join('');
}
