"""What a new document takes over from its template, byte for byte, and how values are written into it."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.edits.heading import title_line
from holdfast.edits.omissions import Guidance
from holdfast.edits.skeleton import Answers, skeleton
from holdfast.edits.yamlvalue import yaml_scalar
from holdfast.template.compile import compile_template
from test_new import SEED

LINE = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=40).map(str.strip).filter(bool)


def written(source: str, values: Mapping[str, str] | None = None, *, drop: bool = False, **known: str) -> str:
    """Return a document from a template's text."""
    raw = source.encode()
    answers = Answers(**{"title": "Tides", **known}, values=values or {})  # type: ignore[arg-type]
    return skeleton(raw, compile_template(raw, "t.md", "t"), answers, Guidance(drop)).decode()


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("[Document Title]", "Tides"),
        ("[Number]. [Title of the decision]", "12. Tides"),
        ("RFC [Number]: [Title]", "RFC 12: Tides"),
        ("ADR-[NNNN]: [title]", "ADR-0012: Tides"),
        ("KEP-NNNN: Your short, descriptive title", "KEP-0012: Tides"),
        ("SE-NNNN Feature name", "SE-0012 Tides"),
        ("{short title, representative of solved problem}", "Tides"),
        ("<your title>", "Tides"),
        ("ADR NNNN - TITLE", "ADR 0012 - Tides"),
        ("Title", "Tides"),
        ("Decision: [title] ([team])", "Decision: Tides ([team])"),
    ],
)
def test_title_and_number_go_where_the_template_has_them(line: str, title: str) -> None:
    assert title_line(line, "Tides", "0012") == title


def test_a_number_that_waits_leaves_its_place_as_it_is() -> None:
    assert title_line("KEP-NNNN: Your title", "Tides", "") == "KEP-NNNN: Tides"
    assert title_line("[Number]. [Title]", "Tides", "") == "[Number]. Tides"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# [Title]\n\n- **Status:** [a | b | c]\n- Date: [YYYY-MM-DD]\n", "# Tides\n\n- **Status:** a\n- Date: 2025-02-03\n"),
        ("# [Title] {#top}\n\nStatus: [a | b | c]  \nDate: [YYYY-MM-DD]\n", "# Tides {#top}\n\nStatus: a  \nDate: 2025-02-03\n"),
        ("[Title]\n=====\n\n**Status**: [a | b | c]\\\n**Date**: [YYYY-MM-DD]\n", "Tides\n=====\n\n**Status**: a\\\n**Date**: 2025-02-03\n"),
        ("# [Title]\n\n| Field | Value |\n|---|---|\n| Date   | [YYYY-MM-DD] |\n", "# Tides\n\n| Field | Value |\n|---|---|\n| Date   | 2025-02-03 |\n"),
        ("# [Title]\n\nDate: [YYYY-MM-DD]\n\n## Status\n\n[a | b | c]\n\n## Why\n", "# Tides\n\nDate: 2025-02-03\n\n## Status\n\na\n\n## Why\n"),
        ('---\nstatus: "{a | b | c}"\ndate: {YYYY-MM-DD when}\n---\n\n# {title}\n', "---\nstatus: a\ndate: 2025-02-03\n---\n\n# Tides\n"),
        ("---\nstatus:\ndate: <yyyy-mm-dd>\n---\n# [Title]\n", "---\nstatus: a\ndate: 2025-02-03\n---\n# Tides\n"),
    ],
    ids=["bullets", "lines", "labels", "table", "section", "yaml", "empty yaml"],
)  # fmt: skip
def test_values_are_written_in_the_dialect_of_the_header(before: str, after: str) -> None:
    assert written(before, {"status": "a", "date": "2025-02-03"}) == after


def test_a_list_in_front_matter_stays_a_list() -> None:
    assert written("---\nauthors:\n  - [name]\ntags: [x, y]\n---\n# [T]\n", {"authors": "Ann: B", "tags": "one"}) == (
        '---\nauthors:\n  - "Ann: B"\ntags: [one]\n---\n# Tides\n'
    )


def test_bytes_that_are_no_utf8_come_through() -> None:
    raw = SEED.encode().replace(b"### Goals", b"### G\xe4\xffls")
    made = skeleton(raw, compile_template(raw, "t.md", "t"), Answers("Tides"))
    assert b"### G\xe4\xffls" in made


@given(st.lists(LINE, max_size=6), st.booleans())
def test_what_is_not_filled_in_or_left_out_is_the_templates(lines: list[str], crlf: bool) -> None:
    body = "\n".join(f"{line}x" for line in lines)
    source = f"# [Title]\n\n**Date:** [YYYY-MM-DD]\n\n```text\n{body.replace('`', '.')}\n```\n\n## Why\n\n[Why]\n"
    source = source.replace("\n", "\r\n") if crlf else source
    made = written(source, {"date": "2025-02-03"})
    assert made == source.replace("[Title]", "Tides").replace("[YYYY-MM-DD]", "2025-02-03", 1)


@given(LINE)
def test_a_yaml_value_reads_back_as_it_was_written(text: str) -> None:
    from ruamel.yaml import YAML

    loaded = YAML(typ="safe", pure=True).load(f"title: {yaml_scalar(text)}\nnext: 1\n")
    assert loaded == {"title": loaded["title"], "next": 1}
    assert str(loaded["title"]) == text
    assert isinstance(loaded["title"], str) or len(text) == 10  # A day stays bare.


@pytest.mark.parametrize(
    ("text", "scalar"),
    [
        ("Tide tables", "Tide tables"),
        ("Tides: new", '"Tides: new"'),
        ('The "new" way', 'The "new" way'),
        ('"New": that', "'\"New\": that'"),
        ("C# and C++", "C# and C++"),
        ("a #b", '"a #b"'),
        ("@ann", '"@ann"'),
        ("yes", '"yes"'),
        ("12", '"12"'),
        ("2025-02-03", "2025-02-03"),
        ("Ann <ann@example.org>", "Ann <ann@example.org>"),
        ("it's", "it's"),
    ],
)
def test_a_yaml_value_is_quoted_only_where_it_has_to_be(text: str, scalar: str) -> None:
    assert yaml_scalar(text) == scalar
