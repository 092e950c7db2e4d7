"""JSON, YAML and TOML are parsed, and held against the schema that their block names."""

import json

import pytest

from holdfast.languages import language_for
from holdfast.model.example import Example, Level, Line
from holdfast.model.span import Position, Span
from trying import needing, page, tried

SCHEMA = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}


def fault(word, text):
    lines = tuple(Line(line, 0) for line in text.split("\n"))
    verifier = language_for(word)
    found = verifier.parse(Example("a.md", 1, verifier.slug, word, word, lines, Span(0, 1), Position(1, 1)))
    return found and (found.line, found.column)


@pytest.mark.parametrize(
    ("word", "text", "place"),
    [
        ("json", '{"é": 1 2}', (1, 9)),
        ("json", '{"a": NaN}', (1, 7)),
        ("json", '{"a": [1 2]}', (1, 10)),
        ("json", '{ // x\n "a": 1 }', (1, 3)),
        ("jsonc", '{ // x\n "a": "http://x/* */", /* y\n */ "b": [1, ], }', None),
        ("jsonc", '{ // x\n "é": 1 2 }', (2, 9)),
        ("jsonl", '{"a": 1}\n\n[2]\n', None),
        ("ndjson", '{"a": 1}\n{"a" 1}', (2, 6)),
        ("json5", "{a: 1, }", None),
        ("yaml", "a: &x 1\nb: *x\n---\n- c", None),
        ("yml", "a: 1\n  b: 2", (2, 4)),
        ("yaml", "a: 1\nb:\n  c: 1\n  c: 2", (4, 3)),
        ("yaml", "base: &b {a: 1}\nx:\n  <<: *b\n  a: 2", None),
        ("yaml", "a: !!python/object/apply:os.system [x]", (1, 4)),
        ("yaml", "a: *nothing", (1, 4)),
        ("toml", 'a = 1\n[b]\nc = "é"', None),
        ("toml", "a = 1\na = 2", (2, 6)),
    ],
)
def test_faults_stand_where_they_are(word, text, place):
    assert fault(word, text) == place


def test_what_has_no_parser_is_only_listed():
    lines = (Line("{a: 1}", 0),)
    one = Example("a.md", 1, "json", "json5", "json5", lines, Span(0, 1), Position(1, 1))
    assert language_for("json5").highest(one) is Level.LISTED


@needing()
def test_data_is_held_against_the_schema_that_it_names(tmp_path):
    tmp_path.chmod(0o755)
    (tmp_path / "docs").mkdir()
    for name, content in {
        "s": {"$ref": "other.json#/$defs/a"},
        "other": {"$defs": {"a": SCHEMA}},
        "remote": {"$ref": "https://example.org/x.json"},
        "outside": {"$ref": "../../../etc/x.json"},
        "none": {"type": 3},
    }.items():
        (tmp_path / f"docs/{name}.json").write_text(json.dumps(content))
    (tmp_path / "docs/s.yaml").write_text("type: object\nrequired: [name]\n")
    (tmp_path / "docs/README.md").write_text(
        page(
            'json schema="s.json"\n{"size": 1}',
            'json schema=docs/s.json\n{"é": 1,\n "size": "é"}',
            'jsonl schema=s.json\n{"size": 1}\n{"size": "x"}',
            "yaml schema=s.json\nsize: 1\n---\nsize: x",
            'toml schema=s.json\n# é\nsize = "x"',
            "jsonc schema=s.yaml\n{ // x\n}",
            "json schema=remote.json\n{}",
            "json schema=outside.json\n{}",
            "json schema=nothing.json\n{}",
            "json schema=none.json\n{}",
        )
    )
    found = tried(tmp_path, page="docs/README.md")
    wanted = ["holds", *["broken"] * 5, "unproven", "unproven", "broken", "broken"]
    assert found.outcomes == wanted
    places = [(line, int(said.split()[0])) for line, (_, said) in found.verdicts.items()]
    assert places[:4] == [(41, 10), (61, 10), (82, 7), (101, 1)]
    assert "https://example.org/x.json" in found.at(140)
    (tmp_path / "docs/other.json").write_text(json.dumps({"$defs": {"a": {}}}))
    again = tried(tmp_path, page="docs/README.md")
    assert again.outcomes[:5] == ["holds"] * 5
