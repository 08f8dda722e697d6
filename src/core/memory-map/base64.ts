/** Base64 (RFC 4648, with padding), for pathnames that are not UTF-8. */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes in base64. */
export function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => LETTERS.charAt((word >> shift) & 63)).join('');
    const whole = Math.min(4, bytes.length - i + 1);
    text += letters.slice(0, whole) + '='.repeat(4 - whole);
  }
  return text;
}
