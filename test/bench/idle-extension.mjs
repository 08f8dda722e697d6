// The packaged extension for benches that time its activation or what it registers: it does not start by itself.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageExtension, stage } from '../vscode/package.mjs';

/** Packages the extension into `stage` and takes its activation at startup away: the bench activates it. */
export async function packageIdle() {
  await packageExtension();
  const path = join(stage, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...manifest, activationEvents: [] }));
  return stage;
}
