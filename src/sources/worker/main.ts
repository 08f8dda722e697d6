/** The worker thread's entry: everything that takes time happens here, so that the thread that asked stays free. */
import { parentPort, workerData } from 'node:worker_threads';
import { statSync } from 'node:fs';
import { emptyMap } from '../../core/dialects/parse.ts';
import { formatOf, offeredFormats } from '../../core/export/formats.ts';
import { joinedBytes } from '../../core/export/joined.ts';
import type { MapSource, MemoryMap } from '../../core/memory-map/memory-map.ts';
import { Cancelled } from '../cancelled.ts';
import { diagnose } from '../doctor/diagnose.ts';
import type { Symbolizer } from '../elf/symbolizer.ts';
import { readFigures } from '../figures/read-figures.ts';
import { CostScales } from '../figures/smaps-cost.ts';
import { portOwners } from '../local/listening-ports.ts';
import { readAheadData, ReadAhead, serveReadAhead } from '../local/read-ahead.ts';
import { fileError } from '../local/file-error.ts';
import { OpenSources } from '../open-source.ts';
import type { ProcessFile, ReadFailure } from '../process.ts';
import { SourceFailure, type Waiting } from '../source.ts';
import { sourceKey } from '../source-spec.ts';
import { discover } from '../targets/discover.ts';
import { noPages, unreachable } from '../unreachable.ts';
import type {
  CallName,
  Calls,
  CancelNote,
  Progress,
  ProgressNote,
  Reply,
  Request,
  SentError,
  TextParams,
} from './protocol.ts';
import { type OpenOptions, readDump, readMaps } from '../read-dump.ts';
import { DumpCache } from './dump-cache.ts';
import { KeptTexts, reread, setMaps, type KeptText } from './kept-texts.ts';
import { SentList } from './sent-lists.ts';
import { LiveTexts } from './live-texts.ts';
import { mapBuffers, ownBuffer } from './transfer.ts';

/** What a call gave, and which of its buffers move to the other thread. */
interface Answer<Result> {
  readonly result: Result;
  readonly transfer?: ArrayBuffer[];
}

/** What a call may do while it works. */
interface Caller extends Waiting {
  /** Tells how far the call is, now and then. @throws Cancelled when nobody waits any longer */
  readonly goesOn: (progress: Progress) => void;
}

type Answers = {
  readonly [Name in CallName]: (
    params: Calls[Name]['params'],
    caller: Caller,
  ) => Answer<Calls[Name]['result']> | Promise<Answer<Calls[Name]['result']>>;
};

/** Milliseconds between two notes of progress. */
const NOTE_EVERY = 100;

const sources = new OpenSources(() => {
  ahead ??= new ReadAhead(__filename);
  return ahead.isReady ? ahead.read.bind(ahead) : undefined;
});
/** Calls that somebody waits for. */
const waiting = new Map<number, AbortController>();
const scales = new CostScales();
/** What of each source's processes the other thread has. */
const lists = new Map<string, SentList>();
const dumps = new DumpCache();
const texts = new KeptTexts();
const liveTexts = new LiveTexts();
let ahead: ReadAhead | undefined;
/** Of the root that was asked for last: a user has one sysroot at a time. */
let symbolizer: { readonly root: string; readonly files: Symbolizer } | undefined;

// This script is the second thread too, which reads while this one parses.
const shared = readAheadData(workerData);
if (shared) serveReadAhead(shared);

