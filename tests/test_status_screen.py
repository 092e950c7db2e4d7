"""``holdfast status``: one screen for a project, a page for a document, and the same as data."""

import json
import re
import sys
from pathlib import Path

import jsonschema
import pytest

from holdfast.engine.claims import find_claims
from holdfast.engine.session import Session
from holdfast.formats.layout import columns
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Fault, Trial
from holdfast.world.ledger.ledger import Ledger
from inprocess import holdfast_here  # noqa: F401 - A fixture.
from progress import PATH, ferry, project
from samples import document, template
from terminals import on_a_terminal

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "status-v1.json").read_text())
EPOCH = "1709294400"
"""2024-03-01."""
OPEN = ("- [ ] Build the quay", "- [ ] Paint the boat", "- [ ] Hire a captain")


def data(holdfast, root: Path, *args: str) -> dict:
    found = json.loads(holdfast(root, "status", "--format", "json", *args, SOURCE_DATE_EPOCH=EPOCH).out)
    jsonschema.Draft202012Validator(SCHEMA).validate(found)
    return found


def test_the_screen_tells_what_is_late_open_and_new(tmp_path, holdfast):
    repo = project(tmp_path / "ferries")
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:], status="Active")})
    done = holdfast(repo.root, "status", SOURCE_DATE_EPOCH=EPOCH)
    lines = done.out.splitlines()
    assert done.code == 0
    assert lines[0].split() == ["Design", "of", "ferries", "2024-03-01"]
    assert lines[1].strip() == "Active 2"
    assert "tasks 1/4 · 1 question open, oldest 60 days" in lines[2]
    [row] = [line for line in lines if line.startswith(" 01 Ferry")]
    assert "███░░░░░░░" in row
    assert "1/3" in row
    assert 'overdue     01  "Phase 1: Quay (Weeks 1-2)" ended 2024-01-14, 2 tasks open' in done.out
    asked = (repo.root / PATH).read_text().splitlines().index("- [ ] Who rings the bell?") + 1
    assert f' open        01:{asked}  "Who rings the bell?" 60 days' in done.out
    assert "lately      01-ferry  Draft → Active, 1 task ticked" in done.out


def test_no_line_is_longer_than_the_screen_and_colour_adds_nothing_but_colour(tmp_path, holdfast):
    repo = project(tmp_path)
    for number in range(3, 30):
        long = ferry(title=f"A very long title about 船 that does not fit {number}", status="Active 🟢 (since then)")
        repo.write({f"docs/design/{number:02}-long-name-of-a-document.md": long})
        repo.write({f"docs/design/1{number:02}-odd.md": ferry(status=f"Unheardofstatusword{number}")})
    repo.commit()
    for more in ((), ("--history",), (PATH, "--history"), ("--all",)):
        plain = holdfast(tmp_path, "status", *more).out
        assert max(columns(line) for line in plain.splitlines()) <= 80
        colored = holdfast(tmp_path, "status", *more, FORCE_COLOR="1").out
        assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
        assert colored != plain


@pytest.mark.parametrize(("width", "names"), [(24, ""), (50, "tasks"), (64, "phases tasks"), (100, "phases tasks")])
def test_on_a_narrow_terminal_columns_make_way_for_the_titles(tmp_path, width, names):
    repo = project(tmp_path)
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:], status="Superseded by the tunnel")})
    shown = on_a_terminal(tmp_path, [sys.executable, "-m", "holdfast", "status"], width)
    lines = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    [heading] = [line.split() for line in lines if line.startswith(" document")]
    assert heading[:2] == ["document", "status"]
    assert [name for name in heading[2:] if name != "broken"] == names.split()
    assert any(line.startswith(" 01 Ferry") for line in lines)


def test_a_large_corpus_is_folded_and_shown_whole_when_asked(tmp_path, holdfast):
    repo = project(tmp_path)
    for number in range(3, 40):
        repo.write({f"docs/design/{number:02}-more.md": ferry(title=f"Number {number}")})
    repo.commit()
    folded = holdfast(tmp_path, "status").out
    assert "and 27 more, with" in folded
    assert len(folded.splitlines()) < 40
    assert "Number 39" in holdfast(tmp_path, "status", "--all").out


def test_a_document_is_shown_with_what_is_left_of_it(tmp_path, holdfast):
    repo = project(tmp_path)
    repo.commit({PATH: ferry("- [x] Build `src/quay.py`", "- [ ] Paint the boat", "- [ ] Task 1").replace("A ferry between two harbours.", "[What it is about]")})  # fmt: skip
    out = holdfast(tmp_path, "status", PATH, SOURCE_DATE_EPOCH=EPOCH).out
    assert " Draft since 2024-01-01 (60 days)" in out
    assert "     8  Summary  [What it is about]" in out
    assert "[ ] Paint the boat" in out
    assert "60 days, nobody" in out
    assert "no evidence  no such file: src/quay.py" in out
    assert "ended 2024-01-14" in out


