/** What the user is told of a conversion. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';
import { RowSink } from '../../../src/core/dialects/row-sink.ts';
import { finishMap } from '../../../src/core/dialects/finish-map.ts';
import { FORMATS, formatOf } from '../../../src/core/export/formats.ts';
import { GDB, line, mapOf, onlyMap } from './text.ts';

const MAPS = mapOf(line('00400000-00401000', 'r-xp', '/bin/x'));
const SMAPS = parseMemoryMap(readFileSync('test/fixtures/sensord.smaps'));

describe('a conversion', () => {
  it('has nothing to tell where a format holds all that the source says', () => {
    for (const id of ['maps', 'csv', 'json']) assert.deepEqual(formatOf(id)?.notes(MAPS), [], id);
    for (const id of ['smaps', 'csv', 'json']) assert.deepEqual(formatOf(id)?.notes(SMAPS), [], id);
  });

  it('of a map without regions is as possible as of any other', () => {
    assert.equal(formatOf('maps')?.refuses(parseMemoryMap(new Uint8Array())), undefined);
  });

  it('tells what maps text has to have and the source does not tell', () => {
    const notes = formatOf('maps')?.notes(onlyMap(GDB)) ?? [];
    assert.ok(notes.includes('The permissions of the regions are not told: ---p is printed.'), notes.join('\n'));
    assert.ok(notes.includes('Device and inode of the regions are not told: 00:00 and 0 are printed.'));
    // What reading took for granted comes first.
    assert.match(notes[0] ?? '', /^gdb tells no device/);
  });

  it('tells of pmap -d, which has the device, the inode alone', () => {
    const map = onlyMap(
      [
        '4711:   a',
        'Address           Kbytes Mode  Offset           Device    Mapping',
        '0000555d5bb1e000     772 r-x-- 0000000000000000 0fe:00000 bash',
        '00007ffc5bb1e000     132 rw--- 0000000000000000 000:00000   [ stack ]',
        'mapped: 904K    writeable/private: 132K    shared: 0K',
        '',
      ].join('\n'),
    );
    const notes = formatOf('maps')?.notes(map).join('\n') ?? '';
    assert.match(notes, /^The inode of 1 of 2 regions is not told: 00:00 and 0 are printed for device and inode\.$/m);
    assert.doesNotMatch(notes, /Device and inode/);
  });

  it('counts the regions that lack something, of those that are written', () => {
    const sink = new RowSink();
    for (const [start, end] of [
      [0x1000, 0x2000],
      [0x2000, 0x2000],
      [0x3000, 0x4000],
    ] as const) {
      sink.row(start, 0, end, 0, 1);
      if (start !== 0x3000) sink.perms(1);
      sink.offset(0, 0);
      sink.file(0, 0, 0, 0);
    }
    const map = finishMap(sink.finish(), 'pmap', {}, undefined);
    assert.deepEqual(formatOf('maps')?.notes(map), [
      'The end of 1 of 3 regions is not told: they are left out.',
      'The permissions of 1 of 3 regions are not told: ---p is printed.',
    ]);
    assert.deepEqual(formatOf('maps')?.notes(map, Uint8Array.of(1, 0, 0)), []);
  });

  it('tells what a format has no place for', () => {
    assert.deepEqual(formatOf('maps')?.notes(SMAPS), ['The counters are left out: maps text has none.']);
    const noted = { ...MAPS, notes: [{ start: 0n, end: 1n, label: 'x', line: 1, because: 'y' }] };
    assert.deepEqual(formatOf('maps')?.notes(noted), [
      'What the source says of addresses beside its regions is left out.',
    ]);
    assert.ok(
      formatOf('markdown')?.notes(SMAPS).includes('Of the counters only Rss, Pss, Private_Dirty, Swap are shown.'),
    );
  });

  it('is refused where nothing true could be written', () => {
    assert.equal(formatOf('smaps')?.refuses(MAPS), 'The source has no counters of smaps.');
    const unplaced = { ...SMAPS, placed: false };
    for (const id of ['maps', 'smaps'] as const)
      assert.match(formatOf(id)?.refuses(unplaced) ?? '', /tells no addresses/);
    const sink = new RowSink();
    sink.row(0x1000, 0, 0x1000, 0, 1);
    const endless = finishMap(sink.finish(), 'numa_maps', {}, undefined);
    assert.match(formatOf('maps')?.refuses(endless) ?? '', /not where they end/);
    for (const { id, refuses } of FORMATS)
      if (id !== 'maps' && id !== 'smaps') assert.equal(refuses(endless), undefined);
  });
});
