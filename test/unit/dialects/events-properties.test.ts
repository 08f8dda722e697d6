/** Texts of events and reports that were damaged in any way: reading them never throws, and what is read makes sense. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';

const SEEDS = [
  `*** *** *** *** *** *** *** *** *** *** *** *** *** *** *** ***
ABI: 'arm64'
pid: 811, tid: 815, name: Decoder  >>> /vendor/bin/mediad <<<
signal 11 (SIGSEGV), code 2 (SEGV_ACCERR), fault addr 0xb40000712a40f010
    lr  000000712a100a9c  sp  0000007fc9bbd8a0  pc  000000712a100b40  pst 0000000080001000

memory map (3 entries): (fault address prefixed with --->)
    00000071'2a100000-00000071'2a100fff r-x      1000      1000  /vendor/lib64/libdec.so (BuildId: 0123456789ab) (load bias 0x1000)
--->00000071'2a40f000-00000071'2a40ffff ---         0      1000
    0000007f'c9ba6000-0000007f'c9bc6fff rw-         0     21000  [stack]
--->Fault address falls at 00000074'2a200000 after any mapped regions
`,
  `--4711:2: aspacem   <<< SHOW_SEGMENTS: With contents of /proc/self/maps (4 segments)
--4711:2: aspacem   (0,4,7) /usr/libexec/valgrind/memcheck-amd64-linux
--4711:2: aspacem     0: RSVN 0000000000-0003ffffff     64m ----- SmFixed
--4711:2: aspacem     1:      0004000000-0057ffffff   1344m
--4711:2: aspacem     2: FILE 0058000000-0058000fff    4096 r---- d=0xfe00 i=341622  o=0       (0,4)
--4711:2: aspacem     3: RSVN ffffffffff601000-ffffffffffffffff      9m ----- SmFixed
--4711:2: aspacem   >>>
`,
  `100 execve("/usr/bin/sh", ["sh"], 0x7ffc20b8a3c0 /* 35 vars */) = 0
100 openat(AT_FDCWD, "/lib/\\303\\251.so", O_RDONLY|O_CLOEXEC) = 3</lib/x>
100 mmap(NULL, 40960, PROT_READ, MAP_PRIVATE, 3</lib/x>, 0x1000) = 0x7f0000000000 <0.000012>
100 mprotect(0x7f0000004000, 8192, PROT_NONE) = 0
100 clone(child_stack=NULL, flags=CLONE_VM|SIGCHLD, child_tidptr=0x7f6642dada10 <unfinished ...>
101 munmap(0x7f0000001000, 4096 <unfinished ...>
100 <... clone resumed>) = 101
101 <... munmap resumed>) = 0
100 brk(NULL) = 0x55e000000000
100 brk(0x55e000021000) = 0x55e000021000
100 mremap(0x7f0000000000, 4096, 65536, MREMAP_MAYMOVE) = 0x7f1000000000
100 +++ exited with 0 +++
`,
  `cat 7 [002]  6225.510999: PERF_RECORD_COMM exec: cat:7/7
cat 7 [002]  6225.510999: PERF_RECORD_MMAP2 7/7: [0x55ade4263000(0x1000) @ 0x1000 fe:00 2146644 3108415181]: r-xp /usr/bin/cat
cat 7 [002]  6225.511000: PERF_RECORD_FORK(8:8):(7:7)
cat 8 [002]  6225.511000: PERF_RECORD_MMAP2 8/8: [0x7feee8af9000(0x1000) @ 0 <bfd5db77b0>]: rwxp //anon
`,
  `[ 1940.665135] segf[27822]: segfault at 0 ip 000055a3c518e132 sp 00007ffc547c4890 error 6 in segf[1132,55a3c518e000+1000] likely on CPU 0
[ 1940.665155] Code: 48 89 e5
do_page_fault(): sending SIGSEGV to foo for invalid write access to 00000010
epc = 77a4b6dc in libc.so.6[77a00000+170000]
`,
  `shared-library,/usr/bin/node,0x400000,0xb71000,0
shared-library,/srv/a\\x2Cb.so,0x7f702153e000,0x7f70216ba000,4096
shared-library-end
`,
];

/** What can happen to a text. */
const damage = fc.oneof(
  fc.record({
    kind: fc.constant('byte' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.integer({ min: 0, max: 255 }),
  }),
  fc.record({
    kind: fc.constant('cut' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({
    kind: fc.constant('copy' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 200 }),
  }),
  fc.record({
    kind: fc.constant('digits' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.integer({ min: 1, max: 30 }),
  }),
);
type Damage = typeof damage extends fc.Arbitrary<infer One> ? One : never;

function damaged(text: string, all: readonly Damage[]): string {
  let out = text;
  for (const one of all) {
    const at = Math.floor(one.at * out.length);
    const before = out.slice(0, at);
    const after = out.slice(at);
    if (one.kind === 'byte') out = before + String.fromCharCode(one.byte) + after.slice(1);
    else if (one.kind === 'cut') out = before + after.slice(one.length);
    else if (one.kind === 'copy') out = before + after.slice(0, one.length) + after;
    else out = before + 'f'.repeat(one.length) + after;
  }
  return out;
}

describe('damaged texts of events and reports', () => {
  it('never throw, and what is read of them makes sense', () => {
    const texts = fc.tuple(
      fc.array(fc.constantFrom(...SEEDS), { minLength: 1, maxLength: 3 }),
      fc.array(damage, { maxLength: 12 }),
    );
    fc.assert(
      fc.property(texts, fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }), ([seeds, all], untilLine) => {
        const text = damaged(seeds.join('noise\n'), all);
        const lines = text.split('\n').length;
        for (const map of parseMaps(Buffer.from(text, 'latin1'), {}, untilLine === undefined ? {} : { untilLine })) {
          const { regions, problems, range } = normalForm(map);
          assert.ok(regions.length > 0);
          for (const { start, end, line } of regions) {
            assert.ok(end === null || BigInt(end) > BigInt(start ?? 0));
            assert.ok(line >= 1 && line <= lines);
            assert.ok(!range || (range.first <= line && line <= range.last), `${range?.first} ${line} ${range?.last}`);
          }
          for (const { line, column, reason } of problems) {
            assert.ok(line >= 1 && line <= lines && column >= 1);
            assert.doesNotMatch(reason, /NaN|undefined/);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
