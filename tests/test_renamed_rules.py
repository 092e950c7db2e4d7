"""A rule that gets another name is still known by the names it had."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import holdfast.rules
from holdfast.cli import main
from holdfast.engine.check import check
from holdfast.engine.told import Scope
from holdfast.model.outcome import Outcome
from holdfast.records import replace
from samples import document, template

Project = Callable[..., Path]

OLD = "status-absent"
FILES = {"docs/TEMPLATE.md": template(), "docs/a.md": document("A", status="")}


@pytest.fixture(autouse=True)
def renamed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let ``field-missing`` have had another name."""
    rules = tuple(
        replace(rule, formerly=(OLD,)) if rule.slug == "field-missing" else rule for rule in holdfast.rules.all_rules()
    )
    original = holdfast.rules.all_rules
    for name, module in list(__import__("sys").modules.items()):
        if name.startswith("holdfast.") and getattr(module, "all_rules", None) is original:
            monkeypatch.setattr(module, "all_rules", lambda: rules)
    return


def test_an_old_name_counts_in_the_configuration(project: Project) -> None:
    root = project({**FILES, "holdfast.toml": f'[severity]\n{OLD} = "note"\n'})
    assert [(one.slug, one.severity.word) for one in check(str(root), use_cache=False).verdicts] == [
        ("field-missing", "note")
    ]


def test_an_old_name_counts_in_a_waiver(project: Project) -> None:
    text = document("A", status="").replace("# A\n", f"# A\n\n<!-- holdfast: waive {OLD} because it is a draft -->\n")
    found = check(str(project({**FILES, "docs/a.md": text})), use_cache=False)
    assert [(one.slug, one.outcome) for one in found.verdicts] == [("field-missing", Outcome.WAIVED)]


def test_an_old_name_selects_and_ignores_the_rule(project: Project) -> None:
    root = str(project(FILES))
    assert len(check(root, use_cache=False, scope=Scope(select=(OLD,))).verdicts) == 1
    assert len(check(root, use_cache=False, scope=Scope(ignore=(OLD,))).verdicts) == 0


def test_an_old_name_leads_to_the_page_of_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", OLD]) == 0
    assert capsys.readouterr().out.startswith("# field-missing\n")


def test_an_old_name_counts_in_a_baseline(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(FILES)
    monkeypatch.chdir(root)
    assert main(["baseline"]) == 0
    path = root / "holdfast-baseline.json"
    path.write_text(path.read_text().replace("field-missing", OLD))
    assert OLD in json.dumps(json.loads(path.read_text()))
    assert [one.known for one in check(str(root), use_cache=False).verdicts] == [True]
