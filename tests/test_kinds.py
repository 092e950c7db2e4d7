"""Kinds of claims: whatever a verifier finds is listed, tried, kept, updated and shown like an example."""

import pytest

from holdfast import verifiers
from holdfast.engine.check import check
from holdfast.engine.update import update
from holdfast.engine.verify import Asked, verify
from holdfast.formats import View, renderer
from holdfast.model.claim import Statement
from holdfast.model.edit import Edit, Fix
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.span import Span
from holdfast.model.trial import Toolchain, Trial
from holdfast.verifiers import all_verifiers
from results import result, verdict

TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active]\n\n## Facts\n\n[What is true]\n"
DOCUMENT = "# Colours\n\n**Status:** Active\n\n## Facts\n\nThe sky is @green and the grass is @green.\n"


class Colours:
    """A kind of claim: every word behind an at sign is a colour that the file ``sky`` holds."""

    KIND, SLUG, SANDBOX, UPDATES = "colour", "target-missed", False, "actual"
    tried = 0

    def find(self, page):
        source = page.parse.source
        start = source.find(b"@")
        while page.asked and start >= 0:
            end = start + 1
            while source[end : end + 1].isalpha():
                end += 1
            word = source[start + 1 : end].decode()
            yield Statement(Span(start, end), word, word, ("colour",), word)
            start = source.find(b"@", end)

    def toolchain(self, *_):
        return Toolchain((("eye", "1"),), Level.COMPARED)

    def attempt(self, claims, bench):
        for claim in claims:
            type(self).tried += 1
            with open(f"{bench.root}/sky") as file:
                truth = file.read().strip()
            reads = frozenset({"sky"})
            if truth == claim.name:
                yield claim, Trial(Outcome.HOLDS, Level.COMPARED, reads=reads)
            else:
                detail = (f"- {claim.name}", f"+ {truth}")
                yield (
                    claim,
                    Trial(Outcome.BROKEN, Level.COMPARED, found=f"it is {truth}", reads=reads, at=1, detail=detail),
                )

    def update(self, claim, trial, _):
        if trial.outcome is not Outcome.BROKEN:
            return Fix(())
        start, end = claim.of.span
        return Fix((Edit(Span(start + 1, end), trial.found.removeprefix("it is ")),))


@pytest.fixture
def installed(monkeypatch):
    """Return a function that adds kinds as another distribution would, by the entry points of its metadata."""

    def install(*kinds):
        found = tuple((one.KIND, one) for one in kinds)
        monkeypatch.setattr(verifiers, "plugins", lambda group: found if group == "holdfast.verifiers" else ())
        forget()

    def forget():
        verifiers.all_verifiers.cache_clear()
        verifiers.verifier_of.cache_clear()

    yield install
    monkeypatch.undo()
    forget()


@pytest.fixture
def colours(installed, project):
    installed(Colours())
    Colours.tried = 0
    return project(
        {"docs/design/TEMPLATE.md": TEMPLATE, "docs/design/01-colours.md": DOCUMENT, "sky": "blue\n"}, git=False
    )


def outcomes(run):
    return [one.outcome for one in run.result.tried.proofs]


def test_each_statement_is_a_claim_of_its_own_and_is_broken_where_it_stands(colours):
    run = verify(str(colours), Asked())
    assert outcomes(run) == [Outcome.BROKEN, Outcome.BROKEN]
    first, second = run.result.verdicts
    assert (first.slug, first.position, first.found) == ("target-missed", (7, 13), "green: it is blue")
    assert (second.position.column, second.detail) == (37, ("- green", "+ blue"))


def test_what_is_known_is_not_tried_again_until_what_it_read_changes(colours):
    verify(str(colours), Asked())
    again = verify(str(colours), Asked())
    assert (Colours.tried, [one.known for one in again.result.tried.proofs]) == (2, [True, True])
    assert again.result.verdicts[1].detail == ("- green", "+ blue")
    (colours / "sky").write_text("green\n")
    assert outcomes(verify(str(colours), Asked())) == [Outcome.HOLDS, Outcome.HOLDS]
    assert Colours.tried == 4


def test_going_back_to_an_earlier_state_is_answered_by_what_was_found_there(colours):
    verify(str(colours), Asked())
    (colours / "sky").write_text("green\n")
    verify(str(colours), Asked())
    (colours / "sky").write_text("blue\n")
    back = verify(str(colours), Asked())
    assert (Colours.tried, outcomes(back)) == (4, [Outcome.BROKEN, Outcome.BROKEN])
    assert all(one.known for one in back.result.tried.proofs)
    assert [one.outcome for one in check(str(colours)).verdicts if one.outcome is Outcome.STALE] == []


def test_a_record_is_not_held_against_the_world(colours):
    (colours / "holdfast.toml").write_text(
        '[type.design]\ntemplate = "docs/design/TEMPLATE.md"\ndocuments = ["docs/design/0*.md"]\ncorpus = "record"\n'
    )
    assert verify(str(colours), Asked()).claims == []


def test_a_waiver_excuses_it_under_its_slug(colours):
    path = colours / "docs/design/01-colours.md"
    path.write_text(f"{DOCUMENT}\n<!-- holdfast: waive target-missed because it is evening -->\n")
    assert outcomes(verify(str(colours), Asked())) == [Outcome.WAIVED, Outcome.WAIVED]


def test_the_truth_is_written_in_place_of_what_was_said_and_only_there(colours):
    done = update(verify(str(colours), Asked()), "actual")
    assert [one.written for one in done] == [True, True]
    assert (colours / "docs/design/01-colours.md").read_text() == DOCUMENT.replace("green", "blue")
    assert update(verify(str(colours), Asked()), "actual") == []


def test_a_kind_is_selected_by_its_name(colours):
    (colours / "docs/design/01-colours.md").write_text(f"{DOCUMENT}\n```json\n{{}}\n```\n")
    assert [one.kind for one in verify(str(colours), Asked(select=("colour",))).claims] == ["colour", "colour"]


class Blind(Colours):
    def find(self, _):
        raise RuntimeError("no eyes")


def test_a_verifier_that_fails_while_it_looks_takes_no_other_along(colours, installed):
    installed(Blind())
    (colours / "docs/design/01-colours.md").write_text(f"{DOCUMENT}\n```json\n{{}}\n```\n")
    run = verify(str(colours), Asked())
    assert sorted(map(str, outcomes(run))) == ["holds", "unproven"]
    assert "RuntimeError: no eyes" in run.result.verdicts[0].found


def test_every_kind_in_the_house_has_a_page_and_a_row():
    from holdfast.rules import all_rules

    slugs = {rule.slug for rule in all_rules()}
    assert {one.slug for one in all_verifiers()} <= slugs
    assert all(one.page.strip() for one in all_verifiers())


@pytest.mark.parametrize("name", ["text", "markdown", "github", "junit", "json", "jsonl"])
def test_details_are_told_in_every_format_that_has_room_for_them(name):
    detail = ("- 422 Unprocessable", "+ 400 Bad \x1b[2J Request", "```")
    text = "\n".join(renderer(name)(result("/root", verdict(detail=detail)), View(whole=True)))
    assert "422 Unprocessable" in text
    assert "\x1b" not in text


def test_a_long_detail_is_cut_and_says_where_the_rest_is():
    one = verdict(detail=tuple(f"+ line {number}" for number in range(40)), line=3)
    text = "\n".join(renderer("text")(result("/root", one), View(whole=True)))
    assert "line 15" in text
    assert "24 more lines: holdfast verify --show docs/a.md:3" in text
    assert "line 16" not in text
