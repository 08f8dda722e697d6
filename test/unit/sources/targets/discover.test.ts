/** What can be added, from what the tools list. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ExecutableName } from '../../../../src/sources/source-settings.ts';
import { discover, type DiscoverOptions, type Discovery } from '../../../../src/sources/targets/discover.ts';
import { parseContainers } from '../../../../src/sources/targets/discover-containers.ts';
import { parseDevices } from '../../../../src/sources/targets/discover-devices.ts';
import { parsePods } from '../../../../src/sources/targets/discover-pods.ts';
import { openTarget } from '../../../../src/sources/targets/open-target.ts';
import { TemporaryFolder } from '../temporary-folder.ts';
import { StandIns } from './stand-in.ts';

const COLUMNS =
  'jsonpath={range .items[*]}{.metadata.namespace}{"\\t"}{.metadata.name}{"\\t"}{.status.phase}{"\\t"}' +
  '{.spec.containers[*].name} {.spec.initContainers[?(@.restartPolicy=="Always")].name} ' +
  '{.spec.ephemeralContainers[*].name}{"\\n"}{end}';
/** As kubectl 1.32 prints a pod with a sidecar and a debugger, and one without. */
const PODS = 'shop\tweb-5d9f\tRunning\tapp side debugger-x7\nshop\tjob-1\tSucceeded\tjob  \n';
/** From docker 28.2.2. */
const DOCKER_PS = String.raw`{"Command":"\"/docker-entrypoint.sh nginx -g \\x1b[31m\"","CreatedAt":"2023-11-14 22:13:20 +0000 UTC","ID":"3f4e5d6c7b8a990011223344556677889900aabbccddeeff0011223344556677","Image":"nginx:1.27","Labels":"","LocalVolumes":"0","Mounts":"","Names":"web","Networks":"","Platform":null,"Ports":"","RunningFor":"3 years ago","Size":"0B","State":"running","Status":"Up 2 hours"}
`;
const PODMAN_PS = JSON.stringify([
  {
    Id: '6ff97d88a113',
    Image: 'docker.io/library/alpine:latest',
    Names: ['board'],
    State: 'running',
    Status: 'Up 2 minutes',
  },
]);
const DEVICES = [
  '* daemon not running; starting now at tcp:5037',
  '* daemon started successfully',
  'List of devices attached',
  'emulator-5554          device product:sdk_gphone64_x86_64 model:sdk_gphone64 device:emu64x transport_id:1',
  'R5CT123                unauthorized usb:1-2 transport_id:2',
  '7DK7ZLVG99999999       no permissions (user in plugdev group; are your udev rules wrong?); see [http://developer.android.com/tools/device.html] usb:1-1',
  '192.168.1.5:5555       offline transport_id:3',
  'adb-R5CT-vWgJpq (2)._adb-tls-connect._tcp device product:x model:Pixel_8 device:x transport_id:4',
  '',
].join('\n');

