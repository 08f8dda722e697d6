/** The devices that adb knows. */
import { printable } from '../../core/memory-map/printable.ts';
import type { SourceSettings } from '../source-settings.ts';
import { isSerial } from './adb.ts';
import { ADB_ENDS } from './adb-ends.ts';
import { detailOf, type Found } from './found.ts';
import { runTool } from './run-tool.ts';

/** @throws Cancelled, SourceFailure */
export async function discoverDevices(settings: SourceSettings, signal: AbortSignal): Promise<readonly Found[]> {
  const call = { tool: 'adb', args: ['devices', '-l'], ends: ADB_ENDS, target: 'the devices' } as const;
  return parseDevices(await runTool(call, settings, signal));
}

/** What is said of a device that cannot be used as it is, by the states that adb prints. */
const STATES: Readonly<Record<string, string>> = {
  device: '',
  recovery: 'in recovery',
  unauthorized: 'USB debugging has to be allowed on the device',
  authorizing: 'USB debugging has to be allowed on the device',
  offline: 'does not answer',
  connecting: 'connects',
  'no permissions': 'your user may not use the USB device',
};

/** One line of `adb devices -l`: serial number, state, and words such as `model:Pixel_8`. */
const DEVICE = new RegExp(`^(\\S+(?: \\(\\d+\\)\\S*)?)\\s+(${Object.keys(STATES).join('|')})(?=\\s|$)(.*)$`);

/** The devices in what `adb devices -l` printed. */
export function parseDevices(text: string): readonly Found[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [, serial, state, rest = ''] = DEVICE.exec(line) ?? [];
    if (serial === undefined || state === undefined || !isSerial(serial)) return [];
    const model = /(?:^|\s)model:(\S+)/.exec(rest)?.[1]?.replaceAll('_', ' ');
    return [
      {
        spec: { kind: 'adb', serial, rights: 'shell' },
        label: model === undefined ? serial : printable(model),
        detail: detailOf(model === undefined ? undefined : serial, STATES[state]),
      },
    ];
  });
}
