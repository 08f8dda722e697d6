/** Which file is asked for symbols, and why others are not. */
import assert from 'node:assert/strict';
import { truncateSync } from 'node:fs';
import { CRC_START, crc32Of } from '../../../src/core/elf/debug-link.ts';
import { closeElf, type ElfQuery, findElf } from '../../../src/sources/elf/find-elf.ts';
import {
  buildIdSection,
  debugLinkSection,
  EM,
  ET,
  makeElf,
  symbolSections,
  textSection,
  type MadeElf,
  type MadeSection,
} from './make-elf.ts';
import { MadeRoot } from './made-files.ts';

const LITTLE = { bits: 64, endian: 'little' } as const;
const PATH = '/usr/bin/demo';
const ID = 'aabbccddeeff00112233445566778899aabbccdd';
const OTHER_ID = '00'.repeat(20);
const BY_ID = '/usr/lib/debug/.build-id/aa/bbccddeeff00112233445566778899aabbccdd.debug';

/** A program or its debug file. */
function elf(sections: readonly MadeSection[] = [], more: Partial<MadeElf> = {}): Uint8Array {
  return makeElf({ ...LITTLE, ...more, sections: [textSection(0x1000n, 0x100), ...sections] });
}

const SYMBOLS = symbolSections(LITTLE, [{ name: 'main', value: 0x1000n, size: 16n }]);
const WITH_ID = buildIdSection(LITTLE, ID);

