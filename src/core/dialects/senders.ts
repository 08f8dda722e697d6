/** Who wrote a line of a log, as its prefix tells: a process by its number, a container by its name. */

/**
 * What stands for the sender in each form of prefix, and the same in all of its lines: `app[100]` of syslog, the number of the
 * process in logcat, `==100==` of valgrind and sanitizers, a container of docker compose and of kubectl.
 */
const SENDERS: readonly RegExp[] = [
  /[^\s:[\]]{1,64}\[\d{1,10}\](?=: *$)/,
  / {1,6}\d{1,10} (?= {0,6}\d{1,10} [VDIWEFA] [^:]{0,60}: *$)/,
  /\( {0,6}\d{1,10}\)(?=: *$)/,
  /==\d{1,10}==(?= *$)/,
  /^[\w.@-]{1,100} +\|(?= *$)/,
  /^\[pod\/[^\]]{1,200}\](?= *$)/,
];
/** No prefix is longer. */
const LONGEST = 300;
const ROW = /([0-9a-f]{4,16})-[0-9a-f]{4,16} [r-][w-][x-][psS] /;

/** The part of a prefix that tells its sender; undefined when none does. @param prefix a character a byte */
export function senderOf(prefix: string): string | undefined {
  if (prefix.length === 0 || prefix.length > LONGEST) return undefined;
  for (const sender of SENDERS) {
    const found = sender.exec(prefix)?.[0];
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where the region starts that a line has a row of; undefined for another line. @param line a character a byte */
export function rowStart(line: string): bigint | undefined {
  const digits = ROW.exec(line)?.[1];
  return digits === undefined ? undefined : BigInt(`0x${digits}`);
}

/** Where the next region of a sender starts in some lines of a log; undefined when none does. @param lines a character a byte */
export function nextRowOf(sender: string, lines: string): bigint | undefined {
  for (let at = lines.indexOf(sender); at >= 0; at = lines.indexOf(sender, at + sender.length)) {
    const end = lines.indexOf('\n', at);
    const start = rowStart(lines.slice(at + sender.length, end < 0 ? lines.length : end));
    if (start !== undefined) return start;
  }
  return undefined;
}
