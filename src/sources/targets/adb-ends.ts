/** What adb says when it fails: the texts of its client and server, and of su and run-as on the device. */
import type { KnownEnd } from './known-end.ts';

export const ADB_ENDS: readonly KnownEnd[] = [
  {
    says: /device unauthorized|device still authorizing/,
    message: '{target} does not let this computer in yet.',
    advice:
      'Unlock the device and allow USB debugging in the dialog that it shows; connect it anew when there is none.',
  },
  {
    says: /device offline|device still connecting/,
    message: '{target} is connected, but does not answer.',
    advice: 'Connect it anew, or turn USB debugging off and on. For a device in the network, run adb reconnect.',
  },
  {
    says: /insufficient permissions for device|no permissions/,
    message: 'You may not use the USB device {target}.',
    advice: 'On Linux, your user has to be in the group plugdev, and a udev rule has to name the device’s maker.',
  },
  {
    says: /device '[^']*' not found|no devices\/emulators found|device not found/,
    message: '{target} is not connected.',
    advice: 'Connect it, and see that adb devices lists it. A device in the network needs adb connect first.',
  },
  {
    says: /more than one device/,
    message: 'adb has more than one device that could be {target}.',
    advice: 'Add the device by the serial number that adb devices prints.',
  },
  {
    says: /only supports allocating a pty|target doesn't support PTY args|unknown option -- ?T|-T: unknown option/i,
    message: 'adb reaches {target} only through a terminal, which changes bytes on the way.',
    advice:
      'Android 7 or newer and adb 1.0.36 or newer are needed. An older device can be reached through an SSH server on it, such as dropbear.',
  },
  {
    says: /cannot connect to daemon|failed to (?:check server version|start daemon)|could not read ok from ADB server/i,
    message: 'The adb server of this computer does not run and could not be started.',
    advice: 'Run adb start-server in a terminal, and see what it says.',
  },
  {
    says: /su: (?:inaccessible or )?not found|su: can't execute|su: No such file/,
    message: '{target} has no su.',
    advice:
      'Use it without root, or as an app that can be debugged. Where the build allows it, adb root makes all of adb root.',
  },
  {
    // The code that the command for root ends with, whatever the su at hand says.
    codes: [126],
    message: '{target} does not let adb become root.',
    advice: 'Allow it for “Shell” in the app that manages root on the device, and answer its question there.',
  },
  {
    says: /run-as: (?:unknown package|Package '[^']*' is unknown)/,
    message: 'The app is not installed on {target}.',
    advice: 'Check its name: adb shell pm list packages prints those that are.',
  },
  {
    says: /run-as: (?:package not debuggable|Package '[^']*' is not debuggable)/,
    message: 'The app on {target} does not allow debugging, so that run-as does not open it.',
    advice: 'Install a build with android:debuggable, or use su where the device has it.',
  },
  { says: /run-as: ([^\r\n]+)/, message: 'run-as on {target} failed: {1}.', advice: 'Try {command} in a terminal.' },
  {
    says: /error: closed|protocol fault/,
    message: 'The connection to {target} was cut.',
    advice: 'See that the device is still connected. Refreshing connects anew.',
  },
  {
    // What adb does when the cable is pulled: it says nothing.
    says: /^\s*$/,
    codes: [0, 1, 255],
    message: 'The connection to {target} ended.',
    advice: 'See that the device is still connected. Refreshing connects anew.',
  },
];
