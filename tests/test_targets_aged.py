"""Measurements go stale with what their table of the configuration is said to read."""

import json

import pytest

from inprocess import holdfast_here  # noqa: F401 - a fixture.
from test_targets import COMMAND, MEASURE, repo, verified  # noqa: F401 - A fixture among them.
from trying import needing

TABLE = '[verify.bench.sleeping]\nfile = "bench/hyper.json"\nmetric = "sleep 0.01"\nreads = "src/gate.py lib"\n'
ROW = "Sleeping | < 20 ms | | bench:sleeping"
SOURCES = {"src/gate.py": "A = 1\n", "src/toll.py": "B = 1\n", "lib/deep/tide.py": "C = 1\n"}


@pytest.fixture
def measured(repo, holdfast):  # noqa: F811
    repo.commit(SOURCES)
    again = (repo.root / "bench/hyper.json").read_text() + "\n"
    repo.commit({"bench/hyper.json": again})
    return lambda: verified(repo, holdfast, ROW, config=TABLE)["Sleeping"]


def test_a_measurement_holds_while_what_it_reads_is_what_it_was(repo, measured):  # noqa: F811
    assert measured()[0] == "holds"
    repo.commit({"src/toll.py": "B = 2\n"})
    assert measured()[0] == "holds"


@pytest.mark.parametrize("path", ["src/gate.py", "lib/deep/tide.py", "lib/new.py"])
def test_what_changed_since_the_result_was_committed_makes_it_stale(repo, measured, path):  # noqa: F811
    repo.commit({path: "A = 2\n"})
    outcome, found = measured()
    assert outcome == "stale"
    assert found.startswith(f"{path} changed since it was measured; 10.9 ms")


def test_what_is_as_it_was_again_is_not_stale(repo, measured):  # noqa: F811
    repo.commit({"src/gate.py": "A = 2\n"})
    repo.commit({"src/gate.py": SOURCES["src/gate.py"]})
    assert measured()[0] == "holds"


def test_changes_that_no_commit_holds_count_of_what_is_measured_and_of_the_result(repo, measured, holdfast):  # noqa: F811
    assert measured()[0] == "holds"
    repo.write({"src/gate.py": "A = 2\n"})
    assert outcomes(repo, holdfast) == ["stale"]
    repo.write({"bench/hyper.json": (repo.root / "bench/hyper.json").read_text() + " "})
    assert outcomes(repo, holdfast) == ["holds"]


def outcomes(repo, holdfast):  # noqa: F811
    return [one["outcome"] for one in json.loads(holdfast(repo.root, "verify", "--format", "json").out)["claims"]]


def test_a_result_and_what_it_measures_may_come_in_one_commit(repo, measured):  # noqa: F811
    text = (repo.root / "bench/hyper.json").read_text()
    repo.commit({"src/gate.py": "A = 2\n", "bench/hyper.json": text + " "})
    assert measured()[0] == "holds"


def test_check_tells_before_and_after_it_was_asked_for(repo, measured, holdfast):  # noqa: F811
    assert measured()[0] == "holds"
    repo.write({"src/gate.py": "A = 2\n"})
    assert "src/gate.py changed since it was tried" in holdfast(repo.root, "check").out
    assert outcomes(repo, holdfast) == ["stale"]
    assert "it was stale already when it was last asked for" in holdfast(repo.root, "check").out


def test_a_stale_measurement_is_not_written_into_the_document(repo, measured, holdfast):  # noqa: F811
    repo.commit({"src/gate.py": "A = 2\n"})
    assert measured()[0] == "stale"
    before = (repo.root / "docs/design/01-cache.md").read_text()
    holdfast(repo.root, "verify", "--update", "actual")
    assert (repo.root / "docs/design/01-cache.md").read_text() == before


def test_what_is_said_to_be_read_has_to_be_there(repo, measured):  # noqa: F811
    (repo.root / "src/gate.py").unlink()
    assert measured() == ("unproven", "is said to read src/gate.py, which is not there")


@needing("bash")
def test_what_a_command_measured_goes_stale_until_it_measures_again(repo, holdfast):  # noqa: F811
    repo.write({"scripts/measure.py": MEASURE, **SOURCES})
    config = COMMAND.replace('metric = "steps"\n', 'metric = "steps"\nreads = "src"\n')
    row = "Made | < 20 ms | | bench:made"
    measure = {"config": config, "options": ["--bench"]}
    assert verified(repo, holdfast, row, **measure)["Made"][0] == "holds"
    assert verified(repo, holdfast, row, config=config)["Made"][0] == "holds"
    repo.write({"src/toll.py": "B = 2\n"})
    outcome, found = verified(repo, holdfast, row, config=config)["Made"]
    assert (outcome, found[:37]) == ("stale", "src changed since it was measured; 4 ")
    assert verified(repo, holdfast, row, **measure)["Made"][0] == "holds"
    assert verified(repo, holdfast, row, config=config)["Made"][0] == "holds"
