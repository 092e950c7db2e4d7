"""Whatever the template and the options: a new document holds as a Draft, but for its blanks."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.builtin import NAMES
from holdfast.engine.check import check
from holdfast.model.severity import Severity
from inprocess import holdfast_here  # noqa: F401 - the fixture called holdfast.
from samples import template
from test_corpora import corpora  # noqa: F401 - a fixture.
from test_new import made

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

EXAMPLES = Path(__file__).parent.parent / "examples"
OF_BLANKS = {"advice-left", "placeholder-left", "section-empty", "comment-left", "document-unfilled"}
OPTIONS = ([], ["--guidance", "drop"], ["--no-index"], ["--field", "Related=None", "--status", "Draft"])


def unclean(root: Path, path: str) -> list[str]:
    """Return what a check says of a new document beyond its blanks, in it or on any page that names it."""
    found = check(str(root))
    assert path in [one.path for one in found.documents]
    about = [one for one in found.verdicts if one.path == path or os.path.basename(path) in one.found]
    grave = [one for one in about if one.slug not in OF_BLANKS or one.severity > Severity.WARNING]
    return [f"{one.path}:{one.position.line} {one.slug} {one.found}" for one in grave]


@pytest.mark.parametrize("options", OPTIONS[:2], ids=["keep", "drop"])
@pytest.mark.parametrize("name", NAMES)
def test_a_new_document_of_a_built_in_template_holds(
    project: Project, holdfast: Holdfast, name: str, options: list[str]
) -> None:
    root = project({})
    assert holdfast(root, "init", "--type", name).code == 0
    report = made(holdfast(root, "new", 'A: "title"', *options, "--format", "json"))
    assert (report["bound"], report["verdicts"]) == (True, [])
    assert unclean(root, str(report["path"])) == []


@pytest.mark.parametrize("options", OPTIONS, ids=["keep", "drop", "unlisted", "filled"])
@pytest.mark.parametrize(
    "where", ["holds/docs/adr", "holds/docs/design", "rotten/docs/adr", "rotten/docs/design", "foreign/docs/design"]
)
def test_a_new_document_of_an_example_holds(tmp_path: Path, holdfast: Holdfast, where: str, options: list[str]) -> None:
    if where.endswith("adr") and "--field" in options:
        options = ["--status", "Proposed"]
    name = where.partition("/")[0]
    root = tmp_path / name
    shutil.copytree(EXAMPLES / name, root)
    subprocess.run(["git", "init", "-q", str(root)], check=True)
    report = made(holdfast(tmp_path / where, "new", "A title", *options, "--format", "json"))
    found = unclean(root, str(report["path"]))
    if "--no-index" in options:
        found = [one for one in found if "document-unlisted" not in one]
    assert found == []


@pytest.mark.parametrize("name", ["rfcs", "eips", "spikard"])
def test_new_documents_of_a_real_corpus_hold(
    corpora: Path,  # noqa: F811 - named as the fixture is.
    tmp_path: Path,
    holdfast: Holdfast,
    name: str,
) -> None:
    root = tmp_path / name
    subprocess.run(["git", "clone", "-q", str(corpora / name), str(root)], check=True)
    made_of: dict[str, bool] = {}
    for number, options in enumerate(OPTIONS[:2]):
        report = made(holdfast(root, "new", f"Größe {number}: 2 & more", *options, "--format", "json"))
        assert report["blanks"]
        # One page lists its documents in several tables, so that a row is only shown.
        made_of[str(report["path"])] = any(one["doubt"] for one in report["index"])  # type: ignore[attr-defined]
    assert set(made_of.values()) == {name == "spikard"}
    for path, in_doubt in made_of.items():
        unlisted = {f"{path}:1 document-unlisted not listed in docs/design/README.md"}
        assert set(unclean(root, path)) <= (unlisted if in_doubt else set())


def test_a_document_is_held_to_the_template_of_today(tmp_path: Path, holdfast: Holdfast) -> None:
    repo = Repo(tmp_path / "repo")
    repo.commit({"docs/TEMPLATE.md": template("Context", "Decision")})
    repo.commit({"docs/TEMPLATE.md": template("Context", "Decision", "Costs")})
    report = made(holdfast(repo.root, "new", "A", "--format", "json"))
    assert [one["where"] for one in report["blanks"]] == ["Context", "Decision", "Costs"]  # type: ignore[attr-defined]
    assert unclean(repo.root, str(report["path"])) == []


def test_a_draft_that_was_begun_is_no_error_and_a_forgotten_copy_is(project: Project, holdfast: Holdfast) -> None:
    seed = (Path(__file__).parent / "seed" / "design-template.md").read_text()
    root = project({"docs/design/TEMPLATE.md": seed, "docs/design/copy.md": seed.replace("[Document Title]", "Copy")})
    holdfast(root, "new", "Begun", "-o", "docs/design/begun.md")
    found = {one.path: one for one in check(str(root), use_cache=False).verdicts if one.slug == "document-unfilled"}
    assert {path: one.severity for path, one in found.items()} == {
        "docs/design/begun.md": Severity.WARNING,
        "docs/design/copy.md": Severity.ERROR,
    }
    text = (root / "docs/design/begun.md").read_text()
    (root / "docs/design/begun.md").write_text(text.replace("**Status:** Draft", "**Status:** Active"))
    found = {one.path: one for one in check(str(root), use_cache=False).verdicts if one.slug == "document-unfilled"}
    assert found["docs/design/begun.md"].severity is Severity.ERROR
