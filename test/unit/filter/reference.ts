/** Random filters, and what each means, told region by region without any column or index. */
import fc from 'fast-check';
import { KINDS, kindOf, type Kind } from '../../../src/core/kinds/kinds.ts';
import { traitsAt } from '../../../src/core/kinds/traits.ts';
import { counterAt, counterColumn, vmFlagsAt } from '../../../src/core/memory-map/counters.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { regionAt, type Region } from '../../../src/core/memory-map/region-table.ts';
import { NAMES, PAGE } from './random-maps.ts';

/** A region as the reference looks at it. */
export interface Row {
  readonly map: MemoryMap;
  readonly region: Region;
  readonly kind: Kind;
}

/** A filter as text, and what it means: undefined is unknown. */
export interface Asked {
  readonly text: string;
  readonly told: (row: Row) => boolean | undefined;
}

/** The row of a map. */
export function rowOf(map: MemoryMap, row: number): Row {
  return { map, region: regionAt(map.regions, row), kind: kindOf(map.regions.kind[row] ?? 0) };
}

// š ends in the byte of an `a`.
const texts = [
  'š',
  'lib',
  'LIBC',
  'so',
  'é',
  'k',
  '/usr/lib/',
  '(deleted)',
  'deleted',
  '\\012',
  'a',
  ']',
  '*',
  'frames (',
  'ring',
];

const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
const lower = (text: string): string => text.toLowerCase();
const lastPart = (path: string): string => (path.startsWith('[') ? path : (path.split('/').at(-1) ?? ''));

const signs = fc.constantFrom('<', '<=', '>', '>=', '=', ':', '!=');

function compare(sign: string, a: bigint, b: bigint): boolean {
  if (sign === '<') return a < b;
  if (sign === '<=') return a <= b;
  if (sign === '>') return a > b;
  if (sign === '>=') return a >= b;
  return (a === b) === (sign !== '!=');
}

function rssOf({ map, region }: Row): bigint | undefined {
  const column = map.counters && counterColumn(map.counters, 'Rss');
  const value = column && counterAt(column, region.index);
  return value === undefined || typeof value === 'string' ? undefined : BigInt(value);
}

const allRows = ({ map }: Row): Row[] => Array.from({ length: map.regions.count }, (_, row) => rowOf(map, row));
const sum = (values: readonly (bigint | undefined)[]): bigint =>
  values.reduce<bigint>((all, one) => all + (one ?? 0n), 0n);

function asksPerms(text: string, test: (letters: string) => boolean): Asked {
  return { text: `perms:${text}`, told: ({ region }) => (region.perms === undefined ? undefined : test(region.perms)) };
}

const permsTerms = fc.constantFrom(
  asksPerms('r-xp', (letters) => letters === 'r-xp'),
  asksPerms('rw-', (letters) => letters.startsWith('rw-')),
  asksPerms('w', (letters) => letters.includes('w')),
  asksPerms('w+x', (letters) => letters.includes('w') && letters.includes('x')),
  asksPerms('-w', (letters) => !letters.includes('w')),
  asksPerms('-w-x', (letters) => !letters.includes('w') && !letters.includes('x')),
  asksPerms('r-p', (letters) => letters.includes('r') && letters.endsWith('s')),
  asksPerms('?w?s', (letters) => letters[1] === 'w' && letters.endsWith('s')),
  asksPerms('r,x', (letters) => letters.includes('r') || letters.includes('x')),
);

const kindTerms = fc
  .constantFrom(...KINDS)
  .map(({ id }): Asked => ({ text: `kind:${id},heap`, told: ({ kind }) => kind.id === id || kind.id === 'heap' }));

const roleTerms = fc.constantFrom('program', 'library', 'interpreter').map((role): Asked => {
  const parts = new Set(KINDS.filter((kind) => kind.role !== undefined).map(({ id }) => id));
  return {
    text: `role:${role}`,
    told: ({ kind }) => (parts.has(kind.id) && kind.role === undefined ? undefined : kind.role === role),
  };
});

const nameTerms = fc
  .tuple(fc.constantFrom('path', 'name', 'file', ''), fc.constantFrom(...texts, ...NAMES))
  .map(([field, text]): Asked => {
    const piece = lower(text);
    const value = quoted(text);
    const has = (name: string): boolean => lower(name).includes(piece);
    if (field === 'path') return { text: `path:${value}`, told: ({ region }) => has(region.file.path) };
    if (field === 'name') return { text: `name:${value}`, told: ({ region }) => has(lastPart(region.file.path)) };
    if (field === 'file') {
      const isFile = ({ region: { file } }: Row): boolean => file.inode !== 0n || /^\/|^\(deleted\)\//.test(file.name);
      return { text: `file:${value}`, told: (row) => isFile(row) && has(row.region.file.path) };
    }
    return { text: value, told: ({ region, kind }) => has(region.file.name) || has(kind.label) || has(kind.id) };
  });

const wholeTerms = fc.tuple(fc.constantFrom('=', '!='), fc.constantFrom(...NAMES)).map(([sign, text]): Asked => ({
  text: `path${sign}${quoted(text)}`,
  told: ({ region }) => (lower(region.file.path) === lower(text)) === (sign === '='),
}));

const globTerms = fc.constantFrom('*.so', 'lib*', '*lib*o*', '/usr/*/libc*', '*', '[*b]').map((glob): Asked => {
  const form = new RegExp(`^${glob.replace(/[.[\]/]/g, '\\$&').replaceAll('*', '.*')}$`, 'is');
  return {
    text: `path:${glob}`,
    told: ({ region: { file } }) => form.test(glob.includes('/') ? file.path : lastPart(file.path)),
  };
});

