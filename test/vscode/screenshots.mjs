// `npm run screenshots`: takes the README's pictures of the running extension into media/screenshots/. The tool itself is
// screenshots.ts; names given as arguments choose among the pictures. `--views` takes each view of the layout in each theme
// instead (view-screenshots.ts).
import { runTool } from '../runner/bundle.mjs';
import { install } from './install.mjs';
import { root, run } from './paths.mjs';

await install({ engines: ['newest'] });
const { code, output } = await run(process.execPath, ['esbuild.mjs'], { cwd: root });
if (code !== 0) throw new Error(`The build failed:\n${output}`);
await runTool(`test/vscode/${process.argv.includes('--views') ? 'view-' : ''}screenshots.ts`);
