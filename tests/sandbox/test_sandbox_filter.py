"""The system call filter, run by an interpreter of its own language and held against the system's headers."""

import errno
import platform
import re
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.world.sandbox import bpf
from holdfast.world.sandbox.seccomp import build
from holdfast.world.sandbox.syscalls import _NUMBERS, LAST_KNOWN, MACHINES, number

HEADERS = {
    "x86_64": "/usr/include/x86_64-linux-gnu/asm/unistd_64.h",
    "aarch64": "/usr/include/asm-generic/unistd.h",
}
PERMITTED, REFUSED = "allowed", errno.EPERM
PLAIN = {"stores": False, "unix_sockets": True, "guard": False}


def _answer(machine, name, *arguments, audit=None, **options):
    """Return what the filter says to a call: allowed, killed, or an error number."""
    call = name if isinstance(name, int) else number(name, MACHINES[machine])
    values = [one & 0xFFFFFFFFFFFFFFFF for one in (*arguments, 0, 0, 0, 0, 0, 0)][:6]
    data = struct.pack("<IIQ6Q", call, audit or MACHINES[machine].audit, 0, *values)
    program = list(struct.iter_unpack("<HBBI", build(machine, **{**PLAIN, **options})))
    at = accumulator = 0
    while True:
        code, yes, no, value = program[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("<I", data, value)
        elif code == 0x06:
            return {bpf.ALLOW: PERMITTED, bpf.KILL: "killed"}.get(value, value & 0xFFFF)
        else:
            true = {
                0x15: accumulator == value,
                0x35: accumulator >= value,
                0x45: bool(accumulator & value),
            }[code]
            at += yes if true else no


machines = pytest.mark.parametrize("machine", list(MACHINES))


@machines
@pytest.mark.parametrize(
    "name", ["ptrace", "mount", "unshare", "setns", "bpf", "keyctl", "userfaultfd", "memfd_create"]
)
def test_dangerous_calls_are_refused(machine, name):
    assert _answer(machine, name) == REFUSED


@machines
def test_stores_are_open_where_a_cgroup_counts_them(machine):
    assert _answer(machine, "memfd_create", stores=True) == PERMITTED
    assert _answer(machine, "memfd_secret", stores=True) == REFUSED


@machines
def test_newer_calls_are_absent_and_other_architectures_end_the_process(machine):
    assert _answer(machine, LAST_KNOWN + 1) == errno.ENOSYS
    assert _answer(machine, 0x40000000) == errno.ENOSYS
    assert _answer(machine, "clone3") == errno.ENOSYS
    assert _answer(machine, 0, audit=0x40000003) == "killed"


@machines
def test_a_process_may_be_cloned_and_a_namespace_may_not(machine):
    assert _answer(machine, "clone", 0x01200011) == PERMITTED
    assert _answer(machine, "clone", 0x10000011) == REFUSED


@machines
@pytest.mark.parametrize(("family", "said"), [(1, PERMITTED), (2, PERMITTED), (10, PERMITTED), (16, PERMITTED)])
def test_usual_sockets_are_made_and_no_others(machine, family, said):
    assert _answer(machine, "socket", family) == said
    for other in (17, 29, 31, 38, 40, 44):
        assert _answer(machine, "socket", other) == errno.EAFNOSUPPORT


@machines
def test_unix_sockets_can_be_withheld_while_pairs_remain(machine):
    assert _answer(machine, "socket", 1, unix_sockets=False) == errno.EAFNOSUPPORT
    assert _answer(machine, "socketpair", 1, unix_sockets=False) == PERMITTED


@machines
def test_the_upper_half_of_an_argument_hides_nothing(machine):
    assert _answer(machine, "ioctl", 0, 0x5412) == REFUSED
    assert _answer(machine, "ioctl", 0, 0x7_0000_5412) == REFUSED
    assert _answer(machine, "ioctl", 0, 0x5401) == PERMITTED


@machines
@pytest.mark.parametrize("name", ["kill", "tkill", "tgkill", "rt_sigqueueinfo", "pidfd_open"])
def test_a_guarded_first_process_gets_no_signals_and_others_do(machine, name):
    for target in (1, 2, -1, -2):
        assert _answer(machine, name, target, guard=True) == REFUSED
        assert _answer(machine, name, target) == PERMITTED
    for target in (0, 3, -3, 200):
        assert _answer(machine, name, target, guard=True) == PERMITTED


@given(st.integers(0, LAST_KNOWN), st.lists(st.integers(0, 2**64 - 1), max_size=6))
def test_what_is_not_named_is_allowed_whatever_it_is_given(call, arguments):
    named = {column[0] for column in _NUMBERS.values()}
    answer = _answer("x86_64", call, *arguments)
    assert call in named or answer == PERMITTED


@machines
def test_the_numbers_are_those_of_the_systems_headers(machine):
    path = Path(HEADERS[machine])
    if not path.exists():
        pytest.skip(f"{path} is not installed (apt-get install linux-libc-dev, on {machine})")
    pattern = r"#define __NR(?:3264)?_(\w+)\s+(\d+)"
    listed = {found[1]: int(found[2]) for found in re.finditer(pattern, path.read_text())}
    ours = {name: number(name, MACHINES[machine]) for name in _NUMBERS}
    assert {name: ours[name] for name in ours if name in listed} == {
        name: listed[name] for name in ours if name in listed
    }


def test_this_machine_has_a_filter_or_says_so():
    assert platform.machine() in MACHINES or platform.system() != "Linux"
