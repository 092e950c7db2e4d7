"""House templates as teams keep them: in their own language, with a table as the header, with a state in place of a status."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from holdfast.engine.check import check
from holdfast.formats.graphed import summary
from holdfast.formats.state.words import status_word
from holdfast.model.result import Result
from holdfast.model.role import Role
from samples import document, notes, paths, said, sets, slugs, template

Project = Callable[..., Path]

TABLE = """# PEP NNNN: [Title]

| Field | Value |
|---|---|
| Title | [Title of the proposal] |
| Status | Draft \\| Accepted \\| Final |
| Created | [YYYY-MM-DD] |
| Last update | [YYYY-MM-DD] |
| Requires | [numbers of proposals, optional] |

## Abstract

[What it is about]
"""
SPANISH = """# [Título]

- Fecha: [AAAA-MM-DD]
- Estado: [Borrador | Aceptado | Obsoleto]
- Revisores: [nombres, opcional]

## Contexto

[Antecedentes]

## Preguntas abiertas (opcional)

- [ ] [Pregunta]
"""
STATE = "---\nauthors: Name <a@example.com>\nstate: prediscussion\n---\n\n# RFD NNN Title\n\n## Determinations\n"


def row(status: str, created: str = "2020-09-12", update: str = "2020-09-13") -> str:
    """Return a document with a table as its header."""
    cells = {"Title": "Match", "Status": status, "Created": created, "Last update": update}
    rows = "".join(f"| {name} | {value} |\n" for name, value in cells.items())
    return f"# PEP 1: Match\n\n| Field | Value |\n|---|---|\n{rows}\n## Abstract\n\nAdds a word to the language.\n"


def tabled(project: Project, text: str) -> Result:
    """Check one document against the template with the table."""
    return check(str(project({"peps/pep-0000-template.md": TABLE, "peps/pep-0001-match.md": text})))


@pytest.mark.parametrize("status", ["Draft", "Accepted", "Final"])
def test_a_bar_that_is_escaped_in_a_cell_parts_the_words_a_template_offers(project: Project, status: str) -> None:
    assert not tabled(project, row(status)).verdicts


def test_the_words_offered_in_a_cell_are_named_without_the_escapes(project: Project) -> None:
    (found,) = tabled(project, row("Accpeted")).verdicts
    assert found.found == 'Status "Accpeted" is none of Draft, Accepted, Final'
    assert found.remedy == "choose one of Draft, Accepted, Final"


def test_a_placeholder_that_many_fields_share_is_traced_to_the_line_of_its_own_field(project: Project) -> None:
    (found,) = tabled(project, row("Draft", update="[YYYY-MM-DD]")).verdicts
    assert found.slug == "placeholder-left"
    assert found.requirement is not None
    assert found.requirement.text == "| Last update | [YYYY-MM-DD] |"


def test_optional_is_understood_in_the_language_of_the_template_and_at_the_end_of_a_value(project: Project) -> None:
    text = "# Colas\n\n- Fecha: 2026-02-01\n- Estado: Aceptado\n\n## Contexto\n\nHay picos por la mañana.\n"
    result = check(str(project({"docs/diseno/plantilla.md": SPANISH, "docs/diseno/colas.md": text})))
    assert paths(result) == ["docs/diseno/colas.md"]
    assert not result.verdicts


@pytest.mark.parametrize(
    ("word", "role"),
    [("Borrador", Role.DRAFT), ("Aceptado", Role.ACTIVE), ("Obsoleto", Role.DEPRECATED)],
)
def test_a_status_in_another_language_is_the_status(project: Project, word: str, role: Role) -> None:
    text = f"# Colas\n\n- Fecha: 2026-02-01\n- Estado: {word}\n\n## Contexto\n\nHay picos por la mañana.\n"
    (one,) = check(str(project({"docs/d/plantilla.md": SPANISH, "docs/d/colas.md": text}))).documents
    assert (one.status, one.role) == (word, role)


@pytest.mark.parametrize("when", ["estado == 'Aceptado'", "status == 'Aceptado'"])
def test_a_condition_may_call_the_status_what_the_template_calls_it(project: Project, when: str) -> None:
    asks = SPANISH.replace("(opcional)", f'<!-- holdfast: required-when="{when}" -->')
    for word, expected in (("Borrador", []), ("Aceptado", ["section-missing"])):
        text = f"# Colas\n\n- Fecha: 2026-02-01\n- Estado: {word}\n\n## Contexto\n\nHay picos por la mañana.\n"
        result = check(str(project({"d/plantilla.md": asks, "d/colas.md": text}, name=word)))
        assert list(slugs(result)) == expected


def test_a_state_is_a_status_where_its_words_are_and_a_place_is_none(project: Project) -> None:
    text = STATE.replace("prediscussion", "published").replace("NNN Title", "1 Requests") + "\nWe write them down.\n"
    place = STATE.replace("prediscussion", "Bavaria")
    config = '[type.rfd]\ntemplate = "prototype.md"\ndocuments = ["rfd/*/README.md"]\n'
    for prototype, status in ((STATE, "published"), (place, None)):
        root = project({"holdfast.toml": config, "prototype.md": prototype, "rfd/0001/README.md": text})
        (one,) = check(str(root)).documents
        assert one.status == status


def test_pages_that_the_configuration_names_are_documents_and_others_are_none(project: Project) -> None:
    files = {"design/TEMPLATE.md": template(), "design/0001/README.md": document("One"), "design/a.md": document("A")}
    for patterns, expected in (
        ('"design/*/README.md"', ["design/0001/README.md"]),
        ('"design/**/*.md"', ["design/a.md"]),
    ):
        config = f'[type.design]\ntemplate = "design/TEMPLATE.md"\ndocuments = [{patterns}]\n'
        assert paths(check(str(project({**files, "holdfast.toml": config})))) == expected


@pytest.mark.parametrize("name", ["VORLAGE.md", "adr-vorlage.md", "plantilla.md", "模板.md"])
def test_a_template_is_told_by_its_name_in_other_languages(project: Project, name: str) -> None:
    root = project({f"docs/entwurf/{name}": template(), "docs/entwurf/a.md": document("A")})
    result = check(str(root))
    assert sets(result) == {"docs/entwurf": (f"docs/entwurf/{name}",)}
    assert not check(str(project({"docs/vorlagen.md": notes("V"), "docs/b.md": notes("B")}, name="other"))).understood


@pytest.mark.parametrize("answer", ["N/A", "Not applicable: the gateway has no API.", "None."])
def test_what_a_section_that_does_not_apply_would_hold_is_not_asked_for(project: Project, answer: str) -> None:
    asks = template("Context") + "\n## API\n\n### Python\n\n[Calls]\n\n### Rust\n\n[Calls]\n"
    text = document("A", "Context") + f"\n## API\n\n{answer}\n"
    assert not check(str(project({"d/TEMPLATE.md": asks, "d/a.md": text}))).verdicts


def test_a_section_that_only_promises_is_quoted_without_the_definition_above_the_promise(project: Project) -> None:
    text = document("A", "Context") + "\n## Drawbacks\n[drawbacks]: #drawbacks\n\n<!-- soon -->\n\nTODO\n"
    result = check(str(project({"d/TEMPLATE.md": template("Context", "Drawbacks"), "d/a.md": text})))
    assert said(result, "section-empty") == [("d/a.md", 'section `Drawbacks` only says "TODO"')]


def test_a_proposal_in_active_review_is_not_yet_active(project: Project) -> None:
    text = document("A", "Context", status="Active Review (March 1...14, 2026)")
    asks = template("Context", status="[Active Review | Accepted | Implemented]")
    (one,) = check(str(project({"proposals/TEMPLATE.md": asks, "proposals/0001-a.md": text}))).documents
    assert one.role is Role.DRAFT


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("Awaiting review", "Awaiting review"),
        ("Under discussion (#7)", "Under discussion"),
        ("Implemented (Swift 2.2)", "Implemented"),
        ("Shipped in 2.0", "Shipped"),
        ("superseded by 3", "Superseded"),
    ],
)
def test_a_status_of_two_words_of_which_the_first_says_nothing_is_shown_whole(status: str, shown: str) -> None:
    one = SimpleNamespace(status=status)
    assert status_word(one) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("edges", "line"),
    [(1, "1 document   0 supersedes · 0 requires · 1 link "), (2, "1 document   0 supersedes · 0 requires · 2 links ")],
)
def test_one_document_and_one_link_are_counted_in_the_singular(edges: int, line: str) -> None:
    graph = SimpleNamespace(nodes=["a"], edges=[SimpleNamespace(kind="links")] * edges, orphans=[], cycles=[])
    assert summary(graph).startswith(line)
