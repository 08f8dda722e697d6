/** The map that sanitizers print. */
import assert from 'node:assert/strict';
import { found, marks, notes, only } from './report-texts.ts';

const BODY = [
  '\t0x00007fff7000-0x00008fff7000\t',
  '\t0x561ab38ff000-0x561ab3922000\t/home/me/race',
  '\t0x7f0000000000-0x7f0000001000\t[anon:shadow gap]',
  '\t0x7ffcb7325000-0x7ffcb7346000\t[stack]',
];
const MAP = ['==2232==Process memory map follows:', ...BODY, '==2232==End of process memory map.'];

function ranges(text: string): string[] {
  return only(text).regions.map(({ line, start, end, path }) =>
    `${line} ${start ?? ''}-${end ?? ''} ${path}`.trimEnd(),
  );
}

const EXPECTED = [
  '2 0x7fff7000-0x8fff7000',
  '3 0x561ab38ff000-0x561ab3922000 /home/me/race',
  '4 0x7f0000000000-0x7f0000001000 [anon:shadow gap]',
  '5 0x7ffcb7325000-0x7ffcb7346000 [stack]',
];

describe('a sanitizer’s map', () => {
  it('has ranges and names, and nothing more', () => {
    const map = only(MAP.join('\n'));
    assert.equal(map.dialect, 'sanitizer');
    assert.equal(map.title, 'PID 2232');
    assert.deepEqual(map.range, { first: 1, last: 6 });
    assert.deepEqual(ranges(MAP.join('\n')), EXPECTED);
    const [region] = map.regions;
    assert.deepEqual([region?.perms, region?.offset, region?.dev, region?.inode], [null, null, null, null]);
    assert.match(map.assumptions?.[0] ?? '', /^Sanitizers tell no permissions/);
  });

  it('does not make the program a data file: whether it has code is not told', () => {
    const [, program] = only(MAP.join('\n')).regions;
    assert.deepEqual([program?.path, program?.kind], ['/home/me/race', 'unknown']);
    assert.deepEqual(program?.evidence, [
      'the source does not tell all permissions of this file, which tell code from data',
    ]);
  });

  const forms: [what: string, lines: string[]][] = [
    ['without tabs', MAP.map((line) => line.replace(/^\t/, '').trimEnd().replace('\t', ' '))],
    ['with blanks for tabs', MAP.map((line) => line.replace(/^\t/, '        ').replace('\t', '   ').trimEnd())],
    ['in logcat', MAP.map((line) => `06-27 20:32:02.712 26402 26402 I : ${line}`)],
    ['in quoted-printable', MAP.map((line) => line.replaceAll('==', '=3D=3D').replace(/\t$/, '=09'))],
    ['quoted in a mail', MAP.map((line) => `> ${line}`)],
    ['of a program with a name', MAP.map((line) => line.replace(/^==2232==P/, '==com.example.app==2232==P'))],
  ];
  for (const [what, lines] of forms) {
    it(`is read ${what}`, () => {
      assert.deepEqual(ranges(lines.join('\n')), EXPECTED);
    });
  }

  it('is known by its tabs where the heading was lost', () => {
    assert.equal(only(BODY.join('\n')).regions.length, 4);
    assert.deepEqual(found('a 0x00007fff7000-0x00008fff7000 range\n'), []);
  });

  it('is two maps where it is printed twice', () => {
    assert.deepEqual(
      found([...MAP, '==2232==ABORTING', ...MAP].join('\n')).map(({ range }) => range),
      [
        { first: 1, last: 6 },
        { first: 8, last: 13 },
      ],
    );
  });

  it('tells rows that cannot be', () => {
    const map = only([MAP[0], BODY[0], '\t0x7f0000002000-0x7f0000001000\t/x', BODY[3]].join('\n'));
    assert.deepEqual(
      map.problems.map(({ line, reason }) => [line, reason]),
      [[3, 'the region ends before it starts']],
    );
  });
});

describe('a sanitizer’s report', () => {
  it('points at the fault and the registers of its error', () => {
    const error =
      '==31764==ERROR: AddressSanitizer: SEGV on unknown address 0x000000000010 (pc 0x7f1ec9ea8eec bp 0x7f1eca6f2e40 sp 0x7ffe8a99b900 T0)';
    assert.deepEqual(marks(only([error, ...MAP].join('\n'))), [
      '10 fault address',
      '7f1ec9ea8eec pc of the crashed thread',
      '7f1eca6f2e40 bp of the crashed thread',
      '7ffe8a99b900 sp of the crashed thread',
    ]);
  });

  it('points at the memory of a data race', () => {
    const race = [
      'WARNING: ThreadSanitizer: data race (pid=2232)',
      '  Write of size 4 at 0x561ab3900258 by main thread:',
    ];
    assert.deepEqual(marks(only([...race, ...MAP].join('\n'))), ['561ab3900258 write of the report']);
  });

  it('names the shadow, when it was told to be talkative', () => {
    const table = [
      '|| `[0x10007fff8000, 0x7fffffffffff]` || HighMem    ||',
      '|| `[0x02008fff7000, 0x10007fff7fff]` || HighShadow ||',
      '|| `[0x00008fff7000, 0x02008fff6fff]` || ShadowGap  ||',
    ];
    assert.deepEqual(notes(only([...table, ...MAP].join('\n'))), [
      '8fff7000-2008fff7000 Sanitizer: ShadowGap',
      '2008fff7000-10007fff8000 Sanitizer: HighShadow',
    ]);
  });
});
