"""``holdfast init``: the configuration that says what discovery guessed, and leads to the same result."""

import json
import re
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Done
from holdfast.config import load_config
from holdfast.edits.configuration import Setting, Table, configuration_text, toml_value, with_patterns
from inprocess import holdfast_here  # noqa: F401 - the fixture called holdfast.
from samples import document, index, madr, notes, nygard, template
from test_corpora import corpora  # noqa: F401 - a fixture.

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

EXAMPLES = Path(__file__).parent.parent / "examples"


def judged(holdfast: Holdfast, root: Path) -> dict[str, Any]:
    """Return what a check says, but for what tells a guess from a configuration."""
    found: dict[str, Any] = json.loads(holdfast(root, "check", "--format", "json", "--no-cache").out)
    del found["configured"]
    for one in found["understood"]:
        del one["settled"]
    return found


def agrees(holdfast: Holdfast, root: Path, *options: str) -> dict[str, Any]:
    """Write the configuration, hold its result against the guess, and return its content."""
    guess = judged(holdfast, root)
    done = holdfast(root, "init", *options)
    assert (done.code, done.err) == (0, "")
    assert "differs" not in done.out
    assert judged(holdfast, root) == guess
    load_config(str(root / "holdfast.toml"))
    return tomllib.loads((root / "holdfast.toml").read_text())


PROJECTS = {
    "a template among its documents": {
        "docs/design/TEMPLATE.md": template(),
        **{f"docs/design/{name}.md": document(name) for name in "abc"},
        "docs/design/README.md": index("a.md", "b.md"),
    },
    "pages that are no index": {
        "docs/TEMPLATE.md": template(),
        **{f"docs/{name}.md": document(name) for name in "abc"},
        "docs/README.md": "# Docs\n\nSee [gone](gone.md).\n",
        "docs/SUMMARY.md": index("a.md", "b.md", "c.md"),
    },
    "documents in the root among others": {
        "TEMPLATE.md": template(), "cache.md": document("Cache"), "NOTES.md": notes("Notes"), "README.md": "# Us\n",
        "what? [really].md": document("What"),
    },
    "records without a template": {f"docs/adr/000{n}-x.md": nygard(n, f"X {n}") for n in range(1, 5)},
    "records of another kind": {f"decisions/000{n}-x.md": madr(f"X {n}") for n in range(1, 4)},
    "documents in folders of their own": {
        "rfcs/NNNN-template/README.md": template(), "rfcs/README.md": "# All\n",
        **{f"rfcs/000{n}-x/README.md": document(f"X {n}") for n in (1, 2)},
    },
    "two folders of one template": {
        "docs/TEMPLATE.md": template(), "docs/a/x.md": document("X"), "docs/a/y.md": document("Y"), "docs/a/z.markdown": document("Z"),
    },
    "an odd file among records": {
        **{f"docs/adr/000{n}-x.md": nygard(n, f"X {n}") for n in range(1, 4)}, "docs/adr/notes.md": notes("Notes"),
    },
}  # fmt: skip


@pytest.mark.parametrize("name", PROJECTS)
def test_what_is_written_is_understood_as_it_was_guessed(project: Project, holdfast: Holdfast, name: str) -> None:
    content = agrees(holdfast, project(PROJECTS[name]))
    assert content["template-version"] == "date"
    assert content["default-status"] == "draft"


@pytest.mark.parametrize("name", ["holds", "rotten", "foreign"])
def test_an_example_is_understood_as_before(tmp_path: Path, holdfast: Holdfast, name: str) -> None:
    shutil.copytree(EXAMPLES / name, tmp_path / name)
    before = (tmp_path / name / "holdfast.toml").read_text()
    agrees(holdfast, tmp_path / name, "--force")
    assert (tmp_path / name / "holdfast.toml").read_text().startswith(before)


@pytest.mark.parametrize("name", ["rfcs", "eips", "spikard"])
def test_a_real_corpus_is_understood_as_before(
    corpora: Path,  # noqa: F811 - named as the fixture is.
    tmp_path: Path,
    holdfast: Holdfast,
    name: str,
) -> None:
    subprocess.run(["git", "clone", "-q", str(corpora / name), str(tmp_path / name)], check=True)
    content = agrees(holdfast, tmp_path / name)
    assert [one["documents"] for one in content["type"].values()] in (
        ["text/*.md"],
        ["EIPS/*.md"],
        ["docs/design/*.md"],
    ) or len(content["type"]) == 1


