"""References by number in headers, of which no document has the number."""

import pytest

from holdfast.engine.check import check
from records import found, record
from samples import nygard

SLUG = "number-unknown"
OTHERS = {f"docs/adr/{number:04}-{name}.md": record(title=name) for number, name in enumerate(("tides", "tolls"), 1)}


def said(project, *, status="Accepted", header="", more=None, path="docs/adr/0005-piers.md"):
    files = {**OTHERS, path: record(status=status, header=header, title="Piers"), **(more or {})}
    return [text for _, text in found(project, files, SLUG)]


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("Superseded by ADR-0041", ""),
        ("superseded by ADR 41 (2026-10-01)", ""),
        ("Superseded by 0041.", ""),
        ("Accepted for the build; the rest superseded by 0041", ""),
        ("Partially superseded by ADR 0041 - the hand-over still stands", ""),
        ("Accepted", "**Supersedes:** ADR-0041\n"),
        ("Accepted", "**Amends:** ADR 0041 §4 and §5 (empty cells)\n"),
        ("Accepted", "**Supersedes:** ADR-0001, ADR-0041\n"),
        ("Accepted", "**Supersedes:** ADRs 0001, 0002, and 0041; the rest stands\n"),
        ("Accepted", "**Replaces:** ADR 0041's demand for a second pier\n"),
        ("Accepted", "**Superseded by:** ADR-0041: Piers of stone\n"),
        ("Accepted", "**Superseded by:** 41\n"),
        ("Accepted", "**Depends on:** 1, 41\n"),
        ("Accepted", "**Obsoletes:** 0041-piers-of-stone\n"),
    ],
)
def test_a_number_that_no_document_has_is_told(project, status, header):
    (text,) = said(project, status=status, header=header)
    assert "41: no document here has that number, the highest is 0005" in text


@pytest.mark.parametrize(
    ("status", "header"),
    [
        ("Superseded by ADR-0002", ""),
        ("Superseded by 2", ""),
        ("Superseded by ADR-0041 of the platform", ""),
        ("Superseded by ADR-0041 in platform-docs", ""),
        ("Superseded by ADR-0041 (not written yet)", ""),
        ("Superseded by ADR-0041 (proposed, see #12)", ""),
        ("Superseded by harbour/docs/adr/0041-piers.md", ""),
        ("Superseded by [ADR-0041](https://harbour.example/adr/41)", ""),
        ("Superseded by two records of 2024", ""),
        ("Superseded by PCP in 2013", ""),
        ("Superseded by ADR-NNNN", ""),
        ("Superseded by ADR-20260818-scope", ""),
        ("Superseded (2024-05-01)", ""),
        ("Accepted | Superseded by ADR-0041", ""),
        ("Accepted", "**Updates:** RFC 9110\n"),
        ("Accepted", "**Supersedes:** RFC 1034/1035\n"),
        ("Accepted", "**Supersedes:** RFC-0041 v0.2\n"),
        ("Accepted", "**Requires:** Python 3, Node 22\n"),
        ("Accepted", "**Replaces:** none\n"),
        ("Accepted", "**Replaces:** 2019\n"),
        ("Accepted", "**Related:** ADR-0041\n"),
        ("Accepted", "**Supersedes:** 0001 <!-- ADR-0041 -->\n"),
        ("Accepted", "**Supersedes:** ADR-0041 upstream\n"),
    ],
)
def test_what_is_there_or_may_be_elsewhere_is_not_told(project, status, header):
    assert said(project, status=status, header=header) == []


@pytest.mark.parametrize(
    "more",
    [
        {"archive/0041-stone.md": "# Stone\n"},
        {"docs/adr/old/0041-stone/README.md": "# Stone\n"},
        {"docs/adr/adr-041.adoc": "= Stone\n"},
        {"docs/adr/README.md": "# Records\n\n- [1](0001-tides.md)\n- [2](0002-tolls.md)\n- 41: kept on paper\n"},
        {"docs/adr/stone.md": record(title="ADR-0041: Stone")},
        {"docs/adr/stone.md": record(title="Stone", header="**ADR:** 41\n")},
        {"docs/adr/small.md": record(title="Small decisions") + "\n### ADR-041 Stone\n\nStone.\n"},
    ],
    ids=lambda more: next(iter(more)),
)
def test_a_number_that_stands_anywhere_as_that_of_a_document_is_known(project, more):
    assert said(project, status="Superseded by ADR-0041", more=more) == []


def test_another_series_of_the_project_has_numbers_of_its_own(project):
    more = {f"docs/design/{number:02}-x.md": "# X\n" for number in (39, 40, 41)}
    assert len(said(project, status="Superseded by ADR-0041", more=more)) == 1


def test_where_documents_carry_no_numbers_nothing_is_said(project):
    files = {f"docs/adr/{name}.md": record(title=name, status="Superseded by 0041") for name in ("a", "b", "c", "d")}
    assert found(project, files, SLUG) == []
    files |= {f"docs/adr/000{number}-e.md": record(status="Superseded by 0041") for number in (1, 2)}
    assert found(project, files, SLUG) == []


def test_a_prefix_counts_where_it_is_that_of_the_folder(project):
    files = {f"docs/notes/000{number}-e.md": record(title=f"E {number}") for number in (1, 2, 3)}
    files["docs/notes/0004-e.md"] = record(status="Superseded by ADR-0041")
    assert found(project, files, SLUG) == []
    files["docs/notes/0003-e.md"] = record(title="ADR-3: Piers")
    assert len(found(project, files, SLUG)) == 1


def test_the_lines_that_adr_tools_writes_below_a_status_are_read(project):
    status = "Accepted\n\nSupersedes 41. Piers of wood\n\nAmended by 0040"
    files = {f"docs/adr/000{number}-e.md": nygard(number, "Piers") for number in (1, 2, 3)}
    files["docs/adr/0004-e.md"] = nygard(4, "Piers", status)
    root = project(files)
    assert [one.found[:5] for one in check(str(root)).verdicts if one.slug == SLUG] == ["0040:"]
