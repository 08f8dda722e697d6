/** What must hold for any bytes that start like a core file or a minidump. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bytesSource } from '../../../src/core/elf/byte-source.ts';
import { parseBinary } from '../../../src/core/dialects/parse.ts';
import { normalForm } from '../../../src/core/export/normal-form.ts';
import {
  auxvNote,
  coreFile,
  fileNote,
  prstatusNote,
  psinfoNote,
  registers,
  siginfoNote,
  type CoreForm,
} from './core-builder.ts';
import { Minidump, STREAM } from './minidump-builder.ts';

const FORMS: readonly CoreForm[] = [
  { bits: 64, endian: 'little', machine: 62 },
  { bits: 32, endian: 'little', machine: 40 },
  { bits: 64, endian: 'big', machine: 22 },
  { bits: 32, endian: 'big', machine: 8 },
];

const SEEDS: readonly Uint8Array[] = [
  ...FORMS.map((form) =>
    coreFile(form, {
      segments: Array.from({ length: 6 }, (_, i) => ({
        start: BigInt(0x10000 * (i + 1)),
        end: BigInt(0x10000 * (i + 1) + 0x2000),
        perms: i % 2 ? 'rw-' : 'r-x',
        dumped: 64,
      })),
      notes: [
        prstatusNote(form, 1, registers(48, { 13: 0x20010n, 19: 0x20010n, 29: 0x20010n })),
        psinfoNote(form, 1, 'x', 'x y'),
        siginfoNote(form, 11, 1, 0x10n),
        auxvNote(form, { 3: 0x10040n, 6: 4096n, 31: 0x60010n, 33: 0x50000n }),
        fileNote(form, [
          { start: 0x10000n, end: 0x12000n, page: 0n, path: '/x' },
          { start: 0x30000n, end: 0x31000n, page: 1n, path: '/y' },
        ]),
      ],
    }),
  ),
  ...(['little', 'big'] as const).map((endian) =>
    new Minidump(endian)
      .system(9, 0x8201)
      .text(STREAM.maps, '00400000-00401000 r-xp 00000000 08:01 12 /x\n00500000-00501000 rw-p 00000000 00:00 0 \n')
      .modules([{ start: 0x400000n, size: 4096, name: '/x', buildId: Uint8Array.of(1, 2, 3, 4) }])
      .threads([{ id: 1, stack: 0x500000n, stackSize: 64, context: new Uint8Array(300) }])
      .threadNames([[1, 'one']])
      .memory([[0x500000n, 4096]])
      .memory64([[0x600000n, 4096n]])
      .memoryInfo([{ start: 0x400000n, size: 4096n, state: 0x1000, protection: 0x20, type: 0x20000 }])
      .exception(1, 11, 1, 0x10n)
      .auxv({ 6: 4096n })
      .finish(),
  ),
];

/** Numbers that sizes, counts and places are broken with. */
const hostile = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 8 }),
  fc.constantFrom(
    Uint8Array.of(0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0x80),
    Uint8Array.of(0, 0, 0, 0),
  ),
);

const mutated = fc
  .tuple(fc.nat(SEEDS.length - 1), fc.array(fc.tuple(fc.nat(2400), hostile), { maxLength: 10 }), fc.nat(6000))
  .map(([seed, edits, length]) => {
    const bytes = Uint8Array.from(SEEDS[seed]!);
    // The first bytes stay: without them it is no dump.
    for (const [place, edit] of edits) {
      edit.forEach((byte, i) => {
        bytes[place + 7 + i] = byte;
      });
    }
    return bytes.subarray(0, length + 64);
  });

describe('any binary dump', function () {
  this.timeout(60_000);

  it('never throws, asks for no more than the file has many times over, and gives regions that end after they start', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        let asked = 0;
        const source = bytesSource(bytes);
        const map = parseBinary({
          size: source.size,
          read: (offset, length) => {
            const part = source.read(offset, length);
            asked += part.length;
            return part;
          },
        });
        // Every list is bounded by the bytes it stands in; only names may be pointed at again and again.
        assert.ok(asked < 1 << 20, `${asked} bytes of ${bytes.length} were read`);
        if (!map) return;
        for (const { start, end, hasEnd } of regionsOf(map)) assert.ok(!hasEnd || end > start);
        normalForm(map);
      }),
      { numRuns: 1500 },
    );
  });

  it('is read in time in proportion, however many segments share their notes or overlap', () => {
    const form = FORMS[0]!;
    const notes = [
      fileNote(
        form,
        Array.from({ length: 20_000 }, () => ({
          start: 0n,
          end: 0x10000n,
          page: 0n,
          path: '/x',
        })),
      ),
    ];
    const bytes = coreFile(form, {
      segments: Array.from({ length: 60_000 }, (_, i) => ({
        start: BigInt(i),
        end: 0x100000n,
        perms: 'rw-',
        dumped: 0,
      })),
      notes,
    });
    // Each segment becomes one of notes, at the place of the first.
    const shared = Uint8Array.from(bytes);
    for (let i = 1; i <= 60_000; i++) shared.copyWithin(64 + 56 * i, 64, 64 + 56);
    assert.match(
      parseBinary(bytesSource(shared))
        ?.problems.map(({ reason }) => reason)
        .join() ?? '',
      /256 MiB of notes/,
    );
    assert.equal(parseBinary(bytesSource(bytes))?.regions.count, 2);
  });

  it('is read in bounded memory when many modules point at one long name', () => {
    const name = 'x'.repeat(30_000);
    const dump = new Minidump().system(9, 2);
    const modules = Array.from({ length: 20_000 }, (_, i) => ({
      start: BigInt(0x1000000 + 0x10000 * i),
      size: 4096,
      name: '',
    }));
    modules[0]!.name = name;
    const bytes = dump.modules(modules).finish();
    const view = new DataView(bytes.buffer);
    const list = view.getUint32(32 + 12 + 8, true);
    const place = view.getUint32(list + 4 + 20, true);
    for (let i = 0; i < modules.length; i++) view.setUint32(list + 4 + 108 * i + 20, place, true);
    const map = parseBinary(bytesSource(bytes));
    assert.equal(map?.regions.count, modules.length);
    assert.match(map?.problems.map(({ reason }) => reason).join() ?? '', /names in it are too long/);
  });
});

function regionsOf(
  map: NonNullable<ReturnType<typeof parseBinary>>,
): { start: bigint; end: bigint; hasEnd: boolean }[] {
  const { regions } = map;
  return Array.from({ length: regions.count }, (_, i) => {
    const word = (words: Uint32Array): bigint => (BigInt(words[2 * i + 1]!) << 32n) | BigInt(words[2 * i]!);
    const start = word(regions.start);
    const end = word(regions.end);
    return { start, end, hasEnd: start !== end };
  });
}
