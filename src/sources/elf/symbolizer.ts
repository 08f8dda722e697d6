/** Names what lies at a place of a mapped file. */
import { statSync } from 'node:fs';
import { demangle } from '../../core/elf/demangle.ts';
import { readSymbols } from '../../core/elf/read-symbols.ts';
import { fileOffsetToAddress, type OffsetHints } from '../../core/elf/segments.ts';
import { symbolAt, type SymbolAt, type SymbolTable } from '../../core/elf/symbol-table.ts';
import { printable } from '../../core/memory-map/printable.ts';
import { sameStamp, stampOf } from './file-source.ts';
import { closeElf, findElf, hasSymbols, type ElfQuery, type FoundElf } from './find-elf.ts';
import type { OpenElf, PassedOver } from './open-elf.ts';
import { packedSymbols } from './packed-symbols.ts';
import { NOT_THERE, whyNot } from './resolve-in-root.ts';

/** A place in a mapped file. */
export interface SymbolQuery extends ElfQuery, OffsetHints {
  /** In the file: the address, less the region's start, plus the region's offset. */
  readonly offset: bigint;
}

export interface NamedSymbol extends SymbolAt {
  /** The name as it was written in C++ or Rust, where it is mangled in a known way; else the name. It may be anything. */
  readonly text: string;
}

export interface SymbolAnswer {
  /** undefined when `reason` tells why there is none. */
  readonly symbol: NamedSymbol | undefined;
  /** The address in the file's own terms, as `addr2line` and `objdump` take it; undefined when it is not known. */
  readonly address: bigint | undefined;
  /** The file that the symbols are from. */
  readonly file: string | undefined;
  /** Sentences, safe to show. */
  readonly reason: string | undefined;
  /** Places where symbols were looked for in vain. */
  readonly passedOver: readonly PassedOver[];
}

/** Files whose tables are kept. One has 25 bytes a symbol, so that most take a few MB. */
const KEPT_FILES = 8;

/** A file that was asked, with what it takes to ask it again. */
interface Kept {
  readonly found: FoundElf;
  readonly files: readonly OpenElf[];
  /** Of the file's own symbols, and of those that are packed in it; none where no file was found. */
  readonly tables: readonly SymbolTable[];
  /** Symbols that the file has or may have and that are not in the tables, and why; parts of sentences. */
  readonly missing: readonly string[];
}

/**
 * Answers from the files below one root, and keeps the tables of those that were asked last. A file that changes is read anew;
 * one that is added where another was used is found after `forget`.
 */
export class Symbolizer {
  private readonly root: string;
  /** The one that was asked last at the end. */
  private readonly kept = new Map<string, Kept>();
  /** Questions are answered one after the other: the first for a file opens it. */
  private turn: Promise<unknown> = Promise.resolve();

  /** @param root the directory that holds the machine's files, empty for this machine */
  constructor(root = '') {
    this.root = root;
  }

  /** The symbol at a place. Never throws on what a file holds; the first question for a file reads its symbols. */
  symbolize(query: SymbolQuery): Promise<SymbolAnswer> {
    const asked = this.turn.then(() => this.answer(query));
    this.turn = asked.catch(() => undefined);
    return asked;
  }

  /** Closes all files, once what was asked is answered. */
  forget(): void {
    this.turn = this.turn.then(() => {
      for (const key of this.kept.keys()) this.drop(key);
    });
  }

  private async answer(query: SymbolQuery): Promise<SymbolAnswer> {
    const key = JSON.stringify([query.path, query.buildId, query.deleted]);
    try {
      return answer(await this.files(key, query), query);
    } catch (error) {
      const reason = whyNot(error);
      this.drop(key);
      return {
        symbol: undefined,
        address: undefined,
        file: undefined,
        reason: `The file cannot be read any more: ${reason}.`,
        passedOver: [],
      };
    }
  }

