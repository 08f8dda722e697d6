import assert from 'node:assert/strict';
import { FIRST_CHOICE } from '../../../src/protocol/composition-state.ts';
import { layoutState, readLayoutState } from '../../../src/protocol/layout-state.ts';
import { readAddress } from '../../../src/protocol/fields.ts';
import { readSource } from '../../../src/protocol/layout.ts';
import { readFromView } from '../../../src/protocol/read-from-view.ts';

describe('messages of the layout view', () => {
  for (const message of [
    { type: 'ready', version: 1 },
    { type: 'drawn', id: 3, regions: 24, arrivedAt: 1.25, at: 1.5 },
    { type: 'reveal', start: [0xffffffff, 0x7fff], line: 12, focus: true, anchor: undefined },
    { type: 'reveal', start: [4096, 0], line: 1, focus: false, anchor: { start: [8192, 0], line: 2 } },
    { type: 'explain', snapshot: 4, row: 7 },
    { type: 'open-file', snapshot: 4, row: 7 },
    { type: 'ask-pages', snapshot: 4, row: 7, from: 1048576 },
    { type: 'leave-pages' },
    { type: 'open-source', url: 'https://docs.kernel.org' },
    { type: 'refresh' },
    { type: 'open-line', line: 7 },
    { type: 'choose-map', map: 0 },
    { type: 'cancel' },
    { type: 'set-live', to: 'toggle' },
    { type: 'copy', text: '00400000-00401000 r-xp' },
  ]) {
    it(`takes ${message.type}`, () => assert.deepEqual(readFromView(message), message));
  }

  for (const [what, message] of Object.entries({
    'no object': 'ready',
    nothing: null,
    'an unknown type': { type: 'delete' },
    'a type of the prototype': { type: 'constructor' },
    'an address of three words': { type: 'reveal', start: [1, 2, 3], line: 1, focus: true },
    'an address that is no number': { type: 'reveal', start: ['1', 2], line: 1, focus: true },
    'a word of more than 32 bits': { type: 'reveal', start: [2 ** 32, 0], line: 1, focus: true },
    'a negative line': { type: 'open-line', line: -1 },
    'line 0': { type: 'open-line', line: 0 },
    'a map below 0': { type: 'choose-map', map: -1 },
    'a wish that is none': { type: 'set-live', to: 'faster' },
    'a copy of no text': { type: 'copy', text: 7 },
    'a file by its path': { type: 'open-file', path: '/etc/passwd' },
    'a region before the first': { type: 'explain', snapshot: 1, row: -1 },
    'pages from before the first': { type: 'ask-pages', snapshot: 1, row: 1, from: -1 },
    'pages by an address': { type: 'ask-pages', pid: 1, start: [0, 0], from: 0 },
    'a fraction of a region': { type: 'drawn', id: 1, regions: 1.5, arrivedAt: 1, at: 1 },
  })) {
    it(`refuses ${what}`, () => assert.equal(readFromView(message), undefined));
  }

  it('drops what does not belong into a message', () => {
    assert.deepEqual(readFromView({ type: 'refresh', command: 'rm' }), { type: 'refresh' });
  });
});

