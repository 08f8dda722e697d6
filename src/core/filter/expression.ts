/**
 * What a filter says, whatever it filters: tests joined by and, or and not. A test may not know: a region whose Rss was not
 * printed has no Rss of more than 1M, and none of less. The logic is Kleene's: not of unknown is unknown, a false part
 * makes an `all` false, and a true one makes an `any` true, whatever the other parts are. Only what is true matches.
 */
export type Expression<Test> =
  | { readonly is: 'test'; readonly test: Test }
  | { readonly is: 'not'; readonly of: Expression<Test> }
  | { readonly is: 'all' | 'any'; readonly of: readonly Expression<Test>[] };

/** A single test. */
export function test<Test>(of: Test): Expression<Test> {
  return { is: 'test', test: of };
}

/** True where the expression is not. */
export function not<Test>(of: Expression<Test>): Expression<Test> {
  return of.is === 'not' ? of.of : { is: 'not', of };
}

/** True where every part is; `all` of no part is always true. */
export function all<Test>(...of: readonly Expression<Test>[]): Expression<Test> {
  return join('all', of);
}

/** True where some part is; `any` of no part never is. */
export function any<Test>(...of: readonly Expression<Test>[]): Expression<Test> {
  return join('any', of);
}

function join<Test>(is: 'all' | 'any', of: readonly Expression<Test>[]): Expression<Test> {
  const [first] = of;
  return first && of.length === 1 ? first : { is, of };
}

/** Evaluates an expression; undefined is unknown. @param told what a test says, undefined when it cannot know */
export function holds<Test>(
  expression: Expression<Test>,
  told: (test: Test) => boolean | undefined,
): boolean | undefined {
  switch (expression.is) {
    case 'test':
      return told(expression.test);
    case 'not': {
      const value = holds(expression.of, told);
      return value === undefined ? undefined : !value;
    }
    case 'all':
    case 'any': {
      const decides = expression.is === 'any';
      let value: boolean | undefined = !decides;
      for (const part of expression.of) {
        const one = holds(part, told);
        if (one === decides) return decides;
        if (one === undefined) value = undefined;
      }
      return value;
    }
  }
}

/** All tests of an expression, in the order in which they were written. */
export function testsOf<Test>(expression: Expression<Test>): readonly Test[] {
  if (expression.is === 'test') return [expression.test];
  return expression.is === 'not' ? testsOf(expression.of) : expression.of.flatMap(testsOf);
}
