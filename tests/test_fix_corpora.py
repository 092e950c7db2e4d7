"""``fix`` on real documents, in every way a line can end: nothing outside of the edits changes, and once is enough."""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.edits.apply import apply
from holdfast.engine.check import check
from holdfast.engine.fix import Mending, Wanted, mend, write
from holdfast.rules import all_rules
from test_corpora import RENAMED, at, corpora  # noqa: F401 - Fixtures.

MARK = b"\xef\xbb\xbf"
STYLES: dict[str, Callable[[bytes], bytes]] = {
    "lf": lambda raw: raw,
    "crlf": lambda raw: raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "mark": lambda raw: MARK + raw.removeprefix(MARK),
}


@pytest.fixture(scope="session")
def made(at: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, bool], Mending]:  # noqa: F811
    """Mend spikard as it was when its links broke, in each style, safely and not, each in a tree of its own."""
    found = {}
    for style, convert in STYLES.items():
        for unsafe in (False, True):
            root = tmp_path_factory.mktemp("spikard") / style
            shutil.copytree(at(RENAMED), root, symlinks=True)
            for name in subprocess.check_output(["git", "ls-files", "-z", "*.md"], cwd=root).decode().split("\0"):
                if name and not (root / name).is_symlink():
                    (root / name).write_bytes(convert((root / name).read_bytes()))
            found[style, unsafe] = mend(str(root), (), Wanted(unsafe=unsafe), use_cache=False)
    return found


Made = dict[tuple[str, bool], Mending]


def test_there_is_much_to_mend(made: Made) -> None:
    for style in STYLES:
        slugs = Counter(one.slug for change in made[style, False].changes for one in change.mended)
        assert slugs["index-dangling"] > 15
        assert slugs["link-broken"] > 10
        assert slugs["task-not-a-box"] == slugs["number-duplicate"] == 1


def test_the_styles_differ_in_their_line_ends_and_marks_only(made: Made) -> None:
    for unsafe in (False, True):
        plain = {change.path: change.new for change in made["lf", unsafe].changes}
        for style, convert in STYLES.items():
            assert {change.path: change.new for change in made[style, unsafe].changes} == {
                path: convert(text) for path, text in plain.items()
            }


def test_the_files_hold_the_edits_and_nothing_else(made: Made) -> None:
    whole = 0
    for (_, unsafe), mending in made.items():
        for change in mending.changes if not unsafe else ():
            done = apply(change.old, [one.fix for one in change.mended if one.fix])
            # Where one edit had to wait for another, its span is of the text between the two.
            if len(done.made) == len(change.mended):
                whole += 1
                assert done.content == change.new
    assert whole > 15


def test_a_second_run_changes_nothing_and_no_fault_is_new(made: Made) -> None:
    judged = {rule.slug for rule in all_rules() if rule.judge}
    for (_, unsafe), mending in made.items():
        before = Counter((one.path, one.slug) for one in check(mending.root, use_cache=False).verdicts)
        assert write(mending) == []
        after = Counter((one.path, one.slug) for one in check(mending.root, use_cache=False).verdicts)
        assert mend(mending.root, (), Wanted(unsafe=unsafe), use_cache=False).changes == ()
        if not unsafe:
            assert {slug for _, slug in after - before} & (judged | {"link-broken", "anchor-broken"}) == set()
