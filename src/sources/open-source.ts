/** From what settings name to a source that answers. */
import type { ReadParts } from './local/read-map.ts';
import { LocalSource } from './local/source.ts';
import { SavedSource } from './saved/source.ts';
import { type Source, SourceFailure } from './source.ts';
import { ShellSource } from './shell/source.ts';
import { isShellSpec, openTarget } from './targets/open-target.ts';
import type { SourceSettings } from './source-settings.ts';
import { sourceKey, sourceLabel, type SourceSpec } from './source-spec.ts';

/** The sources that are open, one for each that was asked for. */
export class OpenSources {
  private readonly open = new Map<string, Source>();
  private readonly readParts: () => ReadParts | undefined;
  /** Sources that are opened from now on use these. */
  settings: SourceSettings = { executables: {} };

  /** @param readParts see LocalSource */
  constructor(readParts?: () => ReadParts | undefined) {
    this.readParts = readParts ?? (() => undefined);
  }

  /** The source, opened with the first question. @throws SourceFailure when there can be none */
  get(spec: SourceSpec): Source {
    const key = sourceKey(spec);
    let source = this.open.get(key);
    if (!source) this.open.set(key, (source = this.make(spec)));
    return source;
  }

  /** Lets one go, if it is open: see `Source.close`. */
  async close(spec: SourceSpec): Promise<void> {
    const key = sourceKey(spec);
    const source = this.open.get(key);
    this.open.delete(key);
    await source?.close();
  }

  /** Lets a source rest, if it is open: see `Source.rest`. */
  async rest(spec: SourceSpec): Promise<void> {
    await this.open.get(sourceKey(spec))?.rest();
  }

  /** Lets all go. */
  async closeAll(): Promise<void> {
    const sources = [...this.open.values()];
    this.open.clear();
    await Promise.all(sources.map((source) => source.close()));
  }

  private make(spec: SourceSpec): Source {
    if (spec.kind === 'local') return new LocalSource(this.readParts);
    if (spec.kind === 'saved') return new SavedSource(spec.path);
    if (isShellSpec(spec)) return new ShellSource(openTarget(spec, this.settings), spec);
    throw new SourceFailure(`${sourceLabel(spec)} cannot be opened.`);
  }
}
