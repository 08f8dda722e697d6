// Repeatable randomness for generated data. Math.random() cannot be seeded.

/**
 * A small generator of the mulberry32 family: 32 bits of state, good enough to vary sizes and names.
 * @param {number} seed any integer; the same seed gives the same numbers
 * @returns {{ next: () => number, below: (limit: number) => number }} `next` is in [0, 1), `below` an integer in [0, limit)
 */
export function mulberry32(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, below: (limit) => Math.floor(next() * limit) };
}
