/** An Android device that adb reaches. */
import { shellLine } from '../../core/locate/shell-word.ts';
import type { AdbRights } from '../source-spec.ts';
import { ADB_ENDS } from './adb-ends.ts';
import { checkedName, type Target } from './target.ts';

/** Serial numbers: of a device or an emulator, `host:port`, a place on the USB, a name of mDNS, of which there may be ` (2)`. */
const SERIAL = /^[\w.:@()[\]%?-]+(?: \(\d+\)[\w.-]*)?$/;
/** Names of apps, as Android's own rules have them. */
const PACKAGE = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

/** True for a serial number that a device can be reached by. */
export function isSerial(serial: string): boolean {
  return SERIAL.test(serial) && !serial.startsWith('-');
}

/**
 * Of `su` there are two: those of Magisk and its like take a command after -c, the one of AOSP's userdebug builds takes a user
 * and the words of a command, and says that -c is no user. Which one it is shows when it is asked.
 */
const AS_ROOT = [
  `said=$(su -c 'echo root' </dev/null 2>&1)`,
  `case $said in *root) exec su -c 'exec sh' ;; *invalid* | *unknown*) exec su 0 sh ;; *) echo "$said" >&2; exit 126 ;; esac`,
].join('; ');

/**
 * `shell -T` gives bytes as they are and the shell's own exit code; it needs Android 7 or newer and adb 1.0.36 or newer.
 * @throws SourceFailure when the serial number or the app cannot be one
 */
export function adbTarget(serial: string, rights: AdbRights): Target {
  const target = checkedName(serial, SERIAL, 'serial number of a device');
  return {
    tool: 'adb',
    target,
    command: shellLine('adb', '-s', target, 'shell'),
    args: ['-s', target, 'shell', '-T', commandOf(rights)],
    ends: ADB_ENDS,
  };
}

/** The command that the device's own shell reads. */
function commandOf(rights: AdbRights): string {
  if (rights === 'shell') return 'exec sh';
  if (rights === 'su') return AS_ROOT;
  return `exec run-as ${checkedName(rights.runAs, PACKAGE, 'name of an app')} sh`;
}
