/** Maps inside real logs, mails, reports, profiles and programs must be found as an independent reader found them. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm } from '../../../src/core/export/normal-form.ts';
import { skip } from '../../runner/report.mjs';
import { CORPUS } from '../corpus.ts';

const Row = v.object({ start: v.string(), end: v.string() });
const Truth = v.object({
  part: v.string(),
  slug: v.string(),
  file: v.string(),
  regions: v.number(),
  first: Row,
  last: Row,
  by_perms: v.record(v.string(), v.object({ count: v.number(), bytes: v.string() })),
});

/** What is looked for: the truth's name, the dialect, and the titles of the maps where the text tells them. */
const FILES: readonly (readonly [name: string, dialect: string, titles?: readonly string[]])[] = [
  ['apport-jammy__jammy_usr_bin_sleep.1000.crash', 'apport', ['PID 27790 sleep']],
  ['chromium-base__proc_maps_linux_unittest.cc', 'maps'],
  ['cuiyongbo__gdb_miscellaneous_usage_2.rst', 'glibc-abort'],
  ['ddtrace-crash-aarch64__sample-crash-linux-aarch64.txt', 'hs-err', ['PID 8 java com.sun.tools.javac.launcher.Main']],
  ['ddtrace-crash__sample-crash.txt', 'hs-err', ['PID 161958 java org.apache.karaf.main.Main']],
  ['hserr-behrica__hs_err_pid1.log', 'hs-err', ['PID 1 java']],
  ['hserr-elliotrock__hs_err_pid1.log', 'hs-err'],
  ['hserr-pcasaes__hs_err_pid17.log', 'hs-err'],
  ['hserr-pcasaes__hs_err_pid254.log', 'hs-err'],
  ['hserr-rabblegabble__hs_err_pid22.log', 'hs-err'],
  ['hserr-zenocoding__hs_err_pid1.log', 'hs-err', ['PID 1 java server.jar']],
  ['krashpad-81__dataset81.txt', 'hs-err'],
  ['krashpad-84__dataset84.txt', 'hs-err'],
  ['krashpad-90__dataset90.txt', 'hs-err', ['PID 15723 java TestCrash']],
  ['krashpad-92__dataset92.txt', 'hs-err'],
  ['krashpad-94__dataset94.txt', 'hs-err'],
  ['kylinsoong-3__hs_err_pid003', 'hs-err'],
  ['kylinsoong-4__hs_err_pid004', 'hs-err'],
  ['michlord__task_6.sh', 'maps'],
  ['ml-arm64-compat__mail.txt', 'maps'],
  ['ml-aslr-5__mail.txt', 'maps'],
  ['ml-aslr__mail.txt', 'maps'],
  ['ml-ltp-robot__mail.txt', 'glibc-abort'],
  ['ml-ltp-s390x__mail.txt', 'maps'],
  ['ml-numa-memfd__mail.txt', 'maps'],
  ['ml-parisc-stack__mail.txt', 'maps'],
  ['ml-parisc-systemd__mail.txt', 'maps'],
  ['ml-ppc64-quoted__mail.txt', 'maps'],
  ['ml-riscv-mmap__mail.txt', 'maps'],
  ['ml-rv64ilp32__mail.txt', 'maps', ['PID 1', 'PID 1', 'PID 1']],
  ['nanayunn__proc.txt', 'maps'],
  ['otel-profiler__process_test.go', 'maps'],
  ['pcp-494__494.out', 'maps'],
  ['pprof-cppbench__cppbench.cpu', 'gperftools'],
  ['profile-jemalloc__jeprof.heap', 'jemalloc'],
  ['profile-tcmalloc-2__tcmalloc.heap', 'gperftools'],
  ['report-hserr-zgc__hs_err.log', 'hs-err'],
  ['report-tsan__tsan-race.txt', 'sanitizer', ['PID 2232']],
  ['tizen-watchdog__org.tizen.watchdog_20150808041332.cs', 'tizen', ['PID 24578 watchdog']],
  ['variants__concat-no-separator.maps', 'maps'],
  ['variants__grep-nH.maps', 'maps'],
  ['variants__html-escaped.html', 'maps'],
  ['variants__json-string.json', 'maps', ['PID 1']],
  ['variants__prompt.txt', 'maps', ['PID 1234']],
  ['variants__timestamps.log', 'maps'],
  ['variants__utf16le-bom.maps', 'maps'],
  ['variants__wrapped-80.txt', 'maps'],
];

