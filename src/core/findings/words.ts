/** What findings mean: why they matter, what to do, and what in the map says so. */
import { quoted, text, type Text } from '../fields/text.ts';
import { formatHexAddress } from '../memory-map/address.ts';
import { regionAt } from '../memory-map/region-table.ts';
import { formatBytes, formatKilobytes } from '../memory-map/size.ts';
import { findingBits } from './find.ts';
import { groundOf, type FindingSubject, type Ground } from './ground.ts';
import { FINDING_RULES, type FindingId, type SeverityLevel } from './rules.ts';

/** Something in one region that deserves a second look. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: SeverityLevel;
  readonly title: string;
  /** Why it matters, a sentence. */
  readonly why: string;
  /** What can be done, a sentence. */
  readonly advice: string;
  /** What in the map says so. It holds names and numbers of the source. */
  readonly evidence: Text;
}

interface Words {
  readonly why: string;
  readonly advice: string;
  readonly evidence: (ground: Ground, row: number) => Text;
}

const permissions: Words['evidence'] = ({ regions }, row) =>
  text`The permissions are ${quoted(regionAt(regions, row).perms ?? '')}.`;

const kilobytes =
  (...keys: readonly string[]): Words['evidence'] =>
  ({ counter }, row) => {
    const told = keys.filter((key) => !Number.isNaN(counter(key, row)));
    return [`${told.map((key) => `${key} is ${formatKilobytes(counter(key, row))}`).join(', ')}.`];
  };

const WORDS: Readonly<Record<FindingId, Words>> = {
  'executable-stack': {
    why: 'Whoever overruns a buffer on this stack can run what he wrote there.',
    advice:
      'Look for an object linked without a GNU_STACK header (readelf -lW): assembly without .note.GNU-stack, nested functions of GCC, or -z execstack.',
    evidence: permissions,
  },
  'executable-heap': {
    why: 'Data that the program takes in can be run as code.',
    advice:
      'Look for mprotect with PROT_EXEC, and for a program without a GNU_STACK header, which makes all readable memory executable.',
    evidence: permissions,
  },
  wx: {
    why: 'Whatever is written there can be run: one stray write is enough to run foreign code.',
    advice:
      'JIT compilers such as those of Java and Node.js have such memory. Else write first and make it executable afterwards, or map it twice; where nothing is known to write here, find out who mapped it.',
    evidence: permissions,
  },
  deleted: {
    why: 'The process runs or reads what is no longer in the directory: after an update that is the old version, and its disk space stays taken.',
    advice: 'Restart the process after the update. A file that it deleted on purpose needs nothing.',
    evidence: ({ regions }, row) => text`The kernel marks ${quoted(regionAt(regions, row).file.path)} as deleted.`,
  },
  'changed-code': {
    why: 'The code in memory is no longer that of the file, and its changed pages are copies, which take memory of their own.',
    advice:
      'Breakpoints and other patches do this; else look for text relocations (readelf -d, TEXTREL) and build with -fPIC.',
    evidence: kilobytes('Anonymous', 'Private_Dirty'),
  },
  'copied-file': {
    why: 'Pages that are written in a private mapping become memory of this process alone, and never reach the file.',
    advice: 'Map it shared if the file is to change, or read-only if it is not.',
    evidence: kilobytes('Anonymous', 'Private_Dirty'),
  },
  joinable: {
    why: 'Each region costs the kernel memory and counts against vm.max_map_count.',
    advice:
      'Ask for one large block and part it, rather than for many. The kernel joins what it can: something that the map does not tell keeps these apart.',
    evidence: ({ regions, counters, rowBefore }, row) => {
      const { start } = regionAt(regions, row);
      const flags = counters?.vmFlags[row] ? ', VmFlags' : '';
      const before = rowBefore(row);
      const range = before === undefined ? '' : formatHexAddress(regionAt(regions, before).start);
      return text`It starts at ${quoted(formatHexAddress(start))}, where the region at ${quoted(range)} ends, with the same permissions${flags} and name.`;
    },
  },
  unshared: {
    why: 'Shared memory is kept in tmpfs and is charged and swapped in other ways than private memory, which would do here.',
    advice: 'If neither another process nor a child is to map it, map it private and anonymous.',
    evidence: kilobytes('Rss', 'Shared_Clean', 'Shared_Dirty'),
  },
  'barely-used': {
    why: 'Addresses are cheap, but they count against limits of address space, those of writable memory against overcommit too, and show what may be used one day.',
    advice: 'Compare it with the size that the program, thread or pool was configured for.',
    evidence: (ground, row) => {
      const { size } = regionAt(ground.regions, row);
      return text`${kilobytes('Rss')(ground, row).map((part) => (typeof part === 'string' ? part.slice(0, -1) : part))} of ${formatBytes(size)}.`;
    },
  },
  swapped: {
    why: 'The next access waits until it is read back.',
    advice: 'See whether RAM is short, or whether these pages are needed at all.',
    evidence: kilobytes('Swap', 'Rss'),
  },
  locked: {
    why: 'Locked pages stay in RAM whatever happens: no delay, but nothing for others either.',
    advice: 'Check that it is meant to be so (mlock, mlockall), and compare it with RLIMIT_MEMLOCK.',
    evidence: kilobytes('Locked'),
  },
};

/** The findings of a row, the gravest first. */
export function findingsOf(subject: FindingSubject, row: number): readonly Finding[] {
  const bits = findingBits(subject)[row] ?? 0;
  const ground = groundOf(subject);
  return FINDING_RULES.filter((_, i) => (bits & (1 << i)) !== 0)
    .map(({ id, severity, title }) => {
      const { why, advice, evidence } = WORDS[id];
      return { id, severity, title, why, advice, evidence: evidence(ground, row) };
    })
    .sort((a, b) => b.severity - a.severity);
}
