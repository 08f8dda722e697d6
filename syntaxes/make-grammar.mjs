// Writes procmaps.tmLanguage.json: `node syntaxes/make-grammar.mjs`. With --check it writes nothing and fails when the file
// is not what it would write. The grammar is made by a script because its one rule is a long regular expression, which is
// only readable in parts and with names for its groups; TextMate numbers them.
//
// Why one rule: a TextMate engine pays for every rule it tries, at the start of a line and again at its end, and for every
// group of a rule that matches. One anchored rule whose alternatives tell the kinds of line apart costs twice a rule that
// does nothing; a rule for each kind of line 2.2 times, a rule for each field 4 times (test/bench/grammar.mjs).
//
// Which scopes: all ten default themes of VS Code must colour them, and what needs attention must differ from what
// surrounds it in all ten (test/grammar/themes.test.ts). Hence
//   - `strong`, which the default themes define as bold without a colour of its own, inside `invalid`: the light themes
//     paint strings and `invalid` in two reds that are hard to tell apart;
//   - `support.type.property-name.json` for keys: without `.json` the light themes paint them red, as an alarm would be;
//   - `comment` for what is absent or zero, the only scope that every theme dims.
//
// No repetition stands inside a repeated group, so that no text can make the engine try exponentially many ways to match.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The scopes of the groups below; several, divided by blanks, nest. @type {Record<string, string>} */
const scopes = {
  start: 'constant.numeric.hex.address.start',
  end: 'constant.numeric.hex.address.end',
  read: 'storage.modifier.permission.read',
  write: 'storage.modifier.permission.write',
  execute: 'storage.modifier.permission.execute',
  writeExecute: 'invalid.illegal.permission.wx strong',
  private: 'storage.modifier.permission.private',
  shared: 'storage.modifier.permission.shared',
  absent: 'comment.permission.none',
  noFile: 'comment.backing.none',
  offset: 'constant.numeric.hex.offset',
  device: 'constant.numeric.hex.device',
  inode: 'constant.numeric.inode',
  path: 'string.unquoted.path',
  library: 'entity.name.type.library',
  pseudo: 'entity.name.tag.pseudo',
  anonName: 'entity.name.function.anon-name',
  deleted: 'invalid.deprecated.deleted strong',
  key: 'support.type.property-name.json.smaps',
  zero: 'comment.zero',
  amount: 'constant.numeric.amount',
  unit: 'keyword.other.unit',
  flags: 'constant.language.vmflag',
};

const { raw } = String;
const hex = '[0-9A-Fa-f]+';

/** Each letter by itself, except that absent ones in a row, and writable with executable, are one token. */
const perms =
  '(?=[r-][w-][x-][psS] )' +
  '(?:(?<read>r)|(?<absent>--?-?))(?:(?<writeExecute>wx)|(?<write>w))?(?<absent>--?)?(?<execute>x)?' +
  '(?:(?<private>p)|(?<shared>[sS]))';

/** Offset, device and inode: of a file, or all zero where nothing backs the region. */
const backing = `(?:(?<noFile>0+ +00:00 +0)|(?<offset>${hex}) +(?<device>${hex}:${hex}) +(?<inode>[0-9]+))`;

/** Anything up to the end, less one mark of a deleted file, which may stand before a CR where lines end with CR LF. */
const rest = raw`(?:.*+(?<! \(deleted\))(?<! \(deleted\)\r)|.*(?= \(deleted\)\r?$))`;

/** A file's name starts with a slash (fs/d_path.c); all other names are the kernel's own, or given by the program. */
const path = raw`(?<path>/(?:.*/)?(?:(?<library>[^/ ]*\.so(?:\.[0-9.]*[a-z]?)?)|${rest}))`;
const pseudo = raw`(?<pseudo>\[anon(?:_shmem)?:(?<anonName>.*)\]|[^/\r\n]${rest})`;

/** A line of maps, which is also the first line of a region in smaps and of smaps_rollup; other writers align its columns. */
const region =
  raw`(?<start>${hex})-(?<end>${hex}) +${perms} +${backing}` +
  raw`(?: ++(?:${pseudo}|${path})?(?: (?<deleted>\(deleted\)))?)?`;

/** A line below it: `Rss: 8 kB`, `THPeligible: 0`, `VmFlags: rd wr`, or `Name: [anon:x]` as Android's kernels print. */
const field =
  '(?<key>[A-Z][A-Za-z0-9_]*): *+' +
  '(?:(?<zero>0(?: kB)?)|(?<amount>[0-9]+)(?: (?<unit>kB))?' +
  raw`|(?<flags>[a-z?]{2}(?: [a-z?]{2})*)|(?<pseudo>\[.*\]))? *`;

/** @returns {object} the grammar as VS Code reads it, every group numbered and every scope with the language's suffix */
function grammar() {
  /** @type {Record<string, { name: string }>} */
  const captures = {};
  let groups = 0;
  const match = raw`^[ \t]*+(?:${region}|${field})\r?$`.replace(
    /\(\?<(\w+)>/g,
    (_group, /** @type {string} */ name) => {
      const scope = scopes[name];
      if (scope === undefined) throw new Error(`The group ${name} has no scope`);
      captures[++groups] = { name: scope.replace(/ |$/g, '.procmaps$&') };
      return '(';
    },
  );
  return { name: 'Proc Maps', scopeName: 'source.procmaps', patterns: [{ match, captures }] };
}

const file = fileURLToPath(new URL('procmaps.tmLanguage.json', import.meta.url));
const text = `${JSON.stringify(grammar(), null, 2)}\n`;
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error(
    'syntaxes/procmaps.tmLanguage.json is not what make-grammar.mjs writes: run node syntaxes/make-grammar.mjs',
  );
  process.exitCode = 1;
}
