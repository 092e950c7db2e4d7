"""Never two messages for one cause."""

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from holdfast.model.severity import Severity
from holdfast.model.verdict import Verdict
from samples import document, said, slugs, template
from test_corpora import NAMES, corpora  # noqa: F401 - the fixture that skips where there are none

Project = Callable[..., Path]
EXAMPLES = Path(__file__).parent.parent / "examples"
ASKED = ("Context", "Decision", "Consequences", "Costs", "Risks", "Tests")
SAME = [
    {"placeholder-left", "section-empty"},
    {"placeholder-left", "field-invalid"},
    {"placeholder-left", "field-example"},
    {"placeholder-left", "answer-open"},
    {"section-empty", "answer-open"},
    {"field-missing", "status-disagrees"},
    {"link-broken", "anchor-broken"},
    {"link-broken", "path-missing"},
    {"link-broken", "index-dangling"},
    {"number-duplicate", "number-gap"},
    {"document-unbound", "section-missing"},
    {"document-unfilled", "placeholder-left"},
    {"target-missed", "measurement-missing"},
]
"""Pairs of rules that would speak of one cause, where both speak of one place."""


def overlap(one: Verdict, other: Verdict) -> bool:
    """Tell whether two spans share a byte, or are the same."""
    return one.span == other.span or max(one.span.start, other.span.start) < min(one.span.end, other.span.end)


def doubled(result: Result) -> Iterator[tuple[str, str]]:
    """Yield pairs of messages about one cause: of two rules that go together, or of one rule in the same words."""
    by_path: dict[str, list[Verdict]] = {}
    for one in result.verdicts:
        if one.outcome is Outcome.BROKEN:
            by_path.setdefault(one.path, []).append(one)
    for many in by_path.values():
        for one, other in combinations(many, 2):
            alike = one.slug == other.slug and one.found == other.found
            if overlap(one, other) and (alike or {one.slug, other.slug} in SAME):
                yield f"{one.path}:{one.position.line} {one.slug}: {one.found}", f"{other.slug}: {other.found}"
        whole = {one.slug for one in many} & {"document-unbound", "document-unfilled"}
        if whole and len({one.slug for one in many} & {"section-missing", "field-missing", "section-empty"}):
            yield many[0].path, f"{whole} beside messages about its parts"


@pytest.mark.parametrize("name", ["holds", "rotten", "foreign"])
def test_no_place_of_the_examples_is_told_twice(name: str) -> None:
    assert list(doubled(check(str(EXAMPLES / name), use_cache=False))) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("policy", ["date", "latest"])
def test_no_place_of_real_documents_is_told_twice(corpora: Path, name: str, policy: str) -> None:  # noqa: F811
    assert list(doubled(check(str(corpora / name), policy=policy))) == []


