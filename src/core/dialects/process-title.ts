/** What the map of a process in a dump is called: `PID 4711 node server.js`. */
import { printable } from '../memory-map/printable.ts';

/** Longer command lines are cut: a title is read at a glance. */
const LONGEST = 120;

/**
 * The title; undefined when nothing is known. Safe to print.
 * @param name what the kernel calls the process, cut at 15 bytes
 * @param args its command line; it has the whole name
 */
export function processTitle(pid: number | undefined, name: string, args = ''): string | undefined {
  const [program = ''] = args.split(' ', 1);
  const base = program.slice(program.lastIndexOf('/') + 1);
  const rest = args.slice(program.length).trim();
  const called = base !== '' && base.startsWith(name) ? `${base} ${rest}` : args === '' ? name : `${name} (${args})`;
  const text = printable(`${pid === undefined ? '' : `PID ${pid} `}${called}`.trim());
  if (text === '') return undefined;
  const letters = Array.from(text);
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text;
}
