import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fragmentation } from '../../../src/core/composition/fragmentation.ts';
import { factsOf } from '../../../src/webview/layout/fragmentation-export.ts';
import { sceneOf, scenes } from './maps.ts';

describe('the fragmentation of an address space', () => {
  it('counts every hole between regions and every region once', () => {
    fc.assert(
      fc.property(scenes, ({ axis, listing }) => {
        const { holes, regions, largest } = fragmentation(axis, listing);
        const count = (classes: typeof holes): number => classes.reduce((sum, each) => sum + each.count, 0);
        const size = (classes: typeof holes): number => classes.reduce((sum, each) => sum + each.size, 0);
        // The axis counts the hole below the first region too.
        assert.equal(count(holes), axis.holes.count - 1);
        assert.equal(count(regions), axis.count);
        for (const each of [...holes, ...regions]) {
          const mean = each.size / each.count;
          assert.ok(mean >= 2 ** each.power && mean < 2 ** (each.power + 1));
        }
        assert.ok(size(holes) <= axis.holes.size);
        assert.deepEqual(
          largest,
          largest.toSorted((a, b) => b.size - a.size),
        );
      }),
    );
  });

  it('leaves out what lies above user space', () => {
    const { axis, listing } = sceneOf(
      [
        '00400000-00401000 r-xp 00000000 08:01 1 /bin/a',
        '7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0 [stack]',
        'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0 [vsyscall]',
        '',
      ].join('\n'),
    );
    const { largest } = fragmentation(axis, listing);
    assert.deepEqual(largest, [{ before: 1, size: 0x7ffc00000000 - 0x401000 }]);
  });

  it('knows of no holes behind regions without an end, nor which neighbours could be one', () => {
    const row = (start: string, rest: string): string => `${start} default ${rest} N0=1 kernelpagesize_kB=4\n`;
    const numa = sceneOf(
      row('7f0000000000', 'anon=1 dirty=1') +
        row('7f0000001000', 'anon=1 dirty=1') +
        row('7f0000009000', 'anon=1 dirty=1'),
    );
    assert.equal(numa.axis.count, 3);
    const { largest, holes, regions, joinable } = fragmentation(numa.axis, numa.listing);
    assert.deepEqual([largest, holes, regions, joinable], [[], [], [], undefined]);
    const facts = factsOf(numa, fragmentation(numa.axis, numa.listing)).join(' ');
    assert.match(facts, /^3 regions, .* nothing is known of holes\. .* could be one region is not known\./);
  });

  it('takes no names for regions where the source sums up all regions of a name', () => {
    const rule = '-------- -------- -------- -------- -------- -------- -------- -------- -------- ---- ------';
    const names = sceneOf(
      ` virtual                     shared   shared  private  private\n    size      RSS      PSS    clean    dirty    clean    dirty     swap  swapPSS   # object\n${rule}\n` +
        '    1024      512      300      100      100      100      212        0        0    2 /system/lib64/libc.so\n',
    );
    assert.equal(names.listing.placed, false);
    const facts = factsOf(names, fragmentation(names.axis, names.listing)).join(' ');
    assert.doesNotMatch(facts, /max_map_count|No two/);
    assert.match(facts, /nothing is known of holes/);
  });

  it('finds neighbours that differ in nothing, by their flags as well', () => {
    const region = (start: number, perms: string, flags: string): string =>
      `${start.toString(16)}000-${(start + 1).toString(16)}000 ${perms} 00000000 00:00 0\nRss: 4 kB\nVmFlags: ${flags}\n`;
    const { axis, listing } = sceneOf(
      region(0x7f000, 'rw-p', 'rd wr mr') +
        region(0x7f001, 'rw-p', 'rd wr mr') +
        region(0x7f002, 'rw-p', 'rd wr mr nh') +
        region(0x7f003, 'r--p', 'rd mr') +
        region(0x7f005, 'r--p', 'rd mr') +
        // Without one the topmost writable memory would be taken for it.
        '7ffc00000000-7ffc00001000 rw-p 00000000 00:00 0 [stack]\nRss: 4 kB\nVmFlags: rd wr mr\n',
    );
    const { joinable, flagsTold } = fragmentation(axis, listing);
    assert.deepEqual([joinable, flagsTold], [1, true]);
  });
});
