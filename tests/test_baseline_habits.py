"""What most documents lack is told once, but compared document by document; and the file's shape is as documented."""

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.baseline import NAME
from holdfast.engine.check import check
from holdfast.engine.told import Scope
from samples import document, template

Holdfast = Callable[..., Done]
SCHEMAS = Path(__file__).parent.parent / "schemas"
SECTIONS = ("Context", "Decision", "Risks")


def lacking(name: str) -> str:
    return document(name, "Context", "Decision")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Twelve documents, written over two months, none of which has the section on risks."""
    repo = Repo(tmp_path / "repo")
    repo.commit({"docs/TEMPLATE.md": template(*SECTIONS)})
    for number in range(12):
        repo.commit({f"docs/d{number:02}.md": lacking(f"D{number}")}, days=6)
    return repo


def fresh(root: Path, **scope: str) -> list[tuple[str, str]]:
    result = check(str(root), scope=Scope(**scope))
    return [(one.path, one.severity.word) for one in result.verdicts if not one.known]


def test_without_a_baseline_a_habit_is_one_note(repo: Repo) -> None:
    assert fresh(repo.root) == [("docs/d00.md", "note")]


def test_the_baseline_holds_it_for_each_document_and_a_new_document_is_held_to_the_template(
    repo: Repo, holdfast: Holdfast
) -> None:
    assert "12 entries about 12 documents" in holdfast(repo.root, "baseline").out
    repo.commit()
    assert fresh(repo.root) == []
    repo.write({f"docs/d{number:02}.md": document("D", *SECTIONS) for number in range(8)})
    result = check(str(repo.root))
    assert (fresh(repo.root), result.baseline.gone) == ([], 8)
    repo.write({"docs/a-new.md": lacking("New")})
    assert fresh(repo.root) == [("docs/a-new.md", "error")]


def test_a_shallow_clone_holds_the_same_for_known(repo: Repo, holdfast: Holdfast) -> None:
    holdfast(repo.root, "baseline")
    repo.commit()
    clone = repo.clone("shallow", "--depth", "1")
    assert fresh(clone) == []
    assert check(str(clone)).verdicts == check(str(repo.root)).verdicts


def test_since_a_revision_only_the_new_document_is_new(repo: Repo) -> None:
    repo.commit({"docs/a-new.md": lacking("New")})
    assert fresh(repo.root, new_since="HEAD^") == [("docs/a-new.md", "error")]
    assert fresh(repo.root, changed_since="HEAD^") == [("docs/a-new.md", "error")]
    repo.commit({f"docs/d{number:02}.md": document("D", *SECTIONS) for number in range(8)})
    assert fresh(repo.root, new_since="HEAD^") == []


def test_the_file_and_the_report_are_valid_against_their_schemas(repo: Repo, holdfast: Holdfast) -> None:
    def valid(name: str, value: object) -> None:
        schema = json.loads((SCHEMAS / name).read_text())
        jsonschema.Draft202012Validator.check_schema(schema)
        jsonschema.validate(value, schema)

    holdfast(repo.root, "baseline")
    valid("baseline-v1.json", json.loads((repo.root / NAME).read_text()))
    report = json.loads(holdfast(repo.root, "check", "--format", "json", "--select", "section-*").out)
    valid("check-v1.json", report)
    assert report["baseline"] == {"path": str(repo.root / NAME), "known": 12, "gone": 0}
    assert report["narrowed"] == ["only section-*"]
    valid("check-v1.json", json.loads(holdfast(repo.root, "check", "--format", "json", "--no-baseline").out))


def test_a_side_file_is_pinned_with_its_template(tmp_path: Path, holdfast: Holdfast) -> None:
    repo = Repo(tmp_path / "sided")
    body = "# [Title]\n\n## Summary\n\n[What it is]\n\n## Motivation\n\n[Why]\n"
    text = "# {}\n\n## Summary\n\nTolls at night.\n\n## Motivation\n\nQueues grow.\n"
    repo.commit(
        {
            "keps/NNNN-kep-template/README.md": body,
            "keps/NNNN-kep-template/kep.yaml": "title: KEP Template\nstatus: provisional\n",
        }
    )
    repo.commit(
        {f"keps/000{n}-x/README.md": text.format(n) for n in (1, 2, 3)}
        | {f"keps/000{n}-x/kep.yaml": f"title: X{n}\nstatus: provisional\n" for n in (1, 2, 3)}
    )
    repo.commit({"keps/NNNN-kep-template/kep.yaml": "title: KEP Template\nstatus: provisional\nowner: somebody\n"})
    repo.commit({"keps/0004-x/README.md": text.format(4), "keps/0004-x/kep.yaml": "title: X4\nstatus: provisional\n"})
    holdfast(repo.root, "baseline")
    repo.commit()
    texts = json.loads((repo.root / NAME).read_text())["templates"].values()
    assert sorted("owner" in one["side"] for one in texts) == [False, True]
    clone = repo.clone("shallow", "--depth", "1")
    assert check(str(clone)).verdicts == check(str(repo.root)).verdicts
    assert [one.proven for one in check(str(clone)).documents] == [True] * 4
