/**
 * The sources that the user has: this machine and those that the setting names. Only these are ever asked, whatever address a
 * document has or a command is given; and while the workspace is not trusted only those that start no program.
 */
import * as vscode from 'vscode';
import type { ExecutableName, SourceSettings } from '../../sources/source-settings.ts';
import { isSource, LOCAL, sourceKey, sourceLabel, type SourceSpec } from '../../sources/source-spec.ts';
import type { MapWorker } from '../../sources/worker/client.ts';

const SOURCES = 'memoryMaps.sources';
const EXECUTABLES = 'memoryMaps.executables';

export class KnownSources implements vscode.Disposable {
  private readonly worker: MapWorker;
  private readonly log: vscode.LogOutputChannel;
  private readonly changed = new vscode.EventEmitter<boolean>();
  /** Fires when there are other sources; with true when those that there were may answer now, though they did not before. */
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: vscode.Disposable[];
  private specs: readonly SourceSpec[];

  constructor(worker: MapWorker, log: vscode.LogOutputChannel) {
    this.worker = worker;
    this.log = log;
    this.specs = this.read();
    worker.useSources(settings());
    worker.askOnly((spec) => this.refusal(spec));
    this.subscriptions = [
      this.changed,
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SOURCES)) this.update();
        if (!event.affectsConfiguration(EXECUTABLES)) return;
        worker.useSources(settings());
        this.changed.fire(true);
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.changed.fire(true)),
    ];
  }

  /** All of them, this machine first. */
  get all(): readonly SourceSpec[] {
    return this.specs;
  }

  has(spec: SourceSpec): boolean {
    const key = sourceKey(spec);
    return this.specs.some((known) => sourceKey(known) === key);
  }

  /** Why a source may not be asked, as a sentence; undefined when it may. */
  private refusal(spec: SourceSpec): string | undefined {
    if (!this.has(spec)) {
      return vscode.l10n.t(
        '{0} is none of your sources. Add it first: “Memory Maps: Add Source of Processes…”',
        sourceLabel(spec),
      );
    }
    if (spec.kind === 'local' || spec.kind === 'saved' || vscode.workspace.isTrusted) return undefined;
    return vscode.l10n.t(
      'This workspace is not trusted, so only this machine and saved files are read. Reading {0} would start a program.',
      sourceLabel(spec),
    );
  }

  /** Remembers a source; one that is known already stays where it is. */
  async add(spec: SourceSpec): Promise<void> {
    if (this.has(spec)) return;
    await this.write([...this.specs, spec]);
  }

  /** Forgets a source and ends all that was started for it. */
  async remove(spec: SourceSpec): Promise<void> {
    const key = sourceKey(spec);
    await this.write(this.specs.filter((known) => sourceKey(known) !== key));
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async write(specs: readonly SourceSpec[]): Promise<void> {
    const remembered = specs.filter(({ kind }) => kind !== 'local');
    await vscode.workspace
      .getConfiguration()
      .update(SOURCES, remembered.length === 0 ? undefined : remembered, vscode.ConfigurationTarget.Global);
    this.update();
  }

  private update(): void {
    const before = this.specs;
    this.specs = this.read();
    const keys = new Set(this.specs.map(sourceKey));
    for (const spec of before) {
      if (keys.has(sourceKey(spec))) continue;
      this.worker.closeSource(spec).catch((error: unknown) => this.log.error(`Closing ${sourceLabel(spec)}`, error));
    }
    if (before.map(sourceKey).join('\n') !== [...keys].join('\n')) this.changed.fire(false);
  }

  private read(): readonly SourceSpec[] {
    const told = vscode.workspace.getConfiguration().get<unknown>(SOURCES);
    const known = new Map([[sourceKey(LOCAL), LOCAL]]);
    for (const value of Array.isArray(told) ? told : []) {
      if (isSource(value)) known.set(sourceKey(value), value);
      else this.log.warn(`${SOURCES} holds what is no source: ${JSON.stringify(value)}`);
    }
    return [...known.values()];
  }
}

function settings(): SourceSettings {
  const told = vscode.workspace.getConfiguration().get<unknown>(EXECUTABLES);
  const executables: Partial<Record<ExecutableName, string>> = {};
  for (const name of EXECUTABLE_NAMES) {
    const path: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, name) : undefined;
    if (typeof path === 'string' && path !== '') executables[name] = path;
  }
  return { executables };
}

const EXECUTABLE_NAMES: readonly ExecutableName[] = ['ssh', 'adb', 'docker', 'podman', 'kubectl'];
