/** Reads what comes from the layout view: a web page's messages are not trusted. */
import { isCount, isFields, readAddress, type Fields } from './fields.ts';
import { LIVE_WISHES, type FromView, type RegionStart } from './layout.ts';

const readers: Readonly<Record<FromView['type'], (fields: Fields) => FromView | undefined>> = {
  ready: ({ version }) => (isCount(version) ? { type: 'ready', version } : undefined),
  drawn: ({ id, regions, arrivedAt, at }) =>
    isCount(id) && isCount(regions) && typeof arrivedAt === 'number' && typeof at === 'number'
      ? { type: 'drawn', id, regions, arrivedAt, at }
      : undefined,
  reveal: ({ focus, anchor, ...place }) => {
    const region = readStart(place);
    return region && typeof focus === 'boolean'
      ? { type: 'reveal', ...region, focus, anchor: readStart(anchor) }
      : undefined;
  },
  refresh: () => ({ type: 'refresh' }),
  'open-line': ({ line }) => (isCount(line) && line > 0 ? { type: 'open-line', line } : undefined),
  'choose-map': ({ map }) => (isCount(map) ? { type: 'choose-map', map } : undefined),
  cancel: () => ({ type: 'cancel' }),
  'set-live': ({ to }) => {
    const wish = LIVE_WISHES.find((each) => each === to);
    return wish && { type: 'set-live', to: wish };
  },
  'keep-baseline': ({ id, chosen }) =>
    (id === null || isCount(id)) && typeof chosen === 'boolean' ? { type: 'keep-baseline', id, chosen } : undefined,
  compare: ({ uri }) => (uri === undefined || typeof uri === 'string' ? { type: 'compare', uri } : undefined),
  'choose-export': () => ({ type: 'choose-export' }),
  exported: ({ id, bytes }) =>
    isCount(id) && bytes instanceof Uint8Array ? { type: 'exported', id, bytes } : undefined,
  'not-exported': ({ id, reason }) =>
    isCount(id) && typeof reason === 'string' ? { type: 'not-exported', id, reason } : undefined,
  copy: ({ text }) => (typeof text === 'string' ? { type: 'copy', text } : undefined),
  explain: ({ snapshot, row }) => (isCount(snapshot) && isCount(row) ? { type: 'explain', snapshot, row } : undefined),
  'open-file': ({ snapshot, row }) =>
    isCount(snapshot) && isCount(row) ? { type: 'open-file', snapshot, row } : undefined,
  'ask-pages': ({ snapshot, row, from }) =>
    isCount(snapshot) && isCount(row) && isCount(from) ? { type: 'ask-pages', snapshot, row, from } : undefined,
  'leave-pages': () => ({ type: 'leave-pages' }),
  'open-source': ({ url }) => (typeof url === 'string' ? { type: 'open-source', url } : undefined),
};

/** A message from the view, or undefined when it is none: what comes out of a web page is not trusted. */
export function readFromView(value: unknown): FromView | undefined {
  if (!isFields(value)) return undefined;
  const { type } = value;
  return typeof type === 'string' && isFromViewType(type) ? readers[type](value) : undefined;
}

function isFromViewType(type: string): type is FromView['type'] {
  return Object.hasOwn(readers, type);
}

function readStart(value: unknown): RegionStart | undefined {
  if (!isFields(value)) return undefined;
  const start = readAddress(value['start']);
  const { line } = value;
  return start && isCount(line) ? { start, line } : undefined;
}
