/** What can be asked of a region: each sort of test with the columns that it looks at. */
import { KINDS, type Kind } from '../kinds/kinds.ts';
import type { CounterColumn, Counters } from '../memory-map/counters.ts';
import type { FileColumns } from '../memory-map/file-table.ts';
import { Perm } from '../memory-map/permissions.ts';
import type { RegionTable } from '../memory-map/region-table.ts';
import { limitsOf, type Amount, type Comparison } from './amount.ts';
import { countersPlan, counterSum, linesPlan, pairsPlan, sizesPlan, sizeSum } from './columns.ts';
import { normalized } from './names.ts';
import { fits, type Pattern } from './pattern.ts';
import { allOf, EVERYTHING, NOTHING, tablePlan, type FilterSubject, type Plan, type RegionTest } from './plan.ts';

/** A comparison with a number. */
export interface NumberTest {
  readonly comparison: Comparison;
  readonly amount: Amount;
}

/** A test of the kind; undefined where the kind does not tell. */
export function kindTest(field: string, isTrue: (kind: Kind) => boolean | undefined): RegionTest {
  const told = KINDS.map(isTrue);
  return { field, plan: ({ regions }, negated) => tablePlan(regions.kind, passing(256, told, negated)) };
}

/** A test of the permission bits; undefined where they do not tell. */
export function permsTest(field: string, isTrue: (bits: number) => boolean | undefined): RegionTest {
  const told = Array.from({ length: 256 }, (_, bits) => isTrue(bits));
  return {
    field,
    needs: { of: 'perms' },
    plan: ({ regions }, negated) => tablePlan(regions.perms, passing(256, told, negated)),
  };
}

/** A test of device or inode. @param isTrue by file entry 1 where it is true */
export function fileIdTest(field: string, isTrue: (files: FileColumns) => Uint8Array): RegionTest {
  return {
    field,
    needs: { of: 'fileId' },
    plan: ({ regions }, negated) => {
      const known = knownPlan(regions, Perm.fileIdUnknown);
      return allOf([known, entriesPlan(regions, isTrue(regions.files), negated)]);
    },
  };
}

/** A test of the name or what it tells. @param isTrue by file entry 1 where it is true */
export function nameTest(field: string, isTrue: (files: FileColumns) => Uint8Array): RegionTest {
  return { field, plan: ({ regions }, negated) => entriesPlan(regions, isTrue(regions.files), negated) };
}

/** A test of what the source calls a region beside its path, as a crash log names the Java heap. */
export function labelTest(field: string, pattern: Pattern): RegionTest {
  return {
    field,
    plan: ({ names }, negated) => {
      if (!names) return negated ? EVERYTHING : NOTHING;
      const told = [false, ...names.labels.map((label) => fits(pattern, label.toLowerCase()))];
      return tablePlan(names.index, passing(told.length, told, negated));
    },
  };
}

/** A test of the first address, or of the one after the last. */
export function addressTest(field: string, edge: 'start' | 'end', { comparison, amount }: NumberTest): RegionTest {
  const limits = limitsOf(comparison, amount.numerator, amount.denominator);
  return { field, plan: ({ regions }, negated) => pairsPlan(regions[edge], limits, negated) };
}

/** A test of the offset into the file. */
export function offsetTest(field: string, { comparison, amount }: NumberTest): RegionTest {
  const limits = limitsOf(comparison, amount.numerator, amount.denominator);
  return {
    field,
    needs: { of: 'offset' },
    plan: ({ regions }, negated) =>
      allOf([knownPlan(regions, Perm.offsetUnknown), pairsPlan(regions.offset, limits, negated)]),
  };
}

/** A test of the size in bytes, or its share of the sizes of all regions. */
export function sizeTest(field: string, { comparison, amount }: NumberTest): RegionTest {
  const { numerator, denominator, unit } = amount;
  return {
    field,
    plan: ({ regions }, negated) => {
      const whole = unit === 'percent' ? sizeSum(regions) : 1n;
      const parts = unit === 'percent' ? 100n : 1n;
      return sizesPlan(regions, limitsOf(comparison, numerator * whole, denominator * parts), negated);
    },
  };
}

