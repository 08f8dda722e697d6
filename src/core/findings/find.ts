/** Looks through a map for findings: one pass over its columns, two bytes a region. */
import { KINDS } from '../kinds/kinds.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { groundOf, lacks, type FindingSubject } from './ground.ts';
import { FINDING_RULES, kindsOf, type FindingId, type FindingRule } from './rules.ts';

const RULES: readonly FindingRule[] = FINDING_RULES;

interface Known {
  readonly counters: FindingSubject['counters'];
  readonly bits: Uint16Array;
  severity: Uint8Array | undefined;
}

const known = new WeakMap<RegionTable, Known>();

function knownOf(subject: FindingSubject): Known {
  let found = known.get(subject.regions);
  if (found?.counters !== subject.counters || !found) {
    found = { counters: subject.counters, bits: find(subject), severity: undefined };
    known.set(subject.regions, found);
  }
  return found;
}

/** By row the rules of `FINDING_RULES` that found it, rule `i` as `1 << i`. Remembered for the table's life: do not write to it. */
export function findingBits(subject: FindingSubject): Uint16Array {
  return knownOf(subject).bits;
}

/** By row the highest `Severity` of its findings, 0 without one. Remembered for the table's life: do not write to it. */
export function findingColumn(subject: FindingSubject): Uint8Array {
  const found = knownOf(subject);
  return (found.severity ??= Uint8Array.from(found.bits, severityOf));
}

/** How many regions each rule found, those without any left out, the gravest first. */
export function findingCounts(
  subject: FindingSubject,
): readonly { readonly rule: FindingRule & { readonly id: FindingId }; readonly regions: number }[] {
  const counts = new Uint32Array(RULES.length);
  for (const bits of findingBits(subject)) {
    for (let rest = bits; rest !== 0; rest &= rest - 1) {
      const rule = 31 - Math.clz32(rest & -rest);
      counts[rule] = (counts[rule] ?? 0) + 1;
    }
  }
  return FINDING_RULES.map((rule, i) => ({ rule, regions: counts[i] ?? 0 }))
    .filter(({ regions }) => regions > 0)
    .sort((a, b) => b.rule.severity - a.rule.severity);
}

function severityOf(bits: number): number {
  let most = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    most = Math.max(most, RULES[31 - Math.clz32(rest & -rest)]?.severity ?? 0);
  }
  return most;
}

/** What a rule is not for is found by three looks into tables; only what is left is asked further. */
function find(subject: FindingSubject): Uint16Array {
  const { regions } = subject;
  const { count, kind, perms, file, files } = regions;
  const bits = new Uint16Array(count);
  const rules = RULES.map((rule, i) => ({ rule, bit: 1 << i })).filter(({ rule }) => !lacks(subject, rule.needs));
  const byKind = new Uint16Array(256);
  const byPerms = new Uint16Array(256);
  const byEntry = new Uint16Array(files.count);
  for (const { rule, bit } of rules) {
    kindsOf(rule, KINDS.length).forEach((fits, i) => fits && (byKind[i]! |= bit));
    for (let i = 0; i < 256; i++) if (fitsPerms(rule, i)) byPerms[i]! |= bit;
    const entries = rule.entries?.(files);
    for (let i = 0; i < byEntry.length; i++) if (!entries || entries[i] === 1) byEntry[i]! |= bit;
  }
  const ground = groundOf(subject);
  const tests = RULES.map(({ is }) => is);
  for (let row = 0; row < count; row++) {
    let found = byKind[kind[row]!]! & byPerms[perms[row]!]! & byEntry[file[row]!]!;
    for (let rest = found; rest !== 0; rest &= rest - 1) {
      const rule = 31 - Math.clz32(rest & -rest);
      if (tests[rule]?.(ground, row) === false) found &= ~(1 << rule);
    }
    bits[row] = found;
  }
  return bits;
}

/** Unknown permissions fit no rule that asks for some. */
function fitsPerms({ perms }: FindingRule, bits: number): boolean {
  return !perms || ((bits & Perm.unknown) === 0 && perms(bits));
}
