/** The catalogue is complete, and every entry can be shown. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  flagEntry,
  keyEntry,
  NAME_TABLES,
  nameEntry,
  SMAPS_KEYS,
  UNKNOWN_FLAG,
  UNKNOWN_KEY,
  VM_FLAGS,
} from '../../../src/core/fields/catalogue.ts';
import type { FieldEntry } from '../../../src/core/fields/entry.ts';
import {
  HEADER_FIELDS,
  NAMELESS,
  NOT_A_PATH,
  PERMISSION_LETTERS,
  RANGE_ENDS,
  SIZE_ONLY,
  TOOLS_NAME,
} from '../../../src/core/fields/header-fields.ts';
import { UNKNOWN_PSEUDO_NAME } from '../../../src/core/fields/kernel-names.ts';
import { SOURCES } from '../../../src/core/fields/sources.ts';
import { NUMA_KEYS, TOOL_KEYS } from '../../../src/core/fields/tool-keys.ts';
import { decodeName } from '../../../src/core/memory-map/name.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS, corpusFiles } from '../corpus.ts';

const ALL: readonly FieldEntry[] = [
  ...Object.values(HEADER_FIELDS),
  ...Object.values(RANGE_ENDS),
  ...PERMISSION_LETTERS.flatMap((letters) => Object.values(letters)),
  ...SMAPS_KEYS,
  ...NUMA_KEYS,
  ...TOOL_KEYS,
  ...VM_FLAGS,
  ...Object.values(NAME_TABLES).flat(),
  NAMELESS,
  NOT_A_PATH,
  SIZE_ONLY,
  TOOLS_NAME,
  UNKNOWN_FLAG,
  UNKNOWN_KEY,
  UNKNOWN_PSEUDO_NAME,
];

const named = (name: string): string => nameEntry(decodeName(new TextEncoder().encode(name))).name;

describe('the field catalogue', () => {
  it('says of every entry what it is, what it means and why it matters, in a few sentences', () => {
    assert.ok(ALL.length > 150, `${ALL.length} entries`);
    for (const { name, label, meaning, why } of ALL) {
      assert.ok(name !== '' && label !== '' && label.length <= 70, `label of ${name}`);
      for (const told of [meaning, why]) {
        // The names of functions and programs keep their small letter.
        assert.match(told, /^([A-Z0-9`“]|(m|mun|mre)(protect|map|lock)|glibc|jemalloc).*[.!”]$/s, `${name}: ${told}`);
        assert.ok(told.length <= 210, `${name} is told in ${told.length} letters: ${told}`);
        // A backquote without its partner would turn the rest of the sentence into code.
        assert.equal(told.split('`').length % 2, 1, `${name}: ${told}`);
      }
    }
  });

  it('adds up all amounts of smaps over regions, but for sizes of pages', () => {
    const unsummed = SMAPS_KEYS.filter(({ unit, summable }) => unit === 'kB' && !summable).map(({ name }) => name);
    assert.deepEqual(unsummed, ['KernelPageSize', 'MMUPageSize']);
  });

  it('has no entry twice in a table', () => {
    for (const table of [[...SMAPS_KEYS, ...NUMA_KEYS, ...TOOL_KEYS], VM_FLAGS, ...Object.values(NAME_TABLES)]) {
      const names = table.map(({ name }) => name);
      assert.deepEqual(names, [...new Set(names)]);
    }
  });

  it('links to https pages, each of them used', () => {
    const used = new Set<string>(ALL.map(({ source }) => source));
    for (const [id, { title, url }] of Object.entries(SOURCES)) {
      assert.match(url, /^https:\/\/[a-z0-9.]+\/[\w./#+-]*$/i, id);
      assert.notEqual(title, '', id);
      assert.ok(used.has(id), `${id} is not used`);
    }
  });

  it('finds each name by an example of it', () => {
    for (const [table, entries] of Object.entries(NAME_TABLES)) {
      if (table === 'runtimes' || table === 'allocators') continue;
      for (const { name, match } of entries) if (!match) assert.equal(named(name), name, table);
    }
  });
});

describe('a name', () => {
  const cases: readonly [name: string, entry: string][] = [
    ['[heap]', '[heap]'],
    ['[stack:1234]', '[stack:TID]'],
    ['[anon:something of mine]', '[anon:NAME]'],
    ['[anon_shmem:frames]', '[anon_shmem:NAME]'],
    ['[anon: glibc: malloc arena]', 'glibc: malloc arena'],
    ['[anon: glibc: pthread stack: 4711]', 'glibc: pthread stack: TID'],
    ['[anon: Go: page summary]', 'Go: NAME'],
    ['[anon:dalvik-main space (region space)]', 'dalvik-… space'],
    [
      '[anon:dalvik-classes.dex extracted in memory from /data/app/base.apk]',
      'dalvik-….dex extracted in memory from …',
    ],
    ['[anon_shmem:dalvik-jit-code-cache]', 'dalvik-…code-cache'],
    ['[anon:scudo:primary_reserve]', 'scudo:primary_reserve'],
    ['[anon:stack_and_tls:main]', 'stack_and_tls:TID'],
    ['[quantum]', '[NAME]'],
    ['/dev/zero (deleted)', '/dev/zero (deleted)'],
    ['/dev/zero', '/dev/zero'],
    ['/memfd:a name with ] and (deleted) (deleted)', '/memfd:NAME (deleted)'],
    ['/SYSV0000162e (deleted)', '/SYSVkey (deleted)'],
    ['/home/me/SYSV0000162e (deleted)', 'Pathname'],
    ['/dev/shm/ring', '/dev/shm/NAME'],
    ['/tmp/#2590629 (deleted)', 'DIRECTORY/#INODE (deleted)'],
    ['anon_inode:[io_uring]', 'anon_inode:[io_uring]'],
    ['anon_inode:kvm-vcpu:3', 'anon_inode:kvm-vcpu:N'],
    ['anon_inode:vfio-device', 'anon_inode:NAME'],
    ['socket:[33333]', 'socket:[INODE]'],
    ['/dev/uio0', '/dev/uioN'],
    ['/dev/watchdog', '/dev/NAME'],
    ['/lib/ld-uClibc.so.0', 'ld.so'],
    ['/system/bin/linker64', 'ld.so'],
    ['/usr/lib/libfoo.so.1', 'Pathname'],
    // A file may be called anything: only a name that starts with a bracket is the kernel's.
    ['/tmp/[heap]', 'Pathname'],
    ['/tmp/x [stack]', 'Pathname'],
    ['(deleted)/usr/lib/old.so', 'Pathname'],
    ['<anonymous:deadbeef>', 'NAME'],
    ['', 'no name'],
  ];
  for (const [name, entry] of cases) {
    it(`${JSON.stringify(name)} is explained as ${entry}`, () => assert.equal(named(name), entry));
  }

  it('of a million letters is looked up at once', () => {
    const started = performance.now();
    for (const long of [
      '/'.repeat(1e6),
      '/ld-'.repeat(250_000),
      '[anon:dalvik-' + 'jit'.repeat(300_000),
      '/resource1'.repeat(1e5),
    ]) {
      named(long);
    }
    assert.ok(performance.now() - started < 2000);
  });
});

describe('the corpus of real dumps', function () {
  before(function () {
    if (CORPUS === undefined) skip(this, 'needs ../shared/corpus');
  });

  it('has no key and no flag that the catalogue does not know', () => {
    const keys = new Set<string>();
    const flags = new Set<string>();
    const dumps = corpusFiles('smaps', 'smaps_rollup');
    assert.ok(dumps.length > 100);
    for (const { path } of dumps) {
      for (const line of readFileSync(path, 'latin1').split(/\r?\n/)) {
        const [, key, value = ''] = /^[ \t]*([A-Z][A-Za-z_]+):(.*)$/.exec(line) ?? [];
        if (key === undefined) continue;
        keys.add(key);
        if (key === 'VmFlags') for (const code of value.split(/\s+/)) if (code !== '') flags.add(code);
      }
    }
    assert.ok(keys.size >= 25 && flags.size >= 30, `${keys.size} keys, ${flags.size} flags`);
    assert.deepEqual(
      [...keys].filter((key) => !keyEntry(key)),
      [],
    );
    assert.deepEqual(
      [...flags].filter((code) => !flagEntry(code)),
      [],
    );
  });
});
