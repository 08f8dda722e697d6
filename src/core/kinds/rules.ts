/**
 * The table of rules and the engine that runs it. For a region the rules for its name class and permissions are tried from
 * the top; the first whose signs the region has gives the kind. The same table classifies a whole map and tells the
 * evidence for one region.
 */
import { Perm } from '../memory-map/permissions.ts';
import { rowBelow, type MapFacts } from './facts.ts';
import { kindIndex, UNKNOWN_KIND, type KindId, type Role } from './kinds.ts';
import { CLASS_NUMBER, NAME_CLASS_IDS } from './names.ts';
import type { Rule } from './rule.ts';
import { ANONYMOUS_RULES } from './rules-anonymous.ts';
import { FILE_RULES } from './rules-files.ts';
import { NAME_RULES } from './rules-names.ts';
import { ARENA_RULES, STACK_RULES, THREAD_STACK_RULES } from './rules-stacks.ts';
import { partSignsOf, signsOf, type Neighbours } from './signs.ts';

/** All rules in the order they are tried. */
export const RULES: readonly Rule[] = [
  ...NAME_RULES,
  ...STACK_RULES,
  ...FILE_RULES,
  ...ARENA_RULES,
  ...THREAD_STACK_RULES,
  ...ANONYMOUS_RULES,
];

/** Roles by `RoleNumber`. */
export const ROLES: readonly (Role | undefined)[] = [undefined, 'program', 'library', 'interpreter'];

/** What `decided` holds: 0 for not yet, this for "no rule fits", else the rule's index and 1. */
const NO_RULE = 255;
if (RULES.length >= NO_RULE) throw new Error('A rule’s number must fit into a byte');

/** Permission combinations: 16 of the letters, one for unknown. */
const COMBINATIONS = 17;
const UNKNOWN_PERMS = 16;

/** For each name class and combination of permissions: where its rules begin in the two columns below. */
const listStart = new Uint16Array(NAME_CLASS_IDS.length * COMBINATIONS + 1);
/** A rule's number, and the signs it needs. */
const [listRule, listNeeds] = ruleLists();

function ruleLists(): [Uint8Array, Int32Array] {
  const rules: number[] = [];
  NAME_CLASS_IDS.forEach((id, nameClass) => {
    for (let bits = 0; bits < COMBINATIONS; bits++) {
      RULES.forEach((rule, index) => {
        if (rule.on.includes(id) && fitsPerms(rule.perms, bits)) rules.push(index);
      });
      listStart[nameClass * COMBINATIONS + bits + 1] = rules.length;
    }
  });
  return [Uint8Array.from(rules, (index) => index + 1), Int32Array.from(rules, (index) => RULES[index]?.needs ?? 0)];
}

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

/** Kind by rule number and `RoleNumber`. */
const kindOfRule = Uint8Array.from({ length: 4 * (RULES.length + 1) }, (_, i) => {
  const rule = RULES[(i >> 2) - 1];
  return rule ? kindIndex(rule.gives, ROLES[i & 3]) || kindIndex(rule.gives) : UNKNOWN_KIND;
});
const ownerIsBelow = Uint8Array.from({ length: RULES.length + 1 }, (_, i) => (RULES[i - 1]?.owner === 'below' ? 1 : 0));

const givesNumbers = (id: KindId): Uint8Array =>
  Uint8Array.from({ length: NO_RULE + 1 }, (_, i) => (RULES[i - 1]?.gives === id ? 1 : 0));
const givesArena = givesNumbers('arena');
const givesThreadStack = givesNumbers('thread-stack');

const neighbours: Neighbours = {
  isArena: (m, row) => givesArena[decide(m, row)] === 1,
  isThreadStack: (m, row) => givesThreadStack[decide(m, row)] === 1,
};

/**
 * What list and signs gave when they were met last, because a map has few combinations of them and a list up to twenty
 * rules. An empty slot has no list.
 */