const sizeTerms = fc
  .tuple(signs, fc.constantFrom('4k', '8192', '0.5M', '3GiB', '0.005k'))
  .map(([sign, amount]): Asked => {
    const bytes = { '4k': 4096n, '8192': 8192n, '0.5M': 524288n, '3GiB': 3n << 30n, '0.005k': undefined }[amount];
    return {
      text: `size${sign}${amount}`,
      // 0.005k is 5.12 bytes, which no size equals.
      told: ({ region }) =>
        bytes === undefined ? compare(sign, region.size * 100n, 512n) : compare(sign, region.size, bytes),
    };
  });

const shareTerms = fc
  .tuple(signs, fc.constantFrom('rss', 'size'), fc.integer({ min: 0, max: 100 }))
  .map(([sign, field, percent]): Asked => ({
    text: `${field}${sign}${percent}%`,
    told: (row) => {
      const rows = allRows(row);
      const own = field === 'rss' ? rssOf(row) : row.region.size;
      const whole = sum(field === 'rss' ? rows.map(rssOf) : rows.map(({ region }) => region.size));
      return own === undefined ? undefined : compare(sign, own * 100n, whole * BigInt(percent));
    },
  }));

const rssTerms = fc
  .tuple(signs, fc.constantFrom(0n, 4n, 5n, 1024n, 1n << 32n, 1n << 50n))
  .map(([sign, kilobytes]): Asked => ({
    text: `rss${sign}${kilobytes}k`,
    told: (row) => {
      const rss = rssOf(row);
      return rss === undefined ? undefined : compare(sign, rss, kilobytes);
    },
  }));

const addressTerms = fc
  .tuple(signs, fc.constantFrom('start', 'end', 'offset', 'inode', 'line'), fc.nat(9))
  .map(([sign, field, value]): Asked => {
    const scaled = BigInt(value) * (field === 'inode' || field === 'line' ? 1n : PAGE);
    const text = field === 'inode' || field === 'line' ? String(scaled) : scaled.toString(16);
    return {
      text: `${field}${sign}${text}`,
      told: ({ region }) => {
        const values = {
          start: region.start,
          end: region.end,
          offset: region.offset,
          inode: region.hasFileId ? region.file.inode : undefined,
          line: region.line === 0 ? undefined : BigInt(region.line),
        };
        const own = values[field];
        return own === undefined ? undefined : compare(sign, own, scaled);
      },
    };
  });

const holdsTerms = fc.tuple(fc.nat(40), fc.integer({ min: 1, max: 40 })).map(([from, length]): Asked => {
  const [a, b] = [BigInt(from) * 2048n, BigInt(from + length) * 2048n];
  return {
    text: `addr:${a.toString(16)}-${b.toString(16)}`,
    told: ({ region }) => region.start < b && region.end > a,
  };
});

const flagTerms = fc.constantFrom<Asked>(
  { text: 'flag:dd', told: ({ map, region }) => vmFlagsAt(map.counters, region.index)?.includes('dd') },
  {
    text: 'anon',
    told: ({ region: { file } }) => file.inode === 0n && (file.name === '' || file.name.startsWith('[anon:')),
  },
  { text: 'named', told: ({ region }) => region.file.name !== '' },
  { text: 'deleted', told: ({ map, region }) => traitsAt(map.regions, region.index).deleted },
  { text: 'shared', told: ({ region: { perms: letters } }) => letters?.endsWith('s') },
  { text: 'private', told: ({ region: { perms: letters } }) => letters?.endsWith('p') },
  { text: 'heap', told: ({ kind }) => kind.group === 'heap' },
  { text: 'dev:08:01', told: ({ region }) => (region.hasFileId ? region.file.device === '08:01' : undefined) },
);

const leaves = fc.oneof(
  permsTerms,
  kindTerms,
  roleTerms,
  nameTerms,
  wholeTerms,
  globTerms,
  sizeTerms,
  shareTerms,
  rssTerms,
  addressTerms,
  holdsTerms,
  flagTerms,
);

/** Unknown is one half: not is the rest to one, and takes the least, or the largest. */
const number = (value: boolean | undefined): number => (value === undefined ? 0.5 : Number(value));
const truth = (value: number): boolean | undefined => (value === 0.5 ? undefined : value === 1);

/** Filters of terms, brackets, `or`, `not`, with what they mean. */
export const filters: fc.Arbitrary<Asked> = fc.letrec<{ filter: Asked }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaves,
    fc.tuple(fc.constantFrom('-', '!', 'not '), tie('filter')).map(([sign, inner]) => ({
      text: `${sign}(${inner.text})`,
      told: (row: Row) => truth(1 - number(inner.told(row))),
    })),
    fc
      .tuple(fc.constantFrom(' ', ' and '), fc.array(tie('filter'), { minLength: 1, maxLength: 3 }))
      .map(([sign, parts]) => ({
        text: `(${parts.map(({ text }) => text).join(sign)})`,
        told: (row: Row) => truth(Math.min(...parts.map((part) => number(part.told(row))))),
      })),
    fc
      .tuple(fc.constantFrom(' or ', ' | ', ' OR '), fc.array(tie('filter'), { minLength: 1, maxLength: 3 }))
      .map(([sign, parts]) => ({
        text: `(${parts.map(({ text }) => text).join(sign)})`,
        told: (row: Row) => truth(Math.max(...parts.map((part) => number(part.told(row))))),
      })),
  ),
})).filter;
