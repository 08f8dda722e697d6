/** What a map tells of how its address space is laid out. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { findLandmarks, type Landmarks } from '../../../src/core/layout/landmarks.ts';
import { placeNames } from '../../../src/core/layout/tick-names.ts';

function landmarksOf(text: string): Landmarks {
  return findLandmarks(parseMemoryMap(new TextEncoder().encode(text)));
}

function places(text: string): Record<string, string> {
  return Object.fromEntries(landmarksOf(text).places.map(({ label, start }) => [label, start.toString(16)]));
}

/** What gdb's children look like: without ASLR (x86-64). */
const STILL = [
  '555555554000-555555558000 r-xp 00000000 08:01 1 /usr/bin/x',
  '555555558000-555555579000 rw-p 00000000 00:00 0 [heap]',
  '7ffff7fc3000-7ffff7fc7000 r--p 00000000 00:00 0 [vvar]',
  '7ffff7fc9000-7ffff7fff000 r-xp 00000000 08:01 2 /usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2',
  '7ffffffde000-7ffffffff000 rw-p 00000000 00:00 0 [stack]',
  'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]',
  '',
].join('\n');

describe('the landmarks of a map', () => {
  it('are those of x86-64 where ASLR moved everything', () => {
    const text = readFileSync('test/fixtures/cat.maps', 'latin1');
    assert.deepEqual(places(text), {
      'program break': '5602a7960000',
      'mmap base': '7fb4d221d000',
      'stack limit': '7fff283ef000',
      'stack guard gap': '7fff28ace000',
      'top of user space': '7ffffffff000',
      'non-canonical hole': '800000000000',
      'kernel half': 'ffff800000000000',
      vsyscall: 'ffffffffff600000',
    });
    const [program, map, stack] = landmarksOf(text).slides;
    assert.match(program ?? '', /starts at 0x56027010b000: slid up by .* from 0x555555554000/);
    assert.match(map ?? '', /about 0x7fb4d221d000: slid down by .* if the stack limit is 8 MiB/);
    assert.match(stack ?? '', /ends at 0x7fff28bef000: slid down by .* from 0x7ffffffff000/);
  });

  it('tell when nothing is randomised', () => {
    const { slides } = landmarksOf(STILL);
    assert.equal(slides.length, 3);
    for (const [i, words] of [/ASLR seems to be off/, /where it is without ASLR/, /ends without ASLR/].entries()) {
      assert.match(slides[i] ?? '', words);
    }
  });

  it('are of the machine that the map is of', () => {
    const arm64 = [
      '5581a4e000-5581a50000 r-xp 00000000 fe:00 1 /system/bin/x',
      '7b5c000000-7b5c100000 r-xp 00000000 fe:00 2 /system/lib64/arm64/libc.so',
      '7ff1a2b000-7ff1a4c000 rw-p 00000000 00:00 0 [stack]',
      '',
    ].join('\n');
    const { arch } = parseMemoryMap(new TextEncoder().encode(arm64));
    assert.equal(arch, 'arm64');
    assert.equal(places(arm64)['top of user space'], (2 ** 39).toString(16));
    const i386 = [
      '08048000-0804c000 r-xp 00000000 08:01 1 /bin/x',
      'f7fc9000-f7ffe000 r-xp 00000000 08:01 2 /lib/ld-linux.so.2',
      'ff9de000-ff9ff000 rw-p 00000000 00:00 0 [stack]',
      '',
    ].join('\n');
    assert.equal(places(i386)['top of user space'], 'ffffe000');
    assert.match(landmarksOf(i386).slides[0] ?? '', /cannot be moved/);
  });

  it('say nothing of what cannot be told', () => {
    const unknown = '10000000-10001000 r-xp 00000000 08:01 1 /x\n7ffc1000-7ffd0000 rw-p 00000000 00:00 0 [stack]\n';
    const { places: found, slides } = landmarksOf(unknown);
    assert.deepEqual(
      found.map(({ label }) => label),
      ['stack limit', 'stack guard gap'],
    );
    assert.deepEqual(slides, []);
    assert.deepEqual(landmarksOf(''), { places: [], slides: [] });
    // A stack that is larger than the limit that would be assumed.
    const large = STILL.replace('7ffffffde000-', '7fffff000000-');
    assert.equal(places(large)['stack limit'], undefined);
  });
});

describe('the names of ticks', () => {
  it('cover neither one another nor what is written already, and stay on their lane', () => {
    const tick = fc.record({ lane: fc.nat(2), x: fc.nat(299), width: fc.integer({ min: 5, max: 90 }) });
    const written = fc.record({ lane: fc.nat(2), from: fc.nat(250), width: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(tick, { maxLength: 9 }), fc.array(written, { maxLength: 6 }), (ticks, texts) => {
        const taken = texts.map(({ lane, from, width }) => ({ lane, from, to: from + width }));
        const boxes = [...taken];
        placeNames(ticks, taken, 300, 4).forEach((from, i) => {
          if (from === undefined) return;
          const { lane = 0, width = 0 } = ticks[i] ?? {};
          assert.ok(from >= 0 && from + width <= 300);
          for (const box of boxes) assert.ok(box.lane !== lane || box.to <= from || box.from >= from + width);
          boxes.push({ lane, from, to: from + width });
        });
      }),
    );
  });

  it('stand beside their tick where nothing is in the way', () => {
    assert.deepEqual(placeNames([{ lane: 0, x: 10, width: 50 }], [], 300, 4), [14]);
    assert.deepEqual(placeNames([{ lane: 0, x: 290, width: 50 }], [], 300, 4), [236]);
  });
});