const REMEMBERED = 512;
const rememberedList = new Int16Array(REMEMBERED).fill(-1);
const rememberedSigns = new Int32Array(REMEMBERED);
const rememberedRule = new Uint8Array(REMEMBERED);

/** The list of rules for a name class and permissions. */
function listOf(nameClass: number, perms: number, permMask: number): number {
  if (perms & Perm.unknown) return nameClass * COMBINATIONS + UNKNOWN_PERMS;
  return nameClass * COMBINATIONS + (perms & 15 & (nameClass === CLASS_NUMBER.elf ? 15 : permMask));
}

/** The number of the rule that decides a row. */
function decide(m: MapFacts, row: number): number {
  const known = m.decided[row]!;
  if (known !== 0) return known;
  const nameClass = m.fileClass[m.file[row]!]!;
  const perms = m.perms[row]!;
  const list = listOf(nameClass, perms, m.permMask);
  const to = listStart[list + 1]!;
  let at = listStart[list]!;
  if (at < to && listNeeds[at] !== 0) {
    let signs = 0;
    if (nameClass === CLASS_NUMBER.nameless) signs = signsOf(m, row, neighbours);
    else if (nameClass === CLASS_NUMBER.elf) signs = partSignsOf(m, row);
    const slot = (signs ^ (signs >>> 9) ^ (list * 37)) & (REMEMBERED - 1);
    if (rememberedList[slot] === list && rememberedSigns[slot] === signs)
      return (m.decided[row] = rememberedRule[slot]!);
    while (at < to && (signs & listNeeds[at]!) !== listNeeds[at]) at++;
    rememberedList[slot] = list;
    rememberedSigns[slot] = signs;
    rememberedRule[slot] = at < to ? listRule[at]! : NO_RULE;
  }
  return (m.decided[row] = at < to ? listRule[at]! : NO_RULE);
}

/** The rule that decides a row; undefined when none fits. */
export function ruleOf(m: MapFacts, row: number): Rule | undefined {
  return RULES[decide(m, row) - 1];
}

/** How far below a region the file it belongs to is looked for: bss may be split. */
const OWNER_STEPS = 4;

/** The file entry whose role a row's kind has. */
export function ownerOf(m: MapFacts, row: number): number {
  if (ownerIsBelow[decide(m, row)] === 0) return m.file[row]!;
  for (
    let below = rowBelow(m, row), steps = 0;
    below >= 0 && steps < OWNER_STEPS;
    below = rowBelow(m, below), steps++
  ) {
    if (m.fileClass[m.file[below]!] === CLASS_NUMBER.elf) return m.file[below]!;
  }
  return m.file[row]!;
}

/** The rule of each list that needs no sign; 0 where the signs decide. */
const listDecides = Uint8Array.from({ length: listStart.length - 1 }, (_, list) => {
  const at = listStart[list]!;
  return at === listStart[list + 1] ? NO_RULE : listNeeds[at] === 0 ? listRule[at]! : 0;
});

/** Decides all rows. Most need nothing but the class of their name and their permissions. */
export function fillKinds(m: MapFacts, kind: Uint8Array): void {
  const { role, fileClass, decided, permMask } = m;
  const { count, file, perms } = m;
  for (let row = 0; row < count; row++) {
    const entry = file[row]!;
    const nameClass = fileClass[entry]!;
    const rule = listDecides[listOf(nameClass, perms[row]!, permMask)]! || decide(m, row);
    decided[row] = rule;
    if (rule === NO_RULE) kind[row] = UNKNOWN_KIND;
    else kind[row] = kindOfRule[4 * rule + role[ownerIsBelow[rule] === 1 ? ownerOf(m, row) : entry]!]!;
  }
}

/** The index of the kind that a row has. */
export function kindIndexOf(m: MapFacts, row: number): number {
  const rule = decide(m, row);
  return rule === NO_RULE ? UNKNOWN_KIND : kindOfRule[4 * rule + m.role[ownerOf(m, row)]!]!;
}
