/** From what cat says to the code of the system call that failed. */

/**
 * The sentences of strerror(3) without translation: of glibc, and where they differ of musl (busybox of Alpine) and bionic (toybox
 * of Android). Shells print some of them in small letters.
 */
const CODES: Readonly<Record<string, string>> = {
  'operation not permitted': 'EPERM',
  'no such file or directory': 'ENOENT',
  'no such process': 'ESRCH',
  'interrupted system call': 'EINTR',
  'input/output error': 'EIO',
  'i/o error': 'EIO',
  'bad file descriptor': 'EBADF',
  'resource temporarily unavailable': 'EAGAIN',
  'try again': 'EAGAIN',
  'cannot allocate memory': 'ENOMEM',
  'out of memory': 'ENOMEM',
  'permission denied': 'EACCES',
  'bad address': 'EFAULT',
  'device or resource busy': 'EBUSY',
  'resource busy': 'EBUSY',
  'no such device': 'ENODEV',
  'not a directory': 'ENOTDIR',
  'is a directory': 'EISDIR',
  'invalid argument': 'EINVAL',
  'too many open files in system': 'ENFILE',
  'too many open files': 'EMFILE',
  'no file descriptors available': 'EMFILE',
  'too many levels of symbolic links': 'ELOOP',
  'too many symbolic links encountered': 'ELOOP',
  'symbolic link loop': 'ELOOP',
  'file name too long': 'ENAMETOOLONG',
  'filename too long': 'ENAMETOOLONG',
  'argument list too long': 'E2BIG',
  'function not implemented': 'ENOSYS',
  'operation not supported': 'EOPNOTSUPP',
  'not supported': 'EOPNOTSUPP',
};

/** The same by their numbers, which all architectures share (include/uapi/asm-generic/errno-base.h): uClibc can be built without sentences. */
const NUMBERS: ReadonlyMap<number, string> = new Map([
  [1, 'EPERM'],
  [2, 'ENOENT'],
  [3, 'ESRCH'],
  [4, 'EINTR'],
  [5, 'EIO'],
  [9, 'EBADF'],
  [12, 'ENOMEM'],
  [13, 'EACCES'],
  [14, 'EFAULT'],
  [16, 'EBUSY'],
  [19, 'ENODEV'],
  [20, 'ENOTDIR'],
  [21, 'EISDIR'],
  [22, 'EINVAL'],
  [23, 'ENFILE'],
  [24, 'EMFILE'],
]);

/** The code in the last line of a complaint such as `cat: /proc/1/maps: Permission denied`; `UNKNOWN` when it is none of them. */
export function errorCodeIn(complaint: string): string {
  const sentence = complaint.trimEnd().split(': ').at(-1)?.toLowerCase() ?? '';
  const number = /^unknown error (\d{1,3})$/.exec(sentence)?.[1];
  if (number !== undefined) return NUMBERS.get(Number(number)) ?? UNKNOWN;
  return Object.hasOwn(CODES, sentence) ? (CODES[sentence] ?? UNKNOWN) : UNKNOWN;
}

/** What Node calls a failure without a code of its own. */
const UNKNOWN = 'UNKNOWN';
