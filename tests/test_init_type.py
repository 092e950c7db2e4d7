"""``holdfast init --type``: documents get a type of their own, with a built-in template or a copy of it."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from holdfast.builtin import builtin_template
from holdfast.engine.check import check
from inprocess import holdfast_here  # noqa: F401 - the fixture called holdfast.
from samples import document, nygard, template
from test_new import made

Project = Callable[..., Path]
Holdfast = Callable[..., Done]

FILES = {
    "docs/design/TEMPLATE.md": template("Goals", "Plan", "Risks"),
    "docs/design/a.md": document("A", "Goals", "Plan", "Risks"),
    "docs/design/b.md": document("B", "Goals", "Plan", "Risks"),
    "docs/design/routing.md": nygard(1, "Routing"),
}


def bound(root: Path) -> dict[str, str]:
    """Return the type of each document."""
    return {one.path: one.type for one in check(str(root), use_cache=False).documents}


def test_one_document_gets_a_type_of_its_own(project: Project, holdfast: Holdfast) -> None:
    root = project(FILES)
    unbound = [one.path for one in check(str(root), use_cache=False).verdicts if one.slug == "document-unbound"]
    done = holdfast(root / "docs", "init", "--type", "nygard", "design/routing.md")
    assert (done.code, done.err) == (0, "")
    assert bound(root) == {
        "docs/design/a.md": "design",
        "docs/design/b.md": "design",
        "docs/design/routing.md": "nygard",
    }
    assert [one.slug for one in check(str(root), use_cache=False).verdicts] == []
    assert unbound in ([], ["docs/design/routing.md"])
    types = tomllib.loads((root / "holdfast.toml").read_text())["type"]
    assert types["design"]["documents"] == ["docs/design/*.md", "!docs/design/routing.md"]
    assert types["nygard"] == {"template": "builtin:nygard", "documents": ["docs/design/routing.md"]}


def test_a_type_is_added_to_a_configuration_that_is_there(project: Project, holdfast: Holdfast) -> None:
    config = '# Ours.\n[type.design]\ntemplate = "docs/design/TEMPLATE.md"\ndocuments = [\n  "docs/design/*.md",  # All.\n]\n'
    root = project({**FILES, "holdfast.toml": config})
    assert holdfast(root, "init", "--type", "nygard", "docs/design/routing.md").code == 0
    text = (root / "holdfast.toml").read_text()
    assert text.startswith("# Ours.\n")
    assert bound(root) == {
        "docs/design/a.md": "design",
        "docs/design/b.md": "design",
        "docs/design/routing.md": "nygard",
    }
    done = holdfast(root, "init", "--type", "nygard", "docs/design/routing.md")
    assert (done.code, (root / "holdfast.toml").read_text()) == (2, text)
    assert "holdfast.toml: there is a type 'nygard' already" in done.err


@pytest.mark.parametrize(
    ("name", "pattern"),
    [("design", "docs/design/*.md"), ("adr", "docs/adr/*.md"), ("nygard", "docs/adr/*.md"), ("rfc", "docs/rfcs/*.md")],
)
def test_an_empty_project_starts_with_a_built_in_type(
    project: Project, holdfast: Holdfast, name: str, pattern: str
) -> None:
    root = project({})
    assert holdfast(root, "init", "--type", name).code == 0
    types = tomllib.loads((root / "holdfast.toml").read_text())["type"]
    assert types == {name: {"template": f"builtin:{name}", "documents": [pattern]}}
    report = made(holdfast(root, "new", "First", "--format", "json"))
    assert (report["type"], report["bound"]) == (name, True)


def test_a_built_in_template_is_copied_so_that_it_can_be_edited(project: Project, holdfast: Holdfast) -> None:
    root = project({})
    done = holdfast(root, "init", "--template", "docs/plans/TEMPLATE.md")
    assert done.out == (
        "wrote docs/plans/TEMPLATE.md, a copy of the built-in template\nwrote holdfast.toml\n"
        "  design       0 documents    template docs/plans/TEMPLATE.md\n"
    )
    assert (root / "docs/plans/TEMPLATE.md").read_bytes() == builtin_template("design")
    assert made(holdfast(root, "new", "First", "--format", "json"))["path"] == "docs/plans/01-first.md"
    other = project({}, name="other")
    assert holdfast(other, "init", "--type", "adr", "--template", "adr.md", "records/*.md").code == 2
    assert holdfast(other, "init", "--type", "adr", "--template", "records/template.md").code == 0
    assert (other / "records/template.md").read_bytes() == builtin_template("adr")


def test_a_template_that_is_there_is_used_and_never_overwritten(project: Project, holdfast: Holdfast) -> None:
    root = project({"house/form.md": template(), "house/a.md": document("A")})
    assert holdfast(root, "init", "--type", "plan", "--template", "house/form.md", "house").code == 0
    assert (root / "house/form.md").read_text() == template()
    assert bound(root) == {"house/a.md": "plan"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["docs/design/a.md"], "documents need a type; write holdfast init --type NAME PATH"),
        (["--type", "memo"], "there is no template for 'memo'; name one with --template FILE"),
        (["--type", "adr", "gone.md"], "gone.md: there is no such file or folder"),
        (["--type", "adr", "none/*.md"], "none/*.md: no document is there"),
        (["--type", "adr", "../x.md"], "../x.md: lies outside the project"),
        (["--type", "memo", "--template", "new.md"], "new.md: is not there; only a built-in template can be copied"),
        (["--template", "builtin:memo"], "there is no template 'builtin:memo'"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    project: Project, holdfast: Holdfast, arguments: list[str], said: str
) -> None:
    root = project(FILES)
    done = holdfast(root, "init", *arguments)
    assert done.code == 2
    assert said in done.err
    assert not (root / "holdfast.toml").exists()
