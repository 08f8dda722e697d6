/**
 * The table of rules. For a region the rules for its name class and permissions are tried from the top; the first whose
 * test holds gives the kind. The same table classifies a whole map and tells the evidence for one region.
 */
import { Perm } from '../memory-map/permissions.ts';
import type { MapFacts } from './facts.ts';
import { kindIndex, type Role } from './kinds.ts';
import { CLASS_NUMBER, NAME_CLASS_IDS } from './names.ts';
import type { Rule } from './rule.ts';
import { ANONYMOUS_RULES, neighbourRules } from './rules-anonymous.ts';
import { FILE_RULES } from './rules-files.ts';
import { NAME_RULES } from './rules-names.ts';
import { ARENA_RULES, STACK_RULES, THREAD_STACK_RULES } from './rules-stacks.ts';

/** All rules in the order they are tried. */
export const RULES: readonly Rule[] = [
  ...NAME_RULES,
  ...STACK_RULES,
  ...FILE_RULES,
  ...ARENA_RULES,
  ...THREAD_STACK_RULES,
  ...neighbourRules((m, row, id) => ruleOf(m, row)?.gives === id),
  ...ANONYMOUS_RULES,
];

/** Roles by `RoleNumber`. */
export const ROLES: readonly (Role | undefined)[] = [undefined, 'program', 'library', 'interpreter'];

/** A rule ready to run: its kinds by `RoleNumber`. */
export interface PreparedRule {
  readonly rule: Rule;
  readonly test: Rule['test'];
  readonly gives: Rule['gives'];
  readonly kinds: Uint8Array;
  readonly ownerBelow: boolean;
}

/** Permission combinations: 16 of the letters, one for unknown. */
const COMBINATIONS = 17;
const UNKNOWN_PERMS = 16;

const prepared: readonly PreparedRule[] = RULES.map((rule) => ({
  rule,
  test: rule.test,
  gives: rule.gives,
  kinds: Uint8Array.from(ROLES, (role) => kindIndex(rule.gives, role) || kindIndex(rule.gives)),
  ownerBelow: rule.owner === 'below',
}));

/** The rules for each name class and combination of permissions. */
const candidates: readonly (readonly PreparedRule[])[] = NAME_CLASS_IDS.flatMap((id) =>
  Array.from({ length: COMBINATIONS }, (_, bits) =>
    prepared.filter(({ rule }) => rule.on.includes(id) && fitsPerms(rule.perms, bits)),
  ),
);

function fitsPerms(patterns: readonly string[] | undefined, bits: number): boolean {
  if (!patterns) return true;
  if (bits === UNKNOWN_PERMS) return false;
  const letters = [
    bits & Perm.read ? 'r' : '-',
    bits & Perm.write ? 'w' : '-',
    bits & Perm.execute ? 'x' : '-',
    bits & Perm.shared ? 's' : 'p',
  ];
  return patterns.some((pattern) => letters.every((letter, i) => pattern[i] === '?' || pattern[i] === letter));
}

/** The rules to try for a region. */
export function candidatesOf(m: MapFacts, row: number): readonly PreparedRule[] {
  const fileClass = m.fileClass[m.table.file[row]!]!;
  let bits = m.table.perms[row]!;
  if (bits & Perm.unknown) bits = UNKNOWN_PERMS;
  else bits = (fileClass === CLASS_NUMBER.elf ? bits : bits & m.permMask) & 15;
  return candidates[fileClass * COMBINATIONS + bits]!;
}

/** The rule that decides a region; undefined when none fits. */
export function ruleOf(m: MapFacts, row: number): PreparedRule | undefined {
  const list = candidatesOf(m, row);
  for (let i = 0; i < list.length; i++) {
    const one = list[i]!;
    if (one.test === undefined || one.test(m, row)) return one;
  }
  return undefined;
}
