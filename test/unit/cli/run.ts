/** Runs the built command line as a script does. */
import { spawnSync } from 'node:child_process';

/** What a run gave; `json` is standard output parsed, when it is JSON. */
export interface Run {
  readonly status: number | null;
  readonly json: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `memory-maps` with these words, and a text or bytes as standard input. */
export function cli(args: readonly string[], input: string | Uint8Array = ''): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', ...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  let json: unknown;
  try {
    json = JSON.parse(stdout);
  } catch {
    json = undefined;
  }
  return { status, json, stdout, stderr };
}
