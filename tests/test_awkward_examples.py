"""Blocks that tools lose: each is collected and tried, and its planted fault is reported on its own line."""

import json
import subprocess
import sys

import pytest

from awkward import AWKWARD
from trying import needs, packages

pytestmark = needs("typescript", "node", "rust")


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """What is reported of each document: every line with its outcome."""
    root = tmp_path_factory.mktemp("awkward")
    root.chmod(0o755)
    packages(root)
    names = []
    for number, one in enumerate(AWKWARD):
        names.append(f"{number:02}.md")
        (root / names[-1]).write_bytes(one.document)
    done = subprocess.run(
        [sys.executable, "-m", "holdfast", "verify", *names, "--format", "json"],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    found = {name: [] for name in names}
    for verdict in json.loads(done.stdout)["verdicts"]:
        found[verdict["path"]].append((verdict["line"], verdict["outcome"], verdict["found"]))
    return [found[name] for name in names]


def test_there_are_at_least_forty_of_them():
    assert len(AWKWARD) >= 40
    assert len({one.name for one in AWKWARD}) == len(AWKWARD)


@pytest.mark.parametrize("number", range(len(AWKWARD)), ids=[one.name for one in AWKWARD])
def test_the_planted_fault_is_reported_on_its_line(number, reported):
    one = AWKWARD[number]
    assert [(line, outcome) for line, outcome, _ in reported[number]] == [(one.expected, "broken")], reported[number]
