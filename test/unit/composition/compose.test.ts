import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compose, groupOfObject, NO_OBJECT, objectPath } from '../../../src/core/composition/compose.ts';
import { entryFilter } from '../../../src/core/composition/entry-filter.ts';
import { amountsOf, measureOf, MEASURES, missing } from '../../../src/core/composition/measures.ts';
import { sumUp } from '../../../src/core/composition/sums.ts';
import { TOTALS_BY, totalsBy } from '../../../src/core/composition/totals.ts';
import { GROUPS } from '../../../src/core/kinds/kinds.ts';
import { counterNumber } from '../../../src/core/memory-map/counters.ts';
import { regionAt } from '../../../src/core/memory-map/region-table.ts';
import { search } from '../../../src/webview/layout/search.ts';
import { compositionOf, sceneOf, scenes } from './maps.ts';

const SMAPS = `00400000-00452000 r-xp 00000000 08:02 173521 /usr/bin/dbus-daemon
Rss: 100 kB
Pss: 50 kB
Private_Dirty: 8 kB
Shared_Dirty: 4 kB
00452000-00454000 rw-p 00052000 08:02 173521 /usr/bin/dbus-daemon
Rss: 8 kB
Pss: 8 kB
Private_Dirty: 8 kB
Shared_Dirty: 0 kB
00454000-00456000 rw-p 00000000 00:00 0
Rss: 4 kB
Pss: 4 kB
Private_Dirty: 4 kB
Shared_Dirty: 0 kB
7f0000000000-7f0000001000 rw-p 00000000 00:00 0
`;

describe('what a map is made of', () => {
  it('has every region once, in the object of its group', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const composition = compositionOf(scene);
        const { rows, objectOfRow, objectRows, groupObjects } = composition;
        assert.deepEqual(
          [...rows].toSorted((a, b) => a - b),
          [...objectOfRow.keys()],
        );
        rows.forEach((row, i) => {
          const object = objectOfRow[row]!;
          assert.ok(i >= objectRows[object]! && i < objectRows[object + 1]!);
          const group = groupOfObject(composition, object);
          assert.equal(group, scene.groups[row]);
          assert.ok(object >= groupObjects[group]! && object < groupObjects[group + 1]!);
        });
      }),
    );
  });

  it('adds up to the totals of the map, whatever it is measured by', () => {
    fc.assert(
      fc.property(scenes, fc.constantFrom(...MEASURES), (scene, measure) => {
        const { listing } = scene;
        const amounts = amountsOf(listing, measure);
        if (!amounts) return assert.notEqual(missing(listing, measure), undefined);
        const sums = sumUp(compositionOf(scene), amounts);
        let whole = 0n;
        let unknown = 0;
        for (let row = 0; row < listing.regions.count; row++) {
          const told = measure.counters.length === 0 ? undefined : counterNumber(listing.counters, 'Rss', row);
          if (measure.id === 'size') whole += regionAt(listing.regions, row).size;
          else if (told === undefined) unknown++;
          else whole += BigInt(told) * 1024n;
        }
        const sum = (numbers: Float64Array): number => numbers.reduce((all, each) => all + each, 0);
        assert.deepEqual([BigInt(sums.whole), sums.unknown], [whole, unknown]);
        assert.deepEqual([sum(sums.objects), sum(sums.groups)], [sums.whole, sums.whole]);
      }),
    );
  });

  it('has the same totals by kind, by object and by permissions', () => {
    fc.assert(
      fc.property(scenes, (scene) => {
        const all = TOTALS_BY.map(({ id }) => {
          const { entries, regions, measures } = totalsBy(compositionOf(scene), id);
          const sum = (of: Float64Array): number => entries.reduce((total, entry) => total + of[entry]!, 0);
          return [sum(regions), ...[...measures].map(([key, { bytes, unknown }]) => [key, sum(bytes), sum(unknown)])];
        });
        assert.deepEqual(all[1], all[0]);
        assert.deepEqual(all[2], all[0]);
      }),
    );
  });

  it('writes filters that find what an entry counts', () => {
    fc.assert(
      fc.property(scenes, fc.constantFrom(...TOTALS_BY), (scene, { id: by }) => {
        const composition = compositionOf(scene);
        const { entries, regions } = totalsBy(composition, by);
        for (const entry of entries) {
          const filter = entryFilter(composition, by, entry);
          const { errors, matches } = search(filter ?? '', scene.listing);
          assert.deepEqual(errors, [], filter);
          const found = matches?.reduce((sum, each) => sum + each, 0);
          assert.equal(found ?? scene.listing.regions.count, regions[entry], filter);
        }
      }),
    );
  });

  it('counts only what the filter lets through', () => {
    const scene = sceneOf(SMAPS);
    const composition = compose(scene.listing, scene.groups, Uint8Array.of(1, 0, 1, 0));
    assert.deepEqual([...composition.rows], [0, 2]);
    assert.equal(composition.objectOfRow[1], NO_OBJECT);
  });

  it('counts variables that follow a file to that file', () => {
    const composition = compositionOf(sceneOf(SMAPS));
    const object = composition.objectOfRow[2]!;
    assert.equal(objectPath(composition, object), '/usr/bin/dbus-daemon');
    assert.equal(object, composition.objectOfRow[0]);
    assert.equal(GROUPS[groupOfObject(composition, object)]?.id, 'program');
  });

  it('knows dirty as private and shared, and what a record does not tell as unknown', () => {
    const scene = sceneOf(SMAPS);
    const dirty = amountsOf(scene.listing, measureOf('dirty'));
    assert.deepEqual([...(dirty ?? [])], [12288, 8192, 4096, NaN]);
    assert.equal(sumUp(compositionOf(scene), dirty!).unknown, 1);
    assert.match(missing(scene.listing, measureOf('swap')) ?? '', /does not tell Swap/);
  });
});