const answers: Answers = {
  parseAll: async ({ bytes, keep, ...text }, caller) => {
    if (keep) {
      const kept = texts.keep(keep.document, keep.version, bytes, text.embedded === true);
      return { result: await readKept(kept, text.source, caller) };
    }
    const { maps } = await readDump(bytes, optionsOf(text, bytes.length, caller));
    return mapsAnswer(maps, text);
  },
  parseEdited: async ({ document, base, edits, length, source }, caller) => {
    const kept = texts.edited(document, base, edits, length);
    return { result: kept && (await readKept(kept, source, caller)) };
  },
  forgetText: ({ document }) => {
    texts.forget(document);
    return { result: undefined };
  },
  readFile: async ({ path, entry, ...text }, caller) => {
    const options = optionsOf(text, sizeOf(path), caller);
    const maps = await dumps.use(path, options, false, (dump) => readMaps(dump, entry, options));
    return mapsAnswer(maps, text);
  },
  listFile: async ({ path }, caller) => {
    const options = optionsOf({ source: {} }, sizeOf(path), caller);
    return { result: await dumps.use(path, options, true, ({ entries }) => Promise.resolve(entries)) };
  },
  symbolize: async ({ root, query }) => {
    // Reading ELF files is a third of the worker's code: it is loaded when somebody asks for the first symbol.
    const { Symbolizer } = await import('../elf/symbolizer.ts');
    if (symbolizer?.root !== root) {
      symbolizer?.files.forget();
      symbolizer = { root, files: new Symbolizer(root) };
    }
    return { result: await symbolizer.files.symbolize(query) };
  },
  setSources: async (settings) => {
    // First: what is asked while the old ones end, which takes a moment, opens them anew.
    sources.settings = settings;
    await sources.closeAll();
    return { result: undefined };
  },
  discover: async ({ tool }, { signal }) => ({ result: await discover(tool, sources.settings, signal) }),
  readProcess: async ({ source, file }, caller) => {
    const live = await reached(file, () => sources.get(source).readMap(file, caller));
    return { result: live, transfer: live.ok ? mapBuffers(live.map) : [] };
  },
  readLive: async ({ source, file, ask }, caller) => {
    const read = () => liveTexts.read(sources.get(source), sourceKey(source), file, ask, caller);
    const live = await reached(file, read);
    const news = live.ok && !live.same ? live : undefined;
    const buffer = ownBuffer(news?.bytes);
    return { result: live, transfer: [...(buffer ? [buffer] : []), ...(news?.map ? mapBuffers(news.map) : [])] };
  },
  readPages: async ({ source, stretch }, caller) => {
    const { pid } = stretch;
    const ask = () => sources.get(source).readPages?.(stretch, caller) ?? Promise.resolve(noPages(pid));
    const reading = await reached(stretch, ask);
    return { result: reading, transfer: reading.ok ? [reading.pages.buffer] : [] };
  },
  explainAccess: async ({ source, file }, caller) => ({
    result: await reached(file, () => sources.get(source).explain(file, caller)),
  }),
  formatsOf: ({ map, mask }) => ({ result: offeredFormats(map, mask) }),
  write: ({ map, format, mask }) => {
    const bytes = joinedBytes(formatOf(format)?.write(map, mask) ?? []);
    return { result: bytes, transfer: [bytes.buffer] };
  },
  diagnose: async ({ source, file }, caller) => {
    const opened = sources.get(source);
    const failure = await reached(file, () => opened.explain(file, caller));
    return { result: failure && (await diagnose(failure, opened.procfs, source, caller.signal)) };
  },
  readFigures: async ({ source, wants, ...of }, caller) => {
    const file: ProcessFile = { ...of, file: 'smaps_rollup' };
    const subject = () => ({ procfs: sources.get(source).procfs, source, scale: scales.of(source), ...of });
    return { result: await reached(file, () => readFigures(subject(), wants, caller.signal)) };
  },
  listProcesses: async ({ source, options, received }, caller) => {
    const key = sourceKey(source);
    let list = lists.get(key);
    if (!list) lists.set(key, (list = new SentList()));
    list.begin(received, async (onListed) => sources.get(source).list(options, { ...caller, onListed }));
    return { result: await list.take() };
  },
  moreProcesses: async ({ source }) => {
    const list = lists.get(sourceKey(source));
    if (!list) throw new Error('The list of processes was given up.');
    return { result: await list.take() };
  },
  capture: async ({ source, request }, caller) => {
    // Few sessions save a process: its code is loaded when the first one is saved.
    const { capture } = await import('../capture/capture.ts');
    const result = await capture(sources.get(source), request, caller, (done, total) =>
      caller.goesOn({ step: 'read', done, total }),
    );
    return { result };
  },
  restSource: async ({ source }) => {
    await sources.rest(source);
    return { result: undefined };
  },
  closeSource: async ({ source }) => {
    lists.delete(sourceKey(source));
    await sources.close(source);
    return { result: undefined };
  },
  closeSources: async () => {
    await sources.closeAll();
    return { result: undefined };
  },
  portOwners: ({ port }, { isCancelled }) => ({ result: portOwners(port, isCancelled) }),
};

