/** Which Linux it is, by `/proc/sys/kernel/osrelease`. */

export interface KernelVersion {
  readonly major: number;
  readonly minor: number;
}

/** The version that a release such as `6.15.0-rc3-arm64` starts with; undefined when it starts with none. */
export function kernelVersion(release: string | undefined): KernelVersion | undefined {
  const [, major, minor] = /^(\d{1,4})\.(\d{1,4})(?!\d)/.exec(release ?? '') ?? [];
  return major === undefined || minor === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

/** Whether it is this version or a later one. */
export function isSince({ major, minor }: KernelVersion, since: KernelVersion): boolean {
  return major > since.major || (major === since.major && minor >= since.minor);
}

/** `6.15` */
export function versionText({ major, minor }: KernelVersion): string {
  return `${major}.${minor}`;
}
