"""The built-in templates: the default is the seed itself, and every one of them is understood as it is meant."""

import re
from pathlib import Path

import pytest

import holdfast
from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.markdown.parser import parse
from holdfast.model.schema import FieldKind, Presence
from holdfast.template.compile import compile_template
from holdfast.template.directives import read_directives

SEED = (Path(__file__).parent / "seed" / "design-template.md").read_bytes()
FOLDER = Path(holdfast.__file__).parent / "builtin"
TEMPLATES = {path.stem: path.read_bytes() for path in FOLDER.glob("*.md")}
SCHEMAS = {name: compile_template(raw, f"builtin:{name}", name) for name, raw in TEMPLATES.items()}
FILLED = b"# Cache\n\n**Date:** May 2025\n**Status:** Active\n\n## Executive Summary\n\nWe cache. Reads are slow.\n\n## 1. Overview\n\n- [Primary goal 1]\n"


def section(schema, id):
    return next(one for one in schema.walk() if one.id == id)


def test_the_default_template_is_the_seed_plus_directives():
    """Without its directives, and without the lines that hold nothing else, it is the seed byte for byte."""
    without_lines = re.sub(rb"(?m)^[ \t]*<!-- (?:holdfast|hf): [^\n]*? -->[ \t]*\n", b"", TEMPLATES["design"])
    assert re.sub(rb"[ \t]*<!-- (?:holdfast|hf): [^\n]*? -->", b"", without_lines) == SEED


def test_the_directives_of_the_default_template_settle_what_the_seed_leaves_open():
    plain, settled = compile_template(SEED, "seed", "design"), SCHEMAS["design"]
    assert plain.undecided
    assert settled.undecided == ()
    assert [one.name for one in section(settled, "component-feature-name").fields if one.advice] == [
        "Alternatives considered"
    ]
    migration = section(settled, "migration-guide")
    assert [(one.stem, one.repeat, one.illustration) for one in migration.children] == [("from", 0, True)]


def test_what_the_directives_do_not_speak_of_is_demanded_as_in_the_seed():
    plain, settled = compile_template(SEED, "seed", "design"), SCHEMAS["design"]
    assert [(one.id, one.presence) for one in plain.walk()] == [(one.id, one.presence) for one in settled.walk()]
    assert [one.text for one in plain.placeholders] == [one.text for one in settled.placeholders]
    assert [(one.id, one.kind) for one in plain.fields] == [(one.id, one.kind) for one in settled.fields]


def test_the_folder_holds_the_five_built_in_templates():
    assert sorted(TEMPLATES) == ["adr", "design", "madr", "nygard", "rfc"]


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_blank_built_in_template_given_as_a_document_is_unfilled(name):
    assert Document("a.md", TEMPLATES[name], Lookup(SCHEMAS[name])).unfilled


def test_the_blank_seed_given_as_a_document_is_unfilled():
    assert Document("a.md", SEED, Lookup(compile_template(SEED, "seed", "design"))).unfilled


def test_the_blank_seed_with_only_its_title_put_in_is_unfilled():
    raw = SEED.replace(b"[Document Title]", b"Cache")
    assert Document("a.md", raw, Lookup(SCHEMAS["design"])).unfilled


def test_a_document_with_a_single_blank_left_is_not_unfilled():
    assert not Document("a.md", FILLED, Lookup(SCHEMAS["design"])).unfilled


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_built_in_template_leaves_nothing_undecided(name):
    assert SCHEMAS[name].undecided == ()


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_directive_of_a_built_in_template_governs_a_line_of_its_own_text(name):
    found = parse(TEMPLATES[name])
    lines = [found.line_text(line) for line in read_directives(found, name)]
    assert [line for line in lines if not line or line.startswith("<!--")] == []


@pytest.mark.parametrize(
    ("name", "dialect", "fields"),
    [
        ("design", "labels", {"date": FieldKind.MONTH, "status": FieldKind.ENUM, "related": FieldKind.LINKS}),
        ("adr", "labels", {"date": FieldKind.DATE, "status": FieldKind.ENUM, "deciders": FieldKind.PERSONS}),
        ("nygard", "lines", {"date": FieldKind.DATE, "status": FieldKind.ENUM}),
        ("rfc", "bullets", {"status": FieldKind.ENUM, "date": FieldKind.DATE, "authors": FieldKind.PERSONS}),
    ],
)
def test_the_header_of_a_built_in_template_has_typed_fields(name, dialect, fields):
    assert SCHEMAS[name].dialect == dialect
    assert {one.id: one.kind for one in SCHEMAS[name].fields} == fields


def test_the_front_matter_of_madr_is_left_to_the_author():
    assert SCHEMAS["madr"].dialect == "yaml"
    assert {one.id: one.presence for one in SCHEMAS["madr"].fields} == dict.fromkeys(
        ("status", "date", "decision-makers", "consulted", "informed"), Presence.OPTIONAL
    )


def test_the_status_of_a_nygard_record_is_a_field_and_no_section():
    assert [one.id for one in SCHEMAS["nygard"].sections] == ["context", "decision", "consequences"]
    assert SCHEMAS["nygard"].field("status").choices == ("Proposed", "Accepted", "Rejected", "Deprecated", "Superseded")


@pytest.mark.parametrize(
    ("name", "required"),
    [
        ("adr", ["context", "decision", "consequences"]),
        ("madr", ["context-and-problem-statement", "considered-options", "decision-outcome"]),
        ("nygard", ["context", "decision", "consequences"]),
        ("rfc", ["summary", "motivation", "proposal", "alternatives"]),
    ],
)
def test_the_sections_that_a_built_in_template_demands(name, required):
    assert [one.id for one in SCHEMAS[name].required] == required
