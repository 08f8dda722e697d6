/** Archives and folders with files of /proc/PID: sosreport, smemcap, or what somebody copied. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import { openTar } from '../../../src/sources/archive/archive.ts';
import { entriesOf, isWanted } from '../../../src/sources/archive/snapshots.ts';
import { openDump, readDump, type Dump } from '../../../src/sources/read-dump.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { skip } from '../../runner/report.mjs';
import { coreFile, psinfoNote, X86_64 } from '../dialects/core-builder.ts';
import { tarFile } from './tar-builder.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const ROW = '00400000-00401000 r-xp 00000000 08:01 12                         /bin/x\n';
const SMAPS = `${ROW}Size:                  4 kB\nRss:                   4 kB\nVmFlags: rd ex mr mw me \n`;
const CORE = coreFile(X86_64, {
  segments: [{ start: 0x400000n, end: 0x401000n, perms: 'r-x' }],
  notes: [psinfoNote(X86_64, 99, 'crashed', 'crashed')],
});

const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'sosreport-host/proc/12/maps': ROW,
  'sosreport-host/proc/12/smaps': SMAPS,
  'sosreport-host/proc/12/comm': 'sshd\n',
  'sosreport-host/proc/12/cmdline': 'sshd: /usr/sbin/sshd -D\0',
  'sosreport-host/proc/12/task/13/smaps': SMAPS,
  'sosreport-host/proc/2/smaps': '',
  'sosreport-host/proc/2/comm': 'kthreadd\n',
  'sosreport-host/proc/300/smaps': '',
  'sosreport-host/proc/300/maps': ROW,
  'sosreport-host/proc/300/status': 'Name:\tdb\\nworker\nUmask:\t0022\nPid:\t300\n',
  'sosreport-host/proc/7/maps': ROW,
  'sosreport-host/proc/7/stat': '7 (odd) name) S 1 7 7 0 -1\n',
  'sosreport-host/proc/meminfo': 'MemTotal: 1 kB\n',
  'sosreport-host/var/crash/core.99': CORE,
  'sosreport-host/var/lib/dpkg/status': 'Package: x\n',
  'sosreport-host/etc/core/notes.txt': 'nothing',
};

const ENTRIES = [
  { path: 'sosreport-host/proc/7/maps', title: 'PID 7 odd) name', pid: 7 },
  { path: 'sosreport-host/proc/12/smaps', title: 'PID 12 sshd', pid: 12 },
  { path: 'sosreport-host/proc/300/maps', title: 'PID 300 db\\nworker', pid: 300 },
  { path: 'sosreport-host/var/crash/core.99', title: 'sosreport-host/var/crash/core.99', pid: undefined },
];

const TAR = tarFile(Object.entries(FILES).map(([path, content]) => ({ path, content })));

async function collect(maps: AsyncIterable<MemoryMap>): Promise<MemoryMap[]> {
  const found: MemoryMap[] = [];
  for await (const map of maps) found.push(map);
  return found;
}

describe('an archive', () => {
  const folder = new TemporaryFolder();
  const outside = new TemporaryFolder();
  before(() => {
    for (const [path, content] of Object.entries(FILES)) folder.write(path, content);
  });
  after(() => {
    folder.remove();
    outside.remove();
  });

  const sorts: [what: string, input: () => string | Uint8Array][] = [
    ['a folder', () => folder.path],
    ['a tar archive', () => TAR],
    ['a tar archive on disk', () => outside.write('report.tar', TAR)],
    ['a packed tar archive', () => gzipSync(TAR)],
  ];
  for (const [what, input] of sorts) {
    it(`is ${what}: one map a process from its best file, and the other dumps`, async () => {
      const { maps, entries } = await readDump(input());
      assert.deepEqual(entries, ENTRIES);
      assert.deepEqual(
        maps.map(({ title, source, dialect, regions }) => [title, source.file, source.pid, dialect, regions.count]),
        [
          ['PID 7 odd) name', 'sosreport-host/proc/7/maps', 7, 'maps', 1],
          ['PID 12 sshd', 'sosreport-host/proc/12/smaps', 12, 'smaps', 1],
          ['PID 300 db\\nworker', 'sosreport-host/proc/300/maps', 300, 'maps', 1],
          ['PID 99 crashed', 'sosreport-host/var/crash/core.99', 99, 'elf-core', 1],
        ],
      );
      assert.ok(maps.every(({ problems }) => problems.length === 0));
    });
  }

  it('is what smemcap writes: PIDs at the top, GNU headers, zeros at the end or not', async () => {
    const files = {
      meminfo: 'x',
      version: 'y',
      '41/smaps': SMAPS,
      '41/cmdline': '/bin/busybox\0sh\0',
      '41/stat': '41 (sh) S 1\n',
    };
    const bytes = tarFile(
      Object.entries(files).map(([path, content]) => ({ path, content })),
      'gnu',
    );
    for (const archive of [bytes, bytes.subarray(0, -1024)]) {
      const { maps } = await readDump(archive);
      assert.deepEqual(
        maps.map(({ title }) => title),
        ['PID 41 sh'],
      );
    }
  });

  it('is the folder of one process, named by its status', async () => {
    const one = new TemporaryFolder();
    try {
      one.write('smaps', SMAPS);
      one.write('status', 'Name:\tnode\nPid:\t4711\n');
      const { maps } = await readDump(one.path);
      assert.deepEqual(
        maps.map(({ title, source }) => [title, source]),
        [['PID 4711 node', { file: 'smaps', pid: 4711 }]],
      );
    } finally {
      one.remove();
    }
  });

  it('is read an entry at a time', async () => {
    const dump = await openDump(TAR);
    const maps = await collect(dump.maps(dump.entries?.[1]));
    assert.deepEqual(
      maps.map(({ title }) => title),
      ['PID 12 sshd'],
    );
    const { maps: again } = await readDump(TAR, {}, 'sosreport-host/proc/7/maps');
    assert.deepEqual(
      again.map(({ source }) => source.pid),
      [7],
    );
    await assert.rejects(readDump(TAR, {}, 'no/such'), /no map at no\/such/);
  });

  it('has the counters of numa_maps at the regions of smaps', async function () {
    const numa = '00400000 default file=/bin/x mapped=1 N0=1 kernelpagesize_kB=4\n7f0000000000 default anon=2 N0=2\n';
    if (parseMaps(Buffer.from(numa)).length === 0) skip(this, 'needs the reader of numa_maps');
    const files = { '5/smaps': SMAPS, '5/maps': ROW, '5/numa_maps': numa, '5/smaps_rollup': ROW };
    const { maps } = await readDump(tarFile(Object.entries(files).map(([path, content]) => ({ path, content }))));
    assert.equal(maps.length, 1);
    const map = normalForm(maps[0]!);
    assert.equal(map.dialect, 'smaps');
    assert.equal(map.regions[0]?.smaps?.['Rss'], 4);
    assert.equal(map.regions[0]?.numa?.['N0'], 1);
    assert.match(map.assumptions?.join() ?? '', /^1 rows of numa_maps have no region/);
  });

  it('is listed without reading its maps, also when it has thousands of processes', async () => {
    const files = Array.from({ length: 3000 }, (_, i) => [
      { path: `proc/${i + 1}/smaps`, content: SMAPS.repeat(50) },
      { path: `proc/${i + 1}/comm`, content: `job-${i + 1}\n` },
    ]).flat();
    const bytes = tarFile(files);
    let asked = 0;
    const source = {
      size: bytes.length,
      read: (offset: number, length: number) => {
        asked += length;
        return bytes.subarray(offset, offset + length);
      },
      close: () => undefined,
    };
    const entries = entriesOf(await openTar(source, isWanted, () => undefined));
    assert.equal(entries.length, 3000);
    assert.equal(entries.at(-1)?.title, 'PID 3000 job-3000');
    // Headers and names, and nothing of 30 MB of smaps.
    assert.ok(asked < bytes.length / 5, `${asked} of ${bytes.length} bytes were read`);
  });

  it('says what cannot be read of it, and reads the rest', async () => {
    const cut = gzipSync(TAR);
    const dump: Dump = await openDump(cut.subarray(0, cut.length - 12));
    assert.match(dump.problems.join('\n'), /not whole: what gzip compressed ends too early/);
    assert.ok((dump.entries?.length ?? 0) >= 3);
    const limited = await openDump(gzipSync(TAR), { mostBytes: 1000 });
    assert.match(limited.problems.join(), /core\.99 is not read: of a packed archive 1000 bytes are kept/);
    assert.equal(limited.entries?.length, 3);
    const noise = await readDump(tarFile([{ path: 'proc/5/maps', content: 'not a map\n' }]));
    assert.match(noise.maps[0]?.problems[0]?.reason ?? '', /no region line/);
    assert.equal(noise.maps[0]?.title, 'PID 5');
  });

  it('tells what it lacks with its maps, where maps alone are asked for', async () => {
    const cut = gzipSync(TAR).subarray(0, -200);
    const { maps } = await readDump(cut);
    assert.ok(maps.length > 0);
    for (const { problems } of maps) assert.match(problems.at(-1)?.reason ?? '', /ends too early/);
    const empty = new TemporaryFolder();
    try {
      const [none] = (await readDump(empty.path)).maps;
      assert.match(none?.problems[0]?.reason ?? '', /^it holds no file that is known to hold a memory map$/);
    } finally {
      empty.remove();
    }
  });

  it('of any bytes never throws', async () => {
    const seeds = [TAR, gzipSync(TAR), gzipSync(ROW), gzipSync(CORE)];
    const mutated = fc
      .tuple(
        fc.constantFrom(...seeds),
        fc.array(fc.tuple(fc.nat(1 << 15), fc.nat(255)), { maxLength: 6 }),
        fc.nat(1 << 15),
      )
      .map(([seed, edits, length]) => {
        const bytes = Uint8Array.from(seed);
        for (const [place, byte] of edits) bytes[place % bytes.length] = byte;
        return length % 3 === 0 ? bytes : bytes.subarray(0, length);
      });
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => {
        const { maps } = await readDump(bytes);
        maps.forEach((map) => normalForm(map));
      }),
      { numRuns: 300 },
    );
  });

  it('says so when a file of it is packed in a way that cannot be undone, or an archive again', async () => {
    const { maps } = await readDump(
      tarFile([
        { path: 'a.core', content: Uint8Array.of(0x04, 0x22, 0x4d, 0x18, 0, 0, 0, 0) },
        { path: 'b.maps.gz', content: gzipSync(ROW) },
        { path: 'c.core', content: tarFile([{ path: 'x', content: 'y' }]) },
      ]),
    );
    assert.deepEqual(
      maps.map(({ source, regions, problems }) => [source.file, regions.count, problems[0]?.reason.slice(0, 35)]),
      [
        ['a.core', 0, 'the file is compressed with lz4, wh'],
        ['b.maps.gz', 1, undefined],
        ['c.core', 0, 'it is an archive inside of the arch'],
      ],
    );
  });

  it('follows no links but tells of them, and does not mind a folder that it may not read', async function () {
    if (process.platform === 'win32') skip(this, 'needs links');
    const one = new TemporaryFolder();
    try {
      one.write('proc/1/maps', ROW);
      symlinkSync('..', `${one.path}/proc/loop`);
      symlinkSync('/proc/self/maps', `${one.path}/proc/1/smaps`);
      const { maps } = await readDump(one.path);
      assert.deepEqual(
        maps.map(({ source }) => source.file),
        ['proc/1/maps'],
      );
      assert.deepEqual((await openDump(one.path)).problems, ['proc/1/smaps is not read: links are not followed']);
    } finally {
      one.remove();
    }
  });

  it('is /proc itself: kernel threads and processes that end are no trouble', async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const dump = await openDump('/proc');
    const own = dump.entries?.find(({ pid }) => pid === process.pid);
    const [map] = await collect(dump.maps(own));
    assert.ok((map?.regions.count ?? 0) > 10);
    assert.match(map?.title ?? '', new RegExp(`^PID ${process.pid} `));
    const kthread = dump.entries?.find(({ title }) => title === 'PID 2 kthreadd');
    if (kthread) assert.deepEqual(await collect(dump.maps(kthread)), []);
  });

  it('stops between two maps when it is asked to', async () => {
    const dump = await openDump(TAR);
    let read = 0;
    const stopped = (async () => {
      for await (const _ of dump.maps(undefined, { isCancelled: () => read > 1 })) read++;
    })();
    await assert.rejects(stopped, { name: 'AbortError' });
    assert.equal(read, 2);
  });
});
