/** Files of every sort through the one door. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import { hasZstd } from '../../../src/sources/archive/packing.ts';
import { openDump, readDump, type OpenOptions } from '../../../src/sources/read-dump.ts';
import { skip } from '../../runner/report.mjs';
import { auxvNote, coreFile, psinfoNote, X86_64 } from '../dialects/core-builder.ts';
import { Minidump, STREAM } from '../dialects/minidump-builder.ts';
import { TemporaryFolder } from './temporary-folder.ts';

const MAPS =
  '00400000-00401000 r-xp 00000000 08:01 12                         /bin/x\n00601000-00602000 rw-p 00000000 00:00 0 \n';
/** A row of maps, a tar archive of it as `proc/7/maps`, and the row with another checksum: `xz -9e`, `tar | xz -9e`, `xz -C sha256`. */
const XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AA9AC1dABrhgwYaja8Pd3R/cZ0m9/XvNKqk3yvHSNtPMWpQwpcV3Hd3F+eGKQnjbqAAAAAAAADKTLD/x9CgnAABST7MXFzAH7bzfQEAAAAABFla',
  'base64',
);
const TAR_XZ = Buffer.from(
  '/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4Cf/AJBdADgciiGnP8v7pz7VdeChN9garyYKExjdzlHCvyk25BU7sZP8yiTYfMZxoEOgz8grLjCY1y5AY2NDe7aUVCcAoauloRQEgc7BAVafn24KCCdlvkpb+LdNksee6MayzqnmC4/FWIFZ8HXP82fU1/HdJLM372u063uWMuGvpq1v+OYUx5SWNC3rIJQG54C4T9nWAACvxDERm/sRHgABrAGAUAAAc7QOEbHEZ/sCAAAAAARZWg==',
  'base64',
);
const XZ_SHA256 = Buffer.from(
  '/Td6WFoAAArh+wyhAgAhARYAAAB0L+Wj4AA9AC1dABrhgwYaja8Pd3R/cZ0m9/XvNKqk3yvHSNtPMWpQwpcV3Hd3F+eGKQnjbqAAAAAAAABD7OlJdZh5Wt5ODauQAgh5vtpoUb9dBYAO4yKqgwmMHAABYT5m8gGdGJtLmgEAAAAAClla',
  'base64',
);
/** A frame of zstd that is passed over. */
const PASSED_OVER = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 9, 9]);
const LOG = `something happened\n${MAPS}\n\n\nand again\n${MAPS}`;

const CORE = coreFile(X86_64, {
  segments: [
    { start: 0x400000n, end: 0x401000n, perms: 'r-x' },
    { start: 0x601000n, end: 0x801000n, perms: 'rw-' },
  ],
  notes: [psinfoNote(X86_64, 7, 'x', 'x -v'), auxvNote(X86_64, { 6: 4096n })],
});
const DUMP = new Minidump().system(9, 0x8201).text(STREAM.maps, MAPS).finish();

async function read(input: string | Uint8Array, options: OpenOptions = {}): Promise<readonly MemoryMap[]> {
  const { maps, entries } = await readDump(input, options);
  assert.equal(entries, undefined);
  return maps;
}

async function one(input: string | Uint8Array, options: OpenOptions = {}): Promise<MemoryMap> {
  const maps = await read(input, options);
  assert.equal(maps.length, 1);
  return maps[0]!;
}

function reasons({ problems }: MemoryMap): string {
  return problems.map(({ reason }) => reason).join('\n');
}

