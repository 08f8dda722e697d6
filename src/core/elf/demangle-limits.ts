/** Bounds for names that were made to cost time or memory, and how demanglers give up. */

/** Characters of a mangled name, and of what it stands for. */
export const LONGEST_MANGLED = 1 << 15;
export const LONGEST_DEMANGLED = 1 << 16;

/** How deep types and names may be nested in each other. */
export const DEEPEST = 256;

/** Parts that are read or printed for one name; a part may be referred to many times. */
export const MOST_STEPS = 1 << 17;

/** Thrown inside of demanglers, and caught by them, where a name is not made as they know it. */
class NotMangled extends Error {
  override readonly name = 'NotMangled';
}

const notMangled = new NotMangled('the name is not mangled in a known way');

/** Ends demangling. One error serves all, because making one costs more than reading most names. */
export function giveUp(): never {
  throw notMangled;
}

/** The result of `read`, or undefined when it gives up. */
export function unlessGivenUp(read: () => string): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotMangled) return undefined;
    throw error;
  }
}
