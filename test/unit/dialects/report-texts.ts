/** Reads texts that hold maps, and says what was found in few words. */
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm } from '../../../src/core/export/normal-form.ts';

/** The maps of a text, a character a byte. */
export function found(text: string): readonly NormalForm[] {
  return parseMaps(Buffer.from(text, 'latin1'), {}, { embedded: true }).map((map) => normalForm(map));
}

/** The only map of a text. */
export function only(text: string): NormalForm {
  const [map, ...others] = found(text);
  if (!map || others.length > 0) throw new Error(`${others.length + (map ? 1 : 0)} maps were found`);
  return map;
}

/** Its regions as `line start-end perms path`. */
export function rows({ regions }: NormalForm): string[] {
  return regions.map(({ line, start, end, perms, path }) =>
    `${line} ${short(start)}-${short(end)} ${perms} ${path}`.trimEnd(),
  );
}

/** What a map says of addresses beside its regions, as `start-end label`. */
export function notes({ notes: all = [] }: NormalForm): string[] {
  return all
    .filter(({ end }) => end !== undefined)
    .map(({ start, end, label }) => `${short(start)}-${short(end ?? null)} ${label}`);
}

/** The addresses that a map points at, as `address label`. */
export function marks({ notes: all = [] }: NormalForm): string[] {
  return all.filter(({ end }) => end === undefined).map(({ start, label }) => `${short(start)} ${label}`);
}

function short(address: string | null): string {
  return address === null ? '?' : address.replace(/^0x0*(?=.)/, '');
}

/** Three rows of a process, as the kernel prints them. */
export const ROWS = [
  '55d0a0000000-55d0a0002000 r-xp 00002000 fe:00 260875                     /usr/bin/cat',
  '55d0a0003000-55d0a0004000 rw-p 00000000 00:00 0 ',
  '7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0                          [stack]',
];

/** What `rows` says of them when the first one stands on a line, and each further one on the next. */
export function seen(line: number, step = 1): string[] {
  return [
    `${line} 55d0a0000000-55d0a0002000 r-xp /usr/bin/cat`,
    `${line + step} 55d0a0003000-55d0a0004000 rw-p`,
    `${line + 2 * step} 7ffc00000000-7ffc00021000 rw-p [stack]`,
  ];
}

/** Lines as they stand in a mail. */
export function around(lines: readonly string[]): string {
  return ['Dear all,', 'this is what I see:', ...lines, '', 'Regards'].join('\n');
}
