/** Rules for the parts of a mapped file, and for the nameless regions that belong to one. */
import { Perm } from '../memory-map/permissions.ts';
import { Flag, flagsOf, rowAbove, rowBelow, type MapFacts } from './facts.ts';
import { contiguous, offsetContinues } from './geometry.ts';
import { CLASS_NUMBER, isLibraryName, Seen } from './names.ts';
import { endText, fact, nameOf, permsOf, sizeOfRow, type Rule } from './rule.ts';

const ELF = ['elf', 'anon-library'] as const;
const READ_ONLY = ['r--p'];

/** The row below or above, when it touches this one and maps the same file; else -1. */
function samePart(m: MapFacts, row: number, other: number): number {
  if (other < 0 || m.table.file[other] !== m.table.file[row]) return -1;
  const touches = other === rowBelow(m, row) ? contiguous(m.table, other, row) : contiguous(m.table, row, other);
  return touches ? other : -1;
}

const partBelow = (m: MapFacts, row: number): number => samePart(m, row, rowBelow(m, row));
const partAbove = (m: MapFacts, row: number): number => samePart(m, row, rowAbove(m, row));

const hasPerms = (m: MapFacts, row: number, perms: number): boolean => row >= 0 && m.table.perms[row] === perms;
const READ_WRITE = Perm.read | Perm.write;
const READ_EXECUTE = Perm.read | Perm.execute;

/** True when the row is written data of an ELF file, so that bss may follow. */
function isFileData(m: MapFacts, row: number): boolean {
  return (
    row >= 0 &&
    m.fileClass[m.table.file[row]!] === CLASS_NUMBER.elf &&
    (m.table.perms[row]! & (Perm.write | Perm.shared)) === Perm.write
  );
}