describe('what a layout view keeps', () => {
  const state = layoutState({
    source: { kind: 'process', source: 'local', pid: 42, startTime: '1234' },
    view: { from: 4096, to: 8192 },
    filter: { hidden: ['heap'], traits: ['wx'] },
    scale: { id: 'resident', foldReservations: false },
    colouring: 'kind',
    fill: true,
    selected: [4096, 0],
    to: [8192, 0],
    query: 'size>1M',
    sort: { column: 'Rss', descending: true },
    show: 'table',
    composition: {
      view: 'totals',
      measure: 'pss',
      by: 'perms',
      place: { group: 'heap', object: { start: [4096, 0] } },
      sort: { column: 'name', descending: false },
    },
    map: { title: 'PID 7 cat', line: 12 },
    explain: true,
    bookmarks: [
      [8192, 0],
      [4096, 7],
    ],
    trend: [
      { at: 1000.5, mapped: 4096, rss: 0 },
      { at: 2000, mapped: 8192, rss: 4096 },
    ],
    other: 'file:///before.maps',
  });

  it('comes back as it was kept', () => {
    assert.deepEqual(readLayoutState(JSON.parse(JSON.stringify(state))), state);
  });

  it('is forgotten when it is of another version, or of nothing', () => {
    assert.equal(readLayoutState({ ...state, version: 0 }), undefined);
    assert.equal(readLayoutState({ ...state, source: { kind: 'process', pid: -1 } }), undefined);
    assert.equal(readLayoutState(undefined), undefined);
  });

  it('loses only what makes no sense', () => {
    const odd = {
      ...state,
      view: { from: 9, to: 1 },
      filter: { hidden: ['heap', 7, 'Non:sense'], traits: 7 },
      selected: 'x',
      query: 7,
      sort: { column: 7 },
      show: 'all',
      colouring: 'taste',
      fill: 'full',
      composition: { view: 'pie', measure: 'uss', by: 7, sort: 'size' },
      map: { title: 'x' },
      bookmarks: [[1], 'x', [4096, 7], [-1, 0]],
      trend: [7, { at: 'x', mapped: 1 }, { at: 1, mapped: -1 }, { at: 3, mapped: 4, rss: 'x' }, { at: 2, mapped: 5 }],
      other: 7,
    };
    assert.deepEqual(readLayoutState(odd), {
      ...state,
      view: undefined,
      filter: { hidden: ['heap'], traits: [] },
      selected: undefined,
      query: '',
      sort: { column: 'start', descending: false },
      show: undefined,
      colouring: 'kind',
      fill: false,
      composition: FIRST_CHOICE,
      map: undefined,
      bookmarks: [[4096, 7]],
      trend: [{ at: 3, mapped: 4, rss: undefined }],
      other: undefined,
    });
  });

  it('holds no names of a map: what was hidden of its files is forgotten', () => {
    const kept = layoutState({
      ...state,
      colouring: 'object',
      filter: { hidden: ['object:/etc/x', 'object-others'], traits: [] },
    });
    assert.deepEqual(kept.filter.hidden, ['object-others']);
  });

  it('keeps the newest bookmarks of too many', () => {
    const many = Array.from({ length: 1000 }, (_, i) => [i * 4096, 0]);
    const kept = readLayoutState({ ...state, bookmarks: many })?.bookmarks ?? [];
    assert.ok(kept.length < 200);
    assert.deepEqual(kept.at(-1), [999 * 4096, 0]);
  });

  it('comes back from the first version, which had no table', () => {
    const {
      query: _query,
      sort: _sort,
      show: _show,
      map: _map,
      colouring: _by,
      fill: _fill,
      bookmarks: _marks,
      trend: _trend,
      composition: _composition,
      other: _other,
      ...old
    } = state;
    assert.deepEqual(readLayoutState(old), {
      ...old,
      query: '',
      sort: { column: 'start', descending: false },
      show: undefined,
      colouring: 'kind',
      fill: false,
      composition: FIRST_CHOICE,
      map: undefined,
      bookmarks: [],
      trend: [],
      other: undefined,
    });
  });

  it('comes back from before there were scales, and takes the first for one that it does not know', () => {
    const { scale: _scale, ...old } = state;
    const folded = { ...state, scale: { id: 'folded', foldReservations: false } };
    assert.deepEqual(readLayoutState({ ...old, foldReservations: false }), folded);
    assert.deepEqual(readLayoutState({ ...state, scale: { id: 'round', foldReservations: false } }), folded);
  });

  it('names a source by its kind', () => {
    assert.deepEqual(readSource({ kind: 'document', uri: 'file:///a', pid: 1 }), {
      kind: 'document',
      uri: 'file:///a',
    });
    assert.equal(readSource({ kind: 'document' }), undefined);
    assert.deepEqual(readAddress([1, 2]), [1, 2]);
  });
});
