/** Which version of Memory Maps this is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version, from the manifest beside the folder that the command is in. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  const told: unknown =
    typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, 'version') : undefined;
  return typeof told === 'string' ? told : 'unknown';
}
