/** What a snapshot is called. Names of processes and hosts are anybody's choice, and never become paths as they are. */

/** The forms of a snapshot. */
export type SnapshotForm = 'folder' | 'tar' | 'tar.gz';

/** How the name of each form ends. */
const EXTENSIONS: Readonly<Record<SnapshotForm, string>> = {
  folder: '.procsnap',
  tar: '.procsnap.tar',
  'tar.gz': '.procsnap.tar.gz',
};

/** The form that a path stands for. */
export function formOf(path: string): SnapshotForm {
  if (/\.(?:tar\.gz|tgz)$/i.test(path)) return 'tar.gz';
  return /\.tar$/i.test(path) ? 'tar' : 'folder';
}

/** Letters, digits and `. _ -` of a name, the rest as `_`; never empty, hidden, or an option. */
export function safeName(name: string, most = 40): string {
  const safe = name.replaceAll(/[^A-Za-z0-9._-]+/g, '_').replace(/^[-.]+/, '');
  return safe.slice(0, most).replace(/\.+$/, '') || 'process';
}

/**
 * `NAME-PID-TIME.procsnap`. The time is that of UTC, `20260203T040506Z`.
 * @param again how often the name was taken already
 */
export function snapshotName(name: string, pid: number | string, time: Date, form: SnapshotForm, again = 0): string {
  const stamp = time
    .toISOString()
    .replaceAll(/[-:]/g, '')
    .replace(/\.\d+Z$/, 'Z');
  const number = again === 0 ? '' : `-${again + 1}`;
  return `${safeName(name)}-${pid}-${stamp}${number}${EXTENSIONS[form]}`;
}
