// The licences of the packages that went into bundles, as their terms ask for.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The text of THIRD_PARTY_NOTICES.txt. A package that holds no licence has one beside this file, by its name.
 * @param {import('esbuild').Metafile[]} metafiles
 * @param {string} root the folder that paths of the metafiles start from
 * @returns {string}
 */
export function notices(metafiles, root) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const packages = inputs.flatMap((input) => /^(?:\.\.\/)*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0] ?? []);
  return [...new Set(packages)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((path) => {
      const folder = join(root, path);
      const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
      const licence = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
      const file = licence === undefined ? join(root, 'licences', `${name}.txt`) : join(folder, licence);
      return `${name} ${version}\n\n${readFileSync(file, 'utf8')}`;
    })
    .join('\n\n');
}
