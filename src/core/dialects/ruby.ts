/** Bug reports of Ruby: `[BUG] Segmentation fault at 0x…`, with the process's map at their end (rb_vm_bugreport() in vm_dump.c). */
import type { Mark } from '../memory-map/notes.ts';
import type { CompleteReading } from './frame.ts';
import type { Reading } from './part-parser.ts';
import { registerMarks, registersOf, type Register } from './registers.ts';
import { linesAbove, shown, type Report } from './report.ts';

const FAULT = /\[BUG\] \w[\w ]{0,40} at 0x([0-9a-f]{1,16})\b/;
const VERSION = /^((?:j?ruby|truffleruby) \d[\w.]{0,20})/;
const SECTION = /^[ \t]{0,40}-- (\S.{0,40})/;
const WANTED = /^(?:.{0,300}\[BUG\]|[ \t]{0,40}--|(?:j|truffle)?ruby \d|[ \t]{0,4}[A-Za-z]\w{1,5}: 0x[0-9a-f]{8})/gm;

/** Points at the fault and the registers of a bug report. */
export function completeRuby(report: Report, reading: Reading): CompleteReading {
  const marks: Mark[] = [];
  let registers: Register[] = [];
  let title: string | undefined;
  let inRegisters = false;
  for (const { text, line } of linesAbove(report, WANTED)) {
    const fault = FAULT.exec(text)?.[1];
    if (fault !== undefined) {
      // An earlier report in the same text is not this one's.
      registers = [];
      marks.splice(0, marks.length, { address: BigInt(`0x${fault}`), label: 'fault address', line });
    }
    title = VERSION.exec(text)?.[1] ?? title;
    const section = SECTION.exec(text)?.[1];
    if (section !== undefined) inRegisters = section.startsWith('Machine register context');
    else if (inRegisters) registers.push(...registersOf(text, line));
  }
  return {
    dialect: 'ruby',
    reading: {
      ...reading,
      ...(title === undefined ? {} : { title: shown(title) }),
      marks: [...marks, ...registerMarks(registers, reading.regions, marks)],
    },
  };
}
