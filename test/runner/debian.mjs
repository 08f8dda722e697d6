// The real SSH servers and the static busybox that tests connect to: the machine's own, or else Debian's packages, unpacked into the
// cache. Nothing is installed into the system, so that no root is needed and no server starts by itself.
import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cache, run } from '../vscode/paths.mjs';

/** The folder of the cache that the packages are unpacked into. */
export const DEBIAN_FOLDER = 'debian-ssh';

/** Programs by the package they are in. */
const PACKAGES = /** @type {const} */ ({
  'openssh-server': ['sshd'],
  'openssh-client': ['ssh', 'ssh-keygen'],
  'dropbear-bin': ['dropbear', 'dropbearkey'],
  'busybox-static': ['busybox'],
});

/** @typedef {(typeof PACKAGES)[keyof typeof PACKAGES][number]} ServerProgram */

/** Whether the packages have to be unpacked. */
export function needsDebian() {
  return (
    process.platform === 'linux' &&
    Object.values(PACKAGES)
      .flat()
      .some((name) => find(name) === undefined)
  );
}

/**
 * The path of a program, after {@link unpackDebian} where that is needed.
 * @param {ServerProgram} name
 */
export function serverProgram(name) {
  const path = find(name);
  if (path === undefined) throw new Error(`${name} was not found: run node test/vscode/install.mjs`);
  return path;
}

/** What LD_LIBRARY_PATH has to be for the programs: the libraries that came with them. */
export function serverLibraries() {
  const root = join(cache, DEBIAN_FOLDER);
  return ['lib', 'usr/lib']
    .flatMap((lib) => [join(root, lib), ...folders(join(root, lib)).filter((name) => name.endsWith('-linux-gnu'))])
    .join(delimiter);
}

/**
 * Downloads the packages with what they need beyond this system, and unpacks them.
 * @param {string} folder
 */
export async function unpackDebian(folder) {
  const missing = Object.entries(PACKAGES).flatMap(([name, programs]) =>
    programs.some((program) => find(program) === undefined) ? [name] : [],
  );
  const archives = join(folder, 'archives');
  const lists = join(folder, 'lists');
  for (const each of [archives, lists]) await mkdir(join(each, 'partial'), { recursive: true });
  const own = ['-o', `Dir::State::lists=${lists}`];
  const unprivileged = ['-o', 'Debug::NoLocking=true', '-o', 'APT::Sandbox::User='];
  const download = (/** @type {string[]} */ options) =>
    apt([
      'install',
      '--download-only',
      '--reinstall',
      '--yes',
      '--no-install-recommends',
      ...options,
      ...unprivileged,
      '-o',
      `Dir::Cache::archives=${archives}`,
      ...missing,
    ]);
  // The system's own lists are quicker; where there are none, or they are too old, lists of our own are made.
  let { code, output } = await download([]);
  if (code !== 0) {
    await apt(['update', ...own, ...unprivileged]);
    ({ code, output } = await download(own));
  }
  if (code !== 0) {
    throw new Error(
      `The tests of SSH need ${missing.join(', ')}: install them, or run this on Debian or Ubuntu with its package servers in reach.\n${output}`,
    );
  }
  for (const name of readdirSync(archives).filter((each) => each.endsWith('.deb'))) {
    const unpacked = await run('dpkg-deb', ['-x', join(archives, name), folder]);
    if (unpacked.code !== 0) throw new Error(`${name} could not be unpacked:\n${unpacked.output}`);
  }
  for (const each of [archives, lists]) await rm(each, { recursive: true });
}

/** @param {string[]} args */
async function apt(args) {
  try {
    return await run('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' } });
  } catch (error) {
    return { code: 1, output: String(error) };
  }
}

/** @param {ServerProgram} name @returns {string | undefined} */
function find(name) {
  const root = join(cache, DEBIAN_FOLDER);
  const system = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return [...system, ...['usr/sbin', 'usr/bin', 'sbin', 'bin'].map((each) => join(root, each))]
    .map((each) => join(each, name))
    .find((path) => isProgram(path) && (name !== 'busybox' || isStatic(path)));
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A program that needs no loader runs where there are no libraries. @param {string} path */
function isStatic(path) {
  return !readFileSync(path).includes('.interp');
}

/** @param {string} path */
function folders(path) {
  return existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : [];
}
