/**
 * Crash reports of Ubuntu's apport: a field a line, and its further lines with a blank before them. `ProcMaps:` has the map, other
 * fields whose it is (apport/report.py).
 */
import type { CompleteReading } from './frame.ts';
import type { Reading } from './part-parser.ts';
import { baseName, linesAbove, linesBelow, processTitle, type Report } from './report.ts';

const EXECUTABLE = /^ExecutablePath: (.{1,1000})/;
/** In `ProcStatus:`, which has the lines of /proc/PID/status. */
const PID = /^ ?Pid:\s{1,8}(\d{1,10})/;
const WANTED = /^(?:ExecutablePath:| ?Pid:)/gm;

/** Tells whose map it is. */
export function completeApport(report: Report, reading: Reading): CompleteReading {
  let name: string | undefined;
  let pid: number | undefined;
  for (const lines of [linesAbove(report, WANTED), linesBelow(report, WANTED)]) {
    for (const { text } of lines) {
      const executable = EXECUTABLE.exec(text)?.[1];
      if (executable !== undefined) name = baseName(executable.trimEnd());
      const digits = PID.exec(text)?.[1];
      if (digits !== undefined) pid = Number(digits);
    }
  }
  const title = processTitle(pid, name);
  return {
    reading: { ...reading, ...(title === undefined ? {} : { title }), ...(pid === undefined ? {} : { pid }) },
    dialect: 'apport',
  };
}
