/** Names of places in mapped files, from files made here and from real programs of this machine. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readElf } from '../../../src/core/elf/elf-file.ts';
import { addressToFileOffset } from './address-to-offset.ts';
import { FileSource } from '../../../src/sources/elf/file-source.ts';
import { Symbolizer } from '../../../src/sources/elf/symbolizer.ts';
import { skip } from '../../runner/report.mjs';
import { buildIdSection, makeElf, symbolSections, textSection, type MadeSymbol } from './make-elf.ts';
import { MadeRoot } from './made-files.ts';

const LITTLE = { bits: 64, endian: 'little' } as const;
const PATH = '/usr/lib/libdemo.so';

/** A library whose code is at 0x2000 in the file and a page further up in memory. */
function library(symbols: readonly MadeSymbol[]): Uint8Array {
  const segments = [{ offset: 0x2000, vaddr: 0x3000n, filesz: 0x1000, flags: 5 }];
  return makeElf({ ...LITTLE, segments, sections: [textSection(0x3000n, 0x1000), ...symbolSections(LITTLE, symbols)] });
}

describe('a place in a mapped file', () => {
  let root: MadeRoot;
  let symbolizer: Symbolizer;
  beforeEach(() => {
    root = new MadeRoot();
    symbolizer = new Symbolizer(root.path);
  });
  afterEach(() => {
    symbolizer.forget();
    root.dispose();
  });

  it('has the name of its symbol, as it was written', async () => {
    root.write(PATH, library([{ name: '_ZN4demo4HeapC1Em', value: 0x3100n, size: 0x40n }]));
    const { symbol, address, file, reason } = await symbolizer.symbolize({ path: PATH, offset: 0x2110n });
    assert.equal(symbol?.text, 'demo::Heap::Heap(unsigned long)');
    assert.equal(symbol.name, '_ZN4demo4HeapC1Em');
    assert.equal(symbol.offset, 0x10);
    assert.equal(symbol.certain, true);
    assert.equal(address, 0x3110n);
    assert.equal(file, root.at(PATH));
    assert.equal(reason, undefined);
  });

  const without: readonly [what: string, offset: bigint, says: RegExp][] = [
    ['no symbol covers it', 0x2800n, /^No symbol of .*libdemo\.so covers this address\.$/],
    ['no segment maps it', 0x9000n, /^No segment of .*libdemo\.so maps this offset\.$/],
  ];
  for (const [what, offset, says] of without) {
    it(`has none, and the answer says why: ${what}`, async () => {
      root.write(PATH, library([{ name: 'f', value: 0x3100n, size: 4n }]));
      const { symbol, reason } = await symbolizer.symbolize({ path: PATH, offset });
      assert.equal(symbol, undefined);
      assert.match(reason ?? '', says);
    });
  }

  it('has none in a file without symbols, and none in one that is not there', async () => {
    root.write(PATH, library([]));
    assert.match((await symbolizer.symbolize({ path: PATH, offset: 0x2100n })).reason ?? '', /has no symbols/);
    const missing = await symbolizer.symbolize({ path: '/usr/lib/\u001b[2J.so', offset: 0n });
    assert.match(missing.reason ?? '', /\\x1b\[2J\.so cannot be used: it is not there\.$/);
    assert.equal(missing.passedOver[0]?.reason, 'it is not there');
  });

  it('has none in a program without its debug file: where that belongs is told, or why the one that is there does not fit', async () => {
    const id = 'aabbccdd';
    const program = (...symbols: MadeSymbol[]): Uint8Array =>
      makeElf({
        ...LITTLE,
        segments: [{ offset: 0x2000, vaddr: 0x3000n, filesz: 0x1000, flags: 5 }],
        sections: [
          textSection(0x3000n, 0x1000),
          buildIdSection(LITTLE, symbols.length > 0 ? '11223344' : id),
          ...(symbols.length > 0 ? symbolSections(LITTLE, symbols) : []),
        ],
      });
    root.write(PATH, program());
    const ask = async (): Promise<string> => (await symbolizer.symbolize({ path: PATH, offset: 0x2100n })).reason ?? '';
    assert.match(await ask(), /Its debug file .*\/\.build-id\/aa\/bbccdd\.debug cannot be used: it is not there\.$/);
    symbolizer.forget();
    root.write(`/usr/lib/debug${PATH}.debug`, program({ name: 'other', value: 0x3100n, size: 4n }));
    assert.match(
      await ask(),
      /Its debug file .*libdemo\.so\.debug cannot be used: it belongs to another build, 11223344\.$/,
    );
  });

  it('is looked up anew when the file changes, and when it comes', async () => {
    const ask = async (): Promise<string | undefined> =>
      (await symbolizer.symbolize({ path: PATH, offset: 0x2100n })).symbol?.name;
    assert.equal(await ask(), undefined);
    root.write(PATH, library([{ name: 'before', value: 0x3100n, size: 4n }]));
    assert.equal(await ask(), 'before');
    assert.equal(await ask(), 'before');
    root.write(`${PATH}.new`, library([{ name: 'afterwards', value: 0x3100n, size: 4n }]));
    renameSync(root.at(`${PATH}.new`), root.at(PATH));
    assert.equal(await ask(), 'afterwards');
    rmSync(root.at(PATH));
    assert.equal(await ask(), undefined);
  });

  it('is answered for any number of files, with few of them open', async () => {
    for (let i = 0; i < 40; i++) root.write(`/lib${i}.so`, library([{ name: `f${i}`, value: 0x3100n, size: 4n }]));
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 40; i++)
        assert.equal((await symbolizer.symbolize({ path: `/lib${i}.so`, offset: 0x2100n })).symbol?.name, `f${i}`);
    }
  });
});

