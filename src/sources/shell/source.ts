/** The processes behind a shell. */
import { printable } from '../../core/memory-map/printable.ts';
import type { ListOptions, LiveMap, LiveText, ProcessFile, ProcessList, ReadFailure } from '../process.ts';
import { explainLive, readLiveMap, readLiveText } from '../read-live.ts';
import type { Capabilities, Source, Waiting } from '../source.ts';
import { sourceLabel, type SourceSpec } from '../source-spec.ts';
import type { OpenChannel } from './channel.ts';
import { ShellProcesses } from './process-list.ts';
import { ShellProcfs } from './procfs.ts';
import { type Patience, Shell } from './shell.ts';

export class ShellSource implements Source {
  readonly capabilities: Capabilities = { isLive: true, isHere: false };
  readonly procfs: ShellProcfs;
  private readonly spec: SourceSpec;
  private readonly shell: Shell;
  private readonly processes: ShellProcesses;

  /**
   * @param open opens the channel, with the first question and after each rest
   * @param spec which target it is
   */
  constructor(open: OpenChannel, spec: SourceSpec, patience?: Patience) {
    const name = printable(sourceLabel(spec));
    this.spec = spec;
    this.shell = new Shell(open, name, patience);
    this.procfs = new ShellProcfs(this.shell);
    this.processes = new ShellProcesses(this.shell, name);
  }

  list(options: ListOptions, { signal }: Waiting): Promise<ProcessList> {
    return this.processes.list(options, signal);
  }

  readMap(file: ProcessFile, waiting: Waiting): Promise<LiveMap | ReadFailure> {
    return readLiveMap(this.procfs, this.spec, file, waiting);
  }

  readText(file: ProcessFile, waiting: Waiting): Promise<LiveText | ReadFailure> {
    return readLiveText(this.procfs, this.spec, file, waiting);
  }

  explain(file: ProcessFile, waiting: Waiting): Promise<ReadFailure | undefined> {
    return explainLive(this.procfs, this.spec, file, waiting);
  }

  rest(): Promise<void> {
    return this.shell.rest();
  }

  close(): Promise<void> {
    return this.shell.close();
  }
}