  private async files(key: string, query: SymbolQuery): Promise<Kept> {
    let kept = this.kept.get(key);
    if (kept && !kept.files.every(isUnchanged)) {
      this.drop(key);
      kept = undefined;
    }
    kept ??= await openFiles(this.root, query);
    this.kept.delete(key);
    // Where nothing was found there is nothing to keep, and it may be there next time.
    if (kept.files.length > 0) this.kept.set(key, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_FILES && oldest !== undefined) this.drop(oldest);
    return kept;
  }

  private drop(key: string): void {
    const kept = this.kept.get(key);
    this.kept.delete(key);
    if (kept) closeElf(kept.found);
  }
}

async function openFiles(root: string, query: SymbolQuery): Promise<Kept> {
  const found = findElf(root, query);
  try {
    const files = [found.program, found.debug].filter((file) => file !== undefined);
    const source = found.debug ?? found.program;
    const own = source && readSymbols(source.elf);
    const packed = source && !hasSymbols(source) ? await packedSymbols(source.elf) : undefined;
    const tables = [own, typeof packed === 'string' ? undefined : packed].filter((table) => table !== undefined);
    const missing = tables.flatMap((table) => table.missing).concat(typeof packed === 'string' ? packed : []);
    return { found, files, tables, missing };
  } catch (error) {
    closeElf(found);
    throw error;
  }
}

function isUnchanged({ path, source }: OpenElf): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && sameStamp(stampOf(stats), source.stamp);
}

function answer({ found, files, tables, missing }: Kept, query: SymbolQuery): SymbolAnswer {
  const { passedOver } = found;
  const [placing] = files;
  const file = (found.debug ?? found.program)?.path;
  const give = (rest: Partial<SymbolAnswer>): SymbolAnswer => ({
    symbol: undefined,
    address: undefined,
    file,
    reason: undefined,
    passedOver,
    ...rest,
  });
  if (!placing || file === undefined) return give({ reason: notFound(passedOver) });
  const address = fileOffsetToAddress(placing.elf.segments, query.offset, query);
  if (address === undefined) return give({ reason: notMapped(placing.path, found.program !== undefined) });
  const symbol = nearest(tables.map((table) => symbolAt(table, address)));
  if (!symbol) {
    const count = tables.reduce((sum, table) => sum + table.count, 0);
    return give({ address, reason: noSymbol(file, { count, missing }, found.debug ? [] : passedOver) });
  }
  return give({ address, symbol: { ...symbol, text: demangle(symbol.name) ?? symbol.name } });
}

/** Of what the tables tell the one that covers the address, else the one that starts nearest below it. */
function nearest(symbols: readonly (SymbolAt | undefined)[]): SymbolAt | undefined {
  const told = symbols.filter((symbol) => symbol !== undefined);
  const sure = told.filter(({ certain }) => certain);
  return (sure.length > 0 ? sure : told).sort((a, b) => a.offset - b.offset)[0];
}

function notFound(passedOver: readonly PassedOver[]): string {
  const [first] = passedOver;
  return first ? `${printable(first.path)} cannot be used: ${first.reason}.` : 'There is no file to ask.';
}

/** A debug file alone often does not tell: its segments have no content. */
function notMapped(path: string, isProgram: boolean): string {
  return isProgram
    ? `No segment of ${printable(path)} maps this offset.`
    : `${printable(path)} has the symbols, but only the program itself tells which address this offset has.`;
}

/** @param passedOver places of debug files that were looked at in vain */
function noSymbol(
  file: string,
  { count, missing }: Pick<SymbolTable, 'count' | 'missing'>,
  passedOver: readonly PassedOver[],
): string {
  const name = printable(file);
  const besides = missing.length === 0 ? '' : ` What it may have besides: ${missing.join('; ')}.`;
  const first = count === 0 ? `${name} has no symbols.` : `No symbol of ${name} covers this address.`;
  // One that is there and unfit says most; else the surest place tells where debug symbols are to be put.
  const place = passedOver.find(({ reason }) => reason !== NOT_THERE) ?? passedOver[0];
  return `${first}${besides}${place ? ` Its debug file ${printable(place.path)} cannot be used: ${place.reason}.` : ''}`;
}
