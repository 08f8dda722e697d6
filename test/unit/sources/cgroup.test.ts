/** Which container a control group tells of, in the words of each runtime. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { shortId } from '../../../src/sources/container.ts';
import { containerOf } from '../../../src/sources/local/cgroup.ts';
import type { Container } from '../../../src/sources/process.ts';

const ID = '3f2a91c0d4e5b6a798081726354453627180f9e8d7c6b5a493827160594837ab';
const OTHER = 'c'.repeat(64);
const UID = '8dbc1b7a-3f0e-4d6b-9c2b-5a1f0e9d8c7b';
const SYSTEMD_UID = UID.replaceAll('-', '_');

const container = (runtime: Container['runtime'], id = ID, pod?: string): Container => ({ runtime, id, pod });
const here = (file: string): Container | 'none' | undefined => containerOf(file, false);
const nested = (file: string): Container | 'none' | undefined => containerOf(file, true);

/** The path of each form, and what it tells. */
const FORMS: readonly (readonly [string, Container | 'none'])[] = [
  // Docker with the systemd driver, rootless, with the cgroupfs driver, and with systemd inside of the container.
  [`/system.slice/docker-${ID}.scope`, container('docker')],
  [`/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${ID}.scope`, container('docker')],
  [`/docker/${ID}`, container('docker')],
  [`/docker/${ID}/system.slice/cron.service`, container('docker')],
  [`/docker/${OTHER}/docker/${ID}`, container('docker')],
  ['/system.slice/docker.service', 'none'],
  // Podman as root, rootless, with a control group of its own inside, and with cgroupfs.
  [`/machine.slice/libpod-${ID}.scope`, container('podman')],
  [`/machine.slice/libpod-${ID}.scope/container`, container('podman')],
  [`/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-${ID}.scope`, container('podman')],
  [`/libpod_parent/libpod-${ID}`, container('podman')],
  [`/machine.slice/libpod-conmon-${ID}.scope`, 'none'],
  // Kubernetes: systemd and cgroupfs drivers, guaranteed pods without a class, static pods, containerd, CRI-O and Docker.
  [
    `/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod${SYSTEMD_UID}.slice/cri-containerd-${ID}.scope`,
    container('containerd', ID, UID),
  ],
  [
    `/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod${SYSTEMD_UID}.slice/crio-${ID}.scope`,
    container('cri-o', ID, UID),
  ],
  [`/kubepods.slice/kubepods-pod${SYSTEMD_UID}.slice/docker-${ID}.scope`, container('docker', ID, UID)],
  [`/kubepods/burstable/pod${UID}/${ID}`, container(undefined, ID, UID)],
  [`/kubepods/pod${UID}/${ID}`, container(undefined, ID, UID)],
  [
    `/kubepods/besteffort/pod0123456789abcdef0123456789abcdef/crio-${ID}`,
    container('cri-o', ID, '0123456789abcdef0123456789abcdef'),
  ],
  [
    `/system.slice/containerd.service/kubepods-burstable-pod${SYSTEMD_UID}.slice:cri-containerd:${ID}`,
    container('containerd', ID, UID),
  ],
  [
    `/docker/${OTHER}/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-pod${SYSTEMD_UID}.slice/cri-containerd-${ID}.scope`,
    container('containerd', ID, UID),
  ],
  [`/kubepods/pod${UID}/crio-conmon-${ID}.scope`, 'none'],
  ['/system.slice/kubelet.service', 'none'],
  // nerdctl, and an ID in a folder that somebody named.
  [`/system.slice/nerdctl-${ID}.scope`, container('containerd')],
  [`/ecs/task/${ID}`, container(undefined)],
  // LXC before and since 4.0, and what watches over it.
  ['/lxc/web', container('lxc', 'web')],
  ['/lxc.payload.web/system.slice/nginx.service', container('lxc', 'web')],
  ['/lxc.payload/web', container('lxc', 'web')],
  ['/lxc.monitor.web', 'none'],
  ['/system.slice/lxc.service', 'none'],
  [`/lxc.payload.web/docker/${ID}`, container('docker')],
  // systemd-nspawn by machinectl, as a service, and by hand; virtual machines are none.
  ['/machine.slice/machine-my\\x2dbox.scope/payload/system.slice/dbus.service', container('systemd-nspawn', 'my-box')],
  ['/machine.slice/machine-my\\x2dbox.scope/supervisor', 'none'],
  ['/machine.slice/systemd-nspawn@box.service/payload', container('systemd-nspawn', 'box')],
  ['/machine.slice/machine-qemu\\x2d1\\x2dguest.scope/libvirt/emulator', 'none'],
  ['/machine.slice/machine-lxc\\x2d12\\x2dguest.scope', container('lxc', 'guest')],
  // Nothing of the kind.
  ['/', 'none'],
  ['/init.scope', 'none'],
  ['/user.slice/user-1000.slice/session-2.scope', 'none'],
  ['/user.slice/user-1000.slice/user@1000.service/app.slice/app-flatpak-org.gnome.Maps-4711.scope', 'none'],
];

