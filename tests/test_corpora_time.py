"""Facts about real documents in time. They run where the corpora are, as those in test_corpora do."""

import json
import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.engine.check import check
from holdfast.engine.explain import explain
from holdfast.engine.templatediff import STRUCTURE
from holdfast.model.result import Result
from test_corpora import corpora  # noqa: F401 - the fixture that skips where there are none

Holdfast = Callable[..., Done]
REMOVALS = 30


@pytest.fixture(scope="session")
def rfcs(corpora: Path) -> Path:  # noqa: F811 - named as the fixture is
    return corpora / "rfcs"


def test_by_date_most_rfcs_are_clean_and_by_the_latest_template_hardly_one(rfcs: Path, holdfast: Holdfast) -> None:
    done = holdfast(rfcs, "template", "versions", "--measure", "--format", "json")
    assert (done.code, done.err) == (0, "")
    clean = {name: one["clean"] / one["documents"] for name, one in json.loads(done.out)["structurally_clean"].items()}
    assert clean["date"] >= 0.75
    assert clean["best"] >= clean["date"]
    assert clean["latest"] <= 0.05


def test_every_version_of_the_template_of_the_rfcs_is_found(rfcs: Path, holdfast: Holdfast) -> None:
    versions = json.loads(holdfast(rfcs, "template", "versions", "--format", "json").out)["versions"]
    commits = subprocess.run(
        [
            "git",
            "-C",
            str(rfcs),
            "log",
            "--full-history",
            "--format=%H",
            "--",
            "0000-template.md",
            "active/0000-template.md",
        ],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert len({one["version"] for one in versions}) == len(versions) >= 8
    assert {one["commit"] for one in versions} <= set(commits)
    assert sum(one["documents"] for one in versions) == len(check(str(rfcs)).documents)


def structure(result: Result) -> set[tuple[str, str, str]]:
    return {(one.path, one.slug, one.found) for one in result.verdicts if one.slug in STRUCTURE}


def remove(root: Path, path: str, chance: random.Random) -> tuple[str, str, str]:
    """Take one demanded section or field out of a document; return what has to be reported."""
    demanded = [one for one in explain(str(root), path).lines if one.presence == "required" and one.here != "not there"]
    chosen = chance.choice(demanded)
    kind, name = chosen.name.split(" ", 1)
    lines = (root / path).read_text().splitlines(keepends=True)
    if kind == "field":
        words = r"\W+".join(re.findall(r"\w+", name))
        start = next(number for number, line in enumerate(lines) if re.match(rf"[-*\s]*{words}\b", line))
        end = start + 1
    else:
        found = re.match(r"line (\d+) ", chosen.here)
        assert found
        start = int(found[1]) - 1
        end = start + section_length(lines[start:])
    (root / path).write_text("".join(lines[:start] + lines[end:]))
    return (
        (path, "field-missing", f"no {name}")
        if kind == "field"
        else (path, "section-missing", f"section `{name}` is missing")
    )


def section_length(lines: list[str]) -> int:
    """Return how many lines a section takes that starts with the first of them, read with nothing of Holdfast."""
    level, fence = len(lines[0]) - len(lines[0].lstrip("#")), ""
    assert level
    for number, line in enumerate(lines):
        mark = re.match(r"\s*(```|~~~)", line)
        if mark:
            fence = "" if fence == mark[1] else fence or mark[1]
        elif number and not fence and re.match(rf"#{{1,{level}}}[ \t]", line):
            return number
    return len(lines)


def test_whatever_is_taken_out_of_a_clean_document_is_reported_and_nothing_else(rfcs: Path, tmp_path: Path) -> None:
    root = tmp_path / "rfcs"
    subprocess.run(["git", "clone", "-q", str(rfcs), str(root)], check=True)
    before = check(str(root))
    clean = sorted({one.path for one in before.documents if one.bound} - {path for path, *_ in structure(before)})
    chance = random.Random(7)
    touched = chance.sample(clean, REMOVALS)
    expected = {remove(root, path, chance) for path in touched}
    after = structure(check(str(root)))
    reported = {(path, slug, found.split("; ")[0]) for path, slug, found in after}
    assert expected - reported == set()
    assert {path for path, *_ in after} & set(clean) == set(touched)
    assert {slug for _, slug, _ in expected} == {"field-missing", "section-missing"}
