"""The header fields of a document, typed by its template, and what an answer is."""

import pytest

from holdfast.binding.answers import Answer, answer, promised, section_answer
from holdfast.binding.document import Document
from holdfast.binding.fields import invalid
from holdfast.binding.lookup import Lookup
from holdfast.markdown.frontmatter import read_fields
from holdfast.markdown.parser import parse
from holdfast.template.compile import compile_template

HEADER = "**Status:** [Draft | Active | Done]\n**Date:** [Month Year]\n**Author(s):** [Names]\n**Related:** [Links]\n"


def bind(document, header=HEADER, aliases=None, **more):
    schema = compile_template(f"# [Title]\n\n{header}\n## Context\n\n[Why so]\n".encode(), "t.md", "t")
    return Document("a.md", document.encode(), Lookup(schema, aliases), **more)


def fields(document, header=HEADER, **more):
    """Return name in the template (or ``None``) and value of each field by id."""
    return {
        id: (one.schema and one.schema.name, one.value) for id, one in bind(document, header, **more).fields.items()
    }


@pytest.mark.parametrize(
    "head",
    [
        "---\nstatus: Done\ndate: May 2025\nauthors: [Jane, Joe]\n---\n\n# T\n",
        "---\nStatus: Done\nDATE: May 2025\nauthor:\n  - Jane\n  - Joe\n---\n\n# T\n",
        "# T\n\n- Status: Done\n- Date: May 2025\n- Author: Jane, Joe\n",
        "# T\n\n- **Status**: Done\n- **Date:** May 2025\n- **Authors**:\n  - Jane\n  - Joe\n",
        "# T\n\n**Status:** Done\n**Date**: May 2025\n**Author(s):** Jane, Joe\n",
        "# T\n\n**Status:** Done\n\n**Date:** May 2025\n\n**Authors:**\n\n- Jane\n- Joe\n",
        "# T\n\nStatus: Done\nDate: May 2025\nAuthors: Jane, Joe\n",
        "# T\n\n| Status | Done |\n|--|--|\n| Date | May 2025 |\n| Authors | Jane, Joe |\n",
        "# T\n\n| | |\n|--|--|\n| **Status** | Done |\n| **Date** | May 2025 |\n| **Author** | Jane, Joe |\n",
        "# T\n\nDate: May 2025\nAuthors: Jane, Joe\n\n## Status\n\nDone\n",
    ],
)
def test_fields_are_found_in_every_dialect(head):
    assert fields(f"{head}\n## Context\n\ntext\n") == {
        "status": ("Status", "Done"),
        "date": ("Date", "May 2025"),
        "authors": ("Author(s)", "Jane, Joe"),
    }


def test_a_field_that_the_template_does_not_know_is_kept_under_its_key():
    assert fields("# T\n\n**Shoe Size:** 42\n") == {"shoe size": (None, "42")}


def test_the_first_of_two_fields_with_one_name_counts():
    assert fields("# T\n\n**Date:** May 2025\n**Date:** June 2025\n") == {"date": ("Date", "May 2025")}


def test_names_in_other_languages_and_aliases_count():
    assert fields(
        "# T\n\n- Datum: Mai 2025\n- 状态：Done\n- Autor: Jane\n",
        "**Date:** [x y]\n**Status:** [x | y]\n**Author:** [Who]\n",
    ) == {
        "date": ("Date", "Mai 2025"),
        "status": ("Status", "Done"),
        "author": ("Author", "Jane"),
    }
    assert fields("# T\n\n**Owner:** Jane\n", '**Lead:** [Who] <!-- hf: alias="Owner" -->\n') == {
        "lead": ("Lead", "Jane")
    }
    assert fields("# T\n\n**Boss:** Jane\n", "**Lead:** [Who]\n", aliases={"lead": ("Boss",)}) == {
        "lead": ("Lead", "Jane")
    }


def test_a_marker_in_a_name_does_not_matter():
    assert fields("---\ndate (optional): May 2025\n---\n") == {"date": ("Date", "May 2025")}


def test_a_body_line_about_the_status_is_not_the_header():
    assert fields("# T\n\ntext\n\n## Context\n\ntext\n\n**Status:** Done\n") == {}


def test_the_status_section_is_a_field():
    found = bind("# T\n\n## Status\n\nDone\n\n## Context\n").fields["status"]
    assert (found.value, found.span, found.name_span) == ("Done", (16, 21), (5, 15))


