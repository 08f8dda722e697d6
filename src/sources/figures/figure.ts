/** One figure of a process. */

/** Why an amount is not known, as a sentence that is safe to print. */
export interface Unknown {
  readonly unknown: string;
}

/** An amount, or why it is not known. Never 0 for what nobody told. */
export type Figure = number | Unknown;

export function isKnown(figure: Figure): figure is number {
  return typeof figure === 'number';
}

/** The amount; undefined when it is not known. */
export function amountOf(figure: Figure | undefined): number | undefined {
  return typeof figure === 'number' ? figure : undefined;
}

/** What is made of amounts, all of which must be known; else the first reason. */
export function combined(figures: readonly Figure[], combine: (...amounts: readonly number[]) => number): Figure {
  const amounts: number[] = [];
  for (const figure of figures) {
    if (!isKnown(figure)) return figure;
    amounts.push(figure);
  }
  return combine(...amounts);
}

/** The sum of figures. See `combined`. */
export function sum(figures: readonly Figure[]): Figure {
  return combined(figures, (...amounts) => amounts.reduce((a, b) => a + b, 0));
}
