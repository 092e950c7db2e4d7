"""Classic BPF as seccomp runs it: instructions, and the few shapes of rule that our filter is made of.

Source: ``linux/filter.h`` and ``linux/seccomp.h``; the data is ``{int nr; u32 arch; u64 ip; u64 args[6]}``, and
both machines we know are little-endian.
"""

import struct
from collections.abc import Sequence

Instruction = tuple[int, int, int, int]
"""Code, how far to jump where true, how far where false, and the constant."""

_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
ALLOW = 0x7FFF0000
KILL = 0x80000000
_ERRNO = 0x00050000


def errno(code: int) -> int:
    """Return the action that makes a call fail with an error number; 0 makes it succeed and do nothing."""
    return _ERRNO | code


def give(action: int) -> Instruction:
    """End with an action."""
    return (_RETURN, 0, 0, action)


def preamble(audit: int, last: int, unknown: int) -> list[Instruction]:
    """Kill what comes by another architecture's entry, and answer numbers beyond ``last``, x32's too, with ``unknown``."""
    return [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, audit),
        give(KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, last + 1),
        give(unknown),
    ]


def always(number: int, action: int) -> list[Instruction]:
    """Answer one call with an action; the accumulator holds the number before and after."""
    return [(_EQUAL, 0, 1, number), give(action)]


def when(
    number: int, tests: Sequence[Instruction], action: int, *, argument: int, otherwise: int = ALLOW
) -> list[Instruction]:
    """Answer a call with ``action`` where any test is true of the low half of an argument, else with ``otherwise``.

    The kernel takes the arguments we look at as 32-bit values, so the high half says nothing.
    """
    body: list[Instruction] = [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument)]
    for test in tests:
        body += [test, give(action)]
    body.append(give(otherwise))
    return [(_EQUAL, 0, len(body), number), *body]


def equal(value: int) -> Instruction:
    """Test for a value; negative ones are taken as the kernel takes them."""
    return (_EQUAL, 0, 1, value & 0xFFFFFFFF)


def differs(value: int) -> Instruction:
    """Test for anything but a value."""
    return (_EQUAL, 1, 0, value & 0xFFFFFFFF)


def any_bit(mask: int) -> Instruction:
    """Test for any bit of a mask."""
    return (_ANY_BIT, 0, 1, mask)


def assemble(program: Sequence[Instruction]) -> bytes:
    """Return the program as the kernel reads it."""
    return b"".join(struct.pack("<HBBI", *one) for one in program)
