/**
 * What in a launch configuration tells that the debuggee runs on another machine. Some adapters call every process local,
 * because it is so for the part of them that runs beside it.
 */
import { printable } from '../../core/memory-map/printable.ts';
import { fieldOf, textOf } from './values.ts';

/** Where the debuggee runs by its configuration, in the configuration's own words and safe to print; undefined for here. */
export function remoteSign(configuration: unknown): string | undefined {
  for (const sign of SIGNS) {
    const found = sign(configuration);
    if (found !== undefined) return printable(found.slice(0, 200));
  }
  return undefined;
}

type Sign = (configuration: unknown) => string | undefined;

/** Settings whose value is where to connect to. What listens on a port of this machine may forward to another. */
const SERVERS = ['miDebuggerServerAddress', 'gdb-remote-port', 'target'];
/** Settings that hold a host. */
const HOSTS = ['host', 'hostName', 'address', 'gdb-remote-hostname'];
/** Settings that hold commands for the debugger. */
const COMMANDS = [
  'attachCommands',
  'launchCommands',
  'processCreateCommands',
  'targetCreateCommands',
  'preRunCommands',
];

const LOCAL_HOST = /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\]|0\.0\.0\.0|::|)$/i;
const CONNECTS = /^\s*(?:gdb-remote|kdp-remote|platform connect|process connect|target (?:extended-)?remote)\b/;

const SIGNS: readonly Sign[] = [
  (configuration) =>
    first(SERVERS, (name) => {
      const value = fieldOf(configuration, name);
      // An object (`target` of some debuggers) is a program.
      if (typeof value === 'number' && value > 0) return `${name} ${value}`;
      return typeof value === 'string' && value !== '' && isServer(name, value) ? value : undefined;
    }),
  (configuration) => first(HOSTS, (name) => otherHost(fieldOf(configuration, name))),
  (configuration) => otherHost(fieldOf(fieldOf(configuration, 'connect'), 'host')),
  (configuration) => nonEmpty(fieldOf(fieldOf(configuration, 'pipeTransport'), 'pipeProgram')),
  (configuration) => nonEmpty(fieldOf(configuration, 'remoteRoot')),
  (configuration) =>
    first(COMMANDS, (name) => {
      const commands = fieldOf(configuration, name);
      return Array.isArray(commands) ? first(commands, (command) => connecting(command)) : undefined;
    }),
];

/** A `target` is only a server when it is told as one: `host:port`, `:port`, a serial line. */
function isServer(name: string, value: string): boolean {
  return name !== 'target' || /^(?:[\w.-]*|\[[\da-f:]+\]):\d+$|^\/dev\/tty/i.test(value);
}

function otherHost(value: unknown): string | undefined {
  return typeof value === 'string' && !LOCAL_HOST.test(value.trim()) ? value : undefined;
}

function nonEmpty(value: unknown): string | undefined {
  return textOf(value) || undefined;
}

function connecting(command: unknown): string | undefined {
  return typeof command === 'string' && CONNECTS.test(command) ? command.trim() : undefined;
}

function first<Item>(items: readonly Item[], find: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