describe('what can be added', () => {
  let tools: StandIns | undefined;
  afterEach(() => {
    assert.equal(tools?.unexpected() ?? '', '');
    tools?.remove();
    tools = undefined;
  });
  const ask = (kind: ExecutableName, options?: DiscoverOptions): Promise<Discovery> =>
    discover(kind, tools?.settings ?? { executables: {} }, new AbortController().signal, options);

  it('by docker and podman (recorded stand-in)', async () => {
    tools = new StandIns({
      docker: [[['ps', '--no-trunc', '--format', '{{json .}}'], { stdout: DOCKER_PS }]],
      podman: [[['ps', '--no-trunc', '--format', 'json'], { stdout: PODMAN_PS }]],
    });
    assert.deepEqual((await ask('docker')).found, [
      { spec: { kind: 'docker', container: 'web' }, label: 'web', detail: 'nginx:1.27 · Up 2 hours' },
    ]);
    assert.deepEqual((await ask('podman')).found, [
      {
        spec: { kind: 'podman', container: 'board' },
        label: 'board',
        detail: 'docker.io/library/alpine:latest · Up 2 minutes',
      },
    ]);
  });

  it('by adb, with what keeps a device from being used (recorded stand-in)', async () => {
    tools = new StandIns({ adb: [[['devices', '-l'], { stdout: DEVICES }]] });
    const { found } = await ask('adb');
    assert.deepEqual(
      found.map(({ spec, label, detail }) => [spec.kind === 'adb' && spec.serial, label, detail]),
      [
        ['emulator-5554', 'sdk gphone64', 'emulator-5554'],
        ['R5CT123', 'R5CT123', 'USB debugging has to be allowed on the device'],
        ['7DK7ZLVG99999999', '7DK7ZLVG99999999', 'your user may not use the USB device'],
        ['192.168.1.5:5555', '192.168.1.5:5555', 'does not answer'],
        ['adb-R5CT-vWgJpq (2)._adb-tls-connect._tcp', 'Pixel 8', 'adb-R5CT-vWgJpq (2)._adb-tls-connect._tcp'],
      ],
    );
  });

  it('by kubectl, for good: with its context and namespace (recorded stand-in)', async () => {
    tools = new StandIns({
      kubectl: [
        [['config', 'current-context'], { stdout: 'dev@eu\n' }],
        [['get', 'pods', '--context=dev@eu', '--request-timeout=10s', '-o', COLUMNS], { stdout: PODS }],
      ],
    });
    const { found } = await ask('kubectl');
    assert.deepEqual(
      found.map(({ label, detail }) => `${label} | ${detail}`),
      ['web-5d9f/app | shop · dev@eu', 'web-5d9f/side | shop · dev@eu', 'web-5d9f/debugger-x7 | shop · dev@eu'],
    );
    assert.deepEqual(found[0]?.spec, {
      kind: 'kubectl',
      context: 'dev@eu',
      namespace: 'shop',
      pod: 'web-5d9f',
      container: 'app',
    });
  });

  it('by the user’s ssh configuration, with what it includes', async () => {
    const home = new TemporaryFolder();
    try {
      home.write(
        '.ssh/config',
        [
          'Include conf.d/*.conf ~/more "quoted name"',
          'Host board *.lab !x # comment',
          '  HostName=10.0.0.2',
          '\tUser root',
          '  User late',
          'HOST "pi" -evil a;b board',
          'Port 2222',
          'Match host x',
          'Include nested',
        ].join('\r\n'),
      );
      home.write('.ssh/conf.d/b.conf', 'Host second\nHostName two.example\n');
      home.write('.ssh/conf.d/a.conf', 'Host first\nInclude conf.d/a.conf\n');
      home.write('.ssh/conf.d/ignored', 'Host ignored\n');
      home.write('.ssh/nested', 'Host nested\n');
      home.write('more', 'Host more\n');
      home.write('.ssh/quoted name', 'Host quoted\n');
      const { found } = await ask('ssh', { home: home.path });
      assert.deepEqual(
        found.map(({ label, detail }) => `${label} ${detail}`.trim()),
        ['first', 'second two.example', 'more', 'quoted', 'board root@10.0.0.2', 'pi port 2222', 'nested'],
      );
    } finally {
      home.remove();
    }
  });

  it('is nothing where there is no ssh configuration', async () => {
    assert.deepEqual(await ask('ssh', { home: '/nonexistent' }), { kind: 'ssh', found: [] });
  });

  it('is told why not, when a tool fails or is not there (recorded stand-in)', async () => {
    const stderr =
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n';
    tools = new StandIns({
      docker: [[['ps', '--no-trunc', '--format', '{{json .}}'], { stderr, code: 1 }]],
      podman: [[['ps', '--no-trunc', '--format', 'json'], { stdout: '<html>' }]],
    });
    assert.equal((await ask('docker')).whyNot?.message, 'Docker does not run on this machine.');
    assert.equal((await ask('podman')).whyNot?.message, 'What podman ps printed is no list of containers.');
    assert.equal((await ask('adb')).whyNot?.message, `The program ${tools.path('adb')} was not found.`);
  });

  it('is read of a docker that is podman by another name (recorded stand-in)', async () => {
    const stdout = `[\n  {\n    "Id": "${'5f96'.repeat(16)}",\n    "Image": "localhost/bb:1",\n    "Names": [\n      "web"\n    ]\n  }\n]\n`;
    tools = new StandIns({ docker: [[['ps', '--no-trunc', '--format', '{{json .}}'], { stdout }]] });
    const { found, whyNot } = await ask('docker');
    assert.equal(whyNot, undefined);
    assert.deepEqual(
      found.map(({ label, detail }) => [label, detail]),
      [['web', 'localhost/bb:1']],
    );
  });

  it('is not said to lack a shell where a tool runs another one that is not there', async () => {
    tools = new StandIns({ docker: [] });
    tools.replace('docker', '#!/bin/sh\nexec podman-that-is-not-there "$@"\n');
    const { whyNot } = await ask('docker');
    assert.match(whyNot?.message ?? '', /podman-that-is-not-there: not found/);
    assert.equal(whyNot?.advice, "Try docker ps --no-trunc --format '{{json .}}' in a terminal.");
  });

  it('is asked for no longer than somebody waits', async () => {
    tools = new StandIns({ adb: [] });
    tools.replace('adb', '#!/bin/sh\nexec sleep 1000\n');
    const waiting = new AbortController();
    const asked = discover('adb', tools.settings, waiting.signal);
    waiting.abort();
    await assert.rejects(asked, { name: 'AbortError' });
  });

  it('can be opened and shown, whatever a tool prints', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('-x', 'a\u001b[0m', 'web', '\t', '$(x)', 'device', 'model:a\u0007'),
    );
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom(' ', '\t', '\n'), (words, separator) => {
        const text = words.join(separator);
        const json = JSON.stringify([{ Names: words, ID: words[0], Image: words[1] }, ...words]);
        const found = [
          ...parseDevices(text),
          ...parsePods(text, undefined),
          ...parseContainers('podman', json),
          ...parseContainers('docker', json),
        ];
        for (const { spec, label, detail } of found) {
          assert.doesNotMatch(label + detail, /[\u0000-\u001f\u007f-\u009f\u202e]/);
          openTarget(spec, { executables: {} });
        }
      }),
    );
  });
});
