/** Tar archives of all formats, whole and broken. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesSource } from '../../../src/core/elf/byte-source.ts';
import { openTar, openTarStream } from '../../../src/sources/archive/archive.ts';
import { ChunkStream, SourceStream, type ByteStream } from '../../../src/sources/archive/byte-stream.ts';
import { isTar, readTar } from '../../../src/sources/archive/tar.ts';
import { isWanted } from '../../../src/sources/archive/snapshots.ts';
import { memorySource } from '../../../src/sources/open-file.ts';
import { paxRecord, tarFile, type TarFormat, type TarSpec } from './tar-builder.ts';

/** Each file's path and content; a content is read from every second file only, so that both ways on are taken. */
async function list(stream: ByteStream): Promise<{ files: [path: string, content: string][]; problems: string[] }> {
  const files: [string, string][] = [];
  const problems: string[] = [];
  for await (const { path, size } of readTar(stream, (reason) => problems.push(reason))) {
    const isRead = files.length % 2 === 0;
    files.push([path, isRead ? Buffer.from(await stream.read(size)).toString('latin1') : `${size} bytes`]);
  }
  return { files, problems };
}

/** The bytes in parts of any size, as a decompressor gives them. */
async function* parts(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function listBoth(bytes: Uint8Array): ReturnType<typeof list> {
  const bySource = await list(new SourceStream(bytesSource(bytes)));
  const byParts = await list(new ChunkStream(parts(bytes, 700)));
  assert.deepEqual(byParts, bySource);
  return bySource;
}

const LONG = `${'deep/'.repeat(25)}proc/12/smaps`;

describe('tar archives', () => {
  for (const format of ['v7', 'ustar', 'gnu', 'pax'] satisfies TarFormat[]) {
    it(`of ${format} are told and listed`, async () => {
      const bytes = tarFile(
        [
          { path: 'proc/', type: '5' },
          { path: 'proc/1/maps', content: 'x'.repeat(600) },
          { path: 'proc/2/maps', content: '' },
          { path: 'proc/3/maps', content: 'three' },
        ],
        format,
      );
      assert.ok(isTar(bytes));
      assert.deepEqual(await listBoth(bytes), {
        files: [
          ['proc/1/maps', 'x'.repeat(600)],
          ['proc/2/maps', '0 bytes'],
          ['proc/3/maps', 'three'],
        ],
        problems: [],
      });
    });
  }

  for (const format of ['ustar', 'gnu', 'pax'] satisfies TarFormat[]) {
    it(`of ${format} have long paths, and short ones after them`, async () => {
      const { files } = await listBoth(
        tarFile(
          [
            { path: LONG, content: 'a' },
            { path: 'b', content: 'b' },
            { path: 'c', content: 'c' },
          ],
          format,
        ),
      );
      assert.deepEqual(files, [
        [LONG, 'a'],
        ['b', '1 bytes'],
        ['c', 'c'],
      ]);
    });
  }

  it('have paths in UTF-8', async () => {
    const { files } = await listBoth(tarFile([{ path: 'größe/maps', content: 'x' }]));
    assert.deepEqual(files, [['größe/maps', 'x']]);
  });

  it('have sizes that need more than octal digits', async () => {
    const base256 = `\x80${'\0'.repeat(10)}\x05`;
    const extended = paxRecord('size', '5').toString();
    const { files } = await listBoth(
      tarFile([
        { path: 'a', content: 'hello', size: base256 },
        { path: 'x', type: 'x', content: extended },
        { path: 'b', content: 'world', size: '00000000000\0' },
        { path: 'c', content: 'last' },
      ]),
    );
    assert.deepEqual(files, [
      ['a', 'hello'],
      ['b', '5 bytes'],
      ['c', 'last'],
    ]);
  });

  it('are passed over where they hold no file: devices, what is not known', async () => {
    const { files } = await listBoth(
      tarFile([
        { path: 'device', type: '3', size: '00000001000\0' },
        { path: 'global', type: 'g', content: paxRecord('path', 'never') },
        { path: 'vendor', type: 'X', content: 'y'.repeat(700) },
        { path: 'file', content: 'here' },
      ]),
    );
    assert.deepEqual(files, [['file', 'here']]);
  });

  it('give what hard links lead to, and tell which links are not followed', async () => {
    const far = `${'deep/'.repeat(25)}proc/1/maps`;
    const bytes = tarFile([
      { path: 'proc/1/maps', content: 'one' },
      { path: 'proc/2/maps', type: '1', to: 'proc/1/maps', size: '00000001000\0' },
      { path: 'x', type: 'x', content: paxRecord('path', far).toString() },
      { path: 'cut', content: 'far' },
      { path: '././@LongLink', type: 'K', content: `${far}\0` },
      { path: 'proc/3/maps', type: '1', to: far.slice(0, 100) },
      { path: 'x', type: 'x', content: paxRecord('linkpath', far).toString() },
      { path: 'proc/4/maps', type: '1', to: far.slice(0, 100) },
      { path: 'proc/5/maps', type: '2', to: '../1/maps' },
      { path: 'proc/6/maps', type: '1', to: 'proc/1/environ' },
      { path: 'etc/passwd-', type: '2', to: 'passwd' },
      { path: 'proc/7/maps', content: 'seven' },
    ]);
    const nothing = (): void => undefined;
    for (const archive of [
      await openTar(memorySource(bytes), isWanted, nothing),
      await openTarStream(new ChunkStream(parts(bytes, 700)), isWanted, 1 << 20, nothing),
    ]) {
      const contents = archive.files.map((file) => {
        const source = archive.open(file, nothing);
        return [file.path, file.size, Buffer.from(source.read(0, source.size)).toString()];
      });
      assert.deepEqual(contents, [
        ['proc/1/maps', 3, 'one'],
        ['proc/2/maps', 3, 'one'],
        [far, 3, 'far'],
        ['proc/3/maps', 3, 'far'],
        ['proc/4/maps', 3, 'far'],
        ['proc/7/maps', 5, 'seven'],
      ]);
      assert.deepEqual(archive.problems, ['proc/5/maps and 1 more file are not read: links are not followed']);
    }
  });

  it('tell which files have their holes left out, and their real names', async () => {
    const marked = (key: string, value: string): TarSpec => ({
      path: 'x',
      type: 'x',
      content: paxRecord(key, value).toString(),
    });
    const bytes = tarFile([
      { path: 'core.1', type: 'S', content: 'data' },
      marked('GNU.sparse.size', '9000'),
      { path: 'core.2', content: 'data' },
      marked('GNU.sparse.name', 'core.3'),
      { path: 'GNUSparseFile.7/core.3', content: 'data' },
      { path: 'proc/4/maps', content: 'data' },
    ]);
    const archive = await openTar(memorySource(bytes), isWanted, () => undefined);
    assert.deepEqual(
      archive.files.map(({ path }) => path),
      ['proc/4/maps'],
    );
    assert.deepEqual(archive.problems, [
      'core.1 and 2 more files are not read: tar left the holes out (--sparse), unpack the archive first',
    ]);
    const one = tarFile([marked('GNU.sparse.name', 'core.3'), { path: 'GNUSparseFile.7/core.3', content: 'data' }]);
    const packed = await openTarStream(new ChunkStream(parts(one, 700)), isWanted, 1 << 20, () => undefined);
    assert.deepEqual(packed.problems, [
      'core.3 is not read: tar left the holes out (--sparse), unpack the archive first',
    ]);
  });

  it('say where they end too early, or go wrong', async () => {
    const bytes = tarFile([
      { path: 'a', content: 'a'.repeat(2000) },
      { path: 'b', content: 'b' },
    ]);
    const problems = async (broken: Uint8Array): Promise<string> => (await listBoth(broken)).problems.join();
    assert.match(await problems(bytes.subarray(0, 1000)), /^the archive ends inside a$/);
    assert.match(await problems(bytes.subarray(0, 2560 + 100)), /ends inside a header/);
    const noise = Uint8Array.from(bytes);
    noise.fill(0x55, 2560, 2600);
    assert.match(await problems(noise), /no header stands at byte 2560/);
    // The blocks of zeros at the end may be missing.
    assert.equal(await problems(bytes.subarray(0, 2560)), '');
  });

  it('believe no size that cannot be', async () => {
    const { files, problems } = await listBoth(tarFile([{ path: 'a', size: `\x80${'\xff'.repeat(11)}` }]));
    assert.deepEqual([files, problems.length], [[], 1]);
    // Room is made for what comes, not for what is said.
    const terabyte = await listBoth(
      tarFile([{ path: 'a', content: 'x', size: `\x80${'\0'.repeat(5)}\x01${'\0'.repeat(5)}` }]),
    );
    assert.match(terabyte.problems.join(), /ends inside a/);
  });

  it('are read in time in proportion when their extended headers are nonsense', async () => {
    const records = '3 \n'.repeat(300_000);
    const { files } = await listBoth(
      tarFile([
        { path: 'x', type: 'x', content: records },
        { path: 'a', content: 'a' },
      ]),
    );
    assert.deepEqual(files, [['a', 'a']]);
  });

  it('are read on behind an extended header that is none', async () => {
    for (const records of [
      'td/',
      '\0'.repeat(90),
      `${paxRecord('path', 'b').toString()}td/`,
      '-1 a=b\n',
      '1e9 a=b\n',
    ]) {
      const { files } = await listBoth(
        tarFile([
          { path: 'x', type: 'x', content: records },
          { path: 'a', content: 'a' },
        ]),
      );
      assert.deepEqual(files, [[records.includes('path=b') ? 'b' : 'a', 'a']]);
    }
  });

  it('are told from other files', () => {
    assert.ok(!isTar(new Uint8Array(4096)));
    assert.ok(!isTar(Buffer.from('00400000-00401000 r-xp 00000000 00:00 0 \n'.repeat(20))));
    assert.ok(!isTar(tarFile([{ path: 'a' }]).subarray(0, 300)));
  });

  it('of any bytes never throw', async () => {
    const seed = tarFile(
      [
        { path: LONG, content: 'a' },
        { path: 'b', content: 'b'.repeat(600) },
      ],
      'gnu',
    );
    const mutated = fc
      .tuple(fc.array(fc.tuple(fc.nat(seed.length - 1), fc.nat(255)), { maxLength: 8 }), fc.nat(seed.length))
      .map(([edits, length]) => {
        const bytes = Uint8Array.from(seed);
        for (const [place, byte] of edits) bytes[place] = byte;
        return bytes.subarray(0, length);
      });
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => void (await listBoth(bytes))),
      { numRuns: 500 },
    );
  });
});
