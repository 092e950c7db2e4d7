"""Formats: what they promise to programs and to people."""

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from holdfast.engine.check import check
from holdfast.formats import View, format_names, renderer
from holdfast.formats.escape import visible, visible_path
from holdfast.formats.text import surest

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "check-v1.json").read_text())
EXAMPLES = ["holds", "rotten", "foreign"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_json_is_valid_against_its_published_schema(name):
    document = json.loads("\n".join(renderer("json")(check(str(ROOT / "examples" / name)), View())))
    jsonschema.Draft202012Validator(SCHEMA).validate(document)


def test_the_json_schema_lists_every_key_that_is_written():
    """A new key that the published schema does not describe is noticed here."""
    document = json.loads("\n".join(renderer("json")(check(str(ROOT / "examples" / "rotten")), View())))
    assert set(document) == set(SCHEMA["properties"]) - {"claims", "sandbox"}
    for part in ("documents", "verdicts", "understood"):
        assert set(document[part][0]) == set(SCHEMA["properties"][part]["items"]["properties"])


def test_every_verdict_of_the_text_format_is_one_the_json_format_has():
    result = check(str(ROOT / "examples" / "rotten"))
    text = "\n".join(renderer("text")(result, View()))
    missing = [verdict.found for verdict in result.verdicts if verdict.found not in text]
    assert missing == []


def test_concise_prints_exactly_one_line_for_each_verdict():
    result = check(str(ROOT / "examples" / "rotten"))
    assert len(list(renderer("concise")(result, View()))) == len(result.verdicts)


def test_the_summary_prints_every_outcome_even_when_nothing_is_wrong():
    text = "\n".join(renderer("text")(check(str(ROOT / "examples" / "holds")), View()))
    assert all(word in text for word in ("broken", "stale", "waived", "unproven"))


def test_first_sight_shows_ten_findings_of_several_rules():
    result = check(str(ROOT / "examples" / "rotten"))
    chosen = surest(result.verdicts)
    assert len(chosen) == 10
    assert len({verdict.slug for verdict in chosen}) >= 5


def test_a_format_is_registered_by_being_in_the_folder():
    assert {"text", "concise", "json"} <= set(format_names())
    assert "escape" not in format_names()


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\u202eb", "a\\u202eb"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("bell\x07", "bell\\x07"),
        ("line\nbreak", "line break"),
        ("latin-1 name \udce9", "latin-1 name \\xe9"),
        ("plain – text", "plain – text"),
    ],
)
def test_unsafe_characters_are_spelled_out(raw, shown):
    assert visible(raw) == shown


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("::error file=x::boo.md", "./::error file=x::boo.md"),
        ("##[error]x.md", "#\\#[error]x.md"),
        ("##vso[task].md", "#\\#vso[task].md"),
    ],
)
def test_a_path_never_starts_a_line_with_a_runner_command(raw, shown):
    assert visible_path(raw) == shown


def test_an_unchanged_run_prints_the_same_bytes(tmp_path, monkeypatch):
    """The second run is replayed from the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    command = [sys.executable, "-m", "holdfast", "check", "--all"]
    runs = [
        subprocess.run(command, cwd=ROOT / "examples" / "rotten", capture_output=True, check=False) for _ in range(2)
    ]
    assert runs[0].stdout == runs[1].stdout
    assert runs[0].returncode == runs[1].returncode == 1