@pytest.mark.parametrize(
    ("section", "value"),
    [
        ("## Status\n\nAccepted\n\nSuperseded by [3. Queue](3.md)\n", "Superseded by 3. Queue"),
        ("## Status\n\nAccepted\n\nAmends [2. Cache](2.md)\n", "Accepted"),
        ("## Status\n\n- Accepted\n", "Accepted"),
        ("## État\n\nAccepté\n", "Accepté"),
        ("## 1. Status\n\n**Accepted** on Monday\n", "Accepted on Monday"),
    ],
)
def test_what_a_status_section_says(section, value):
    assert bind(f"# T\n\n{section}\n## Context\n").fields["status"].value == value


def test_an_empty_status_section_is_an_empty_field():
    assert bind("# T\n\n## Status\n\n## Context\n").fields["status"].state is Answer.EMPTY


def test_the_header_wins_over_a_status_section():
    assert fields("# T\n\n**Status:** Draft\n\n## Status\n\nDone\n") == {"status": ("Status", "Draft")}


def test_the_file_beside_a_document_gives_fields_that_the_document_does_not():
    side = read_fields("status: Done\ndate: 2025-05\n")
    found = bind("# T\n\n**Status:** Draft\n", side=side)
    assert {id: one.value for id, one in found.fields.items()} == {"status": "Draft", "date": "2025-05"}


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("Draft", ""),
        ("draft", ""),
        ("🟢 Active", ""),
        ("**Active**", ""),
        ("Active (since May)", ""),
        ("Active - see below", ""),
        ("DONE.", ""),
        ("Activated", "is none of Draft, Active, Done"),
        ("In progress", "is none of Draft, Active, Done"),
        ("Not active", "is none of Draft, Active, Done"),
        ("", "is none of Draft, Active, Done"),
    ],
)
def test_an_enum_ignores_emoji_bold_case_and_detail(value, complaint):
    assert invalid(bind("").schema.field("status"), value) == complaint


def test_an_open_enum_takes_other_words():
    schema = bind("", "**Status:** [Draft | Active | ...]\n").schema
    assert invalid(schema.field("status"), "Whatever") == ""


@pytest.mark.parametrize(
    "value",
    [
        "January 2025",
        "2025",
        "2025-01",
        "2025-01-31",
        "Q3 2025",
        "Jan '25",
        "01/2025",
        "31.01.25",
        "since 1999",
        "январь 2025",
    ],
)
def test_a_month_is_read_generously(value):
    assert invalid(bind("").schema.field("date"), value) == ""


@pytest.mark.parametrize("value", ["January", "TBD", "12345", "soon", ""])
def test_a_month_names_a_year(value):
    assert invalid(bind("").schema.field("date"), value) == "names no year"


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("2025-01-31", ""),
        ("2025-1-3", ""),
        ("on 2025-01-31, by vote", ""),
        ("2025-01", "is no date in the form YYYY-MM-DD"),
        ("31.01.2025", "is no date in the form YYYY-MM-DD"),
        ("2025-13-01", "is no day of the calendar"),
        ("2025-02-29", "is no day of the calendar"),
        ("2024-02-29", ""),
        ("2025-01-32", "is no day of the calendar"),
        ("2025-00-10", "is no day of the calendar"),
    ],
)
def test_a_day_is_written_as_in_iso_8601(value, complaint):
    schema = bind("", "**Date:** [YYYY-MM-DD]\n").schema
    assert invalid(schema.field("date"), value) == complaint


@pytest.mark.parametrize("value", ["", "anything", "2025"])
def test_text_persons_and_links_take_anything(value):
    schema = bind("").schema
    assert [invalid(schema.field(id), value) for id in ("authors", "related")] == ["", ""]


ANSWERS = {
    Answer.GIVEN: [
        "yes",
        "None of the above",
        "No known issues",
        "TODO list",
        "It is not yet known",
        "TBD by Jane",
        "0",
        "x" * 200,
    ],
    Answer.NONE: [
        "None",
        "none.",
        "No",
        "Nothing",
        "None at the moment.",
        "None so far",
        "None yet",
        "None that I know of",
        "Nil",
    ],
    Answer.NOT_APPLICABLE: [
        "N/A",
        "n/a",
        "NA",
        "n.a.",
        "Not applicable",
        "Not applicable: no API",
        "N/A - internal only",
        "Does not apply.",
    ],
    Answer.OPEN: [
        "TBD",
        "tbc",
        "TODO",
        "TODO:",
        "*TBD*",
        "(TBD)",
        "Not yet.",
        "Needs discussion.",
        "?",
        "???",
        "…",
        "...",
        "To be decided",
        "WIP",
        "Later",
    ],
    Answer.EMPTY: ["", "   ", "-", "—", "**", "\n\n", "()"],
}


