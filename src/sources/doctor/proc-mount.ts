/** How a procfs is mounted, by `mountinfo` (proc_pid_mountinfo(5)). */

/** What the option `hidepid` closes: 1 the files of other users' processes, 2 their being listed, 4 what may not be traced. */
export type HidePid = '1' | '2' | '4';

export interface ProcMount {
  /** undefined when the option is not set. */
  readonly hidePid: HidePid | undefined;
  /** The option as it is printed: a number, or its word since Linux 5.8. */
  readonly printed: string;
  /** The group ID that the option makes an exception of; 0 when none was named. */
  readonly group: number;
}

/** The numbers and words of the option (fs/proc/root.c); 3 was never given a meaning. */
const OPTIONS: Readonly<Record<string, HidePid>> = {
  1: '1',
  noaccess: '1',
  2: '2',
  invisible: '2',
  4: '4',
  ptraceable: '4',
};

/** The procfs that is seen at a mount point; undefined when the text tells of none. */
export function procMount(mountinfo: string | undefined, mountPoint: string): ProcMount | undefined {
  let found: ProcMount | undefined;
  for (const line of (mountinfo ?? '').split('\n')) {
    const [head, tail] = line.split(' - ');
    const [type, , options = ''] = tail?.split(' ') ?? [];
    // Of several mounts on one place the last is the one that is seen.
    if (type !== 'proc' || head?.split(' ')[4] !== mountPoint) continue;
    const printed = option(options, 'hidepid') ?? '';
    found = {
      hidePid: Object.hasOwn(OPTIONS, printed) ? OPTIONS[printed] : undefined,
      printed,
      group: Number(option(options, 'gid') ?? 0),
    };
  }
  return found;
}

function option(options: string, name: string): string | undefined {
  const start = `${name}=`;
  return options
    .split(',')
    .find((each) => each.startsWith(start))
    ?.slice(start.length);
}
