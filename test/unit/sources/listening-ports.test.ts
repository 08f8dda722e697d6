/** Who listens on a port: the tables of the kernel as they are printed, and sockets that the test opens itself. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseListeners, portOwners } from '../../../src/sources/local/listening-ports.ts';
import { skip } from '../../runner/report.mjs';

const HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode                                                     \n';

/** A row as get_tcp4_sock() prints it. */
function row(address: string, port: number, state: string, uid: number, inode: string | number): string {
  const local = `${address}:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const remote = `${'0'.repeat(address.length)}:0000`;
  return `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0000000000000000 100 0 0 10 0\n`;
}

const never = (): boolean => false;

describe('tables of sockets', () => {
  it('give the sockets that listen, with address, port, user and inode', () => {
    const text = HEADING + row('0100007F', 8080, '0A', 1000, 4242) + row('0100007F', 8081, '01', 1000, 4243);
    assert.deepEqual(parseListeners(text, true), [{ address: '127.0.0.1', port: 8080, uid: 1000, inode: '4242' }]);
    assert.equal(parseListeners(HEADING + row('7F000001', 1, '0A', 0, 1), false)[0]?.address, '127.0.0.1');
  });

  it('show addresses of IPv6 in their short form', () => {
    const shown = (address: string): string | undefined =>
      parseListeners(row(address, 80, '0A', 0, 1), true)[0]?.address;
    assert.equal(shown('00000000000000000000000000000000'), '::');
    assert.equal(shown('00000000000000000000000001000000'), '::1');
    assert.equal(shown('B80D01200000000000000000FE000000'), '2001:db8::fe');
  });

  it('are read in any length and never believed when a line has another form', () => {
    const rows = fc.array(fc.record({ port: fc.integer({ min: 0, max: 65535 }), uid: fc.nat(), inode: fc.nat() }));
    fc.assert(
      fc.property(rows, (made) => {
        const text = HEADING + made.map(({ port, uid, inode }) => row('00000000', port, '0A', uid, inode)).join('');
        const read = parseListeners(text, true).map(({ port, uid, inode }) => ({ port, uid, inode: Number(inode) }));
        assert.deepEqual(
          read,
          made.map((each) => ({ ...each })),
        );
      }),
    );
    const good = row('00000000', 80, '0A', 0, 7);
    for (const bad of [
      good.replace('0A', '0a'),
      good.slice(0, 60),
      good.replace('00000000:0050', '0000:0050'),
      'x'.repeat(1e6),
    ]) {
      assert.deepEqual(parseListeners(bad), [], bad.slice(0, 80));
    }
    fc.assert(fc.property(fc.string(), (text) => void parseListeners(text)));
  });
});

describe('who listens on a port', () => {
  it('is every process that holds the socket', () => {
    const root = mkdtempSync(join(tmpdir(), 'memory-maps-ports-'));
    try {
      const fd = (pid: number, links: readonly string[]): void => {
        mkdirSync(join(root, String(pid), 'fd'), { recursive: true });
        links.forEach((link, i) => symlinkSync(link, join(root, String(pid), 'fd', String(i))));
      };
      mkdirSync(join(root, 'net'));
      writeFileSync(
        join(root, 'net', 'tcp'),
        HEADING + row('00000000', 80, '0A', 33, 7) + row('00000000', 81, '0A', 33, 8),
      );
      writeFileSync(join(root, 'net', 'tcp6'), HEADING + row('0'.repeat(32), 80, '0A', 33, 9));
      fd(10, ['/dev/null', 'socket:[7]', 'socket:[7]', 'socket:[9]']);
      fd(11, ['socket:[7]', 'socket:[70]']);
      fd(12, ['socket:[8]']);
      mkdirSync(join(root, '13'));
      const passwd = join(root, 'passwd');
      writeFileSync(passwd, 'www:x:33:33::/:/bin/sh\n');
      const { holders, unseen, isReadable } = portOwners(80, never, root, passwd);
      assert.deepEqual(holders.map(({ pid, address }) => `${pid} ${address}`).sort(), [
        '10 0.0.0.0',
        '10 ::',
        '11 0.0.0.0',
      ]);
      assert.deepEqual([unseen, isReadable], [[], true]);
      rmSync(join(root, '10'), { recursive: true });
      rmSync(join(root, '11'), { recursive: true });
      assert.deepEqual(portOwners(80, never, root, passwd).unseen, [
        { uid: 33, user: 'www', address: '0.0.0.0' },
        { uid: 33, user: 'www', address: '::' },
      ]);
      rmSync(join(root, 'net'), { recursive: true });
      assert.equal(portOwners(80, never, root, passwd).isReadable, false);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('stops when nobody waits for the answer', async function () {
    if (process.platform !== 'linux') skip(this, 'needs Linux');
    const server = await listen('127.0.0.1');
    try {
      assert.throws(() => portOwners(portOf(server), () => true), { name: 'AbortError' });
    } finally {
      server.close();
    }
  });

  for (const host of ['127.0.0.1', '::1']) {
    it(`is this process for a socket that it opens on ${host}`, async function () {
      if (process.platform !== 'linux') skip(this, 'needs Linux');
      const server = await listen(host).catch(() => undefined);
      if (!server) skip(this, `nothing can listen on ${host} here`);
      const port = portOf(server);
      assert.deepEqual(portOwners(port, never).holders, [{ pid: process.pid, address: host }]);
      server.close();
      await once(server, 'close');
      const { holders, unseen } = portOwners(port, never);
      assert.deepEqual([holders, unseen], [[], []]);
    });
  }
});

async function listen(host: string): Promise<Server> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
