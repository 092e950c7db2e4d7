"""Living and record corpora, and config show: every setting with its source."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.config import load_config
from holdfast.engine.check import check
from holdfast.model.severity import Limit
from samples import document, said, template

Project = Callable[..., Path]
Holdfast = Callable[..., Done]
ANY = template(status="[Whatever]")
SHIPPED = '[state.shipped]\ninherits = "active"\nwords = ["Rolled out", "Phase 2"]\n'


NATURES = {
    # folder, names of the documents: whether they are living by guess
    "design": ("docs/design", ("01-tides", "02-locks"), True),
    "architecture": ("docs/architecture", ("tides", "locks"), True),
    "rfcs": ("rfcs", ("tides", "locks"), False),
    "numbered": ("text", ("0001-tides", "0002-locks"), False),
    "eips": ("EIPS", ("eip-1", "eip-20"), False),
    "adr": ("docs/adr", ("tides", "locks"), False),
    "decisions": ("docs/decisions", ("tides", "locks"), False),
    "proposals": ("proposals", ("tides", "locks"), False),
}
PATH = "\nSoundings lie in `docs/maps/tides.txt`.\n"


@pytest.mark.parametrize(("folder", "names", "living"), NATURES.values(), ids=NATURES)
def test_the_nature_of_a_corpus_is_guessed(project: Project, folder: str, names: tuple[str, ...], living: bool) -> None:
    files = {
        f"{folder}/TEMPLATE.md": template(),
        **{f"{folder}/{name}.md": document(name) + PATH for name in names},
        "docs/maps/x.txt": "x",
    }
    result = check(str(project(files)), policy="latest")
    assert [one.living for one in result.understood] == [living]
    assert len(said(result, "path-missing")) == (len(names) if living else 0)


@pytest.mark.parametrize(
    ("top", "own", "living"),
    [("record", "", False), ("living", "", True), ("record", "living", True), ("living", "record", False)],
)
def test_a_types_own_word_about_its_nature_comes_before_that_for_all(
    project: Project, top: str, own: str, living: bool
) -> None:
    files = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A") + PATH, "docs/maps/x.txt": "x"}
    nature = f'corpus = "{own}"\n' if own else ""
    settled = f'corpus = "{top}"\n[type.plan]\ntemplate = "docs/TEMPLATE.md"\ndocuments = "docs/*.md"\n{nature}'
    for config in (settled, *([] if own else [f'corpus = "{top}"\n'])):
        result = check(str(project({**files, "holdfast.toml": config})), policy="latest")
        assert [one.living for one in result.understood] == [living]
        assert len(said(result, "path-missing")) == int(living)


def shown(holdfast: Holdfast, root: Path, *arguments: str) -> dict[str, tuple[object, str]]:
    record = json.loads(holdfast(root, "config", "show", "--format", "json", *arguments).out)
    assert record["version"] == 1
    return {one["name"]: (one["value"], one["source"]) for one in record["settings"]}


CONFIG = """# Ours.
exclude = ["old/"]
corpus = "record"

[type.plan]
template = "TEMPLATE.md"
documents = ["docs/*.md"]
corpus = "living"

[severity]
section-missing = { active = "note" }

[severity.field-missing]
active = "warning"
"""


def test_every_setting_is_shown_with_its_source(project: Project, holdfast: Holdfast) -> None:
    root = project({"holdfast.toml": CONFIG, "TEMPLATE.md": template(), "docs/deep/x.txt": "x"})
    found = shown(holdfast, root)
    assert found.pop("root") == (str(root), "the folder of the configuration")
    assert {name: source for name, (_, source) in found.items()} == {
        "corpus": "holdfast.toml:3",
        "default-status": "default",
        "exclude": "holdfast.toml:2",
        "fail-on": "default",
        "ignore": "default",
        "select": "default",
        "severity.field-missing.active": "holdfast.toml:14",
        "severity.section-missing.active": "holdfast.toml:11",
        "template-version": "default",
        "type.plan.corpus": "holdfast.toml:8",
        "type.plan.documents": "holdfast.toml:7",
        "type.plan.template": "holdfast.toml:6",
        "unbound-below": "default",
    }
    lines = [line.split("  ") for line in holdfast(root / "docs" / "deep", "config", "show").out.splitlines()]
    assert {line[0]: line[-1].strip() for line in lines} == {"root": "the folder of the configuration"} | {
        name: source.replace("holdfast.toml", "../../holdfast.toml") for name, (_, source) in found.items()
    }


def test_defaults_are_shown_where_nothing_is_set(project: Project, holdfast: Holdfast) -> None:
    found = shown(holdfast, project({"docs/TEMPLATE.md": template()}))
    assert {source for _, source in found.values()} == {"default", "the repository"}
    assert {name: value for name, (value, _) in found.items() if name != "root"} == {
        "corpus": "guessed",
        "default-status": '"draft"',
        "exclude": "[]",
        "fail-on": '"error"',
        "ignore": "[]",
        "select": "[]",
        "template-version": '"date"',
        "unbound-below": "0.2",
    }


def test_the_table_in_pyproject_is_shown_with_its_own_lines(project: Project, holdfast: Holdfast) -> None:
    text = '[tool.other]\nexclude = ["x"]\n[tool.other.severity]\nlink-broken = 3\n\n[tool.holdfast]\nexclude = ["old/"]\n[tool.holdfast.severity]\nlink-broken = "note"\n'
    root = project({"pyproject.toml": text})
    found = shown(holdfast, root)
    assert (found["exclude"][1], found["severity.link-broken"][1]) == ("pyproject.toml:7", "pyproject.toml:9")
    (root / "pyproject.toml").write_text(text.replace('"note"', '"nota"'))
    assert "pyproject.toml:9: severity.link-broken: 'nota' is no severity" in holdfast(root, "config", "show").err


def test_a_named_configuration_is_shown_in_place_of_the_nearest(project: Project, holdfast: Holdfast) -> None:
    root = project({"holdfast.toml": "nonsense = 1\n", "ci/strict.toml": 'fail-on = "note"\n'})
    assert shown(holdfast, root, "--config", "ci/strict.toml")["fail-on"] == ('"note"', "ci/strict.toml:1")
    assert load_config(str(root / "ci" / "strict.toml")).fail_on is Limit.NOTE