describe('the container of a control group', () => {
  it('is told in the words of each runtime, by both versions of control groups', () => {
    for (const [path, expected] of FORMS) {
      assert.deepEqual(here(`0::${path}\n`), expected, path);
      assert.deepEqual(here(`12:pids:/\n3:cpu,cpuacct:${path}\n1:name=systemd:${path}\n`), expected, path);
    }
  });

  it('is found where only one hierarchy tells', () => {
    assert.deepEqual(here(`9:memory:/docker/${ID}\n0::/system.slice/containerd.service\n`), container('docker'));
  });

  it('is not told of a machine that may be a virtual one', () => {
    assert.equal(here('0::/machine.slice/machine-box.scope\n'), 'none');
    assert.deepEqual(here('1:name=systemd:/machine.slice/machine-box.scope\n'), container('systemd-nspawn', 'box'));
  });

  it('is unknown inside of a container, whose processes see paths from there', () => {
    assert.equal(nested('0::/\n'), undefined);
    assert.equal(nested('0::/system.slice/cron.service\n'), undefined);
    assert.deepEqual(nested(`0::/../docker-${ID}.scope\n`), container('docker'));
    assert.deepEqual(nested(`0::/docker/${ID}\n`), container('docker'));
  });

  it('stays the same when the group was removed', () => {
    assert.deepEqual(here(`0::/system.slice/docker-${ID}.scope (deleted)\n`), container('docker'));
    assert.deepEqual(here('0::/lxc.payload.web (deleted)\n'), container('lxc', 'web'));
  });

  it('is unknown when nothing is told', () => {
    for (const text of ['', '\n', 'garbage', '0:', ':::', '0::relative', `0::docker-${ID}.scope`]) {
      assert.equal(here(text), undefined, text);
    }
  });

  it('needs a whole ID', () => {
    for (const id of [ID.slice(1), `${ID}0`, ID.toUpperCase(), `${ID.slice(1)}g`, '']) {
      assert.equal(here(`0::/docker/${id}\n`), 'none', id);
      assert.equal(here(`0::/system.slice/docker-${id}.scope\n`), 'none', id);
    }
  });

  it('has a name that is safe to print and not long', () => {
    const names = ['a\x1b[31m', '\u202egpj', 'x'.repeat(5000), '\\x1b]0;', '\\x0a', '$(id)', '../..', 'caf\xe9'];
    for (const name of names) {
      const bytes = Buffer.from(name).toString('latin1');
      for (const path of [`/lxc.payload.${bytes}`, `/machine.slice/machine-${bytes}.scope/payload`]) {
        const found = here(`0::${path}\n`);
        if (found === 'none' || found === undefined) continue;
        assert.ok(found.id.length <= 64, path);
        assert.doesNotMatch(found.id, /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/, path);
      }
    }
  });

  it('takes any text, soon', () => {
    const group = fc.oneof(
      fc.string(),
      fc.constantFrom('docker', 'lxc', `pod${UID}`, ID, `docker-${ID}.scope`, 'machine-', '..', ':', '\n'),
    );
    fc.assert(
      fc.property(fc.array(group, { maxLength: 60 }), fc.boolean(), (groups, isNested) => {
        const found = containerOf(`0::/${groups.join('/')}`, isNested);
        if (found !== undefined && found !== 'none') assert.ok(found.id !== '');
      }),
    );
  });

  it('is shown as its runtime shows it', () => {
    assert.equal(shortId(container('docker')), '3f2a91c0d4e5');
    assert.equal(shortId(container('lxc', 'a-name-of-some-length')), 'a-name-of-some-length');
  });
});
