/**
 * Names of shared memory and of kernel objects that look like paths: files of hidden file systems that no directory
 * holds, and objects that make up their own name (`d_dname` in the kernel).
 */
import type { NameEntry } from './entry.ts';

/** Memory that can be shared between processes. */
export const SHARED_MEMORY_NAMES: readonly NameEntry[] = [
  {
    name: '/dev/zero (deleted)',
    label: 'shared memory without a name',
    meaning: 'Made by mmap with MAP_SHARED and MAP_ANONYMOUS: shared with child processes. Nothing was deleted.',
    why: 'It counts as shared memory: smaps shows Anonymous 0 for it, although no file on disk is behind it.',
    source: 'mmap',
  },
  {
    name: '/dev/zero',
    label: 'zeros from the device',
    meaning: 'A mapping of the zero device: the old way to get memory.',
    why: 'As a private mapping it is ordinary anonymous memory.',
    source: 'mmap',
  },
  {
    name: '/memfd:NAME (deleted)',
    match: /^\/memfd:.*$/s,
    label: 'a file that exists only in memory',
    meaning:
      'Made with memfd_create; the name is for debugging only. It always says (deleted), and nothing was deleted.',
    why: 'Used for IPC, Wayland buffers, JIT code and Java heaps. If it is executable, code runs that is in no file on disk.',
    source: 'memfdCreate',
  },
  {
    name: '/SYSVkey (deleted)',
    match: /^\/SYSV[0-9a-f]{8}( \(deleted\))?$/,
    label: 'System V shared memory',
    meaning:
      'A segment of shmget. The eight digits are its key (00000000 is IPC_PRIVATE); the inode column is its shmid.',
    why: '`ipcs -m` lists it by that shmid. It always says (deleted), and it can outlive the process.',
    source: 'shmget',
  },
  {
    name: '/dev/shm/NAME',
    match: /^\/dev\/shm\/.*$/s,
    label: 'POSIX shared memory',
    meaning: 'An object of shm_open, or a file put into that tmpfs.',
    why: 'It lives in RAM or swap until it is unlinked and nobody maps it. With (deleted) it ends with its last user.',
    source: 'shmOverview',
  },
  {
    name: '/anon_hugepage (deleted)',
    match: /^\/anon_hugepage( \(deleted\))?$/,
    label: 'anonymous memory in hugetlb pages',
    meaning: 'Made by mmap with MAP_HUGETLB, private or shared. Nothing was deleted.',
    why: 'Rss and Pss are 0: look at Shared_Hugetlb and Private_Hugetlb.',
    source: 'hugetlb',
  },
  {
    name: '/dev/hugepages/NAME',
    match: /^\/dev\/hugepages\/.*$/s,
    label: 'a file in hugetlb pages',
    meaning: 'A file of the hugetlb file system. DPDK calls its files rtemap_N.',
    why: 'Rss and Pss are 0: look at Shared_Hugetlb and Private_Hugetlb.',
    source: 'hugetlb',
  },
  {
    name: '/[aio] (deleted)',
    match: /^\/\[aio\]( \(deleted\))?$/,
    label: 'the ring of asynchronous I/O',
    meaning: 'Made by io_setup: finished requests are read from it without a system call.',
    why: 'Usual for databases. Nothing was deleted.',
    source: 'ioSetup',
  },
  {
    name: '/secretmem (deleted)',
    match: /^\/secretmem( \(deleted\))?$/,
    label: 'secret memory',
    meaning: 'Made with memfd_secret: even the kernel cannot read it through its own mappings.',
    why: 'Holds keys. Debuggers and other processes cannot read it, and it is locked in RAM.',
    source: 'memfdSecret',
  },
  {
    name: '/drm mm object (deleted)',
    match: /^\/drm mm object( \(deleted\))?$/,
    label: 'a graphics buffer',
    meaning: 'Memory of a graphics driver’s buffer object (GEM).',
    why: 'Processes that draw with the GPU have it; it can be large.',
    source: 'drm',
  },
  {
    name: '/dmabuf:NAME',
    match: /^\/dmabuf:.*$/s,
    label: 'a buffer shared between devices',
    meaning: 'A dma-buf: one buffer used by camera, GPU, display or codec. The name is optional.',
    why: 'Usual for video and camera pipelines on embedded systems; each mapping of it is the same memory.',
    source: 'dmaBuf',
  },
  {
    name: '/dev/ashmem/NAME (deleted)',
    match: /^\/dev\/ashmem(\/.*)?$/s,
    label: 'Android shared memory',
    meaning: 'Shared memory of older Android versions. It always says (deleted), and nothing was deleted.',
    why: 'Newer versions use memfd and [anon:…] names instead.',
    source: 'androidHeaps',
  },
  {
    name: 'DIRECTORY/#INODE (deleted)',
    match: /^\/(.*\/)?#\d+ \(deleted\)$/s,
    label: 'a temporary file that never had a name',
    meaning: 'Made by open with O_TMPFILE; the number is its inode.',
    why: 'Its disk space is free again when the last user ends. Nobody deleted anything.',
    source: 'open',
  },
];

/** Objects of the kernel; their names start without a slash. */
export const OBJECT_NAMES: readonly NameEntry[] = [
  {
    name: 'anon_inode:[io_uring]',
    label: 'rings of io_uring',
    meaning: 'Queues through which the process hands I/O requests to the kernel.',
    why: 'Offset 0 is the ring of both queues, offset 0x10000000 the array of requests.',
    source: 'ioUring',
  },
  {
    name: 'anon_inode:[perf_event]',
    label: 'a buffer of perf events',
    meaning: 'The kernel writes performance samples here.',
    why: 'The process measures itself or others. Rss stays 0.',
    source: 'perfEventOpen',
  },
  {
    name: 'anon_inode:bpf-map',
    label: 'a BPF map',
    meaning: 'Data shared with a BPF program in the kernel.',
    why: 'The process uses BPF for tracing, networking or security.',
    source: 'bpfMaps',
  },
  {
    name: 'anon_inode:kvm-vcpu:N',
    match: /^anon_inode:kvm-vcpu:\d+$/,
    label: 'a virtual processor',
    meaning: 'The structure through which KVM and the process talk about one virtual processor (struct kvm_run).',
    why: 'The process runs a virtual machine; the number is the virtual processor’s.',
    source: 'kvm',
  },
  {
    name: 'anon_inode:[kvm-gmem]',
    label: 'private memory of a virtual machine',
    meaning: 'Guest memory that belongs to KVM.',
    why: 'The process runs a virtual machine, possibly a confidential one.',
    source: 'kvm',
  },
  {
    name: 'anon_inode:NAME',
    match: /^anon_inode:.*$/s,
    label: 'an object of the kernel',
    meaning: 'A mapping of a kernel object without a path: the name tells the driver or subsystem.',
    why: 'All such objects share one inode number or a few, so the inode does not tell them apart.',
    source: 'anonInodes',
  },
  {
    name: 'socket:[INODE]',
    match: /^socket:\[\d+\]$/,
    label: 'the ring of a packet socket',
    meaning: 'Network packets are read or sent through this memory (AF_PACKET or AF_XDP).',
    why: 'The process captures or sends raw packets, as tcpdump does. The number finds the socket in `/proc/net`.',
    source: 'packetMmap',
  },
];
