"""A part of the published attacks; ``make attacks`` tries all of them."""

from collections import Counter

import pytest
from attack_run import PROGRAMS, try_attack
from attack_table import WANTS, load

ATTACKS = load()
CHOSEN = [
    "token in .git/config",
    ".env deep in the repository",
    "environment variable by node",
    "a descriptor left open by the parent",
    "source file of the repository by node",
    "git hook",
    "opened for reading, reopened for writing",
    "TCP to the machine by shell",
    "Unix socket in the repository",
    "abstract socket",
    "pipe in the repository",
    "signal to a neighbour",
    "daemon by shell",
    "child that ignores every signal",
    "user namespace by clone3",
    "calls of another architecture",
    "memory of several processes",
    "memory in the buffers of sockets",
    "fork bomb, cut short",
    "disk, the work folder by shell",
    "files without content",
    "sleeping past the limit by node",
    "flood of output",
    "typing for the user",
    "escape sequences among the errors",
]


def test_there_are_at_least_a_hundred_attacks_with_names_of_their_own_in_three_languages():
    assert len({one.name for one in ATTACKS}) == len(ATTACKS) >= 100
    assert min(Counter(one.language for one in ATTACKS).values()) >= 20
    assert {one.wants for one in ATTACKS} <= set(WANTS)


@pytest.mark.parametrize("name", CHOSEN)
def test_the_attack_succeeds_without_walls_and_fails_within(walls, name):
    attack = next(one for one in ATTACKS if one.name == name)
    if not PROGRAMS[attack.language]:
        pytest.skip(f"{attack.language} is not installed")
    outcome = try_attack(attack)
    assert not outcome.walled
    if not outcome.free:
        pytest.skip(f"unproven: fails without walls as well ({outcome.said})")
