// `node test/vscode/peek.mjs --help`: a screenshot of the running extension. The tool itself is peek.ts.
import { runTool } from '../runner/bundle.mjs';
import { install } from './install.mjs';

await install({ engines: ['newest'] });
await runTool('test/vscode/peek.ts');