def test_the_burn_up_counts_what_the_main_line_had(tmp_path, holdfast):
    repo = project(tmp_path)
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    repo.branch("side")
    repo.commit({PATH: ferry("- [x] Build the quay", "- [x] Paint the boat", OPEN[2])})
    repo.switch("main")
    repo.days = 20
    repo.merge("side")
    [one] = data(holdfast, tmp_path, "--history")["burn_up"]
    points = [(point["time"][:10], point["done"], point["total"]) for point in one["points"]]
    assert points == [("2024-01-01", 0, 4), ("2024-01-02", 1, 4), ("2024-01-21", 2, 4)]


def test_the_data_names_the_commit_of_everything(tmp_path, holdfast):
    repo = project(tmp_path)
    first = repo.head
    ticked = repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    found = data(holdfast, tmp_path)
    task = next(one for one in found["documents"] if one["path"] == PATH)["tasks"][0]
    assert [(one["what"], one["commit"]) for one in task["happened"]] == [("ticked", ticked), ("appeared", first)]
    assert (task["age"], task["since"]["time"]) == (60, "2024-01-01T12:00:00Z")
    assert found["summary"]["tasks"] == {"done": 1, "total": 4}
    assert found["history"] == {"known": True, "reason": None}


def test_statuses_are_told_of_a_document_that_is_asked_for(tmp_path, holdfast):
    repo = project(tmp_path)
    repo.days = 9
    repo.commit({PATH: ferry(status="Active")})
    [one] = data(holdfast, tmp_path, PATH)["documents"]
    assert [(stay["status"], stay["days"]) for stay in one["statuses"]] == [("Active", 51), ("Draft", 9)]


def test_a_second_run_prints_the_same_and_another_day_another_age(tmp_path, holdfast):
    repo = project(tmp_path)
    first, second = (holdfast(tmp_path, "status", SOURCE_DATE_EPOCH=EPOCH).out for _ in range(2))
    assert first == second
    assert "oldest 60 days" in first
    later = holdfast(tmp_path, "status", SOURCE_DATE_EPOCH=str(int(EPOCH) + 86400)).out
    assert "61 days" in later
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    assert "tasks 1/4" in holdfast(tmp_path, "status", SOURCE_DATE_EPOCH=EPOCH).out


def test_evidence_is_read_and_nothing_is_run(tmp_path, holdfast):
    repo = project(tmp_path)
    marker = tmp_path / "ran"
    repo.commit({PATH: ferry(status="Active", more=f"\n```python\nopen({str(marker)!r}, 'w')\n```\n")})
    assert data(holdfast, tmp_path)["summary"]["claims"] == dict.fromkeys(
        ("holds", "broken", "stale", "unproven", "waived", "untried"), 0
    )
    assert not marker.exists()


def test_a_claim_that_was_broken_is_told_with_what_was_wrong(tmp_path, holdfast):
    repo = project(tmp_path)
    repo.commit({PATH: ferry(status="Active", more="\n```python\nassert bells == 2\n```\n")})
    session = Session(str(tmp_path))
    claims = find_claims(session.plan, session.config, lambda path: path == PATH)
    trial = Trial(Outcome.BROKEN, Level.RAN, Fault(1, 8, "NameError: bells is not defined"))
    ledger = Ledger(str(tmp_path))
    ledger.append([Evidence(one.id, PATH, one.inputs, trial, Level.RAN) for one in claims])
    ledger.close()
    said = "python: NameError: bells is not defined"
    assert said in holdfast(tmp_path, "status").out
    assert said in holdfast(tmp_path, "status", PATH).out


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_a_shallow_clone_says_that_it_is_one(tmp_path, holdfast, form):
    repo = project(tmp_path / "whole")
    repo.commit({PATH: ferry("- [x] Build the quay", *OPEN[1:])})
    out = holdfast(repo.clone("clone", "--depth", "1"), "status", "--format", form).out
    assert "shallow clone" in out


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("docs/none.md", "docs/none.md"),
        ("docs/design/TEMPLATE.md", "docs/design/TEMPLATE.md: is no document of a template"),
    ],
)
def test_a_path_that_is_no_document_says_so(tmp_path, holdfast, path, said):
    project(tmp_path)
    done = holdfast(tmp_path, "status", path)
    assert done.code == 2
    assert said in done.err


def test_a_folder_without_documents_says_what_would_be_one(tmp_path, holdfast):
    done = holdfast(tmp_path, "status")
    assert done.code == 2
    assert "no documents found here" in done.err


def test_a_document_whose_title_is_still_the_templates_is_called_by_its_file(project, holdfast):
    files = {
        "docs/TEMPLATE.md": template(),
        "docs/07-tide-tables.md": document("[Title]"),
        "docs/08-quay.md": document("Quay"),
    }
    root = project(files)
    screen = holdfast(root, "status").out
    assert "07 tide tables" in screen
    assert "[Title]" not in screen
    assert "docs/07-tide-tables.md   07-tide-tables" in holdfast(root, "search", "ferry").out
