/** Processes whose main thread has ended while another runs on: the stat line is that of a zombie, and they have their memory still. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';

const SCRIPT = `
import ctypes, signal, sys, threading, time
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
threading.Thread(target=lambda: time.sleep(1000)).start()
print('ready', flush=True)
if len(sys.argv) > 1: signal.sigwait([signal.SIGUSR1])
ctypes.CDLL(None).pthread_exit(None)
`;

type Started = ChildProcess & { readonly pid: number };

/** Starts one; undefined where there is no Python. Who started it ends it. */
export async function startWithoutMainThread(): Promise<Started | undefined> {
  const child = await start();
  if (!child) return undefined;
  const end = performance.now() + 20_000;
  while (!/ \(.*\) Z /s.test(readFileSync(`/proc/${child.pid}/stat`, 'latin1'))) {
    if (performance.now() > end) throw new Error('Its main thread did not end.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return child;
}

/** Starts one whose main thread ends on SIGUSR1. See `startWithoutMainThread`. */
export function startToLoseMainThread(): Promise<Started | undefined> {
  return start('waits');
}

async function start(...args: readonly string[]): Promise<Started | undefined> {
  const python = ['/usr/bin/python3', '/usr/local/bin/python3'].find((path) => existsSync(path));
  if (python === undefined) return undefined;
  const child = spawn(python, ['-c', SCRIPT, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const { pid } = child;
  if (pid === undefined) throw new Error('Python did not start.');
  return Object.assign(child, { pid });
}
