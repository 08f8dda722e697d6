/** Names of users, from the password file. */
import { readFileSync, statSync } from 'node:fs';
import { printable } from '../../core/memory-map/printable.ts';

/** The names of user IDs in a text of the form of passwd(5), safe to print. */
export function userNames(passwd: string): Map<number, string> {
  const names = new Map<number, string>();
  for (const line of passwd.split('\n')) {
    const [name, , uid] = line.split(':');
    // The first entry of a user ID is the one getpwuid(3) gives.
    if (name && uid && /^\d+$/.test(uid) && !names.has(Number(uid))) names.set(Number(uid), printable(name));
  }
  return names;
}

/** `/etc/passwd` in memory, read again when it changes. */
export class Users {
  private readonly path: string;
  private names = new Map<number, string>();
  private version = '';

  /** @param path a file in the form of passwd(5) */
  constructor(path = '/etc/passwd') {
    this.path = path;
  }

  /** Reads the file again when it changed, and tells whether it did. Where there is none, users are numbers. */
  refresh(): boolean {
    const stats = statSync(this.path, { throwIfNoEntry: false, bigint: true });
    const version = stats ? `${stats.mtimeNs} ${stats.size} ${stats.ino}` : '';
    if (version === this.version) return false;
    this.version = version;
    this.names = userNames(stats ? readFileSync(this.path, 'utf8') : '');
    return true;
  }

  /** The user's name, or the ID in digits when the file has none (users of LDAP or systemd-homed, or of a container). */
  name(uid: number): string {
    let name = this.names.get(uid);
    if (name === undefined) this.names.set(uid, (name = String(uid)));
    return name;
  }
}
