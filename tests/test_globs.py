"""Patterns for paths: what they match, and that none takes long to say no."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gitrepo import Repo
from holdfast.engine.globs import matches
from inprocess import holdfast_here  # noqa: F401 - A fixture.
from samples import document, template


def oracle(pattern: str, path: str) -> bool:
    """Say it with a regular expression, as is fit for short ones."""
    pieces = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    parts = [pieces.get(one) or re.escape(one) for one in re.split(r"(\*\*/|\*\*|\*|\?)", pattern)]
    return re.fullmatch("".join(parts) + (".*" if pattern.endswith("/") else ""), path, re.DOTALL) is not None


@given(st.text("ab/*?", max_size=8), st.text("ab/", max_size=8))
def test_a_pattern_matches_as_a_regular_expression_would(pattern, path):
    assert matches(pattern, path) is oracle(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("src/**/*.rs", "src/router.rs", True),
        ("src/**/*.rs", "src/a/b/router.rs", True),
        ("src/*.rs", "src/a/router.rs", False),
        ("src/", "src/a/b", True),
        ("**", "", True),
        ("***", "a/b", True),
        ("?/****/", "a/", True),
        ("?/***/", "a/", False),
        ("a?c", "a/c", False),
        ("", "a", False),
        ("*" * 1001, "a", False),
    ],
)
def test_a_pattern_matches_the_paths_that_it_says(pattern, path, expected):
    assert matches(pattern, path) is expected


@pytest.mark.parametrize(
    ("pattern", "path"),
    [("**/" * 300 + "x", "a/" * 400 + "y"), ("*a" * 400 + "b", "a" * 800), ("**a" * 300 + "b", "a/" * 400)],
)
def test_no_pattern_tries_all_ways_to_divide_a_path(pattern, path):
    assert not matches(pattern, path)


@pytest.mark.parametrize("target", ["/dev/zero", "/etc/hostname", "../../../outside.py", "pipe"])
def test_a_link_to_what_is_no_file_of_the_project_is_not_read(tmp_path, holdfast, target):
    """A pull request can hold one under the name of a source file; reading it might never end."""
    repo = Repo(tmp_path / "repo")
    repo.commit(
        {"docs/TEMPLATE.md": template(), "docs/01-a.md": document("A") + "\nIt is `src/x.py` and `lift_the_bar`.\n"}
    )
    (tmp_path / "outside.py").write_text("def lift_the_bar(): ...\n")
    repo.write({"src/y.py": ""})
    (repo.root / "src" / "x.py").symlink_to(target)
    repo.commit()
    for command in (("for", "src/x.py"), ("for", "--diff", "HEAD~1"), ("review", "HEAD~1"), ("agents", "show")):
        done = holdfast(repo.root, *command)
        assert done.code in (0, 1)
        assert "names `lift_the_bar`" not in done.out
