// Preloaded into the VS Code server: ends it, and with it the processes of its group (extension hosts, watchers,
// terminals), when the script that started it is gone for whatever reason. That script holds the other end of stdin.
// Children inherit `--require`; they must not react.
if (process.argv[1]?.endsWith('server-main.js')) {
  process.stdin.on('close', () => process.kill(0, 'SIGKILL'));
  process.stdin.resume();
}
