/**
 * The table of rules and the engine that runs it. For a region the rules for its name class and permissions are tried from
 * the top; the first whose signs the region has gives the kind. The same table classifies a whole map and tells the
 * evidence for one region.
 */
import { Perm } from '../memory-map/permissions.ts';
import { rowBelow, type MapFacts } from './facts.ts';
import { kindIndex, UNKNOWN_KIND, type KindId, type Role } from './kinds.ts';
import { NAME_CLASS_IDS, ELF, NAMELESS } from './names.ts';
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

/** Kind by rule number and `RoleNumber`; `unknown` where no rule fits. */
const kindOfRule = Uint8Array.from({ length: 4 * (NO_RULE + 1) }, (_, i) => {
  const rule = RULES[(i >> 2) - 1];
  return rule ? kindIndex(rule.gives, ROLES[i & 3]) || kindIndex(rule.gives) : UNKNOWN_KIND;
});
const ownerIsBelow = Uint8Array.from({ length: NO_RULE + 1 }, (_, i) => (RULES[i - 1]?.owner === 'below' ? 1 : 0));

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
  return nameClass * COMBINATIONS + (perms & 15 & (nameClass === ELF ? 15 : permMask));
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
    if (nameClass === NAMELESS) signs = signsOf(m, row, neighbours);
    else if (nameClass === ELF) signs = partSignsOf(m, row);
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
    if (m.fileClass[m.file[below]!] === ELF) return m.file[below]!;
  }
  return m.file[row]!;
}

/** The kind that a list gives in each role when its first rule needs no sign; `SIGNS_DECIDE` where signs do, or an owner. */
const SIGNS_DECIDE = 255;
const listKind = Uint8Array.from({ length: 4 * (listStart.length - 1) }, (_, i) => {
  const list = i >> 2;
  const at = listStart[list]!;
  if (at === listStart[list + 1]) return UNKNOWN_KIND;
  const rule = listRule[at]!;
  return listNeeds[at] === 0 && ownerIsBelow[rule] === 0 ? kindOfRule[4 * rule + (i & 3)]! : SIGNS_DECIDE;
});

/** Decides all rows. Most need nothing but the class and role of their file and their permissions. */
export function fillKinds(m: MapFacts, kind: Uint8Array): void {
  const { role, fileClass, count, file, perms } = m;
  const forElf = columnsOfPerms(15);
  const forOthers = columnsOfPerms(m.permMask);
  const kindsOfFile = new Uint16Array(fileClass.length);
  for (let i = 0; i < kindsOfFile.length; i++) kindsOfFile[i] = 4 * COMBINATIONS * fileClass[i]! + role[i]!;
  for (let row = 0; row < count; row++) {
    const entry = file[row]!;
    const columns = fileClass[entry] === ELF ? forElf : forOthers;
    const known = listKind[kindsOfFile[entry]! + columns[perms[row]!]!]!;
    if (known !== SIGNS_DECIDE) {
      kind[row] = known;
      continue;
    }
    const rule = decide(m, row);
    kind[row] = ownerIsBelow[rule] === 1 ? kindIndexOf(m, row) : kindOfRule[4 * rule + role[entry]!]!;
  }
}

const columnsByMask = new Map<number, Uint8Array>();

/** For each value of the perms column: what it adds to the place of a name class in `listKind`. */
function columnsOfPerms(mask: number): Uint8Array {
  const known = columnsByMask.get(mask);
  if (known) return known;
  const columns = new Uint8Array(256);
  for (let perms = 0; perms < columns.length; perms++) columns[perms] = 4 * (listOf(0, perms, mask) % COMBINATIONS);
  columnsByMask.set(mask, columns);
  return columns;
}

/** The index of the kind that a row has. */
export function kindIndexOf(m: MapFacts, row: number): number {
  return kindOfRule[4 * decide(m, row) + m.role[ownerOf(m, row)]!]!;
}
