/**
 * `/proc/self/maps:` in the reports of runtimes: of Mono under `Native Crash Reporting` (mono/mini/mini-exceptions.c), of Android's
 * ART when it got a SIGQUIT or could not place an image (art/runtime/signal_catcher.cc).
 */
import type { Architecture, DialectName } from '../memory-map/memory-map.ts';
import type { CompleteReading } from './frame.ts';
import type { Reading } from './part-parser.ts';
import { abiOf } from './tombstone-head.ts';
import { baseName, lastLine, linesAbove, linesBelow, processTitle, type Report } from './report.ts';

const ART_START = /----- pid (\d{1,10}) at /;
const ART_NAME = /\bCmd line: (\S{1,300})/;
const ART_END = /----- end (\d{1,10}) -----/;
const ART_WORDS = /dalvik|\.oat\b|\bzygote/i;
const MONO = /Native Crash Reporting|Native stacktrace:|while executing native code/;
const WANTED = new RegExp(`^.{0,200}?(?:----- pid |Cmd line: |ABI: |${ART_WORDS.source}|${MONO.source})`, 'gm');

/** Tells the runtime, and whose map it is. */
export function completeSelfMaps(report: Report, reading: Reading): CompleteReading {
  let dialect: DialectName | undefined;
  let pid: number | undefined;
  let name: string | undefined;
  let arch: Architecture | undefined;
  for (const { text } of linesAbove(report, WANTED)) {
    const start = ART_START.exec(text)?.[1];
    if (start !== undefined) pid = Number(start);
    arch = abiOf(text) ?? arch;
    const command = ART_NAME.exec(text)?.[1];
    if (command !== undefined) name = baseName(command);
    if (start !== undefined || ART_WORDS.test(text)) dialect = 'art';
    else if (MONO.test(text)) dialect = 'mono';
  }
  const footer = endOf(report);
  if (footer !== undefined) {
    dialect = 'art';
    pid ??= footer;
  }
  if (dialect !== 'art') return { reading, dialect };
  const title = processTitle(pid, name);
  return {
    reading: {
      ...reading,
      ...(title === undefined ? {} : { title }),
      ...(pid === undefined ? {} : { pid }),
      ...(arch === undefined ? {} : { arch }),
    },
    dialect,
  };
}

/** The PID of ART's footer, which is the last line of the map or stands right behind it. */
function endOf(report: Report): number | undefined {
  const [below] = linesBelow(report, /^.{0,200}?----- end /gm);
  const digits = (ART_END.exec(lastLine(report)) ?? ART_END.exec(below?.text ?? ''))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