export const FILE_RULES: readonly Rule[] = [
  {
    id: 'file-padding',
    on: ELF,
    perms: ['---?'],
    gives: 'file-padding',
    confidence: 'certain',
    looksAt: 'no permission on a part of an ELF file',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)}: the loader keeps the gap between two segments closed`,
    ],
  },
  {
    id: 'file-view',
    on: ELF,
    perms: ['r--s', 'rw-s', '-w-s', 'r--S', 'rw-S', '-w-S'],
    gives: 'data-file',
    confidence: 'likely',
    looksAt: 'a shared mapping without execute permission of an ELF file',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)}: loaders map privately, this is somebody reading or writing the file`,
    ],
  },
  {
    id: 'file-data-executable',
    on: ELF,
    perms: ['?wxp'],
    test: (m, row) => (m.seen[m.table.file[row]!]! & Seen.pureExecute) !== 0,
    gives: 'file-data',
    confidence: 'likely',
    looksAt: 'a writable and executable part of a file that has another part with code only',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)}, and another part of the file is executable and not writable: that is the code`,
      'data is executable where the program needs it (READ_IMPLIES_EXEC, linkage tables of old toolchains)',
    ],
  },
  {
    id: 'file-text',
    on: ELF,
    perms: ['??x?'],
    gives: 'file-text',
    confidence: 'certain',
    looksAt: 'execute permission on a part of a file',
    because: (m, row) => [`the permissions are ${permsOf(m, row)}: pages of the file can be executed`],
  },
  {
    id: 'file-data',
    on: ELF,
    perms: ['?w-p'],
    gives: 'file-data',
    confidence: 'certain',
    looksAt: 'write permission on a private part of an ELF file',
    because: (m, row) => [`the permissions are ${permsOf(m, row)}: private pages of the file that can be written`],
  },
  {
    id: 'relro-accounted',
    on: ELF,
    perms: READ_ONLY,
    test: (m, row) => (flagsOf(m, row) & Flag.accounted) !== 0,
    gives: 'file-relro',
    confidence: 'certain',
    looksAt: 'VmFlags ac on a read-only part of an ELF file',
    because: fact(
      'it is read-only now, and VmFlags has ac: it was writable when it was mapped, so it was made read-only later',
    ),
  },
  {
    id: 'rodata-unaccounted',
    on: ELF,
    perms: READ_ONLY,
    test: (m, row) => m.marksAccounted && (flagsOf(m, row) & Flag.known) !== 0,
    gives: 'file-rodata',
    confidence: 'certain',
    looksAt: 'no VmFlags ac on a read-only part of an ELF file',
    because: fact('it is read-only, and VmFlags lacks ac: it was never writable'),
  },
  {
    id: 'relro-after-rodata',
    on: ELF,
    perms: READ_ONLY,
    test: (m, row) => hasPerms(m, partBelow(m, row), Perm.read),
    gives: 'file-relro',
    confidence: 'likely',
    looksAt: 'a second read-only part right behind a read-only part of the same file',
    because: fact(
      'the line before is r--p of the same file: two segments, of which the second was writable until relocation was done',
    ),
  },
  {
    id: 'rodata-contiguous',
    on: ELF,
    perms: READ_ONLY,
    test: (m, row) => {
      const text = partBelow(m, row);
      const data = partAbove(m, row);
      return (
        hasPerms(m, text, READ_EXECUTE) &&
        hasPerms(m, data, READ_WRITE) &&
        offsetContinues(m.table, text, row) &&
        offsetContinues(m.table, row, data)
      );
    },
    gives: 'file-rodata',
    confidence: 'guess',
    looksAt: 'a read-only part between code and data whose offsets go on without a step, as Go’s linker makes it',
    because: fact(
      'it lies between code and data, and its offset goes on where the code’s ends: RELRO would start with a page shown twice',
    ),
  },
  {
    id: 'relro-split',
    on: ELF,
    perms: READ_ONLY,
    test: (m, row) => {
      const data = partAbove(m, row);
      return hasPerms(m, data, READ_WRITE) && partBelow(m, row) !== -1 && offsetContinues(m.table, row, data);
    },
    gives: 'file-relro',
    confidence: 'likely',
    looksAt: 'a read-only part whose addresses and offsets go on in the data behind it',
    because: fact(
      'the line after is rw-p of the same file and goes on in address and offset: one segment, of which the front was made read-only',
    ),
  },
  {
    id: 'relro-before-data',
    on: ELF,
    perms: READ_ONLY,
    test: (m, row) => hasPerms(m, partAbove(m, row), READ_WRITE) && hasPerms(m, partBelow(m, row), READ_EXECUTE),
    gives: 'file-relro',
    confidence: 'guess',
    looksAt: 'a read-only part between code and data',
    because: fact(
      'it lies between code and data, where RELRO is in files without a segment of constants behind the code',
    ),
  },
  {
    id: 'file-rodata',
    on: ELF,
    perms: READ_ONLY,
    gives: 'file-rodata',
    confidence: 'likely',
    looksAt: 'read permission only on a part of an ELF file',
    because: (m, row) => [
      `the permissions are ${permsOf(m, row)}: pages of the file that can only be read`,
      m.seen[m.table.file[row]!]! & Seen.privateExecute
        ? 'another part of the file is executable'
        : 'the name is a library’s, though no part of it is executable',
    ],
  },
  {
    id: 'data-file',
    on: ['data', 'shared-code'],
    gives: 'data-file',
    confidence: 'likely',
    looksAt: 'a file of which no part is executable and whose name is not a library’s',
    because: (m, row) => [
      m.fileClass[m.table.file[row]!] === CLASS_NUMBER['shared-code']
        ? 'its code is mapped shared, so this is not a loaded program'
        : 'no part of the file is mapped executable, and its name is not a library’s',
    ],
  },
  {
    id: 'bss',
    on: ['nameless'],
    perms: ['rw-p', 'rwxp'],
    test: (m, row) => {
      const below = rowBelow(m, row);
      return isFileData(m, below) && contiguous(m.table, below, row) && sameExecute(m, below, row);
    },
    gives: 'bss',
    owner: 'below',
    confidence: 'likely',
    looksAt: 'anonymous memory right behind the data of an ELF file',
    because: (m, row) => [
      `the line before is the data of ${nameOf(m, rowBelow(m, row))} and ends at ${endText(m, rowBelow(m, row))}, where this begins`,
    ],
  },
  {
    id: 'padding-inside',
    on: ['nameless'],
    perms: ['---p'],
    test: (m, row) => {
      const below = rowBelow(m, row);
      const above = rowAbove(m, row);
      if (below < 0 || above < 0 || m.table.file[below] !== m.table.file[above]) return false;
      return (
        m.fileClass[m.table.file[below]!] === CLASS_NUMBER.elf &&
        contiguous(m.table, below, row) &&
        contiguous(m.table, row, above)
      );
    },
    gives: 'file-padding',
    owner: 'below',
    confidence: 'likely',
    looksAt: 'an inaccessible region between two parts of the same file',
    because: (m, row) => [
      `the lines before and after are parts of ${nameOf(m, rowBelow(m, row))}: a gap of ${sizeOfRow(m, row)} in it`,
    ],
  },
];

/** bss has the permissions of the data before it; code made at run time does not. */
function sameExecute(m: MapFacts, below: number, row: number): boolean {
  return ((m.table.perms[below]! ^ m.table.perms[row]!) & Perm.execute & m.permMask) === 0;
}

/** What tells the role of a file, as evidence. */
export function roleReasons(m: MapFacts, entry: number, role: string | undefined): readonly string[] {
  if (role === 'program') {
    if (m.program?.entry === entry) return m.program.reasons.map((reason) => `main program: ${reason}`);
    return ['main program: it starts at 00108000, where valgrind loads the program it runs'];
  }
  const name = m.names[entry] ?? '';
  if (role === 'interpreter') return [`dynamic linker: its name is ${name.slice(name.lastIndexOf('/') + 1)}`];
  if (role === undefined) return ['nothing tells whether the file is the main program or a library'];
  return [
    isLibraryName(name) ? 'library: its name is a shared object’s' : 'library: it has code and is not the main program',
  ];
}
