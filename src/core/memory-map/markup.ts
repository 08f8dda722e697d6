/** Text in XML and HTML. */

/**
 * A text as the content of an element or of a quoted attribute. Characters that XML 1.0 has no place for (section 2.2) become
 * U+FFFD, as browsers show them.
 */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