describe('symbols of a real program', function () {
  this.timeout(120_000);

  it('are those that nm lists: of this Node', async function () {
    const path = process.execPath;
    const defined = spawnSync('nm', ['-S', '--defined-only', path], { encoding: 'utf8', maxBuffer: 1 << 28 });
    const dynamic = spawnSync('nm', ['-D', '-S', '--defined-only', path], { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (defined.error || dynamic.error) skip(this, 'needs nm');
    const lines = `${defined.stdout}${dynamic.stdout}`.matchAll(/^([0-9a-f]+) ([0-9a-f]+) [TtWw] ([^@\n]+)/gm);
    const namesAt = new Map<bigint, Set<string>>();
    const functions = Array.from(lines, ([, value = '', size = '', name = '']) => {
      const at = BigInt(`0x${value}`);
      namesAt.set(at, (namesAt.get(at) ?? new Set()).add(name));
      return { at, size: BigInt(`0x${size}`) };
    }).filter(({ size }) => size > 0n);
    if (functions.length === 0) skip(this, 'needs a Node that is not stripped');
    const symbolizer = new Symbolizer();
    const source = FileSource.open(path) ?? assert.fail();
    const read = readElf(source);
    assert.ok(read.ok);
    // Every 97th is enough to meet all kinds of them.
    for (let i = 0; i < functions.length; i += 97) {
      const { at, size } = functions[i] ?? assert.fail();
      const offset = addressToFileOffset(read.value.segments, at + size - 1n) ?? assert.fail();
      const { symbol, address } = await symbolizer.symbolize({ path, offset });
      assert.equal(address, at + size - 1n);
      // Another function may start inside of this one.
      assert.ok(symbol && symbol.certain && symbol.value >= at, `a function covers ${at.toString(16)}`);
      assert.ok(namesAt.get(symbol.value)?.has(symbol.name.replace(/@.*/, '')), symbol.name);
    }
    source.close();
    symbolizer.forget();
  });

  it('are found in the debug file that they were moved to', async function () {
    const root = new MadeRoot();
    try {
      root.write(
        '/demo.c',
        'static int hidden(int x) { return x * 3; }\nint main(int n, char **v) { return hidden(n) + !v; }\n',
      );
      const run = (command: string, ...args: string[]): boolean =>
        spawnSync(command, args, { cwd: root.path, encoding: 'utf8' }).status === 0;
      if (!run('cc', '-O0', '-g', '-Wl,--build-id', '-o', 'demo', 'demo.c')) skip(this, 'needs cc');
      const whole = new Symbolizer(root.path);
      const source = FileSource.open(root.at('/demo')) ?? assert.fail();
      const read = readElf(source);
      assert.ok(read.ok);
      const offset = addressToFileOffset(read.value.segments, read.value.header.entry) ?? assert.fail();
      source.close();
      assert.equal((await whole.symbolize({ path: '/demo', offset })).symbol?.name, '_start');
      // The place of a function that only the symbol table knows.
      let hidden: bigint | undefined;
      for (let at = offset; hidden === undefined && at < offset + 0x400n; at++)
        if ((await whole.symbolize({ path: '/demo', offset: at })).symbol?.name === 'hidden') hidden = at;
      whole.forget();
      assert.ok(hidden !== undefined);
      const moved =
        run('objcopy', '--only-keep-debug', 'demo', 'demo.debug') &&
        run('objcopy', '--strip-all', '--add-gnu-debuglink=demo.debug', 'demo');
      if (!moved) skip(this, 'needs objcopy');
      const split = new Symbolizer(root.path);
      const found = await split.symbolize({ path: '/demo', offset: hidden });
      assert.equal(found.symbol?.name, 'hidden');
      assert.equal(found.file, root.at('/demo.debug'));
      split.forget();
      rmSync(root.at('/demo.debug'));
      const alone = await split.symbolize({ path: '/demo', offset: hidden });
      assert.equal(alone.symbol, undefined);
      assert.ok(alone.passedOver.some(({ path }) => path === root.at('/demo.debug')));
      split.forget();
    } finally {
      root.dispose();
    }
  });

  it('are found where they are packed in the program itself', async function () {
    const root = new MadeRoot();
    try {
      root.write(
        '/demo.c',
        'static int hidden(int x) { return x * 3; }\nint shown(int x) { return hidden(x); }\nint main(int n, char **v) { return shown(n) + !v; }\n',
      );
      const run = (command: string, ...args: string[]): boolean =>
        spawnSync(command, args, { cwd: root.path, encoding: 'utf8' }).status === 0;
      if (!run('cc', '-O0', '-rdynamic', '-o', 'demo', 'demo.c')) skip(this, 'needs cc');
      // As the GDB manual tells packagers to, without the names that the linker needs anyway.
      const packed =
        run('objcopy', '--only-keep-debug', 'demo', 'mini') &&
        run('objcopy', '--strip-debug', '--strip-symbol=shown', 'mini') &&
        run('xz', '--force', 'mini') &&
        run('strip', '--strip-all', 'demo') &&
        run('objcopy', '--add-section', '.gnu_debugdata=mini.xz', 'demo', 'packed');
      if (!packed) skip(this, 'needs objcopy and xz');
      const source = FileSource.open(root.at('/packed')) ?? assert.fail();
      const read = readElf(source);
      assert.ok(read.ok);
      const offset = addressToFileOffset(read.value.segments, read.value.header.entry) ?? assert.fail();
      source.close();
      const symbolizer = new Symbolizer(root.path);
      const names = new Set<string | undefined>();
      for (let at = offset; at < offset + 0x400n; at += 4n)
        names.add((await symbolizer.symbolize({ path: '/packed', offset: at })).symbol?.name);
      for (const name of ['hidden', 'shown', 'main']) assert.ok(names.has(name), name);

      const bytes = readFileSync(root.at('/mini.xz'));
      writeFileSync(root.at('/mini.xz'), bytes.subarray(0, bytes.length / 2));
      assert.ok(run('objcopy', '--add-section', '.gnu_debugdata=mini.xz', 'demo', 'broken'));
      const { symbol, reason } = await symbolizer.symbolize({ path: '/broken', offset: 0n });
      assert.equal(symbol, undefined);
      assert.match(reason ?? '', /What it may have besides: its \.gnu_debugdata cannot be read: the file is not whole/);
      symbolizer.forget();
    } finally {
      root.dispose();
    }
  });
});