def test_the_search_finds_what_it_is_for(project: Project) -> None:
    found = check(
        str(project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A", "Context")})), policy="latest"
    )
    assert len(said(found, "section-missing")) == 2
    twice = Result(**{**{name: getattr(found, name) for name in found.__slots__}, "verdicts": [*found.verdicts] * 2})
    assert len(list(doubled(twice))) >= len(found.verdicts)


def missing(project: Project, *sections: str) -> list[str]:
    files = {"docs/TEMPLATE.md": template(*ASKED), "docs/a.md": document("A", *sections)}
    return [found for _, found in said(check(str(project(files)), policy="latest"), "section-missing")]


def test_a_document_that_lacks_most_sections_is_told_so_once(project: Project) -> None:
    assert missing(project, "Context", "Costs") == [
        "4 of 6 sections are missing: `Decision`, `Consequences`, `Risks`, `Tests`"
    ]


def test_half_of_the_sections_are_told_one_by_one(project: Project) -> None:
    assert len(missing(project, "Context", "Costs", "Risks")) == 3


def test_a_section_without_any_of_its_parts_is_told_so_once(project: Project) -> None:
    asked = "# [Title]\n\n## Tests\n\n### Units\n\n### Wholes\n\n## End\n"
    text = "# A\n\n## Tests\n\n{}\n\n## End\n\nDone.\n"
    files = {
        "docs/TEMPLATE.md": asked,
        "docs/a.md": text.format("By hand."),
        "docs/b.md": text.format(""),
        "docs/c.md": text.format("### Units\n\nTen."),
    }
    result = check(str(project(files)), policy="latest")
    assert said(result, "section-missing") == [
        ("docs/a.md", "`Tests` has none of its 2 sections: `Units`, `Wholes`"),
        ("docs/c.md", "section `Wholes` is missing under `Tests`"),
    ]
    assert said(result, "section-empty") == [("docs/b.md", "section `Tests` is empty")]


def test_the_same_placeholder_in_several_places_is_one_message(project: Project) -> None:
    asked = "# [Title]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
    text = "# A\n\n## Context\n\n[Why]\n\nAnd [Why] again.\n\n## Decision\n\nWe do.\n"
    result = check(str(project({"docs/TEMPLATE.md": asked, "docs/a.md": text})), policy="latest")
    assert said(result, "placeholder-left") == [("docs/a.md", "placeholder left: [Why]; 2 times, the last on line 7")]


def test_optional_sections_that_only_promise_are_one_message(project: Project) -> None:
    asked = template() + "\n## Tests (optional)\n\n## Code (optional)\n"
    text = document("A", status="Active") + "\n## Tests\n\nTBD\n\n## Code\n\nTBD\n"
    result = check(str(project({"docs/TEMPLATE.md": asked, "docs/a.md": text})), policy="latest")
    [told] = [one for one in result.verdicts if one.slug == "section-empty"]
    assert (told.found, told.severity) == ('sections `Tests`, `Code` only say "TBD"', Severity.WARNING)


def test_a_header_that_is_not_there_is_one_message(project: Project) -> None:
    asked = "- Feature: [name]\n- Keeper: [name]\n- Harbour: [name]\n\n# Context\n\n# Decision\n"
    text = "# Context\n\nQueues.\n\n# Decision\n\nA tally.\n"
    result = check(str(project({"0000-template.md": asked, "text/a.md": text})), policy="latest")
    assert said(result, "field-missing") == [("text/a.md", "no header; it has to give Feature, Keeper, Harbour")]


class TestHabits:
    """What most documents of one version lack."""

    @staticmethod
    def corpus(tmp_path: Path, days: int, lacking: int = 12, whole: int = 4) -> Repo:
        repo = Repo(tmp_path / "habits")
        repo.commit({"docs/adr/template.md": template()})
        for number in range(lacking + whole):
            sections = ("Context", "Decision") if number < lacking else ("Context", "Decision", "Consequences")
            repo.commit({f"docs/adr/{number:04}-a.md": document("A", *sections)}, days=days)
        return repo

    def test_is_one_note_for_all(self, tmp_path: Path) -> None:
        repo = self.corpus(tmp_path, days=9)
        [told] = check(str(repo.root)).verdicts
        assert (told.path, told.severity, told.found) == (
            "docs/adr/0000-a.md",
            Severity.NOTE,
            "section `Consequences` is missing, as in 12 of the 16 documents of this version",
        )

    @pytest.mark.parametrize(("days", "lacking"), [(1, 12), (9, 6)])
    def test_is_none_before_it_has_held_for_a_while_and_in_many(self, tmp_path: Path, days: int, lacking: int) -> None:
        result = check(str(self.corpus(tmp_path, days, lacking).root))
        assert slugs(result) == {"section-missing": lacking}

    def test_is_told_of_each_document_that_is_asked_about(self, tmp_path: Path) -> None:
        repo = self.corpus(tmp_path, days=9)
        result = check(str(repo.root), ["docs/adr/0003-a.md"])
        assert said(result, "section-missing") == [("docs/adr/0003-a.md", "section `Consequences` is missing")]

    def test_is_none_where_all_is_asked_for(self, tmp_path: Path) -> None:
        repo = self.corpus(tmp_path, days=9)
        assert slugs(check(str(repo.root), policy="latest")) == {"section-missing": 12}
        repo.write({"holdfast.toml": '[type.adr]\ntemplate = "docs/adr/template.md"\ndocuments = ["docs/adr/0*.md"]\n'})
        assert slugs(check(str(repo.root))) == {"section-missing": 12}
