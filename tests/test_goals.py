"""Rows of tables of targets as typed data, and the measurement that a row names."""

import pytest

from holdfast.binding.goals import Reference, goals, named
from holdfast.binding.ratio import Growth, Ratio
from holdfast.binding.value import Words
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse

TABLE = """# Cache

## Performance

| Metric | Target | Actual/Expected | Notes |
|--------|--------|-----------------|-------|
| Read, p99 | < 20 ms | 14 ms | `bench:read`, warm |
| Size of a table | 2x smaller than gzip |  | bench:sizes.json#$.a.b |
| Lookup | O(1) | O(1) | by design |
| Feel | snappy |

### Limits

| What | Budget (ms) |
|---|---|
| **Start** `bench:results/hyper.json#python3 -c pass` | < 20 |

| Name | Value |
|---|---|
| no | table |
"""


def read(text):
    parsed = parse(text.encode())
    return parsed, list(goals(parsed, outline(parsed)))


def test_every_table_with_a_column_of_targets_is_read():
    _, found = read(TABLE)
    assert [one.name for one in found] == ["Read, p99", "Size of a table", "Lookup", "Feel", "Start bench:results/hyper.json#python3 -c pass"]  # fmt: skip
    assert [one.section for one in found] == [("Performance",)] * 4 + [("Performance", "Limits")]


def test_cells_are_typed():
    _, (read_, size, lookup, feel, start) = read(TABLE)
    assert (read_.target[0].high, read_.actual[0].low) == (0.02, 0.014)
    assert isinstance(size.target, Ratio)
    assert lookup.target == Growth("O(1)")
    assert feel.target == Words("snappy", "it holds no figure")
    assert (size.actual, feel.actual) == (Words("", "it says nothing"), None)
    assert (start.target[0].high, start.actual) == (0.02, None)


def test_a_row_names_its_measurement():
    _, found = read(TABLE)
    assert [one.reference for one in found] == [
        Reference("read"),
        Reference("sizes.json", "$.a.b"),
        None,
        None,
        Reference("results/hyper.json", "python3 -c pass"),
    ]


def test_the_place_of_a_row_is_its_actual_value():
    parsed, (first, second, *_, last) = read(TABLE)
    assert parsed.slice(*first.place) == "14 ms"
    assert not parsed.slice(*second.place).strip()
    assert parsed.slice(*last.place) == "< 20"
    assert parsed.slice(*first.span).startswith("Read, p99 |")


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("bench:cold-start", Reference("cold-start")),
        ("measured (bench:cold-start).", Reference("cold-start")),
        ("`bench:a b.json#/x/0`", Reference("a b.json", "/x/0")),
        ("`bench:x.json#a\\|b`", Reference("x.json", "a|b")),
        ("bench:x", Reference("x")),
        ("``bench:a`b#c``", Reference("a`b", "c")),
        ("see workbench:x", None),
        ("`" * 50_000, None),
        ("`bench:" * 5_000, None),
        ("bench:", None),
        ("a bench: and more", None),
    ],
)
def test_a_reference_is_told_from_prose(text, reference):
    assert named(text) == reference