def test_the_file_says_why_each_setting_is_there(project: Project, holdfast: Holdfast) -> None:
    root = project(PROJECTS["a template among its documents"])
    assert (
        holdfast(root, "init").out
        == "wrote holdfast.toml\n  design       3 documents    template docs/design/TEMPLATE.md\n"
    )
    text = (root / "holdfast.toml").read_text()
    assert text.endswith(
        "# Nothing is left out but what .gitignore names and folders of dependencies. More, in its language:\n"
        '# exclude = ["docs/archive/"]\n\n'
        "# 3 documents in docs/design, from docs/design/TEMPLATE.md (found by its name).\n"
        "# Index: docs/design/README.md\n"
        "[type.design]\n"
        'template = "docs/design/TEMPLATE.md"\n'
        'documents = ["docs/design/*.md"]\n'
        'index = ["docs/design/README.md"]\n'
        "# Kept true: paths, symbols and examples in them are held against the repository.\n"
        'corpus = "living"\n'
    )
    assert "# History knows nothing of the templates yet." in text.replace('("latest"). ', "# ")


def test_a_template_without_documents_is_offered(project: Project, holdfast: Holdfast) -> None:
    root = project({**PROJECTS["records without a template"], "plans/TEMPLATE.md": template()})
    assert holdfast(root, "init").code == 0
    text = (root / "holdfast.toml").read_text()
    assert (
        "# No document was written from plans/TEMPLATE.md. Where some are to be:\n# [type.plans]\n" in text
        or re.search(r"# \[type\.\w+\]\n# template = \"plans/TEMPLATE.md\"\n# documents = \[\"plans/\*\.md\"\]\n", text)
    )
    tomllib.loads(re.sub(r"(?m)^# (?=\[type|template|documents)", "", text))


def test_a_configuration_is_not_overwritten_unasked(project: Project, holdfast: Holdfast) -> None:
    root = project({**PROJECTS["a template among its documents"], "holdfast.toml": 'fail-on = "note"  # Mine.\n'})
    done = holdfast(root, "init")
    assert (done.code, done.err) == (
        2,
        "holdfast: holdfast.toml: is there already; --force writes the types anew and keeps all other settings\n",
    )
    assert (root / "holdfast.toml").read_text() == 'fail-on = "note"  # Mine.\n'
    assert holdfast(root, "init", "--force").code == 0
    once = (root / "holdfast.toml").read_text()
    assert once.startswith('fail-on = "note"  # Mine.\n')
    assert "has its types already" in holdfast(root, "init").err
    assert holdfast(root, "init", "--force").code == 0
    assert (root / "holdfast.toml").read_text() == once


def test_settings_in_pyproject_are_left_to_their_author(project: Project, holdfast: Holdfast) -> None:
    root = project({**PROJECTS["a template among its documents"], "pyproject.toml": "[tool.holdfast]\n"})
    done = holdfast(root, "init", "--force")
    assert (done.code, (root / "holdfast.toml").exists()) == (2, False)
    assert "pyproject.toml: holds the settings in [tool.holdfast]; move them to holdfast.toml" in done.err


def test_a_dry_run_prints_the_file(project: Project, holdfast: Holdfast) -> None:
    root = project(PROJECTS["a template among its documents"])
    printed = holdfast(root, "init", "--dry-run").out
    assert not (root / "holdfast.toml").exists()
    holdfast(root, "init")
    assert (root / "holdfast.toml").read_text() == printed


def test_where_nothing_is_found_the_built_in_types_are_offered(project: Project, holdfast: Holdfast) -> None:
    root = project({"README.md": "# Us\n"})
    done = holdfast(root, "init")
    assert done.code == 2
    assert "nothing was found to write down; start with a built-in template: holdfast init --type design" in done.err


WORDS = st.text(st.sampled_from("ab],[\"'\\#*! .é\n\t\x7f=🟢"), max_size=12)
VALUES = st.one_of(st.booleans(), st.integers(0, 99), WORDS, st.lists(WORDS, max_size=3))


@given(
    st.dictionaries(WORDS.filter(bool), VALUES, max_size=3),
    WORDS,
)
def test_whatever_is_written_reads_back(values: dict[str, Any], comment: str) -> None:
    entries = [Setting(name, value, comment) for name, value in values.items()]
    text = configuration_text(comment, [], [Table(("type", "a b.c"), tuple(entries), comment)])
    assert tomllib.loads(text) == {"type": {"a b.c": values}}


@given(st.lists(WORDS, max_size=4), st.lists(WORDS, min_size=1, max_size=3), st.booleans())
def test_patterns_are_added_to_the_type_that_is_meant(old: list[str], new: list[str], other: bool) -> None:
    first = '[type.other]\ndocuments = ["x"]\n\n' if other else ""
    text = f'{first}[type.doc]\ntemplate = "t"\ndocuments = {toml_value(old)}\n[severity]\n'
    changed = with_patterns(text, "doc", new)
    assert changed is not None
    found = tomllib.loads(changed)
    assert found["type"]["doc"]["documents"] == [*old, *new]
    assert found["type"].get("other", {}).get("documents", ["x"]) == ["x"]