/** What a question about a process gives; that its source cannot be reached is one of the reasons for having no map. */
async function reached<Result>(
  { pid }: Pick<ProcessFile, 'pid'>,
  ask: () => Promise<Result>,
): Promise<Result | ReadFailure> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof SourceFailure)) throw error;
    return unreachable(pid, error.message, error.advice);
  }
}

/** The maps of a kept text. They stay here as they are, so that nothing of them moves. */
async function readKept(text: KeptText, source: MapSource, caller: Caller): Promise<readonly MemoryMap[]> {
  const again = reread(text);
  if (again) {
    setMaps(text, [again]);
    return [again];
  }
  const { bytes, embedded, version } = text;
  const { maps } = await readDump(bytes, optionsOf({ source, embedded }, bytes.length, caller));
  if (text.version === version) setMaps(text, maps);
  return mapsAnswer(maps, { source }).result;
}

/** How a dump is read for a caller. @param size in bytes, of which shares are told */
function optionsOf(
  { source: { file }, embedded = false, untilLine }: TextParams,
  size: number,
  { isCancelled, goesOn }: Caller,
): OpenOptions {
  return {
    embedded,
    untilLine,
    isCancelled,
    onProgress: (share) => goesOn({ step: 'read', done: Math.round(share * size), total: size }),
    onParsed: (done, total) => goesOn({ step: 'parse', done, total }),
    ...(file === undefined ? {} : { file }),
  };
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    throw fileError(error);
  }
}

/** The maps with what the caller knows of their source; one without regions where an embedded text holds none. */
function mapsAnswer(found: readonly MemoryMap[], { source }: TextParams): Answer<readonly MemoryMap[]> {
  const { pid } = source;
  const maps =
    found.length > 0 ? found : [emptyMap(source, { line: 1, column: 1, reason: 'the text holds no memory map' })];
  const result = pid === undefined ? maps : maps.map((map) => ({ ...map, source: { ...map.source, pid } }));
  // Maps of one text may share their table of files.
  return { result, transfer: [...new Set(result.flatMap(mapBuffers))] };
}

function answer<Name extends CallName>(
  call: Name,
  params: Calls[Name]['params'],
  caller: Caller,
): Answer<Calls[Name]['result']> | Promise<Answer<Calls[Name]['result']>> {
  return answers[call](params, caller);
}

async function serve({ id, call, params, cancelled }: Request): Promise<void> {
  const flag = cancelled && new Int32Array(cancelled);
  const isCancelled = (): boolean => flag !== undefined && Atomics.load(flag, 0) !== 0;
  const send = (reply: Reply | ProgressNote, transfer: ArrayBuffer[] = []): void =>
    parentPort?.postMessage(reply, transfer);
  let noted = performance.now();
  const goesOn = (progress: Progress): void => {
    if (isCancelled()) throw new Cancelled();
    if (performance.now() - noted < NOTE_EVERY) return;
    noted = performance.now();
    send({ id, progress });
  };
  const controller = new AbortController();
  waiting.set(id, controller);
  try {
    if (isCancelled()) throw new Cancelled();
    const { result, transfer } = await answer(call, params, { signal: controller.signal, isCancelled, goesOn });
    send({ id, ok: true, result }, transfer);
  } catch (error) {
    send({ id, ok: false, error: sentError(error) });
  } finally {
    waiting.delete(id);
  }
}

function sentError(error: unknown): SentError {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return error instanceof SourceFailure ? { name, message, advice: error.advice } : { name, message };
}

parentPort?.on('message', (request: Request | CancelNote) => {
  if ('cancel' in request) waiting.get(request.cancel)?.abort(new Cancelled());
  else void serve(request);
});
