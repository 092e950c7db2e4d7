"""``holdfast history``: what was measured, commit by commit, as a chart of 80 columns that needs no colour."""

import json
from pathlib import Path

import jsonschema
import pytest

from gitrepo import Repo
from inprocess import holdfast_here  # noqa: F401 - The fixture runs in this process.
from test_targets import COMMAND, MEASURE, TEMPLATE, document
from trying import needing

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "history-v1.json").read_text())


def results(*samples, other=(100, 101, 99, 100), commit="", cores=2):
    metrics = {"cold start": {"unit": "ms", "samples": samples}, "other": {"unit": "ms", "samples": other}}
    return json.dumps(
        {"metrics": metrics, "commit": commit, "machine": {"system": "Linux", "architecture": "x86_64", "cores": cores}}
    )


ROWS = (
    "Cold start | < 50 ms | | `bench:r.json#cold start`",
    "Cold start again | 2x faster than other | | `bench:r.json#cold start`",
    "Nothing | < 1 s | | bench:none.json#a",
)


@pytest.fixture
def repo(tmp_path):
    made = Repo(tmp_path / "project")
    made.commit({"docs/TEMPLATE.md": TEMPLATE, "docs/01-cache.md": document(*ROWS), "docs/02-b.md": document()})
    for number, middle in enumerate((30, 40, 49, 60)):
        made.commit(
            {"r.json": results(middle - 4, middle - 1, middle, middle + 1, middle + 4, cores=2 if number < 3 else 8)}
        )
    return made


def test_every_committed_version_of_a_result_file_is_a_point(repo, holdfast):
    done = holdfast(repo.root, "history", "cold start", "--format", "json")
    found = json.loads(done.out)
    jsonschema.validate(found, SCHEMA)
    (metric,) = found["metrics"]
    assert [point["value"] for point in metric["points"]] == [0.03, 0.04, 0.049, 0.06]
    assert [point["outcome"] for point in metric["points"]] == ["holds", "holds", "unproven", "broken"]
    assert [len(point["samples"]) for point in metric["points"]] == [5] * 4
    assert (metric["low"], metric["high"], metric["dimension"]) == (None, 0.05, "time")
    moments = [point["moment"] for point in metric["points"]]
    assert moments == sorted(moments)


def test_the_chart_can_be_read_without_colour_in_80_columns(repo, holdfast):
    lines = holdfast(repo.root, "history", "Cold Start").out.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert "\x1b" not in "".join(lines)
    rows = [line for line in lines if "runs" in line]
    assert [line[:9] for line in rows] == [one[:9] for one in repo.git("log", "--reverse", "--format=%H", "-4").split()]
    marks = ["".join(char for char in line[23:56] if char in "●×○") for line in rows]
    assert marks == ["●", "●", "○", "×"]
    (column,) = {line.index("┊") if "┊" in line else line.index("┼") for line in rows}
    assert [line.index(mark) < column for line, mark in zip(rows, marks, strict=True)] == [True, True, True, False]
    assert any("on another machine: Linux x86_64 8 cores" in line for line in lines)


def test_a_ratio_is_charted_as_a_ratio(repo, holdfast):
    (metric,) = json.loads(holdfast(repo.root, "history", "cold start again", "--format", "json").out)["metrics"]
    assert metric["dimension"] == "x"
    assert [round(point["value"], 2) for point in metric["points"]] == [3.33, 2.5, 2.04, 1.67]


def test_markdown_is_a_table(repo, holdfast):
    lines = holdfast(repo.root, "history", "cold start", "--format", "markdown").out.splitlines()
    assert sum(line.startswith("| ") for line in lines) == 5
    assert "| misses |" in lines[-1]


def test_what_was_never_measured_and_what_is_no_metric_is_said(repo, holdfast):
    assert "nothing was measured yet" in holdfast(repo.root, "history", "nothing").out
    done = holdfast(repo.root, "history", "cold strat")
    assert done.code == 2
    assert "did you mean 'Cold start'" in done.err


READ_AS = {
    "p99 < 20 ms, p50 < 5 ms": ("quantity", "p99 time: at most 20 ms, p50 time: at most 5 ms"),
    "~50 MB": ("quantity", "size: about 50 MB"),
    "10-20 req/s": ("quantity", "rate: 10 req/s to 20 req/s"),
    "at most 60 % of rumdl": ("ratio", "ratio: at most 0.6 times as much as rumdl"),
    "2x faster": ("ratio", "ratio: at least 2 times as fast as something it does not name"),
    "linear": ("growth", "order of growth: O(n)"),
    "< 20 ms without cache": ("text", 'text: "without cache" is not understood behind "< 20 ms"'),
}


def test_without_a_name_every_target_is_listed_with_what_it_is_read_as(tmp_path, holdfast):
    repo = Repo(tmp_path / "read")
    rows = [f"{number} | {text} | | {'bench:made' if number else ''}" for number, text in enumerate(READ_AS)]
    repo.commit({"docs/TEMPLATE.md": TEMPLATE, "docs/01-a.md": document(*rows), "docs/02-b.md": document()})
    found = json.loads(holdfast(repo.root, "history", "--format", "json").out)
    jsonschema.validate(found, SCHEMA)
    assert {one["target"]: (one["type"], one["read_as"]) for one in found["targets"]} == READ_AS
    assert [one["measurement"] for one in found["targets"]] == [None, *["bench:made"] * 6]
    assert holdfast(repo.root, "history").out.endswith("7 targets   6 with a measurement\n")
    assert holdfast(repo.root, "history", "--format", "markdown").out.count("\n") == 9


def test_hostile_names_do_not_reach_the_terminal(tmp_path, holdfast):
    repo = Repo(tmp_path / "hostile")
    row = "Bad\x1b[31m\u202e | < 50 ms | | `bench:r.json#cold start`"
    repo.commit(
        {
            "docs/TEMPLATE.md": TEMPLATE,
            "docs/01-a.md": document(row),
            "docs/02-b.md": document(),
            "r.json": results(1, 2, 3, commit="\x1b[2J"),
        }
    )
    for form in ("text", "json", "markdown"):
        done = holdfast(repo.root, "history", "Bad", "--format", form)
        assert not {"\x1b", "\u202e"} & set(done.out)
        assert done.code == 0, done.err


@needing("bash")
def test_what_a_command_measured_is_kept_with_its_commit(tmp_path, holdfast):
    repo = Repo(tmp_path / "made")
    row = "Made | < 20 ms | | bench:made"
    repo.commit(
        {
            "docs/TEMPLATE.md": TEMPLATE,
            "docs/01-a.md": document(row),
            "docs/02-b.md": document(),
            "scripts/measure.py": MEASURE,
            "holdfast.toml": COMMAND,
        }
    )
    first = repo.head
    assert holdfast(repo.root, "verify", "--bench").code == 0
    repo.commit({"scripts/measure.py": MEASURE.replace("[3, 4, 5, 4]", "[30, 40, 50, 40]")})
    assert holdfast(repo.root, "verify", "--bench").code == 1
    assert holdfast(repo.root, "verify", "--bench", "--again").code == 1
    (metric,) = json.loads(holdfast(repo.root, "history", "made", "--format", "json").out)["metrics"]
    assert [(point["commit"], point["value"], point["samples"]) for point in metric["points"]] == [
        (first, 0.004, [0.003, 0.004, 0.005, 0.004]),
        (repo.head, 0.04, [0.03, 0.04, 0.05, 0.04]),
    ]
