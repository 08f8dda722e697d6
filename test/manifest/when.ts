/** Reads `when` clauses of the manifest, as far as it uses them: `==`, `!=`, `=~`, `!`, `&&`, `||` and brackets. */

/** Context keys that are set. */
export type Context = Readonly<Record<string, string | boolean>>;

const TOKEN = /\s*(\/(?:\\.|[^/])*\/|'[^']*'|&&|\|\||==|!=|=~|[!()]|[\w.]+)/y;

/** Whether a clause holds. @throws when it has anything else in it */
export function holds(clause: string, context: Context): boolean {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < clause.length) {
    const [, token] = TOKEN.exec(clause) ?? [];
    if (token === undefined) throw new Error(`What is this: ${clause}`);
    tokens.push(token);
  }
  const take = (token: string): boolean => tokens[0] === token && tokens.shift() !== undefined;
  const next = (): string => {
    const token = tokens.shift();
    if (token === undefined) throw new Error(`Something is missing at the end: ${clause}`);
    return token;
  };
  const either = (): boolean => {
    let value = both();
    while (take('||')) value = both() || value;
    return value;
  };
  const both = (): boolean => {
    let value = one();
    while (take('&&')) value = one() && value;
    return value;
  };
  const one = (): boolean => {
    if (take('!')) return !one();
    if (take('(')) {
      const value = either();
      if (!take(')')) throw new Error(`A bracket is open: ${clause}`);
      return value;
    }
    const key = next();
    const value = context[key] ?? false;
    if (take('==')) return String(value) === next().replaceAll("'", '');
    if (take('!=')) return String(value) !== next().replaceAll("'", '');
    if (take('=~')) return new RegExp(next().slice(1, -1)).test(String(value));
    return key === 'true' || (key !== 'false' && Boolean(value));
  };
  const value = either();
  if (tokens.length > 0) throw new Error(`Nothing fits ${tokens[0]}: ${clause}`);
  return value;
}