/** A test of the line in the source; 0 is no line. */
export function lineTest(field: string, { comparison, amount }: NumberTest): RegionTest {
  const limits = limitsOf(comparison, amount.numerator, amount.denominator);
  return {
    field,
    needs: { of: 'line' },
    plan: ({ regions }, negated) => linesPlan(regions.line, limits, negated),
  };
}

/**
 * A test of a counter, or of its share of the sum over all regions. Counters in kB are compared in bytes; an amount of bytes
 * says nothing about a counter that is not in kB.
 */
export function counterTest(field: string, key: string, { comparison, amount }: NumberTest): RegionTest {
  const { numerator, denominator, unit } = amount;
  return {
    field,
    needs: { of: 'counter', key },
    plan: ({ regions, counters }, negated) => {
      const column = counters && counterOf(counters, key);
      if (!column) return NOTHING;
      const isMemory = column.unit === 'kB';
      if (unit === 'bytes' && !isMemory) return NOTHING;
      const whole = unit === 'percent' ? counterSum(column, regions.count) : 1n;
      const parts = unit === 'percent' ? 100n : isMemory ? 1024n : 1n;
      return countersPlan(column, limitsOf(comparison, numerator * whole, denominator * parts), negated);
    },
  };
}

/** A test of a counter that is a text, as Android's `Name`. A region without the line has no such text. */
export function counterTextTest(field: string, key: string, pattern: Pattern): RegionTest {
  return {
    field,
    plan: ({ counters }, negated) => {
      const column = counters && counterOf(counters, key);
      if (!column?.texts) return negated ? EVERYTHING : NOTHING;
      const { rows, words } = column.texts;
      const found = words.map((text, word) => (word > 0 && fits(pattern, text.toLowerCase())) !== negated);
      return tablePlan(rows, Uint8Array.from(found, Number));
    },
  };
}

/** A test of a VmFlags code. */
export function vmFlagTest(field: string, code: string): RegionTest {
  return {
    field,
    needs: { of: 'vmFlags' },
    plan: ({ counters }, negated) => {
      if (!counters) return NOTHING;
      const told = counters.flagSets.map((codes, set) => (set === 0 ? undefined : codes.includes(code)));
      return tablePlan(counters.vmFlags, passing(told.length, told, negated));
    },
  };
}

/** The column of a counter, whatever case and underscores its key is written with. */
export function counterOf(counters: Counters, key: string): CounterColumn | undefined {
  const name = normalized(key);
  return counters.columns.find((column) => normalized(column.key) === name);
}

/** By value 1 where a test is known to be true or, negated, known not to be. */
function passing(length: number, told: readonly (boolean | undefined)[], negated: boolean): Uint8Array {
  return Uint8Array.from({ length }, (_, value) => (told[value] === !negated ? 1 : 0));
}

function entriesPlan({ file }: RegionTable, found: Uint8Array, negated: boolean): Plan {
  return tablePlan(file, negated ? found.map((bit) => bit ^ 1) : found);
}

/** Rows of which a bit of the permissions column does not say that something is unknown. */
function knownPlan({ perms }: RegionTable, unknown: number): Plan {
  return tablePlan(
    perms,
    Uint8Array.from({ length: 256 }, (_, bits) => (bits & unknown ? 0 : 1)),
  );
}

/** True when some region of the subject tells what a test needs. */
export function isTold({ needs }: RegionTest, { regions, counters }: FilterSubject): boolean {
  if (!needs || regions.count === 0) return true;
  switch (needs.of) {
    case 'counter':
      return counters !== undefined && counterOf(counters, needs.key) !== undefined;
    case 'vmFlags':
      return counters?.vmFlags.some((set) => set !== 0) ?? false;
    case 'line':
      return regions.line.some((line) => line !== 0);
    case 'perms':
      return regions.perms.some((bits) => (bits & Perm.unknown) === 0);
    case 'offset':
      return regions.perms.some((bits) => (bits & Perm.offsetUnknown) === 0);
    case 'fileId':
      return regions.perms.some((bits) => (bits & Perm.fileIdUnknown) === 0);
  }
}
