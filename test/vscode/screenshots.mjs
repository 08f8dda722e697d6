// `npm run screenshots`: takes the README's pictures of the running extension into media/screenshots/. The tool itself is
// screenshots.ts; names given as arguments choose among the pictures.
import { runTool } from '../runner/bundle.mjs';
import { install } from './install.mjs';
import { root, run } from './paths.mjs';

await install({ engines: ['newest'] });
const { code, output } = await run(process.execPath, ['esbuild.mjs'], { cwd: root });
if (code !== 0) throw new Error(`The build failed:\n${output}`);
await runTool('test/vscode/screenshots.ts');
