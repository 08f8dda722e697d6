/** Rules for the parts of a mapped file, and for the nameless regions that belong to one. */
import { rowBelow, type MapFacts } from './facts.ts';
import { Seen, DATA } from './names.ts';
import { endText, fact, nameOf, permsOf, sizeOfRow, type Rule } from './rule.ts';
import { PartSign, Sign } from './signs.ts';
import { SuffixBit } from './suffix.ts';

const ELF = ['elf', 'anon-library'] as const;
const READ_ONLY = ['r--p'];

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
    perms: ['r?-s', '-w-s'],
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
    needs: PartSign.codeElsewhere,
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
    needs: PartSign.accounted,
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
    needs: PartSign.unaccounted,
    gives: 'file-rodata',
    confidence: 'certain',
    looksAt: 'no VmFlags ac on a read-only part of an ELF file',
    because: fact('it is read-only, and VmFlags lacks ac: it was never writable'),
  },
  {
    id: 'relro-after-rodata',
    on: ELF,
    perms: READ_ONLY,
    needs: PartSign.readOnlyBelow,
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
    needs: PartSign.offsetFromCode | PartSign.offsetIntoData,
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
    needs: PartSign.notFirst | PartSign.offsetIntoData,
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
    needs: PartSign.codeBelow | PartSign.dataAbove | PartSign.notLargerThanFirst,
    gives: 'file-relro',
    confidence: 'guess',
    looksAt: 'a read-only part between code and data that is not larger than the file’s first part',
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
      m.seen[m.file[row]!]! & Seen.privateExecute
        ? 'another part of the file is executable'
        : 'the name is a library’s, though no part of it is executable',
    ],
  },
  {
    id: 'data-file',
    on: ['data', 'shared-code', 'shared-code-deleted'],
    gives: 'data-file',
    confidence: 'likely',
    looksAt: 'a file of which no part is executable and whose name is not a library’s',
    because: (m, row) => [
      m.fileClass[m.file[row]!] !== DATA
        ? 'its code is mapped shared, so this is not a loaded program'
        : 'no part of the file is mapped executable, and its name is not a library’s',
    ],
  },
  {
    id: 'behind-library',
    on: ['nameless'],
    perms: ['rw-p'],
    needs: Sign.behindData | Sign.largeBehindLibrary,
    gives: 'anonymous',
    confidence: 'guess',
    looksAt: 'anonymous memory of 1 MiB or more right behind the data of a library',
    because: behindLibrary,
  },
  {
    id: 'behind-library-executable',
    on: ['nameless'],
    perms: ['rwxp'],
    needs: Sign.behindData | Sign.largeBehindLibrary,
    gives: 'executable-anonymous',
    confidence: 'guess',
    looksAt: 'writable and executable memory of 1 MiB or more right behind the data of a file that is not the program',
    because: behindLibrary,
  },
  {
    id: 'bss',
    on: ['nameless'],
    perms: ['rw-p', 'rwxp'],
    needs: Sign.behindData,
    gives: 'bss',
    owner: 'below',
    confidence: 'likely',
    looksAt: 'anonymous memory right behind the data of an ELF file',
    because: (m, row) => [
      `the line before is the data of ${nameOf(m, rowBelow(m, row))} and ends at ${endText(m, rowBelow(m, row))}, where this begins`,
    ],
  },
  {
    id: 'bss-behind-relro',
    on: ['nameless'],
    perms: ['rw-p'],
    needs: Sign.behindReadOnly,
    gives: 'bss',
    owner: 'below',
    confidence: 'guess',
    looksAt: 'anonymous memory right behind a read-only part of an ELF file',
    because: (m, row) => [
      `the line before is r--p of ${nameOf(m, rowBelow(m, row))} and ends at ${endText(m, rowBelow(m, row))}, where this begins`,
      'bss lies there when all data of the file was made read-only',
    ],
  },
  {
    id: 'padding-inside',
    on: ['nameless'],
    perms: ['---p'],
    needs: Sign.insideFile,
    gives: 'file-padding',
    owner: 'below',
    confidence: 'likely',
    looksAt: 'an inaccessible region between two parts of the same file',
    because: (m, row) => [
      `the lines before and after are parts of ${nameOf(m, rowBelow(m, row))}: a gap of ${sizeOfRow(m, row)} in it`,
    ],
  },
];

function behindLibrary(m: MapFacts, row: number): readonly string[] {
  return [
    `the line before is the data of ${nameOf(m, rowBelow(m, row))} and ends at ${endText(m, rowBelow(m, row))}, where this begins`,
    `${sizeOfRow(m, row)} is much for a library’s bss: other memory was probably mapped here and merged with it`,
  ];
}

/** What tells the role of a file, as evidence. */
export function roleReasons(m: MapFacts, entry: number, role: string | undefined): readonly string[] {
  if (role === 'program') {
    if (m.program?.entry === entry) return m.program.reasons.map((reason) => `main program: ${reason}`);
    return ['main program: it lies where programs lie, and valgrind, whose tool is mapped too, runs it'];
  }
  const name = m.nameOfEntry(entry);
  if (role === 'interpreter') return [`dynamic linker: its name is ${name.slice(name.lastIndexOf('/') + 1)}`];
  if (role === undefined) return ['nothing tells whether the file is the main program or a library'];
  return [
    m.suffix[entry]! & SuffixBit.library
      ? 'library: its name is a shared object’s'
      : 'library: it has code and is not the main program',
  ];
}
