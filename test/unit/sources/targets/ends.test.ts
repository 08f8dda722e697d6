/** What a user reads when a tool fails: from what the tool was seen to print to a sentence and the next step. */
import assert from 'node:assert/strict';
import { OpenSources } from '../../../../src/sources/open-source.ts';
import type { SourceFailure } from '../../../../src/sources/source.ts';
import { openTarget, type ShellSpec } from '../../../../src/sources/targets/open-target.ts';
import { ENDS } from './recorded-ends.ts';
import { failureOf } from './observing.ts';
import { StandIns } from './stand-in.ts';

/** A tool that ends like this, whatever it is called with. */
function endingTool(spec: ShellSpec, stderr: string, code: number, stdout: string): StandIns {
  const tools = new StandIns({ [spec.kind]: [] });
  const word = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const script = `#!/bin/sh\nprintf %s ${word(stderr)} >&2\nprintf %s ${word(stdout)}\nexit ${code}\n`;
  tools.replace(spec.kind, script);
  return tools;
}

async function told(spec: ShellSpec, stderr: string, code: number, stdout = ''): Promise<SourceFailure> {
  const tools = endingTool(spec, stderr, code, stdout);
  const sources = new OpenSources();
  sources.settings = tools.settings;
  try {
    return await failureOf(
      sources.get(spec).list({}, { signal: new AbortController().signal, isCancelled: () => false }),
    );
  } finally {
    await sources.closeAll();
    tools.remove();
  }
}

describe('ends of tools', () => {
  for (const { spec, stderr, code, message, advice } of ENDS) {
    it(`of ${spec.kind}: ${message} (recorded stand-in)`, async () => {
      const failure = await told(spec, stderr, code);
      assert.equal(failure.message, message);
      assert.match(failure.advice, advice);
    });
  }

  it('that are unknown show what was said last, with nothing that a terminal would obey', async () => {
    const { message } = await told({ kind: 'ssh', host: 'board' }, 'one\n\u001b]0;title\u0007 two \u202e\n\n', 255);
    assert.equal(message, 'The connection to board ended: \\x1b]0;title\\x07 two \\u202e.');
  });

  it('are told from standard output where no shell has answered, after a banner on standard error', async () => {
    const ssh: ShellSpec = { kind: 'ssh', host: 'board' };
    const docker: ShellSpec = { kind: 'docker', container: 'web' };
    const folder =
      'OCI runtime exec failed: exec failed: unable to start container process: chdir to cwd ("/w") set in config.json failed: no such file or directory: unknown\r\n';
    for (const [spec, stdout, stderr, code, message] of [
      [ssh, 'This account is currently not available.\n', 'Welcome!\n', 1, /but the account has no shell there\.$/],
      [ssh, 'only this\n', 'Welcome! Permission denied (publickey)\n', 3, /The last that was said: “only this”$/],
      [ssh, 'motd\n', 'Connection reset by peer\n', 255, /^The connection to board was cut\.$/],
      [docker, folder, '', 126, /^The working folder of web is not there any more/],
    ] as const) {
      assert.match((await told(spec, stderr, code, stdout)).message, message);
    }
  });

  it('without a word tell the exit code', async () => {
    assert.equal(
      (await told({ kind: 'docker', container: 'web' }, '', 3)).message,
      'The connection to web ended: docker ended with the exit code 3.',
    );
  });

  it('keep the last of a long complaint', async () => {
    const { message } = await told(
      { kind: 'ssh', host: 'board' },
      `${'noise\n'.repeat(20_000)}Connection reset by peer\n`,
      255,
    );
    assert.equal(message, 'The connection to board was cut.');
  });

  it('of a tool that is not there name the setting', async () => {
    const settings = { executables: { kubectl: '/nonexistent/kubectl' } };
    const channel = openTarget(
      { kind: 'kubectl', context: undefined, namespace: undefined, pod: 'web', container: undefined },
      settings,
    )(new AbortController().signal);
    const { message, advice } = await new Promise<SourceFailure>((resolve) => (channel.onClose = resolve));
    assert.equal(message, 'The program /nonexistent/kubectl was not found.');
    assert.match(
      advice,
      /^Install it .* In VS Code, the setting memoryMaps\.executables can name another path for kubectl\.$/,
    );
    await channel.close();
  });

  it('of a tool that the system refuses to start at once are told like the others', async () => {
    // What stands above it is no folder.
    const path = '/dev/null/ssh';
    const channel = openTarget(
      { kind: 'ssh', host: 'board' },
      { executables: { ssh: path } },
    )(new AbortController().signal);
    const { message, advice } = await new Promise<SourceFailure>((resolve) => (channel.onClose = resolve));
    assert.equal(message, `The program ${path} could not be started (ENOTDIR).`);
    assert.match(advice, /memoryMaps\.executables can name another path for ssh/);
    channel.write(Buffer.from('late'));
    await channel.close();
  });
});