describe('reading a file', () => {
  const folder = new TemporaryFolder();
  after(() => folder.remove());

  const sorts: [what: string, bytes: Uint8Array, dialect: string][] = [
    ['maps', Buffer.from(MAPS), 'maps'],
    ['a core file', CORE, 'elf-core'],
    ['a minidump', DUMP, 'minidump'],
  ];
  for (const [what, bytes, dialect] of sorts) {
    it(`takes ${what} from a path, from bytes, and packed by gzip`, async () => {
      const path = folder.write(`sorts/${dialect}`, bytes);
      const packed = folder.write(`sorts/${dialect}.gz`, gzipSync(bytes));
      for (const input of [path, bytes, packed, gzipSync(bytes)]) {
        const map = await one(input);
        assert.equal(map.dialect, dialect);
        assert.equal(map.regions.count, 2);
        assert.equal(map.source.file, typeof input === 'string' ? input : undefined);
        assert.deepEqual(map.problems, []);
      }
    });
  }

  it('calls it as it is told', async () => {
    assert.equal((await one(folder.write('named', MAPS), { file: 'my maps' })).source.file, 'my maps');
  });

  it('finds all maps of a log, and none in a text without', async () => {
    assert.equal((await read(Buffer.from(LOG))).length, 2);
    assert.equal((await read(Buffer.from(LOG), { embedded: true })).length, 2);
    assert.deepEqual(await read(Buffer.from('nothing\n'), { embedded: true }), []);
    assert.match(reasons(await one(Buffer.from('nothing\n'))), /no region line/);
  });

  it('takes files of procfs, which have no size', async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const map = await one('/proc/self/maps');
    assert.ok(map.regions.count > 10);
  });

  it('takes a pipe', function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const { stdout } = spawnSync(
      'bash',
      ['-c', `"${process.execPath}" dist/cli.js json <(cat "$0") `, folder.write('pipe', MAPS)],
      {
        encoding: 'utf8',
      },
    );
    assert.match(stdout, /"dialect":"maps"/);
  });

  it('unpacks of a core file only what it needs, wherever its notes are', async () => {
    const memory = Buffer.alloc(3 << 20, 7);
    const early = Buffer.concat([CORE, memory]);
    // As gdb writes it: the notes at the end.
    const late = Buffer.concat([CORE, memory, CORE.subarray(64 + 3 * 56, 64 + 3 * 56 + 512)]);
    late.writeBigUInt64LE(BigInt(CORE.length + memory.length), 64 + 8);
    late.writeBigUInt64LE(512n, 64 + 32);
    for (const bytes of [early, late]) {
      const map = await one(gzipSync(bytes));
      assert.equal(map.title, 'PID 7 x -v');
      assert.equal(map.pageSize, 4096);
      assert.deepEqual(map.regions.count, 2);
    }
    // Half of it is enough for the first.
    const half = gzipSync(Buffer.concat([CORE, randomBytes(3 << 20)]));
    assert.deepEqual((await one(half.subarray(0, half.length / 2))).problems, []);
  });

  it('reads what is there of a packed text that is cut short, and says so', async () => {
    const text = Array.from(
      { length: 20_000 },
      (_, i) =>
        `${(0x400000 + 0x2000 * i).toString(16)}-${(0x401000 + 0x2000 * i).toString(16)} r-xp ${(i * 7919).toString(16).padStart(8, '0')} 08:01 ${i * 104729} \n`,
    ).join('');
    const packed = gzipSync(text);
    const map = await one(packed.subarray(0, packed.length >> 1));
    assert.ok(map.regions.count > 1000 && map.regions.count < 20_000);
    assert.match(reasons(map), /not whole: what gzip compressed ends too early/);
    const broken = Uint8Array.from(packed);
    broken.fill(0xff, packed.length >> 1, (packed.length >> 1) + 100);
    assert.match(reasons(await one(broken)), /not whole/);
  });

  it('loses nothing of a packed text that something stands behind, and reads a damaged one up to the damage', async () => {
    const row = (i: number): string =>
      `${(0x400000 + 0x2000 * i).toString(16)}-${(0x401000 + 0x2000 * i).toString(16)}`;
    const text = Array.from({ length: 3000 }, (_, i) => `${row(i)} r-xp 00000000 08:01 ${i * 104729} \n`).join('');
    const behind = await one(Buffer.concat([gzipSync(text), Buffer.from('sent from my phone\n')]));
    assert.equal(behind.regions.count, 3000);
    assert.match(reasons(behind), /is broken \(incorrect header check\)/);
    const damaged = Uint8Array.from(gzipSync(text, { level: 0 }));
    damaged.fill(0xff, 100_000, 140_000);
    const map = await one(damaged);
    assert.ok(map.regions.count > 1000 && map.regions.count < 3000);
  });

  it('takes a packed text that is broken from its start on for no empty map', async () => {
    const packed = Uint8Array.from(gzipSync('00400000-00401000 r-xp 00000000 08:01 12 /bin/a\n'));
    packed.fill(0xff, 10, 20);
    assert.match(
      reasons(await one(packed)),
      /^the file is not whole: what gzip compressed ends too early or is broken/,
    );
  });

  it('undoes xz, also of several streams, and says what it cannot', async () => {
    assert.deepEqual([(await one(XZ)).regions.count, (await one(XZ)).problems], [1, []]);
    assert.equal((await one(Buffer.concat([XZ, XZ]))).regions.count, 2);
    const { maps, entries } = await readDump(folder.write('sos.tar.xz', TAR_XZ));
    assert.deepEqual([entries?.length, maps[0]?.source.pid, maps[0]?.regions.count], [1, 7, 1]);
    for (const [bytes, reason] of [
      [XZ.subarray(0, -20), /^the file is not whole: what xz compressed ends too early$/],
      [XZ.subarray(0, 30), /^the file is not whole: what xz compressed ends too early$/],
      [Buffer.from(XZ).fill(0xff, 30, 60), /^the file is not whole: what xz compressed is broken$/],
      [
        XZ_SHA256,
        /^the file is compressed with xz by a filter, or with a checksum, that is not known here: run unxz on it first$/,
      ],
    ] as const) {
      assert.match(reasons(await one(bytes)), reason);
    }
    // One after the other, and two at once.
    const both = await Promise.all([one(XZ), one(XZ)]);
    assert.deepEqual(
      both.map(({ regions }) => regions.count),
      [1, 1],
    );
  });

  it('unpacks no more than it may', async () => {
    const bomb = gzipSync(Buffer.alloc(1 << 24));
    const map = await one(bomb, { mostBytes: 1 << 20 });
    assert.match(reasons(map), /holds more than 1 MiB/);
    assert.match(
      reasons(await one(Buffer.alloc(1 << 21), { mostBytes: 1 << 20 })),
      /file has 2 MiB: texts of up to 1 MiB/,
    );
    // A core file may have any size.
    assert.equal((await one(Buffer.concat([CORE, Buffer.alloc(1 << 21)]), { mostBytes: 1 << 20 })).regions.count, 2);
  });

  const refused: [what: string, head: number[], command: RegExp][] = [
    ['lz4', [0x04, 0x22, 0x4d, 0x18], /lz4.*unlz4/],
    ['lz4 of old', [0x02, 0x21, 0x4c, 0x18], /lz4.*unlz4/],
    ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], /7z.*7z x/],
    ['bzip2', [0x42, 0x5a, 0x68, 0x39], /bzip2.*bunzip2/],
    ['zip', [0x50, 0x4b, 3, 4], /zip.*unzip/],
  ];
  for (const [what, head, command] of refused) {
    it(`says what to do with ${what}`, async () => {
      const map = await one(Buffer.from([...head, ...Buffer.alloc(100)]));
      assert.equal(map.regions.count, 0);
      assert.match(reasons(map), command);
    });
  }

  it('undoes zstd where Node can, and says so where it cannot', async function () {
    const made = spawnSync('zstd', ['-q', '-c'], { input: MAPS });
    if (made.status !== 0) skip(this, 'needs the zstd command');
    const map = await one(made.stdout);
    if (hasZstd()) assert.equal(map.regions.count, 2);
    else assert.match(reasons(map), /zstd, which Node [\d.]+ cannot undo: run unzstd/);
  });

  it('reads all frames of zstd, and tells of one that is cut short', async function () {
    const packed = [0, 1].map((i) => spawnSync('zstd', ['-q', '-c'], { input: `${MAPS.split('\n')[i]}\n` }));
    if (packed.some(({ status }) => status !== 0) || !hasZstd()) skip(this, 'needs zstd, the command and in Node');
    const file = Buffer.concat([PASSED_OVER, ...packed.map(({ stdout }) => stdout)]);
    const map = await one(file);
    assert.deepEqual([map.regions.count, map.problems], [2, []]);
    const cut = await one(file.subarray(0, -8));
    assert.equal(cut.regions.count, 1);
    assert.match(reasons(cut), /what zstd compressed ends too early/);
  });

  it('tells a program from a core file', async () => {
    assert.match(reasons(await one(process.execPath, { mostBytes: 1 << 30 })), /ELF program or library/);
  });

  it('throws the error of the system for what is not there', async () => {
    await assert.rejects(readDump(join(folder.path, 'missing')), { code: 'ENOENT' });
  });

  it('waits for no pipe and no device, unless who asks may wait', async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const pipe = join(folder.path, 'pipe.maps');
    spawnSync('mkfifo', [pipe]);
    await assert.rejects(readDump(pipe), { code: 'ESPIPE' });
    await assert.rejects(readDump('/dev/zero'), { code: 'ESPIPE' });
    assert.equal((await one('/dev/null', { pipes: true })).regions.count, 0);
  });

  it('stops when it is asked to, and tells how far it is', async () => {
    const path = folder.write('large.gz', gzipSync(randomBytes(1 << 20)));
    const shares: number[] = [];
    await read(path, { onProgress: (share) => shares.push(share) });
    assert.equal(shares.at(-1), 1);
    assert.deepEqual(
      shares,
      shares.toSorted((a, b) => a - b),
    );
    let asked = 0;
    await assert.rejects(openDump(path, { isCancelled: () => ++asked > 1 }), { name: 'AbortError' });
    assert.equal(asked, 2);
  });

  it('lets go of what it opened', async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const path = folder.write('open.core', CORE);
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let i = 0; i < 5; i++) await read(path);
    await assert.rejects(readDump(path, { isCancelled: () => true }));
    assert.ok(open() <= before);
    assert.equal(readFileSync(path).length, CORE.length);
  });
});
