// A process with a telling name for pictures: node demo-process.cjs NAME [CHILD...]; it and its children end with stdin.
const { spawn } = require('node:child_process');

const [name, ...children] = process.argv.slice(2);
process.title = name;
for (const child of children) spawn(process.execPath, [__filename, child], { stdio: ['pipe', 'ignore', 'ignore'] });
process.stdin.on('close', () => process.exit());
process.stdin.resume();
