"""Our system call filter: what no example needs and what would open a way out or an unlimited store.

The namespaces are the wall; this is the second one. It denies rather than allows, because an allow-list breaks
toolchains in ways nobody can explain, but a call that is newer than our table is treated as if the kernel lacked it.
"""

import errno
import socket

from holdfast.world.sandbox import bpf
from holdfast.world.sandbox.syscalls import LAST_KNOWN, MACHINES, Machine, number

_DENIED = (
    *("ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "process_mrelease", "pidfd_getfd", "kcmp"),
    *("mount", "umount2", "pivot_root", "chroot", "move_mount", "open_tree", "mount_setattr", "unshare", "setns"),
    *("fsopen", "fsconfig", "fsmount", "fspick", "name_to_handle_at", "open_by_handle_at", "quotactl", "quotactl_fd"),
    *("add_key", "request_key", "keyctl", "bpf", "perf_event_open", "userfaultfd", "fanotify_init", "lookup_dcookie"),
    *("kexec_load", "kexec_file_load", "init_module", "finit_module", "delete_module", "reboot", "swapon", "swapoff"),
    *("settimeofday", "clock_settime", "clock_adjtime", "adjtimex", "sethostname", "setdomainname", "acct", "syslog"),
    *("iopl", "ioperm", "modify_ldt", "uselib", "ustat", "vhangup", "_sysctl", "nfsservctl", "memfd_secret"),
    *("mbind", "set_mempolicy", "set_mempolicy_home_node", "migrate_pages", "move_pages"),
)
_ABSENT = ("clone3", "io_uring_setup", "io_uring_enter", "io_uring_register")
"""Libraries fall back where these are not there; the flags of ``clone3`` lie in memory, which a filter cannot read."""
_STORES = ("memfd_create", "shmget", "msgget", "semget")
"""Memory that belongs to no process: denied where only the resident memory of processes is watched."""
_NAMESPACES = 0x7E020000
"""``CLONE_NEW*`` of ``linux/sched.h``."""
_TERMINAL = (0x5412, 0x541C, 0x5423)
"""``TIOCSTI``, ``TIOCLINUX``, ``TIOCSETD``: typing into a terminal for its owner, and line disciplines."""
_SET_SIGNAL, _SET_OWNER, _SET_OWNER_EX = 10, 8, 15
"""Of ``fcntl``: how a file is told to send a signal, and to whom."""
_SIGNALS = ("kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open")
_SCHEDULING = ("sched_setaffinity", "sched_setattr", "sched_setparam", "sched_setscheduler")
_GUARDED = (1, 2, -1, -2)
"""The namespace's first process, the command, and the addresses that would reach them among others."""


def build(machine: str, *, stores: bool, unix_sockets: bool, guard: bool) -> bytes:
    """Return the filter for a machine named as ``uname -m`` does.

    ``stores`` permits memory that belongs to no process, for where a cgroup counts it. ``guard`` protects the
    command from signals and from a bad schedule. Raises :class:`KeyError` for a machine whose numbers we do not have.
    """
    known = MACHINES[machine]
    refused = bpf.errno(errno.EPERM)
    program = bpf.preamble(known.audit, LAST_KNOWN, bpf.errno(errno.ENOSYS))
    for names, action in (
        (_DENIED, refused),
        (_ABSENT, bpf.errno(errno.ENOSYS)),
        (() if stores else _STORES, refused),
        (("sync", "syncfs"), bpf.errno(0)),
    ):
        for name in names:
            program += _always(known, name, action)
    program += _arguments(known, refused, unix_sockets=unix_sockets, guard=guard)
    return bpf.assemble([*program, bpf.give(bpf.ALLOW)])


def _arguments(machine: Machine, refused: int, *, unix_sockets: bool, guard: bool) -> list[bpf.Instruction]:
    """Return the rules that look at what a call is given."""
    normal = bpf.ALLOW
    families = [socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, *([socket.AF_UNIX] if unix_sockets else [])]
    no_family = bpf.errno(errno.EAFNOSUPPORT)
    owners = [bpf.equal(one) for one in ((_SET_SIGNAL, _SET_OWNER, _SET_OWNER_EX) if guard else (_SET_SIGNAL,))]
    rules = [
        _when(machine, "clone", [bpf.any_bit(_NAMESPACES)], refused),
        _when(machine, "socket", [bpf.equal(one) for one in families], normal, otherwise=no_family),
        _when(machine, "socketpair", [bpf.equal(socket.AF_UNIX)], normal, otherwise=no_family),
        _when(machine, "ioctl", [bpf.equal(one) for one in _TERMINAL], refused, argument=1),
        _when(machine, "personality", [bpf.equal(0), bpf.equal(-1)], normal, otherwise=refused),
        _when(machine, "prlimit64", [bpf.differs(0)], refused),
        _when(machine, "fcntl", owners, refused, argument=1),
    ]
    if guard:
        rules += [_when(machine, one, [bpf.equal(pid) for pid in _GUARDED], refused) for one in _SIGNALS]
        rules += [_when(machine, one, [bpf.differs(0)], refused) for one in _SCHEDULING]
        rules.append(_always(machine, "setpriority", refused))
    return [one for rule in rules for one in rule]


def _always(machine: Machine, name: str, action: int) -> list[bpf.Instruction]:
    found = number(name, machine)
    return [] if found is None else bpf.always(found, action)


def _when(
    machine: Machine,
    name: str,
    tests: list[bpf.Instruction],
    action: int,
    *,
    argument: int = 0,
    otherwise: int = bpf.ALLOW,
) -> list[bpf.Instruction]:
    found = number(name, machine)
    return [] if found is None else bpf.when(found, tests, action, argument=argument, otherwise=otherwise)
