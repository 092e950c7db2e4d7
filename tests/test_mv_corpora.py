"""The rename of spikard that left broken links, made again by ``holdfast mv``."""

import subprocess
from collections.abc import Callable
from pathlib import Path

from conftest import Done
from holdfast.engine.check import check
from holdfast.engine.told import Scope
from test_corpora import RENAMED, at, corpora  # noqa: F401 - fixtures.

Holdfast = Callable[..., Done]
LINKS = Scope(select=("link-broken", "index-dangling", "anchor-broken"))


def broken(root: Path) -> list[str]:
    """Return what is said of links that lead nowhere, as far as the names in it do not change by the rename."""
    result = check(str(root), use_cache=False, scope=LINKS)
    return sorted(one.found.partition(";")[0] for one in result.verdicts)


def test_replaying_the_rename_breaks_no_link(corpora: Path, tmp_path: Path, holdfast: Holdfast) -> None:  # noqa: F811
    root = tmp_path / "spikard"

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True, text=True)
        return done.stdout

    subprocess.run(["git", "clone", "-q", str(corpora / "spikard"), str(root)], check=True)
    git("checkout", "-q", RENAMED)
    after_theirs = broken(root)
    renames = [
        line.split("\t")[1:]
        for line in git("show", "--format=", "--diff-filter=R", "--name-status", "-M", RENAMED).splitlines()
    ]
    assert len(renames) >= 12
    git("checkout", "-q", f"{RENAMED}~1")
    before = broken(root)
    for old, new in renames:
        done = holdfast(root, "mv", old, new)
        assert (done.code, done.err) == (0, "")
    assert {one.strip() for one in git("ls-files", "docs/design").splitlines()} >= {new for _, new in renames}
    # Two rows led nowhere before, to a document that never was; nothing else does now.
    assert broken(root) == before
    assert all("07-dependency-injection-analysis.md" in one for one in before)
    assert len(after_theirs) > 20
