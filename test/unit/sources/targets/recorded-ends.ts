/**
 * What the tools print when they fail. Recorded from OpenSSH 9.2, adb 29.0.6, docker 28.2.2, podman 4.3.1 and kubectl 1.32.4 where
 * they can be brought to it without a device or a cluster, else as reported in public by their users.
 */
import type { ShellSpec } from '../../../../src/sources/targets/open-target.ts';
import { CONTAINER_ENDS } from './recorded-container-ends.ts';
import { type RecordedEnd, rows } from './recorded-end.ts';

const SSH: ShellSpec = { kind: 'ssh', host: 'board' };
const PHONE: ShellSpec = { kind: 'adb', serial: 'R5CT', rights: 'shell' };
const POD: ShellSpec = { kind: 'kubectl', context: undefined, namespace: undefined, pod: 'web', container: undefined };

export const ENDS: readonly RecordedEnd[] = [
  ...rows(
    SSH,
    ['sh: exec: line 0: sh: not found\n', 127, 'There is no sh on board.', /busybox has both/],
    [
      'This account is currently not available.\n',
      1,
      'board lets you in, but the account has no shell there.',
      /login shell/,
    ],
    [
      'Received disconnect from 10.0.0.2 port 22:2: Too many authentication failures\r\nDisconnected from 10.0.0.2 port 22\r\n',
      255,
      'board ended the login after too many keys that it does not know.',
      /IdentitiesOnly yes/,
    ],
    [
      'Unable to negotiate with 10.0.0.2 port 22: no matching host key type found. Their offer: ssh-rsa\r\n',
      255,
      'board has only host keys that your ssh takes for too old (ssh-rsa).',
      /HostKeyAlgorithms \+ssh-rsa/,
    ],
    [
      'Unable to negotiate with 10.0.0.2 port 22: no matching key exchange method found. Their offer: diffie-hellman-group1-sha1,diffie-hellman-group14-sha1\r\n',
      255,
      'board exchanges keys only in ways that your ssh takes for too old.',
      /KexAlgorithms \+diffie-hellman-group1-sha1 to/,
    ],
    ['ssh: connect to host board port 22: Connection timed out\r\n', 255, 'board did not answer in time.', /firewall/],
    ['Connection timed out during banner exchange\r\n', 255, 'board did not answer in time.', /firewall/],
    [
      'Permission denied (publickey) is all that you will read without a contract.\r\n',
      3,
      'The shell on board ended. The last that was said: “Permission denied (publickey) is all that you will read without a contract.”',
      /try ssh board/,
    ],
    [
      'Welcome.\r\nrbash: line 1: exec: restricted\n',
      1,
      'board lets you in, but the login shell of the account is a restricted one.',
      /Use an account/,
    ],
    [
      'ssh: connect to host 10.0.0.2 port 22: No route to host\r\n',
      255,
      '10.0.0.2 cannot be reached from here: No route to host.',
      /machine is on/,
    ],
    ['Timeout, server board not responding.\r\n', 255, 'board has stopped answering.', /still on/],
    [
      "@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\r\nPermissions 0644 for '/home/u/.ssh/id' are too open.\r\nroot@board: Permission denied (publickey).\r\n",
      255,
      'ssh does not use the key /home/u/.ssh/id, because others may read it, and board lets nobody in without one.',
      /chmod 600/,
    ],
    [
      'Bad owner or permissions on /home/u/.ssh/config\r\n',
      255,
      'ssh does not read its configuration, because others may write to /home/u/.ssh/config.',
      /chmod go-w/,
    ],
    [
      'channel 0: open failed: administratively prohibited: open failed\r\nstdio forwarding failed\r\nConnection closed by UNKNOWN port 65535\r\n',
      255,
      'The jump host does not pass connections on to board.',
      /AllowTcpForwarding/,
    ],
    [
      'kex_exchange_identification: Connection closed by remote host\r\nConnection closed by UNKNOWN port 65535\r\n',
      255,
      'board, or a jump host or proxy command on the way, ended the connection before the login.',
      /with -v/,
    ],
    ['exec request failed on channel 0\r\n', 255, 'board lets you in, but runs no commands.', /ForceCommand/],
  ),
  ...rows(
    PHONE,
    [
      "error: device unauthorized.\nThis adb server's $ADB_VENDOR_KEYS is not set\nTry 'adb kill-server' if that seems wrong.\nOtherwise check for a confirmation dialog on your device.\n",
      1,
      'R5CT does not let this computer in yet.',
      /allow USB debugging/,
    ],
    ['error: device offline\n', 1, 'R5CT is connected, but does not answer.', /adb reconnect/],
    ["error: device 'R5CT' not found\n", 1, 'R5CT is not connected.', /adb devices/],
    ['error: more than one device/emulator\n', 1, 'adb has more than one device that could be R5CT.', /serial number/],
    [
      'error: insufficient permissions for device: user in plugdev group; are your udev rules wrong?\nSee [http://developer.android.com/tools/device.html] for more information\n',
      1,
      'You may not use the USB device R5CT.',
      /udev rule/,
    ],
    [
      'error: device only supports allocating a pty\n',
      1,
      'adb reaches R5CT only through a terminal, which changes bytes on the way.',
      /Android 7/,
    ],
    [
      "error: target doesn't support PTY args -Tt\n",
      1,
      'adb reaches R5CT only through a terminal, which changes bytes on the way.',
      /Android 7/,
    ],
    ['', 255, 'The connection to R5CT ended.', /still connected/],
  ),
  ...rows(
    { kind: 'adb', serial: 'R5CT', rights: 'su' },
    ['/system/bin/sh: su: inaccessible or not found\n', 126, 'R5CT has no su.', /adb root/],
    ['Permission denied\n', 126, 'R5CT does not let adb become root.', /“Shell”/],
  ),
  ...rows(
    { kind: 'adb', serial: 'R5CT', rights: { runAs: 'org.example.app' } },
    ['run-as: unknown package: org.example.app\n', 1, 'The app is not installed on R5CT.', /pm list packages/],
    [
      'run-as: package not debuggable: org.example.app\n',
      1,
      'The app on R5CT does not allow debugging, so that run-as does not open it.',
      /android:debuggable/,
    ],
  ),
  ...CONTAINER_ENDS,
  ...rows(
    POD,
    ['error: context "x" does not exist\n', 1, 'kubectl has no context x.', /get-contexts/],
    [
      'Error in configuration: context was not found for specified context: x\n',
      1,
      'kubectl has no context x.',
      /get-contexts/,
    ],
    [
      'Error in configuration: \n* unable to read client-cert /gone/client.crt for m due to open /gone/client.crt: no such file or directory\n* unable to read client-key /gone/client.key for m due to open /gone/client.key: no such file or directory\n',
      1,
      'kubectl does not find the file /gone/client.crt, which its configuration names.',
      /config view/,
    ],
    [
      'Unable to connect to the server: getting credentials: exec: executable aws not found\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.\n',
      1,
      'kubectl does not find the program aws, by which its configuration logs in.',
      /may have another PATH/,
    ],
    ['Error from server (NotFound): pods "web" not found\n', 1, 'There is no web among the pods.', /deploy\/NAME/],
    [
      'Defaulted container "app" out of: app, side\nError from server (Forbidden): pods "web" is forbidden: User "dev" cannot create resource "pods/exec" in API group "" in the namespace "default"\n',
      1,
      'You may not create pods/exec in the namespace default.',
      /auth can-i create pods\/exec -n default/,
    ],
    [
      'error: cannot exec into a container in a completed pod; current phase is Succeeded\n',
      1,
      'The pod of web has ended.',
      /Add one that runs/,
    ],
    [
      'Error from server (BadRequest): container none is not valid for pod web\n',
      1,
      'The pod has no container none.',
      /names its containers/,
    ],
    [
      'error: unable to upgrade connection: container not found ("app")\n',
      1,
      'The container of web does not run yet, or no more.',
      /describe pod/,
    ],
    [
      'Error from server (InternalError): error executing command in container: failed to exec in container: failed to start exec "1a": OCI runtime exec failed: exec failed: unable to start container process: exec: "sh": executable file not found in $PATH: unknown\n',
      1,
      'The image of web has no sh.',
      /kubectl debug POD/,
    ],
    [
      'E1125 22:53:23.423952   16224 memcache.go:265] "Unhandled Error" err="couldn\'t get current server API group list"\nThe connection to the server localhost:8080 was refused - did you specify the right host or port?\n',
      1,
      'No cluster answers at localhost:8080.',
      /current-context/,
    ],
    [
      'Unable to connect to the server: dial tcp: lookup k8s.invalid on 10.0.0.53:53: no such host\n',
      1,
      'The cluster cannot be reached: dial tcp: lookup k8s.invalid on 10.0.0.53:53: no such host.',
      /VPN/,
    ],
    [
      'error: You must be logged in to the server (the server has asked for the client to provide credentials)\n',
      1,
      'The cluster does not know you, or your login has expired.',
      /Log in/,
    ],
  ),
];
