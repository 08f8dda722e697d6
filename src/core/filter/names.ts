/** Tables of names that people type: how they are compared, and what to suggest for one that is not in the table. */

/** A name without what people leave out or write differently: case, `_`, `-`, blanks, brackets. */
export function normalized(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]+/g, '');
}

/** A table of names with what each stands for. */
export interface NameTable<Value> {
  /** As they are offered, each once. */
  readonly names: readonly string[];
  find(name: string): Value | undefined;
}

/**
 * Makes a table; where two entries claim a name, the first has it. The first name of an entry is the one that is offered.
 * @param keyOf names with the same key are the same
 */
export function nameTable<Value>(
  entries: readonly { names: readonly string[]; value: Value }[],
  keyOf = normalized,
): NameTable<Value> {
  const byKey = new Map<string, Value>();
  const offered: string[] = [];
  for (const { names, value } of entries) {
    const [first] = names;
    if (first !== undefined && !byKey.has(keyOf(first))) offered.push(first);
    for (const key of names.map(keyOf)) if (!byKey.has(key)) byKey.set(key, value);
  }
  return { names: offered, find: (name) => byKey.get(keyOf(name)) };
}

/** So many names are listed in full where none of them is near. */
const FEW = 16;

/**
 * `unknown kind "haep": did you mean heap?`: that a name is in no table, and what it may have meant.
 * @param otherwise what to say when no name is near; without it the names, when they are few
 */
export function unknownName(what: string, name: string, names: readonly string[], otherwise?: string): string {
  const near = nearest(name, names);
  const few = names.length <= FEW ? `there are ${listed(names, 'and')}` : undefined;
  const advice = near.length > 0 ? `did you mean ${listed(near, 'or')}?` : (otherwise ?? few);
  return `unknown ${what} ${quote(name)}${advice === undefined ? '' : `: ${advice}`}`;
}

/** `a, b or c`. */
export function listed(names: readonly string[], word: string): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`;
}

/** What somebody typed, between quotes and not too long for a message. */
export function quote(text: string): string {
  return `"${text.length > LONG ? `${text.slice(0, LONG)}…` : text}"`;
}

/** A word longer than this resembles no name. */
const LONG = 40;

const MOST_SUGGESTIONS = 3;

/** The names that a mistyped one most likely meant, at most three. */
export function nearest(name: string, names: readonly string[]): readonly string[] {
  const typed = normalized(name);
  if (typed.length < 2 || typed.length > LONG) return [];
  const most = typed.length < 6 ? 1 : 2;
  const near = names
    .map((candidate) => ({ candidate, distance: nearness(typed, normalized(candidate)) }))
    .filter(({ distance }) => distance < most + 1);
  const least = Math.min(...near.map(({ distance }) => distance));
  return near
    .filter(({ distance }) => distance === least)
    .sort((a, b) => a.candidate.length - b.candidate.length)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

/** The number of slips between two words. A word inside a longer name is near; people rarely miss the first letter. */
function nearness(typed: string, name: string): number {
  const inside = typed.length > 2 && name.includes(typed);
  return (inside ? Math.min(1, slips(typed, name)) : slips(typed, name)) + (typed[0] === name[0] ? 0 : 0.5);
}

/** Letters that are wrong, missing, too many or swapped with their neighbour (optimal string alignment). */
function slips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
