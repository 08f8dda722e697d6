/** A process whose main thread has ended while another runs on: its stat line is that of a zombie, and it has its memory still. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

const SCRIPT = `
import ctypes, threading, time
threading.Thread(target=lambda: time.sleep(1000)).start()
print('ready', flush=True)
ctypes.CDLL(None).pthread_exit(None)
`;

/** Starts one; undefined where there is no Python. Who started it ends it. */
export async function startWithoutMainThread(): Promise<(ChildProcess & { readonly pid: number }) | undefined> {
  const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));
  if (python === undefined) return undefined;
  const child = spawn(python, ['-c', SCRIPT], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const { pid } = child;
  if (pid === undefined) throw new Error('Python did not start.');
  const end = performance.now() + 20_000;
  while (!/ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) {
    if (performance.now() > end) throw new Error('Its main thread did not end.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return Object.assign(child, { pid });
}