describe('the file with the symbols of a mapping', () => {
  let root: MadeRoot;
  beforeEach(() => {
    root = new MadeRoot();
  });
  afterEach(() => root.dispose());

  /** What was found, by the paths of the root's own, and the reasons of what was passed over. */
  function find(query: Partial<ElfQuery> = {}) {
    const found = findElf(root.path, { path: PATH, ...query });
    closeElf(found);
    const own = (path: string | undefined): string | undefined => path?.slice(root.path.length);
    return {
      program: own(found.program?.path),
      debug: own(found.debug?.path),
      passedOver: Object.fromEntries(found.passedOver.map(({ path, reason }) => [own(path) ?? '', reason])),
    };
  }

  it('is the program where that has them', () => {
    root.write(PATH, elf([WITH_ID, ...SYMBOLS]));
    root.write(BY_ID, elf([WITH_ID, ...SYMBOLS]));
    assert.deepEqual(find({ buildId: ID }), { program: PATH, debug: undefined, passedOver: {} });
    assert.deepEqual(find({ buildId: ID.toUpperCase() }).program, PATH);
    assert.deepEqual(find().program, PATH);
  });

  it('is found by build ID', () => {
    root.write(PATH, elf([WITH_ID]));
    root.write(BY_ID, elf([WITH_ID, ...SYMBOLS]));
    assert.deepEqual(find(), { program: PATH, debug: BY_ID, passedOver: {} });
  });

  it('is found by build ID also where the program is missing', () => {
    root.write(BY_ID, elf([WITH_ID, ...SYMBOLS]));
    assert.deepEqual(find({ buildId: ID }), {
      program: undefined,
      debug: BY_ID,
      passedOver: { [PATH]: 'it is not there' },
    });
  });

  for (const place of [BY_ID.slice('/usr/lib/debug'.length), BY_ID.slice('/usr/lib/debug'.length, -'.debug'.length)]) {
    it(`is found by build ID where the root is a store of symbols: ${place}`, () => {
      root.write(place, elf([WITH_ID, ...SYMBOLS]));
      assert.equal(find({ buildId: ID }).debug, place);
      assert.equal(find({ buildId: OTHER_ID }).debug, undefined);
      assert.equal(find().debug, undefined);
    });
  }

  it('is found by path', () => {
    root.write(PATH, elf([WITH_ID]));
    root.write(`/usr/lib/debug${PATH}.debug`, elf([WITH_ID, ...SYMBOLS]));
    const found = find();
    assert.equal(found.debug, `/usr/lib/debug${PATH}.debug`);
    assert.equal(found.passedOver[BY_ID], 'it is not there');
  });

  const debug = elf(SYMBOLS);
  const linked = elf([debugLinkSection(LITTLE, 'demo.debug', crc32Of(debug, CRC_START))]);
  for (const place of ['/usr/bin/demo.debug', '/usr/bin/.debug/demo.debug', '/usr/lib/debug/usr/bin/demo.debug']) {
    it(`is found by the program's link: ${place}`, () => {
      root.write(PATH, linked);
      root.write(place, debug);
      assert.equal(find().debug, place);
    });
  }

  it('is not one with another checksum than the link tells', () => {
    root.write(PATH, linked);
    root.write('/usr/bin/demo.debug', elf(symbolSections(LITTLE, [{ name: 'other', value: 0x1000n }])));
    const { debug: found, passedOver } = find();
    assert.equal(found, undefined);
    assert.match(passedOver['/usr/bin/demo.debug'] ?? '', /checksum is not the one/);
  });

  it('is not read whole for its checksum where that would take long', () => {
    root.write(PATH, linked);
    root.write('/usr/bin/demo.debug', debug);
    truncateSync(root.at('/usr/bin/demo.debug'), 65 << 20);
    assert.match(find().passedOver['/usr/bin/demo.debug'] ?? '', /too large to compute its checksum/);
  });

  for (const name of ['../../etc/passwd', '..', '.', '/etc/passwd', 'demo']) {
    it(`is never looked for where a link points at what is not beside it: ${name}`, () => {
      root.write('/etc/passwd', debug);
      root.write(PATH, elf([debugLinkSection(LITTLE, name, crc32Of(debug, CRC_START))]));
      const { debug: found, passedOver } = find();
      assert.equal(found, undefined);
      assert.ok(!Object.keys(passedOver).some((path) => path.endsWith('passwd')));
    });
  }

  it('is not another build of the program', () => {
    root.write(PATH, elf([buildIdSection(LITTLE, OTHER_ID), ...SYMBOLS]));
    const { program, passedOver } = find({ buildId: ID });
    assert.equal(program, undefined);
    assert.match(passedOver[PATH] ?? '', new RegExp(`another build: its build ID is ${OTHER_ID}, .* ${ID}`));
  });

  it('is not a program without a build ID where the mapped one had one', () => {
    root.write(PATH, elf(SYMBOLS));
    assert.match(find({ buildId: ID }).passedOver[PATH] ?? '', /has no build ID/);
  });

  it('is not what stands now where a deleted file was', () => {
    root.write(PATH, elf([WITH_ID, ...SYMBOLS]));
    assert.match(find({ deleted: true }).passedOver[PATH] ?? '', /deleted or replaced/);
    assert.equal(find({ deleted: true, buildId: ID }).program, PATH, 'the same build was put there again');
  });

  it('is not the debug file of another build, or of another machine, or one without symbols', () => {
    root.write(PATH, elf([WITH_ID]));
    root.write(BY_ID, elf([buildIdSection(LITTLE, OTHER_ID), ...SYMBOLS]));
    root.write(`/usr/lib/debug${PATH}.debug`, elf([WITH_ID, ...SYMBOLS], { machine: EM.arm64 }));
    const first = find();
    assert.equal(first.debug, undefined);
    assert.match(first.passedOver[BY_ID] ?? '', /another build/);
    assert.match(first.passedOver[`/usr/lib/debug${PATH}.debug`] ?? '', /another kind of processor/);
    root.write(BY_ID, elf([WITH_ID]));
    assert.match(find().passedOver[BY_ID] ?? '', /no symbol table/);
  });

  it('is not one that nothing but its name speaks for', () => {
    root.write(PATH, elf());
    root.write(`/usr/lib/debug${PATH}.debug`, elf(SYMBOLS));
    assert.match(find().passedOver[`/usr/lib/debug${PATH}.debug`] ?? '', /nothing tells that it belongs/);
  });

  it('is no build ID away from its folder', () => {
    for (const buildId of ['../../../../etc/passwd', 'aa', '', 'zz'.repeat(20), 'aa/../../x']) {
      const { passedOver } = find({ buildId });
      assert.ok(Object.keys(passedOver).every((path) => !path.includes('.build-id')));
    }
  });

  const unfit: readonly [what: string, content: Uint8Array | string, says: RegExp][] = [
    ['a text', 'not what it seems', /not an ELF file/],
    ['a core dump', elf([], { type: ET.core }), /neither a program nor a shared library/],
    ['an object file', elf([], { type: ET.rel }), /neither a program nor a shared library/],
    ['an empty file', '', /not an ELF file/],
  ];
  for (const [what, content, says] of unfit) {
    it(`is not ${what}`, () => {
      root.write(PATH, content);
      assert.match(find().passedOver[PATH] ?? '', says);
    });
  }

  it('is none for what is no file', () => {
    for (const path of ['[vdso]', '[heap]', '', 'anon_inode:[perf_event]']) {
      const { program, debug: found, passedOver } = find({ path, buildId: ID });
      assert.equal(program ?? found, undefined);
      assert.match(passedOver[path] ?? '', /not the path of a file/);
    }
    root.write('/usr/bin/folder/x', '');
    assert.match(find({ path: '/usr/bin/folder' }).passedOver['/usr/bin/folder'] ?? '', /not a regular file/);
  });
});
