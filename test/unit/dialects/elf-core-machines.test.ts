/** Core files of every machine that the project knows: their registers stand in different places. */
import assert from 'node:assert/strict';
import { parseMaps } from '../../../src/core/dialects/parse.ts';
import { normalForm, type NormalForm } from '../../../src/core/export/normal-form.ts';
import {
  auxvNote,
  coreFile,
  fileNote,
  prstatusNote,
  psinfoNote,
  registers,
  siginfoNote,
  type CoreForm,
  type CoreSpec,
} from './core-builder.ts';
import { markLines, regionLines } from './dump-lines.ts';

function read(form: CoreForm, spec: CoreSpec): NormalForm {
  const maps = parseMaps(coreFile(form, spec), { file: 'core' });
  assert.equal(maps.length, 1);
  return normalForm(maps[0]!);
}

describe('core files of other machines', () => {
  interface Machine {
    readonly name: string;
    readonly form: CoreForm;
    readonly arch: string | null;
    readonly count: number;
    readonly sp: number;
    readonly pc: number;
    readonly width?: number;
    readonly shortIds?: boolean;
  }
  const little = 'little';
  const big = 'big';
  /** Sizes and places of `elf_gregset_t`, see arch/.../include/asm/elf.h and ptrace.h. */
  const machines: readonly Machine[] = [
    {
      name: 'i386',
      form: { bits: 32, endian: little, machine: 3 },
      arch: 'i386',
      count: 17,
      sp: 15,
      pc: 12,
      shortIds: true,
    },
    {
      name: 'x32',
      form: { bits: 32, endian: little, machine: 62 },
      arch: 'x86-64',
      count: 27,
      sp: 19,
      pc: 16,
      width: 8,
    },
    {
      name: 'arm',
      form: { bits: 32, endian: little, machine: 40 },
      arch: 'arm',
      count: 18,
      sp: 13,
      pc: 15,
      shortIds: true,
    },
    {
      name: 'arm, big-endian',
      form: { bits: 32, endian: big, machine: 40 },
      arch: 'arm',
      count: 18,
      sp: 13,
      pc: 15,
      shortIds: true,
    },
    { name: 'arm64', form: { bits: 64, endian: little, machine: 183 }, arch: 'arm64', count: 34, sp: 31, pc: 32 },
    {
      name: 'arm64, big-endian',
      form: { bits: 64, endian: big, machine: 183 },
      arch: 'arm64',
      count: 34,
      sp: 31,
      pc: 32,
    },
    { name: 'riscv64', form: { bits: 64, endian: little, machine: 243 }, arch: 'riscv64', count: 32, sp: 2, pc: 0 },
    { name: 'ppc64', form: { bits: 64, endian: big, machine: 21 }, arch: 'ppc64', count: 48, sp: 1, pc: 32 },
    { name: 'ppc64el', form: { bits: 64, endian: little, machine: 21 }, arch: 'ppc64', count: 48, sp: 1, pc: 32 },
    { name: 'ppc', form: { bits: 32, endian: big, machine: 20 }, arch: null, count: 48, sp: 1, pc: 32 },
    { name: 'riscv32', form: { bits: 32, endian: little, machine: 243 }, arch: null, count: 32, sp: 2, pc: 0 },
    { name: 'mips o32', form: { bits: 32, endian: big, machine: 8 }, arch: 'mips', count: 45, sp: 35, pc: 40 },
    {
      name: 'mips n32',
      form: { bits: 32, endian: big, machine: 8 },
      arch: 'mips',
      count: 45,
      sp: 29,
      pc: 34,
      width: 8,
    },
    { name: 'mips64el', form: { bits: 64, endian: little, machine: 8 }, arch: 'mips', count: 45, sp: 29, pc: 34 },
    { name: 's390x', form: { bits: 64, endian: big, machine: 22 }, arch: 's390x', count: 27, sp: 17, pc: 1 },
    {
      name: 'loongarch64',
      form: { bits: 64, endian: little, machine: 258 },
      arch: 'loongarch64',
      count: 45,
      sp: 3,
      pc: 33,
    },
    { name: 'sparc64', form: { bits: 64, endian: big, machine: 43 }, arch: 'sparc64', count: 36, sp: 14, pc: 33 },
  ];
  for (const { name, form, arch, count, sp, pc, width, shortIds } of machines) {
    it(`tell ${name}, its registers, files and process`, () => {
      const map = read(form, {
        segments: [
          { start: 0x10000n, end: 0x20000n, perms: 'r-x', dumped: 0 },
          { start: 0x7f000000n, end: 0x7f800000n, perms: 'rw-', dumped: 4096 },
        ],
        notes: [
          prstatusNote(form, 77, registers(count, { [sp]: 0x7f7ff000n, [pc]: 0x10444n }), width),
          psinfoNote(form, 77, 'busybox', 'busybox ash', shortIds),
          siginfoNote(form, 11, 2, 0xdead0n, arch === 'mips'),
          auxvNote(form, { 6: 65536n, 25: 0x7f7ffff0n }),
          fileNote(form, [{ start: 0x10000n, end: 0x20000n, page: 1n, path: '/bin/busybox' }], 65536n),
        ],
      });
      assert.equal(map.arch, arch);
      assert.equal(map.pageSize, 65536);
      assert.equal(map.title, 'PID 77 busybox ash');
      assert.deepEqual(regionLines(map), [
        '0x00010000 0x00020000 r-xp 0x10000 /bin/busybox 0',
        '0x7f000000 0x7f800000 rw-p   4',
      ]);
      assert.deepEqual(markLines(map), [
        '0x000dead0 fault address (SIGSEGV)',
        '0x00010444 pc of thread 77, which crashed',
        '0x7f7ff000 sp of thread 77, which crashed',
      ]);
      assert.equal(map.regions[1]?.kind, 'stack');
      assert.deepEqual(map.problems, []);
    });
  }

  it('know the numbers that mips and sparc give signals', () => {
    for (const machine of [8, 43]) {
      const form: CoreForm = { bits: 64, endian: 'big', machine };
      const marks = [7, 10].map((signal) =>
        markLines(read(form, { segments: [], notes: [siginfoNote(form, signal, 1, 0xdead1n, machine === 8)] })),
      );
      assert.deepEqual(marks, [[], ['0x000dead1 fault address (SIGBUS)']]);
    }
  });

  it('say when the registers of a machine are not known', () => {
    const form: CoreForm = { bits: 32, endian: 'little', machine: 94 };
    const map = read(form, {
      segments: [{ start: 0x1000n, end: 0x2000n, perms: 'r--' }],
      notes: [prstatusNote(form, 5, registers(80, {}))],
    });
    assert.equal(map.regions.length, 1);
    assert.match(map.assumptions?.join() ?? '', /e_machine 94/);
    assert.deepEqual(markLines(map), []);
  });
});
