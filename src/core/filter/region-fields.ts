/** The fields that a filter of regions can ask for, in the order in which they are offered. */
import { FLAG_WORDS } from '../fields/field-words.ts';
import { limitsOf, type Amount, type Comparison } from './amount.ts';
import { pairsPlan } from './columns.ts';
import { all, any, test, type Expression } from './expression.ts';
import { searchFiles, type NamePart } from './file-search.ts';
import { FINDING_CHOICES, findingTest } from './finding-choices.ts';
import { GROUP_CHOICES, hasRole, KIND_CHOICES, ROLE_CHOICES, type KindSet } from './kind-choices.ts';
import { EQUALITY, ORDER, type Field } from './language.ts';
import { nameTable, quote, unknownName, type NameTable } from './names.ts';
import { ADDRESS, BYTES_OR_SHARE, comparisonOf, COUNT, numberField, OFFSET, readNumber } from './number-field.ts';
import { patternOf, type Pattern } from './pattern.ts';
import { fitsPerms, readPerms } from './perms-pattern.ts';
import type { RegionTest } from './plan.ts';
import { COUNTER_FIELDS } from './region-counters.ts';
import { IS_FILE } from './region-flags.ts';
import {
  addressTest,
  counterTextTest,
  labelTest,
  fileIdTest,
  kindTest,
  lineTest,
  nameTest,
  offsetTest,
  permsTest,
  sizeTest,
  vmFlagTest,
} from './region-tests.ts';

type RegionField = Field<RegionTest>;

/** A field of names out of a table. */
function choiceField<Value>(
  names: RegionField['names'],
  detail: string,
  example: string,
  choices: NameTable<Value>,
  makeTest: (value: Value) => RegionTest,
): RegionField {
  const [title] = names;
  return {
    names,
    detail,
    example,
    operators: EQUALITY,
    read: (_, { text }) => {
      const value = choices.find(text);
      return value === undefined ? unknownName(title, text, choices.names) : test(makeTest(value));
    },
  };
}

/** A field of text; `:` finds a piece of it, `=` the whole. */
function textField(
  names: RegionField['names'],
  detail: string,
  example: string,
  find: (pattern: Pattern) => Expression<RegionTest>,
): RegionField {
  return {
    names,
    detail,
    example,
    operators: EQUALITY,
    read: (operator, value) => find(patternOf(value, operator === '=')),
  };
}

const kindSetTest =
  (field: string) =>
  (kinds: KindSet): RegionTest =>
    kindTest(field, (kind) => kinds.has(kind));

const inName = (field: string, pattern: Pattern, part: NamePart): Expression<RegionTest> =>
  test(nameTest(field, (files) => searchFiles(files, pattern, part)));

/** A pathname; `libc*` without a slash is the last part of one. */
const inPath = (field: string, pattern: Pattern): Expression<RegionTest> => {
  const { pieces } = pattern;
  return inName(field, pattern, pieces.length > 1 && !pieces.some((piece) => piece.includes('/')) ? 'last' : 'path');
};

const vmFlagLabels = new Map(FLAG_WORDS.map(({ name, label }) => [name, label]));

/** What a VmFlags code means, in a few words; undefined for one that no catalogue knows. */
export function vmFlagLabel(code: string): string | undefined {
  return vmFlagLabels.get(code);
}

/** The codes of VmFlags, and the kernel's constants with and without `VM_`. */
export const VM_FLAG_CHOICES: NameTable<string> = nameTable(
  FLAG_WORDS.map(({ name, constant }) => ({
    names: constant === undefined ? [name] : [name, constant],
    value: name,
  })),
  (name) => name.toLowerCase().replace(/^vm_/, ''),
);

const compareAddress = (edge: 'start' | 'end', comparison: Comparison, amount: Amount): Expression<RegionTest> =>
  test(addressTest(edge, edge, { comparison, amount }));

/** Regions that hold an address of the range from `from` up to `to`, which is not in it. */
export function holdsAddresses(from: Amount, to: Amount): Expression<RegionTest> {
  return all(compareAddress('start', '<', to), compareAddress('end', '>', from));
}

/** Regions that hold an address. */
export function holdsAddress(at: Amount): Expression<RegionTest> {
  return all(compareAddress('start', '<=', at), compareAddress('end', '>', at));
}

const addr: RegionField = {
  names: ['addr', 'address'],
  detail: 'an address inside, or a range that is touched, in hexadecimal',
  example: ADDRESS.example,
  operators: ORDER,
  read: (operator, { text }) => {
    const value = readNumber(text, ADDRESS);
    if (!value) return `addr needs ${ADDRESS.needs}, or a range such as 400000-500000`;
    const { from, to } = value;
    const comparison = comparisonOf(operator);
    if (to) {
      if (comparison !== '=') return `${operator} takes one address, not a range`;
      return to.numerator > from.numerator ? holdsAddresses(from, to) : 'the range ends before it starts';
    }
    if (comparison === '=') return holdsAddress(from);
    // All of the region lies below or above: its end is exclusive.
    if (comparison === '<') return compareAddress('end', '<=', from);
    if (comparison === '<=') return compareAddress('end', '<=', { ...from, numerator: from.numerator + 1n });
    return compareAddress('start', comparison, from);
  },
};

