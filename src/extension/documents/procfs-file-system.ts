/** Live documents: map files of processes as read-only files that every editor of VS Code can open. */
import * as vscode from 'vscode';
import { MAP_FILES, type ReadFailure } from '../../sources/process.ts';
import { sourceKey } from '../../sources/source-spec.ts';
import type { MapWorker } from '../../sources/worker/client.ts';
import type { KnownSources } from '../platform/known-sources.ts';
import type { Services } from '../platform/services.ts';
import { failureSentences, type OpenFailures } from './open-failures.ts';
import { parseProcessFolder, parseProcessUri, type ProcessDocument } from './process-uri.ts';
import type { LiveTexts } from './live-texts.ts';
import type { Snapshot } from './snapshots.ts';

/** The file system of the scheme `procmaps`. */
export class ProcfsFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  private readonly worker: MapWorker;
  private readonly sources: KnownSources;
  private readonly texts: LiveTexts;
  private readonly failures: OpenFailures;
  private readonly subscription: vscode.Disposable;
  private readonly changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changed.event;

  constructor({ worker, sources, liveTexts }: Services, failures: OpenFailures) {
    this.worker = worker;
    this.sources = sources;
    this.texts = liveTexts;
    this.failures = failures;
    this.subscription = liveTexts.onDidChange((uri) =>
      this.changed.fire([{ type: vscode.FileChangeType.Changed, uri }]),
    );
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    if (parseProcessFolder(uri)) return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const { bytes, modified } = await this.read(uri);
    // Procfs itself says 0 for both, and an editor would neither show nor update such a file.
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime: modified,
      size: bytes.length,
      permissions: vscode.FilePermission.Readonly,
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.read(uri)).bytes;
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const folder = parseProcessFolder(uri);
    if (!folder) throw vscode.FileSystemError.FileNotADirectory(uri);
    const { source, pid } = folder;
    if (!source) return this.sources.all.map((spec) => [sourceKey(spec), vscode.FileType.Directory]);
    if (pid !== undefined) return MAP_FILES.map((file) => [file, vscode.FileType.File]);
    const { processes } = await this.worker.listProcesses(source);
    return processes.map((process) => [String(process.pid), vscode.FileType.Directory]);
  }

  /** Procfs tells nobody when a map changes: what is looked at is read again at its own pace. */
  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  createDirectory(uri: vscode.Uri): never {
    throw readOnly(uri);
  }

  writeFile(uri: vscode.Uri): never {
    throw readOnly(uri);
  }

  delete(uri: vscode.Uri): never {
    throw readOnly(uri);
  }

  rename(uri: vscode.Uri): never {
    throw readOnly(uri);
  }

  private async read(uri: vscode.Uri): Promise<Snapshot> {
    const document: ProcessDocument | undefined = parseProcessUri(uri);
    if (!document) throw vscode.FileSystemError.FileNotFound(uri);
    const snapshot = await this.texts.get(uri, document);
    if (!('ok' in snapshot)) {
      this.failures.forget(uri);
      return snapshot;
    }
    this.failures.add(uri, snapshot);
    throw fileSystemError(snapshot);
  }
}

function fileSystemError(failure: ReadFailure): vscode.FileSystemError {
  const sentences = failureSentences(failure);
  return failure.reason === 'denied' || failure.reason === 'hidden'
    ? vscode.FileSystemError.NoPermissions(sentences)
    : vscode.FileSystemError.Unavailable(sentences);
}

function readOnly(uri: vscode.Uri): vscode.FileSystemError {
  return vscode.FileSystemError.NoPermissions(vscode.l10n.t('{0} is read-only: it shows a live process.', uri.path));
}
