/** The columns of `vmmap`, behind start and end: they differ between pwndbg, gef and peda, and between their versions. */
import type { LineCursor } from './line-cursor.ts';
import { readPerms, sharingBits } from './perms.ts';

export type VmmapUse = 'perm' | 'size' | 'offset' | 'name' | 'note';

export interface VmmapColumns {
  readonly uses: readonly VmmapUse[];
  /**
   * - `told`: the fourth letter is the kernel's (peda)
   * - `constant`: it is always p (pwndbg)
   * - `missing`: there are three letters (gef)
   */
  readonly sharing: 'told' | 'constant' | 'missing';
}

const HEADING = /^[^\w]*Start\s+End\s+(?=.*\bPerm\b)(.*)$/;
const USES: ReadonlyMap<string, VmmapUse> = new Map([
  ['Perm', 'perm'],
  ['Size', 'size'],
  ['Offset', 'offset'],
  ['File', 'name'],
  ['Path', 'name'],
  ['Name', 'name'],
  // vmmap --gaps: whether the region is a guard, and the size of all that adjoin.
  ['Note', 'note'],
]);

/** The columns that a heading names; undefined when it is none. */
export function columnsOf(heading: string): VmmapColumns | undefined {
  const words = HEADING.exec(heading)?.[1]?.trim().split(/\s+/) ?? [];
  const uses: VmmapUse[] = [];
  for (const word of words) {
    const use = USES.get(word);
    if (!use) break;
    uses.push(use);
    if (use === 'name' || use === 'note') break;
  }
  return uses.includes('perm') ? { uses, sharing: sharingOf(uses) } : undefined;
}

/** The columns of the row whose end address is behind the cursor, when it has a form that no other tool prints. */
export function columnsOfRow(cursor: LineCursor): VmmapColumns | undefined {
  const before: VmmapUse[] = [];
  while (cursor.blanks() > 0 && before.length < 3) {
    const letters = permLetters(cursor);
    if (letters !== 0) return columnsBehind(cursor, letters, before.length);
    if (cursor.prefixedHex() <= 0) return undefined;
    before.push('offset');
  }
  return undefined;
}

/** How many permission letters stand at the cursor: three, four, or none. */
export function permLetters({ bytes, p, to }: LineCursor): 0 | 3 | 4 {
  if (p + 3 > to || readPerms(bytes, p) < 0) return 0;
  const next = p + 3 < to ? bytes[p + 3]! : BLANK;
  if (next <= BLANK) return 3;
  return sharingBits(next) >= 0 && (p + 4 === to || bytes[p + 4]! <= BLANK) ? 4 : 0;
}

const BLANK = 0x20;

/** @param before how many numbers stand between the end address and the permissions */
function columnsBehind(cursor: LineCursor, letters: 3 | 4, before: number): VmmapColumns | undefined {
  if (before === 0 && letters === 4) {
    cursor.p += 4;
    const isPwndbg = cursor.blanks() > 0 && cursor.hex() > 0 && cursor.blanks() > 0 && cursor.hex() > 0;
    return isPwndbg ? PWNDBG : PEDA;
  }
  // Four letters behind numbers are gdb's own, which has a reader.
  if (letters === 4 || before === 0) return undefined;
  return before === 1 ? GEF : GEF_WITH_SIZE;
}

const PWNDBG: VmmapColumns = { uses: ['perm', 'size', 'offset', 'name'], sharing: 'constant' };
const PEDA: VmmapColumns = { uses: ['perm', 'name'], sharing: 'told' };
const GEF: VmmapColumns = { uses: ['offset', 'perm', 'name'], sharing: 'missing' };
const GEF_WITH_SIZE: VmmapColumns = { uses: ['size', 'offset', 'perm', 'name'], sharing: 'missing' };

function sharingOf(uses: readonly VmmapUse[]): VmmapColumns['sharing'] {
  if (uses[0] !== 'perm') return 'missing';
  return uses.includes('size') ? 'constant' : 'told';
}