const perms: RegionField = {
  names: ['perms', 'perm', 'permissions'],
  detail: 'permissions: r-xp as printed, w+x for both, -w for without',
  example: 'w+x',
  operators: EQUALITY,
  read: (_, { text }) => {
    const pattern = readPerms(text);
    if (!pattern) return `perms needs letters such as r-xp, w+x or -w, not ${quote(text)}`;
    return test(permsTest('perms', (bits) => fitsPerms(pattern, bits)));
  },
};

const dev: RegionField = {
  names: ['dev', 'device'],
  detail: 'device of the file, major:minor in hexadecimal',
  example: '08:01',
  operators: EQUALITY,
  read: (_, { text }) => {
    const match = /^([0-9a-f]{1,8})(?::([0-9a-f]{1,8}))?$/i.exec(text);
    if (!match) return 'dev needs a device such as 08:01, or a major number such as 08';
    const [, majorText = '', minorText] = match;
    const major = Number.parseInt(majorText, 16);
    const minor = minorText === undefined ? undefined : Number.parseInt(minorText, 16);
    return test(
      fileIdTest('dev', (files) =>
        Uint8Array.from({ length: files.count }, (_entry, i) =>
          files.major[i] === major && (minor === undefined || files.minor[i] === minor) ? 1 : 0,
        ),
      ),
    );
  },
};

const inode = numberField<RegionTest>(['inode', 'ino'], 'inode of the file', COUNT, (comparison, { numerator }) => {
  const limits = limitsOf(comparison, numerator, 1n);
  return fileIdTest('inode', ({ inode: inodes, count }) => {
    const found = new Uint8Array(count).fill(1);
    pairsPlan(inodes, limits, false).keep(found, 0);
    return found;
  });
});

const flag: RegionField = {
  names: ['flag', 'flags', 'vmflags', 'vmflag'],
  detail: 'a VmFlags code, such as dd or dontdump',
  example: 'dd',
  operators: EQUALITY,
  read: (_, { text }) => {
    const code = VM_FLAG_CHOICES.find(text) ?? (/^\S{2}$/.test(text) ? text : undefined);
    // Kernels add codes: any two letters may be one.
    return code === undefined ? unknownName('flag', text, VM_FLAG_CHOICES.names) : test(vmFlagTest('flag', code));
  },
};

/** Every field but those that only the map at hand has. */
export const REGION_FIELDS: readonly RegionField[] = [
  choiceField(['kind'], 'what the region is', 'heap', KIND_CHOICES, kindSetTest('kind')),
  choiceField(['group'], 'group of kinds, as in the legend', 'library', GROUP_CHOICES, kindSetTest('group')),
  choiceField(['role'], 'whose file it is part of', 'program', ROLE_CHOICES, (role) =>
    kindTest('role', (kind) => hasRole(kind, role)),
  ),
  perms,
  textField(['path', 'pathname'], 'pathname, or a name such as [heap]', 'libc', (pattern) => inPath('path', pattern)),
  textField(['name'], 'name without its folders, or what the source calls it', 'libc.so', (pattern) =>
    any(
      inName('name', pattern, 'last'),
      test(counterTextTest('name', 'Name', pattern)),
      test(labelTest('name', pattern)),
    ),
  ),
  textField(['file'], 'pathname of a mapped file', '/usr/lib', (pattern) => all(IS_FILE, inPath('file', pattern))),
  numberField(['size'], 'size: 4k, 1.5M, or 1% of all sizes', BYTES_OR_SHARE, (comparison, amount) =>
    sizeTest('size', { comparison, amount }),
  ),
  ...COUNTER_FIELDS,
  addr,
  numberField(['start'], 'first address, in hexadecimal', ADDRESS, (comparison, amount) =>
    addressTest('start', 'start', { comparison, amount }),
  ),
  numberField(['end'], 'address after the last one, in hexadecimal', ADDRESS, (comparison, amount) =>
    addressTest('end', 'end', { comparison, amount }),
  ),
  numberField(['offset'], 'offset into the file, in hexadecimal or with a unit', OFFSET, (comparison, amount) =>
    offsetTest('offset', { comparison, amount }),
  ),
  dev,
  inode,
  flag,
  choiceField(
    ['finding', 'findings'],
    'what deserves a second look, or how grave it is',
    'grave',
    FINDING_CHOICES,
    findingTest,
  ),
  numberField(['line'], 'line of the source', COUNT, (comparison, amount) => lineTest('line', { comparison, amount })),
];
