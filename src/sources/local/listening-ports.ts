/** Which process listens on a TCP port: from the port to its socket's inode, and to the processes that hold the socket open. */
import { readdirSync, readlinkSync } from 'node:fs';
import { endianness } from 'node:os';
import type { PortOwners } from '../process.ts';
import { Cancelled } from '../cancelled.ts';
import { errorCode, isGone } from './files.ts';
import { readOptional } from './reader.ts';
import { Users } from './users.ts';

/** A listening socket of proc_pid_net(5). */
export interface Listener {
  /** The address that it listens on, as people write it. */
  readonly address: string;
  readonly port: number;
  /** Effective user ID of who made the socket. */
  readonly uid: number;
  readonly inode: string;
}

/**
 * A line of `/proc/net/tcp` or `tcp6` in the state TCP_LISTEN (`0A`), as `get_tcp4_sock()` in net/ipv4/tcp_ipv4.c prints it. The
 * groups are address, port, user ID and inode.
 */
const LISTENING =
  /^ *\d+: ([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4}) [0-9A-F]+:[0-9A-F]{4} 0A [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:[0-9A-F]+ [0-9A-F]+ +(\d{1,10}) +\d+ (\d{1,20})(?: |$)/;

/** The listening sockets in the text of `/proc/net/tcp` or `tcp6`. Lines of another form are passed over. */
export function parseListeners(text: string, littleEndian = endianness() === 'LE'): readonly Listener[] {
  return text.split('\n').flatMap((line): Listener[] => {
    const [, address = '', port = '', uid = '', inode = ''] = LISTENING.exec(line) ?? [];
    if (inode === '') return [];
    return [{ address: addressText(address, littleEndian), port: parseInt(port, 16), uid: Number(uid), inode }];
  });
}

/**
 * Finds who listens on a TCP port in this process's network namespace.
 * @throws Cancelled when nobody waits any longer
 */
export function portOwners(port: number, isCancelled: () => boolean, root = '/proc', passwd?: string): PortOwners {
  const texts = ['tcp', 'tcp6'].map((name) => readOptional(`${root}/net/${name}`));
  const isReadable = texts.some((text) => text !== undefined);
  const listeners = texts.flatMap((text) => parseListeners(text ?? '')).filter((each) => each.port === port);
  const links = new Map(listeners.map((listener) => [`socket:[${listener.inode}]`, listener]));
  const holders: { pid: number; address: string }[] = [];
  const held = new Set<Listener>();
  let refused = 0;
  for (const name of links.size > 0 ? readdirSync(root) : []) {
    if (!/^[1-9]\d*$/.test(name)) continue;
    if (isCancelled()) throw new Cancelled();
    const sockets = openSockets(`${root}/${name}/fd`, links);
    if (sockets === 'refused') refused++;
    else {
      for (const listener of sockets) {
        held.add(listener);
        holders.push({ pid: Number(name), address: listener.address });
      }
    }
  }
  const users = new Users(passwd);
  users.refresh();
  const unseen = listeners
    .filter((listener) => !held.has(listener))
    .map(({ uid, address }) => ({ uid, user: users.name(uid), address }));
  return { port, isReadable, holders, unseen, refused };
}

/** Those of the sockets that a process holds open, each once. */
function openSockets(folder: string, links: ReadonlyMap<string, Listener>): ReadonlySet<Listener> | 'refused' {
  const found = new Set<Listener>();
  try {
    for (const descriptor of readdirSync(folder)) {
      const listener = links.get(linkOf(`${folder}/${descriptor}`) ?? '');
      if (listener) found.add(listener);
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EACCES' || code === 'EPERM') return 'refused';
    if (!isGone(code)) throw error;
  }
  return found;
}

/** Where a descriptor leads; undefined when it was closed meanwhile. */
function linkOf(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (isGone(errorCode(error))) return undefined;
    throw error;
  }
}

/** Addresses are printed as 32-bit words in the machine's own byte order, although they are stored in the network's. */
function addressText(hex: string, littleEndian: boolean): string {
  const words = hex.match(/.{8}/g) ?? [];
  const bytes = words.flatMap((word) => {
    const inOrder = (word.match(/../g) ?? []).map((byte) => parseInt(byte, 16));
    return littleEndian ? inOrder.toReversed() : inOrder;
  });
  if (bytes.length === 4) return bytes.join('.');
  const groups = Array.from({ length: 8 }, (_, i) =>
    ((bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0)).toString(16),
  );
  // The shortest form, as RFC 5952 has it.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
