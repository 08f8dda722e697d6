/** What a source says of stretches of addresses decides what anonymous regions in them are. */
import assert from 'node:assert/strict';
import { finishMap } from '../../../src/core/dialects/finish-map.ts';
import { RowSink } from '../../../src/core/dialects/row-sink.ts';
import { explainKind } from '../../../src/core/kinds/classify.ts';
import { kindOf } from '../../../src/core/kinds/kinds.ts';
import type { MemoryMap } from '../../../src/core/memory-map/memory-map.ts';
import type { Note } from '../../../src/core/memory-map/notes.ts';

/** Pages from 0x1000 on, anonymous and rw-p but for those that are named. */
function mapOf(pages: number, notes: readonly Note[], names: Readonly<Record<number, string>> = {}): MemoryMap {
  const sink = new RowSink(pages);
  for (let i = 0; i < pages; i++) {
    sink.row(0x1000 * (i + 1), 0, 0x1000 * (i + 2), 0, i + 1);
    sink.perms(3);
    const name = Buffer.from(names[i] ?? '');
    sink.name(name, 0, name.length);
  }
  return finishMap({ ...sink.finish(), notes }, 'hs-err', {}, undefined);
}

function note(first: number, last: number, kind: NonNullable<Note['kind']>): Note {
  const [start, end] = [BigInt(0x1000 * (first + 1)), BigInt(0x1000 * (last + 2))];
  return { start, end, label: kind, kind, line: 1, because: `the log says ${kind}` };
}

function kinds(map: MemoryMap): string[] {
  return Array.from(map.regions.kind, (kind) => kindOf(kind).id);
}

describe('notes of a source', () => {
  it('give their kind to what they hold, the narrowest note first, and the explanation agrees', () => {
    const map = mapOf(6, [note(0, 4, 'heap'), note(1, 3, 'arena'), note(2, 2, 'thread-stack')], { 3: '/x' });
    const told = kinds(map);
    assert.deepEqual([told[0], told[1], told[2], told[4]], ['heap', 'arena', 'thread-stack', 'heap']);
    assert.notEqual(told[3], 'arena');
    assert.notEqual(told[5], 'heap');
    told.forEach((kind, row) => assert.equal(explainKind(map, row).kind.id, kind));
    assert.deepEqual(explainKind(map, 2).evidence, ['the log says thread-stack']);
  });

  it('leave alone what reaches out of them', () => {
    const half: Note = { ...note(0, 0, 'heap'), end: 0x1800n };
    assert.notEqual(kinds(mapOf(1, [half]))[0], 'heap');
  });

  it('cost no more when very many of them hold very many regions', function () {
    this.timeout(10_000);
    const pages = 20_000;
    const map = mapOf(
      pages,
      Array.from({ length: 20_000 }, (_, i) => note(0, pages - 1 - (i % 100), 'heap')),
    );
    assert.ok(kinds(map).every((kind) => kind === 'heap'));
  });
});
