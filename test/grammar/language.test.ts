/** The language beside its colours: words, how a file is recognised, and editor settings that keep a dump as it is. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

const Configuration = v.object({ wordPattern: v.string() });
const Language = v.object({
  id: v.literal('procmaps'),
  aliases: v.array(v.string()),
  extensions: v.array(v.string()),
  filenames: v.array(v.string()),
  filenamePatterns: v.array(v.string()),
  firstLine: v.string(),
  configuration: v.string(),
  icon: v.object({ light: v.string(), dark: v.string() }),
});
const Manifest = v.object({
  icon: v.string(),
  contributes: v.object({
    languages: v.tuple([Language]),
    grammars: v.tuple([v.object({ language: v.string(), scopeName: v.string(), path: v.string() })]),
    configurationDefaults: v.object({ '[procmaps]': v.record(v.string(), v.unknown()) }),
  }),
});

const manifest = v.parse(Manifest, JSON.parse(readFileSync('package.json', 'utf8')));
const [language] = manifest.contributes.languages;
const [grammar] = manifest.contributes.grammars;

/** The language configuration is JSON with comments, each on lines of its own. */
const configuration = v.parse(
  Configuration,
  JSON.parse(readFileSync('syntaxes/language-configuration.json', 'utf8').replaceAll(/^\s*\/\/.*$/gm, '')),
);

/** The words of a line from left to right, as the editor finds them. */
const words = (line: string) => Array.from(line.matchAll(new RegExp(configuration.wordPattern, 'g')), ([word]) => word);

describe('the words of a line', () => {
  it('are its fields', () => {
    assert.deepEqual(
      words('7f1b4b028000-7f1b4b1b0000 r-xp 00028000 fe:00 339380        /usr/lib/x86_64-linux-gnu/libc.so.6'),
      ['7f1b4b028000-7f1b4b1b0000', 'r-xp', '00028000', 'fe:00', '339380', '/usr/lib/x86_64-linux-gnu/libc.so.6'],
    );
  });

  it('keep a path with blanks whole, without the mark of a deleted file', () => {
    const words4 = (name: string) => words(`7f1b4b028000-7f1b4b1b0000 ---p 00000000 00:01 2057     ${name}`).slice(4);
    assert.deepEqual(words4('/memfd:my buffer (deleted)'), ['2057', '/memfd:my buffer', '(deleted)']);
    assert.deepEqual(words4('/tmp/rw-p 00-ff (1)'), ['2057', '/tmp/rw-p 00-ff (1)']);
    assert.deepEqual(words4('[anon: glibc: malloc arena]'), ['2057', '[anon: glibc: malloc arena]']);
    assert.deepEqual(words4('anon_inode:[io_uring]'), ['2057', 'anon_inode', '[io_uring]']);
  });

  it('find the permission field without any permission, and a lone address', () => {
    assert.deepEqual(words('7f1b44021000-7f1b48000000 ---p 00000000 00:00 0 ')[1], '---p');
    assert.deepEqual(words('at 7f1b44021000: ???'), ['at', '7f1b44021000', '???']);
  });

  it('are the key, the amount and each flag of a field line', () => {
    assert.deepEqual(words('Private_Dirty:       112 kB'), ['Private_Dirty', '112', 'kB']);
    assert.deepEqual(words('VmFlags: rd wr ?? '), ['VmFlags', 'rd', 'wr', '??']);
  });
});

describe('the first line of a file without a telling name', () => {
  const firstLine = new RegExp(language.firstLine);

  it('is recognised in maps, smaps and smaps_rollup of any word size', () => {
    for (const line of [
      '00400000-0040b000 r-xp 00000000 08:01 393307                             /usr/bin/cat',
      '55d0c9c8a000-55d0c9cab000 rw-p 00000000 00:00 0 ',
      '55d0c9c8a000-55d0c9cab000 rw-p 00000000 00:00 0',
      'ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]',
      '00008000-0000c000 rw-S 00000000 00:00 0 ',
      '5646a812a000-7fff9bb2c000 ---p 00000000 00:00 0                          [rollup]',
    ]) {
      assert.match(line, firstLine);
    }
  });

  it('is not taken for one in other text', () => {
    for (const line of ['# maps', 'de305d54-75b4-431b-adb2-eb6b9e546014', '00400000-0040b000', 'Rss: 4 kB', '']) {
      assert.doesNotMatch(line, firstLine);
    }
  });
});

describe('the language in the manifest', () => {
  it('is called Proc Maps and has the grammar that ships', () => {
    assert.equal(language.aliases[0], 'Proc Maps');
    assert.deepEqual(grammar, {
      language: 'procmaps',
      scopeName: 'source.procmaps',
      path: './syntaxes/procmaps.tmLanguage.json',
    });
    for (const file of [language.configuration, language.icon.light, language.icon.dark, manifest.icon]) {
      assert.ok(existsSync(file), file);
    }
  });

  it('claims neither source maps nor every file called maps', () => {
    assert.ok(!language.extensions.includes('.map'));
    assert.ok(!language.filenames.includes('maps'));
    for (const pattern of language.filenamePatterns) {
      assert.ok(!/^(\*\*\/)?maps$/.test(pattern), pattern);
      assert.ok(!pattern.endsWith('.map'), pattern);
    }
  });

  it('has an icon for the marketplace of at least 128 pixels', () => {
    const png = readFileSync(manifest.icon);
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.ok(png.readUInt32BE(16) >= 128 && png.readUInt32BE(16) === png.readUInt32BE(20));
  });

  // A nameless region's line ends with a blank, and a file's name may; saving must not take either away.
  it('keeps a dump byte for byte when it is saved', () => {
    const settings = manifest.contributes.configurationDefaults['[procmaps]'];
    for (const name of ['files.trimTrailingWhitespace', 'files.trimFinalNewlines', 'files.insertFinalNewline']) {
      assert.equal(settings[name], false, name);
    }
  });

  // A region is a fold in smaps: the editor's default of 5,000 folds would leave a large process half foldable, and says so.
  it('lets every region of a large process fold', () => {
    assert.equal(manifest.contributes.configurationDefaults['[procmaps]']['editor.foldingMaximumRegions'], 65_000);
  });
});