/** Texts that hold broken rows on purpose. */
const BROKEN = new Set(['chromium-base__proc_maps_linux_unittest.cc', 'otel-profiler__process_test.go']);

describe('maps inside texts of the corpus', function () {
  this.timeout(60_000);

  before(function () {
    if (CORPUS === undefined) skip(this, 'needs ../shared/corpus');
  });

  for (const [name, dialect, titles] of FILES) {
    it(`${name} agrees with its truth`, () => {
      const { maps: all, truth } = read(name);
      // The truth counts the kernel's rows.
      const maps = all.filter((map) => map.dialect !== 'numa_maps');
      for (const map of maps) assert.equal(map.dialect, dialect);
      if (titles)
        assert.deepEqual(
          maps.map(({ title }) => title),
          titles,
        );
      const regions = maps.flatMap((map) => map.regions);
      assert.equal(regions.length, truth.regions);
      for (const [region, row] of [
        [regions[0], truth.first],
        [regions.at(-1), truth.last],
      ] as const) {
        assert.deepEqual([hex(region?.start), hex(region?.end)], [BigInt(`0x${row.start}`), BigInt(`0x${row.end}`)]);
      }
      assert.deepEqual(sums(maps), truth.by_perms);
      if (!BROKEN.has(name))
        assert.deepEqual(
          maps.flatMap(({ problems }) => problems),
          [],
        );
    });
  }

  it('ml-qemu-multiarch has two regions of no size, which are told and left out', () => {
    const { maps, truth } = read('ml-qemu-multiarch__mail.txt');
    assert.equal(maps.length, 5);
    assert.equal(maps.flatMap(({ regions }) => regions).length, truth.regions - 2);
    assert.deepEqual(
      maps.flatMap(({ problems }) => problems.map(({ line, reason }) => [line, reason])),
      [97, 98].map((line) => [line, 'the region is empty: its end is its start']),
    );
    assert.equal(maps[4]?.regions[0]?.start, '0x00000000');
  });

  it('ml-riscv-mmap-quoted has rows that were broken at every depth of quoting', () => {
    const { maps } = read('ml-riscv-mmap-quoted__mail.txt');
    assert.deepEqual(
      maps.map(({ regions, problems }) => [regions.length, problems.length]),
      [
        [15, 0],
        [15, 0],
        [29, 0],
      ],
    );
    const paths = maps[2]?.regions.map(({ path }) => path) ?? [];
    assert.ok(paths.includes('/usr/lib/locale/en_US.utf8/LC_MESSAGES/SYS_LC_MESSAGES'), paths.join('\n'));
  });
});

function read(name: string): { readonly maps: readonly NormalForm[]; readonly truth: v.InferOutput<typeof Truth> } {
  const corpus = CORPUS ?? '';
  const path = join(corpus, 'truth_embedded', `${name}.json`);
  assert.ok(existsSync(path), 'the truth file is missing');
  const truth = v.parse(Truth, JSON.parse(readFileSync(path, 'utf8')));
  const file = join(corpus, truth.part, truth.slug, truth.file);
  return { maps: parseMaps(readFileSync(file), { file }).map((map) => normalForm(map)), truth };
}

function hex(address: string | null | undefined): bigint {
  return BigInt(address ?? -1);
}

/** Regions and bytes by permissions; the truth calls permissions that are not told the empty text. */
function sums(maps: readonly NormalForm[]): Record<string, { count: number; bytes: string }> {
  const all: Record<string, { count: number; bytes: string }> = {};
  for (const { totals } of maps) {
    for (const [key, { regions, size }] of Object.entries(totals.byPerms)) {
      const perms = key === 'unknown' ? '' : key;
      const before = all[perms] ?? { count: 0, bytes: '0' };
      all[perms] = { count: before.count + regions, bytes: String(BigInt(before.bytes) + BigInt(size ?? 0)) };
    }
  }
  return all;
}
