/** Operators of C++ by their two letters (Itanium C++ ABI, 5.1.3.1 and 5.1.6). */

/** Where an operator stands in an expression; `other` ones are written in ways of their own. */
export type Placing = 'prefix' | 'infix' | 'other';

export interface Operator {
  /** As the GNU demangler writes it in an expression, blanks included. */
  readonly text: string;
  readonly placing: Placing;
}

const WORDS: Readonly<Record<Placing, string>> = {
  prefix: 'co ~ de * ng - nt ! ps +',
  infix:
    'aN &= aS = aa && an & cm , dV /= ds .* dt . dv / eO ^= eo ^ eq == ge >= gt > lS <<= le <= ls << lt < mI -= mL *= mi - ' +
    'ml * ne != oR |= oo || or | pL += pl + pm ->* pt -> rM %= rS >>= rm % rs >> ss <=>',
  other: 'aw co_await ad & cl () da delete[] dl delete ix [] mm -- na new[] nw new pp ++',
};

/** Every operator of which this demangler knows how it is written. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  (['prefix', 'infix', 'other'] as const).flatMap((placing) => {
    const words = WORDS[placing].split(' ');
    return words.flatMap((code, i): [string, Operator][] =>
      i % 2 === 0 ? [[code, { text: words[i + 1] ?? '', placing }]] : [],
    );
  }),
);

/** The name of a function that defines the operator: `operator+`, `operator new`. */
export function operatorName({ text }: Operator): string {
  return /^[a-z]/.test(text) ? `operator ${text}` : `operator${text}`;
}
