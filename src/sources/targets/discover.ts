/** What can be added as a source: what the tools of this machine list. */
import { homedir } from 'node:os';
import { Cancelled } from '../cancelled.ts';
import type { ExecutableName, SourceSettings } from '../source-settings.ts';
import { SourceFailure } from '../source.ts';
import { discoverContainers } from './discover-containers.ts';
import { discoverDevices } from './discover-devices.ts';
import { discoverPods } from './discover-pods.ts';
import type { Found } from './found.ts';
import { sshHosts } from './ssh-hosts.ts';

/** What one tool lists. */
export interface Discovery {
  readonly kind: ExecutableName;
  readonly found: readonly Found[];
  /** Set when nothing could be asked, with the sentences for the user, safe to print. */
  readonly whyNot?: { readonly message: string; readonly advice: string };
}

/** Where to look. */
export interface DiscoverOptions {
  /** The user's home folder, where another one is wanted. */
  readonly home?: string;
}

type Finder = (
  settings: SourceSettings,
  signal: AbortSignal,
  options: DiscoverOptions,
) => readonly Found[] | Promise<readonly Found[]>;

const FINDERS: Readonly<Record<ExecutableName, Finder>> = {
  ssh: (_settings, _signal, { home }) => sshHosts(home ?? homedir()),
  adb: discoverDevices,
  docker: (settings, signal) => discoverContainers('docker', settings, signal),
  podman: (settings, signal) => discoverContainers('podman', settings, signal),
  kubectl: discoverPods,
};

/**
 * Asks one tool, within seconds. Looking for devices starts adb's server when it does not run, as every use of adb does.
 * @throws Cancelled
 */
export async function discover(
  kind: ExecutableName,
  settings: SourceSettings,
  signal: AbortSignal,
  options: DiscoverOptions = {},
): Promise<Discovery> {
  try {
    return { kind, found: await FINDERS[kind](settings, signal, options) };
  } catch (error) {
    if (error instanceof Cancelled || !(error instanceof SourceFailure)) throw error;
    return { kind, found: [], whyNot: { message: error.message, advice: error.advice } };
  }
}