@pytest.mark.parametrize(("text", "state"), [(text, state) for state, texts in ANSWERS.items() for text in texts])
def test_the_state_of_an_answer_is_told_by_what_it_says(text, state):
    assert answer(text) is state


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Keine.", Answer.NONE),
        ("Derzeit keine", Answer.NONE),
        ("Aucun pour le moment.", Answer.NONE),
        ("Ninguna", Answer.NONE),
        ("Nenhum", Answer.NONE),
        ("Geen", Answer.NONE),
        ("Нет", Answer.NONE),
        ("なし", Answer.NONE),
        ("現時点ではなし。", Answer.NONE),
        ("暂无", Answer.NONE),
        ("目前没有。", Answer.NONE),
        ("없음", Answer.NONE),
        ("Entfällt", Answer.NOT_APPLICABLE),
        ("Sans objet", Answer.NOT_APPLICABLE),
        ("N.v.t.", Answer.NOT_APPLICABLE),
        ("該当なし", Answer.NOT_APPLICABLE),
        ("不适用", Answer.NOT_APPLICABLE),
        ("Noch offen.", Answer.OPEN),
        ("Pendiente", Answer.OPEN),
        ("*À définir*", Answer.OPEN),
        ("Da definire", Answer.OPEN),
        ("（未定）", Answer.OPEN),
        ("待补充", Answer.OPEN),
        ("미정", Answer.OPEN),
    ],
)
def test_what_other_languages_say_in_place_of_an_answer_is_none_or_open(text, state):
    assert answer(text) is state


@pytest.mark.parametrize(
    "text",
    [
        "Keine Schnittstelle ändert sich.",
        "Aucun changement pour les clients.",
        "Nada cambia",
        "La pendiente es de 3 %",
        "Offene Schnittstellen",
        "Нет изменений",
        "なしのつぶて",
        "无状态服务",
        "没有破坏性变更",
        "Noch",
        "Derzeit",
        "Offenbach",
    ],
)
def test_a_sentence_with_such_a_word_is_an_answer(text):
    assert answer(text) is Answer.GIVEN


def test_a_promise_is_told_apart_from_what_may_be_all_there_is_to_say():
    assert (promised("à définir"), promised("Noch zu klären."), promised("待补充")) == (True, True, True)
    assert (promised("pendiente"), promised("offen"), promised("未定"), promised("in attesa")) == (False,) * 4


@pytest.mark.parametrize(
    ("value", "state"),
    [
        ("Done", Answer.GIVEN),
        ("", Answer.EMPTY),
        ("TBD", Answer.OPEN),
        ("n/a", Answer.NOT_APPLICABLE),
        ("None", Answer.NONE),
    ],
)
def test_a_field_has_the_state_of_its_value(value, state):
    assert bind(f"# T\n\n**Status:** {value}\n").fields["status"].state is state


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("text", Answer.GIVEN),
        ("", Answer.EMPTY),
        ("\n\n", Answer.EMPTY),
        ("<!-- guidance -->", Answer.EMPTY),
        ("<!-- one -->\n\n<!-- two -->", Answer.EMPTY),
        ("### Child", Answer.EMPTY),
        ("### Child\n\ntext", Answer.GIVEN),
        ("---", Answer.EMPTY),
        ("text\n\n---", Answer.GIVEN),
        ("- ", Answer.EMPTY),
        ("- a\n- b", Answer.GIVEN),
        ("TBD", Answer.OPEN),
        ("- TBD", Answer.OPEN),
        ("- [ ] TBD", Answer.OPEN),
        ("_TBD_\n\n---", Answer.OPEN),
        ("TBD\n\ntext", Answer.GIVEN),
        ("None.", Answer.NONE),
        ("N/A", Answer.NOT_APPLICABLE),
        ("![](a.png)", Answer.GIVEN),
        ("![alt](a.png)", Answer.GIVEN),
        ('<img src="a.png">', Answer.GIVEN),
        ('<a href="x"><img src="a.png"></a> ', Answer.GIVEN),
        ("```\ncode\n```", Answer.GIVEN),
        ("| a | b |\n|--|--|\n| c | d |", Answer.GIVEN),
        ("> quote", Answer.GIVEN),
        ("<div>\nx\n</div>", Answer.GIVEN),
    ],
)
def test_the_state_of_a_section_is_told_by_what_it_says(body, state):
    text = f"## A\n{body}\n"
    assert section_answer(parse(text.encode()), (5, len(text.encode()))) is state
