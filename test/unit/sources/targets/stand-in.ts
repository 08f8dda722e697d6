/** A recorded stand-in for a command line tool: it checks its arguments, and does what the tool was seen to do. */
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ExecutableName, SourceSettings } from '../../../../src/sources/source-settings.ts';
import { TemporaryFolder } from '../temporary-folder.ts';

/** What the tool was seen to do. */
export interface Recorded {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
  /** Becomes this command, as tools that open a shell do. */
  readonly exec?: string;
}

/** The exit code for arguments that were not expected. */
const UNEXPECTED = 99;

export class StandIns {
  private readonly folder = new TemporaryFolder();
  readonly settings: SourceSettings;

  /** @param tools what each tool does when it is called with exactly these arguments, in turn of the calls that are expected */
  constructor(
    tools: Readonly<Partial<Record<ExecutableName, readonly (readonly [args: readonly string[], Recorded])[]>>>,
  ) {
    const executables: Partial<Record<ExecutableName, string>> = {};
    for (const tool of ['ssh', 'adb', 'docker', 'podman', 'kubectl'] as const) {
      executables[tool] = join(this.folder.path, tool);
      if (tools[tool]) this.write(tool, tools[tool]);
    }
    this.settings = { executables };
  }

  /** Makes a tool of another script. */
  replace(tool: string, script: string): void {
    chmodSync(this.folder.write(tool, script), 0o755);
  }

  /** The path of a file beside the tools. */
  path(name: string): string {
    return join(this.folder.path, name);
  }

  /** What was called with arguments that were not expected; nothing when all was as it should be. */
  unexpected(): string {
    const log = this.path('unexpected');
    return existsSync(log) ? readFileSync(log, 'utf8') : '';
  }

  remove(): void {
    this.folder.remove();
  }

  private write(tool: ExecutableName, calls: readonly (readonly [args: readonly string[], Recorded])[]): void {
    const cases = calls.map(([args, { stdout = '', stderr = '', code = 0, exec }]) => {
      const is = [`[ $# -eq ${args.length} ]`, ...args.map((arg, at) => `[ "\${${at + 1}}" = ${quoted(arg)} ]`)];
      const end = exec === undefined ? `exit ${code}` : `exec ${exec}`;
      return `if ${is.join(' && ')}; then printf %s ${quoted(stdout)}; printf %s ${quoted(stderr)} >&2; ${end}; fi`;
    });
    const log = `{ printf '%s\\n' ${tool} "$@"; } >>${quoted(this.path('unexpected'))}`;
    chmodSync(this.folder.write(tool, ['#!/bin/sh', ...cases, log, `exit ${UNEXPECTED}`, ''].join('\n')), 0o755);
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
