/** What a filter can ask of the findings of regions. */
import { findingBits, findingCounts } from '../findings/find.ts';
import { FINDING_RULES, Severity } from '../findings/rules.ts';
import { nameTable, type NameTable } from './names.ts';
import type { FilterSubject, RegionTest } from './plan.ts';

/** The bits of rules (see `FINDING_RULES`) by their ids and severities, and of all of them. */
export const FINDING_CHOICES: NameTable<number> = nameTable([
  { names: ['any'], value: bitsWhere(() => true) },
  ...Object.entries(Severity).map(([name, level]) => ({
    names: [name],
    value: bitsWhere(({ severity }) => severity === level),
  })),
  ...FINDING_RULES.map(({ id }) => ({
    names: id === 'wx' ? [id, 'w+x'] : [id],
    value: bitsWhere((rule) => rule.id === id),
  })),
]);

function bitsWhere(isMeant: (rule: (typeof FINDING_RULES)[number]) => boolean): number {
  return FINDING_RULES.reduce((bits, rule, i) => (isMeant(rule) ? bits | (1 << i) : bits), 0);
}

/** A test of the findings: those of some rules. Without what proves a finding there is none. */
export function findingTest(wanted: number): RegionTest {
  return {
    field: 'finding',
    plan: (subject, negated) => ({
      keep: (rows, invert) => {
        const bits = findingBits({ regions: subject.regions, counters: subject.counters });
        const turned = (negated ? 1 : 0) ^ invert;
        for (let row = 0; row < rows.length; row++) rows[row]! &= (bits[row]! & wanted ? 1 : 0) ^ turned;
      },
    }),
  };
}

/** The rules that found something, and in how many regions; all without regions. */
export function findingOffers(
  subject: FilterSubject | undefined,
): readonly { readonly text: string; readonly count?: number; readonly detail?: string }[] {
  if (!subject) return FINDING_CHOICES.names.map((text) => ({ text }));
  return findingCounts(subject).map(({ rule, regions }) => ({ text: rule.id, count: regions, detail: rule.title }));
}
