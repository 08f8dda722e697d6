/** The permission field in plain words, and what mprotect may still change. */
import assert from 'node:assert/strict';
import { explainField } from '../../../src/core/fields/explain.ts';
import type { Place } from '../../../src/core/fields/explanation.ts';
import { fieldAt } from '../../../src/core/fields/field-at.ts';
import { mayChange } from '../../../src/core/fields/mprotect.ts';
import { permissionWords, PERMISSION_WORDS } from '../../../src/core/fields/permission-words.ts';
import { plainText } from './plain-text.ts';
import { parseMemoryMap } from '../../../src/core/dialects/parse.ts';

const RWX = ['---', 'r--', '-w-', 'rw-', '--x', 'r-x', '-wx', 'rwx'];

/** What each right is called in the words of a combination, and what must not be said where it is missing. */
const SAID = { r: /read/i, w: /writ/i, x: /execut|code|run/i };

describe('the permission field', () => {
  it('is explained in all 16 combinations and with the S of kernels without an MMU, each in words of its own', () => {
    const all = RWX.flatMap((rwx) => ['p', 's', 'S'].map((share) => rwx + share));
    assert.equal(all.length, 24);
    assert.deepEqual(
      all.filter((perms) => !permissionWords(perms)),
      [],
    );
    assert.equal(PERMISSION_WORDS.length, 24);
    const plain = PERMISSION_WORDS.map((words) => words.plain);
    assert.deepEqual(plain, [...new Set(plain)]);
  });

  for (const { perms, plain, hardware, owner } of PERMISSION_WORDS) {
    it(`${perms} says what is allowed: ${plain}`, () => {
      const [r, w, x, share] = perms;
      if (r === 'r') assert.match(plain, SAID.r);
      if (w === 'w') assert.match(plain, SAID.w);
      if (x === 'x') assert.match(plain, SAID.x);
      if (perms.startsWith('---')) assert.match(plain, /without access/);
      assert.match(plain, share === 'p' ? /private|Reserved|reserved/i : /shared/i);
      assert.equal(/No MMU/.test(plain), share === 'S');
      // Only x86 reads what is write-only, and it has an MMU.
      assert.equal(hardware !== undefined, r === '-' && w === 'w' && share !== 'S');
      assert.notEqual(owner, '');
    });
  }

  it('warns of everything that can be written and executed, and of nothing that is plain data', () => {
    for (const { perms, care } of PERMISSION_WORDS) {
      if (perms[1] === 'w' && perms[2] === 'x') assert.match(care ?? '', /written here and then executed/, perms);
      if (perms[2] === '-') assert.equal(care, undefined, perms);
    }
  });

  it('that is none is not explained', () => {
    for (const perms of ['rwx', 'rwxq', 'xwrp', '', 'r-xpp']) assert.equal(permissionWords(perms), undefined);
  });
});

describe('what mprotect may still change', () => {
  const told = (perms: string, flags: string | undefined, hasFile?: boolean): string =>
    plainText(mayChange(perms, flags?.split(' '), hasFile));

  it('comes from VmFlags where they are known', () => {
    assert.match(told('r--p', 'rd mr mw me'), /may still add write and execute \(from VmFlags\)/);
    assert.match(told('r--s', 'rd mr me ms'), /may still add execute; write can never be added/);
    assert.match(told('rwxp', 'rd wr ex mr mw me'), /only take permissions away/);
    assert.match(told('r--p', 'rd mr sl'), /Sealed/);
    assert.match(told('---p', 'mr mw me nr'), /read, write and execute/);
  });

  it('comes from the rule where VmFlags are missing, or were made up by an emulator', () => {
    for (const flags of [undefined, 'rd ex']) {
      assert.match(told('r-xp', flags, true), /may still add write; writes would go to private copies/);
    }
    assert.match(told('rw-p', undefined, true), /noexec/);
    assert.match(told('rw-p', undefined, false), /add execute, unless a security policy/);
    assert.match(told('r--s', undefined, true), /opened for writing/);
    assert.match(told('rw-s', undefined, true), /add execute if the object allows it/);
    assert.match(told('rwxp', undefined, false), /take permissions away and give them back/);
  });

  it('is nothing without an MMU', () => assert.match(told('r-xS', undefined, true), /does not exist/));
});

describe('hovering the permission field', () => {
  const line = '7faf38000000-7faf39638000 r-xp 00026000 fe:00 339380 /usr/lib/libc.so.6';
  const told = (text: string, character: number, place?: Place): string => {
    const hit = fieldAt(text, character);
    assert.ok(hit);
    const { title, here, meaning, why, source } = explainField(hit, place);
    return [title, ...here, meaning, why].map(plainText).join('\n') + source.title;
  };

  it('explains the whole field and the letter under the cursor', () => {
    const from = line.indexOf('r-xp');
    const letters = [/r: readable/, /- in second place: not writable/, /x: executable/, /p: private/];
    letters.forEach((letter, i) => {
      const text = told(line, from + i);
      assert.match(text, letter);
      assert.match(text, /Permissions r-xp/);
      assert.match(text, /Private code: readable and executable/);
      assert.match(text, /mprotect may still add write/);
    });
  });

  it('asks about code without a file, and not about code from one', () => {
    const anonymous = '7faf38000000-7faf39638000 r-xp 00000000 00:00 0 ';
    assert.match(told(anonymous, 28), /No file is behind it/);
    assert.doesNotMatch(told(line, 28), /No file is behind it/);
    assert.doesNotMatch(told('7faf38000000-7faf39638000 r-xp 00000000 00:00 0     [vdso]', 28), /No file|mprotect/);
  });

  it('takes VmFlags of the region where smaps has them', () => {
    const smaps = `${line}\nSize: 4 kB\nVmFlags: rd ex mr me \n`;
    const map = parseMemoryMap(new TextEncoder().encode(smaps), {});
    assert.match(told(line, 28, { map, row: 0 }), /write can never be added \(from VmFlags\)/);
  });

  it('links to the kernel source of the capital S', () => {
    assert.match(told('00010000-00020000 rw-S 00000000 00:00 0', 21), /capital|without an MMU[\s\S]*task_nommu\.c/);
  });
});
