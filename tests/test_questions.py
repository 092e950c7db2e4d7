"""Questions of a corpus: what is one, how old it is, whose it is, and whether a ticked one is answered in the text."""

from datetime import date
from pathlib import Path

import pytest

from holdfast.binding.boxes import read_items
from holdfast.engine.status import status
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.state import DocumentState
from progress import PATH, day, ferry, project

TODAY = date(2024, 3, 1)


def look(root: Path, path: str = PATH) -> DocumentState:
    return next(one for one in status(str(root), today=TODAY).documents if one.path == path)


def read(text: str) -> list[tuple[str, bool, bool]]:
    """Return the questions of a text: words, settled, answered."""
    parsed = parse(text.encode())
    return [(one.text, one.done, one.answered) for one in read_items(parsed, outline(parsed)) if one.kind == "question"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Open Questions\n\n- [ ] Who pays?\n", [("Who pays?", False, False)]),
        (
            "## 9. Unresolved questions\n\n- Who pays?\n- Who rows?\n",
            [("Who pays?", False, False), ("Who rows?", False, False)],
        ),
        ("## Offene Fragen\n\n1. **Geld**: wer zahlt?\n", [("Geld: wer zahlt?", False, False)]),
        ("## Open Questions\n\n- [x] Who pays? **Decision:** the king\n", [("Who pays?", True, True)]),
        ("## Open Questions\n\n- [x] Who pays?\n", [("Who pays?", True, False)]),
        ("## Open Questions\n\n- [x] Who pays?\n  - The king does.\n", [("Who pays?", True, True)]),
        ("## Open Questions\n\n- ~~Who pays?~~ the king pays\n", [("Who pays?", True, True)]),
        ("## Open Questions\n\n- Who pays? → the king\n", [("Who pays?", True, True)]),
        ("## Open Questions\n\nShould the boat be blue? Some say so.\n", [("Should the boat be blue?", False, True)]),
        (
            "## Design\n\n**Question:** Who pays?\n\nQ: Who rows?\n",
            [("Who pays?", False, False), ("Who rows?", False, False)],
        ),
        ("## Open Questions\n\nNone at the moment.\n", []),
        ("## Open Questions\n\n- None\n- TBD\n- [Question 1 that needs to be resolved]\n", []),
        ("## Open Questions\n\n```\n- [ ] Who pays?\n```\n", []),
        ("## Design\n\n- Who pays?\n\nIs it blue? It is.\n", []),
    ],
)
def test_what_is_a_question_and_what_is_its_answer(text, expected):
    assert read(text) == expected


def test_a_question_has_the_age_and_the_author_of_the_commit_that_asked_it(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    repo.commit({PATH: ferry(questions=("- [ ] Who rings the bell?", "- [ ] Who pays?"))})
    bell, pays = look(tmp_path).open_questions
    assert (bell.since.commit, bell.since.author, bell.since.time) == (first, "nobody", 1704110400)
    assert day(pays.since.time) == date(2024, 1, 2)


def test_answering_a_question_settles_it_and_keeps_its_history(tmp_path):
    repo = project(tmp_path)
    first = repo.head
    answered = repo.commit({PATH: ferry(questions=("- [x] Who rings the bell? **Decision:** the captain",))})
    [story] = look(tmp_path).questions
    assert [(one.kind, one.commit) for one in story.happened] == [("ticked", answered), ("appeared", first)]
    assert look(tmp_path).open_questions == []


def test_a_ticked_question_without_an_answer_is_told(tmp_path):
    repo = project(tmp_path)
    repo.commit({PATH: ferry(questions=("- [x] Who rings the bell?",))})
    assert [one.item.text for one in look(tmp_path).unanswered] == ["Who rings the bell?"]


@pytest.mark.parametrize("said", ["Deprecated", "Superseded by 02"])
def test_of_what_is_no_longer_in_force_no_question_is_open(tmp_path, said):
    repo = project(tmp_path)
    repo.commit({PATH: ferry(status=said)})
    assert look(tmp_path).open_questions == []


def test_the_heading_that_the_template_has_for_questions_counts(tmp_path):
    repo = project(tmp_path)
    for path in ("docs/design/TEMPLATE.md", PATH):
        text = (tmp_path / path).read_text()
        repo.write({path: text.replace("Open Questions", "Questions for the council")})
    repo.commit()
    assert [one.item.text for one in look(tmp_path).open_questions] == ["Who rings the bell?"]


def test_questions_of_a_record_without_a_status_are_nobodys(tmp_path):
    repo = project(tmp_path)
    repo.commit({"holdfast.toml": 'corpus = "record"\n', PATH: ferry().replace("**Status:** Draft\n", "")})
    assert look(tmp_path).open_questions == []
    repo.commit({PATH: ferry()})
    assert len(look(tmp_path).open_questions) == 1
