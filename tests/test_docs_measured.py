"""What the pages about targets and tests show is what the commands print, in the project that they show it of."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.languages.session.matching import differs
from inprocess import holdfast_here  # noqa: F401 - The fixture runs in this process.
from trying import needing

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "measured"
EARLIER = (1.45, 1.2, 0.96)
"""So much slower or faster were earlier commits."""
PAGES = {"targets.md": 7, "tests.md": 2}
_FENCE = re.compile(r"```console\n(.*?)```", re.DOTALL)


@pytest.fixture
def repo(tmp_path):
    """Give the example a history: each day another measurement."""
    made = Repo(tmp_path / "measured")
    shutil.copytree(EXAMPLE, made.root, dirs_exist_ok=True)
    startup = (EXAMPLE / "bench" / "startup.json").read_text()
    for factor in EARLIER:
        data = json.loads(startup)
        data["results"][0]["times"] = [factor * time for time in data["results"][0]["times"]]
        made.commit({"bench/startup.json": json.dumps(data)})
    made.commit({"bench/startup.json": startup})
    return made


def commands(page):
    """Yield each command of a page with the lines that it is said to print."""
    for fence in _FENCE.findall((ROOT / "docs" / page).read_text()):
        for part in re.split(r"^\$ ", fence, flags=re.MULTILINE)[1:]:
            first, *lines = part.splitlines()
            yield shlex.split(first)[1:], lines


@needing("bash")
@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page_prints_what_the_page_shows(page, repo, holdfast):
    ran = list(commands(page))
    assert len(ran) == PAGES[page]
    for words, lines in ran:
        done = holdfast(repo.root, *words)
        assert differs(lines, done.out) is None, (words, differs(lines, done.out), done.out, done.err)


def test_the_table_on_the_page_is_that_of_the_example():
    page = (ROOT / "docs" / "targets.md").read_text()
    table = re.search(r"```text\n(.*?)```", page, re.DOTALL)[1]
    assert table in (EXAMPLE / "docs" / "design" / "01-toll-gates.md").read_text()
