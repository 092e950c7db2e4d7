"""Result files of benchmark tools: files that the tools themselves wrote, and files that are not what they say."""

import json
import os
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

import holdfast.world.results
from holdfast.world.machine import Machine
from holdfast.world.results import ResultError, Source, all_formats, read_results
from holdfast.world.results.pointer import value_at
from holdfast.world.results.series import Series, figure

HERE = os.path.join(os.path.dirname(__file__), "benchresults")


def read(name, format=""):
    return read_results(Source(HERE, name), format)


def pick(results, name, part="time"):
    (found,) = [one for one in results.series if one.part == part and name in (one.name, *one.aliases)]
    return found


FILES = {
    "pytest-benchmark-5.3.1.json": ("pytest-benchmark", "test_dumps", 15, 4.6299e-6),
    "pytest-benchmark-3.4.1.json": ("pytest-benchmark", "test_dumps", 15, 4.6e-6),
    "pytest-benchmark-4.0.0.json": ("pytest-benchmark", "test_dumps", 15, 4.6e-6),
    "pytest-benchmark-5.3.1-saved.json": ("pytest-benchmark", "test_speed.py::test_dumps", 15, 4.6e-6),
    "hyperfine-1.15.0.json": ("hyperfine", "sleep 0.01", 12, 0.01093),
    "hyperfine-1.20.0.json": ("hyperfine", "sleep 0.01", 8, 0.0110846),
    "google-benchmark-1.7.1.json": ("google-benchmark", "BM_Copy/64", 4, 1.67e-8),
    "google-benchmark-1.9.5.json": ("google-benchmark", "BM_Sum", 5, 1.2e-4),
    "vitest-4.1.12.json": ("vitest", "sort > numbers", 12, 0.0010012),
    "vitest-1.6.0.json": ("vitest", "slow.bench.ts > sort > numbers", 12, 0.0010170),
    "criterion-0.3.6": ("criterion", "routes/match/8", 12, 4.05e-7),
    "criterion-0.8.2": ("criterion", "routes/match/8", 12, 4.73e-8),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_recognised_and_its_metric_read_in_seconds(name):
    format, metric, runs, median = FILES[name]
    found = read(name)
    series = pick(found, metric)
    assert (found.format, series.runs, series.dimension) == (format, runs, "time")
    assert figure(series).value == pytest.approx(median, rel=0.03)


@pytest.mark.parametrize("name", FILES)
def test_no_other_format_takes_a_file_for_its_own(name):
    source = Source(HERE, name)
    assert [one.name for one in all_formats() if one.recognises(source)] == [FILES[name][0]]


@pytest.mark.parametrize("name", [name for name in FILES if "saved" not in name and "vitest" not in name])
def test_every_sample_is_kept(name):
    _, metric, runs, _ = FILES[name]
    assert len(pick(read(name), metric).samples) == runs


def test_what_the_tool_calls_the_median_is_the_median_of_the_samples():
    for name in ("pytest-benchmark-5.3.1.json", "hyperfine-1.15.0.json", "google-benchmark-1.9.5.json"):
        for one in read(name).series:
            if one.part == "time" and one.samples and "median" in one.statistics:
                assert figure(one, "median").value == pytest.approx(one.statistics["median"], rel=1e-6)


def test_machine_commit_and_version_are_kept_where_they_are_told():
    found = read("pytest-benchmark-5.3.1.json")
    assert (found.machine, found.dirty) == (Machine("Linux", "x86_64", 2), False)
    assert (len(found.commit), found.tool) == (40, "pytest-benchmark 5.3.1")
    other = read("google-benchmark-1.9.5.json")
    assert (other.machine, other.tool) == (Machine(cores=2), "google-benchmark 1.9.5")


def test_rates_memory_and_counters_are_metrics_of_their_own():
    assert pick(read("hyperfine-1.20.0.json"), "sleep 0.01", "memory").samples[0] == 3104768
    assert pick(read("criterion-0.8.2"), "routes/match/8", "rate").dimension == "op/s"
    copied = read("google-benchmark-1.7.1.json")
    assert pick(copied, "BM_Copy/64", "bytes_per_second").dimension == "bytes/s"
    assert set(pick(copied, "BM_Copy/64", "files").samples) == {3.0}
    assert pick(read("vitest-4.1.12.json"), "numbers", "rate").statistics["mean"] == pytest.approx(938, abs=1)


def test_a_machine_differs_by_what_both_know():
    assert not Machine("Linux", "x86_64", 2).differs(Machine(cores=2))
    assert Machine("Linux", "x86_64", 2).differs(Machine("Linux", "aarch64", 2))
    assert str(Machine("Linux", "x86_64", 2)) == "Linux x86_64 2 cores"


# What is wrong is said.


def write(folder, data, name="r.json"):
    (folder / name).write_text(data if isinstance(data, str) else json.dumps(data))
    return Source(str(folder), name)


def real(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def test_a_newer_version_in_another_shape_is_named(tmp_path):
    data = real("pytest-benchmark-5.3.1.json")
    data["version"] = "9.0.0"
    del data["benchmarks"][0]["stats"]["median"]
    with pytest.raises(ResultError, match=r"test_dumps has no median \(pytest-benchmark 9\.0\.0\)"):
        read_results(write(tmp_path, data))


def test_another_schema_version_is_refused(tmp_path):
    data = real("google-benchmark-1.9.5.json")
    data["context"]["json_schema_version"] = 2
    with pytest.raises(ResultError, match="schema version is 2"):
        read_results(write(tmp_path, data))


def test_a_command_that_failed_was_not_measured(tmp_path):
    data = real("hyperfine-1.15.0.json")
    data["results"][0]["exit_codes"][3] = 1
    with pytest.raises(ResultError, match="failed in 1 of its runs"):
        read_results(write(tmp_path, data))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is no JSON"),
        ("[" * 100_000, "is no JSON"),
        ("{}", "is of no format that is known"),
        ('{"results": [{"command": "a", "mean": NaN}]}', "is no number"),
        ('{"results": [{"command": "a", "mean": 1, "times": [1, "2"]}]}', "is no number"),
        ('{"metrics": {"a": {"samples": []}}}', "has no samples"),
        ('{"files": [{"groups": 3}]}', "groups is not there, or no list"),
    ],
)
def test_what_is_no_result_file_is_said(tmp_path, text, said):
    with pytest.raises(ResultError, match=said):
        read_results(write(tmp_path, text))


def test_a_file_that_is_not_there_or_outside_is_refused(tmp_path):
    with pytest.raises(ResultError, match="is not there"):
        read_results(Source(str(tmp_path), "none.json"), "hyperfine")
    (tmp_path / "out.json").symlink_to("/etc/passwd")
    for path in ("../x.json", "/etc/passwd", "out.json"):
        with pytest.raises(ResultError, match="leads out of the project"):
            Source(str(tmp_path), path)
    shutil.copytree(os.path.join(HERE, "criterion-0.8.2"), tmp_path / "c")
    sample = tmp_path / "c" / "fib 12" / "new" / "sample.json"
    sample.unlink()
    sample.symlink_to("/etc/passwd")
    with pytest.raises(ResultError, match="leads out of the project"):
        read_results(Source(str(tmp_path), "c"))


def test_to_be_in_the_folder_is_to_be_registered_under_the_name_of_the_file():
    names = [one.name.replace("-", "_") for one in all_formats()]
    assert names == ["criterion", "google_benchmark", "hyperfine", "pytest_benchmark", "samples", "vitest"]
    folder = os.path.dirname(holdfast.world.results.__file__)
    assert all(os.path.exists(os.path.join(folder, f"{name}.py")) for name in names)


def test_an_unknown_format_names_the_nearest():
    with pytest.raises(ResultError, match="hyperfine"):
        read("hyperfine-1.15.0.json", "hyperfin")


# One value of any file.


@pytest.mark.parametrize("path", ["/a/0/b~1c", '$.a[0]["b/c"]', "$.a[0]['b/c']", "$.a.0['b/c']"])
def test_a_value_is_found_by_pointer_or_path(tmp_path, path):
    assert value_at(write(tmp_path, {"a": [{"b/c": 12.5}]}), path).samples == (12.5,)


def test_a_list_of_numbers_is_samples(tmp_path):
    assert value_at(write(tmp_path, {"a": [3, 1, 2]}), "$.a").samples == (3, 1, 2)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/b", "nothing at /b"),
        ("$.a[7]", "nothing at /a/7"),
        ("$.a", "is no number"),
        ("$..a", "is no path"),
        ("$.t", "is no number"),
    ],
)
def test_a_path_that_leads_nowhere_is_said(tmp_path, path, said):
    with pytest.raises(ResultError, match=said):
        value_at(write(tmp_path, {"a": [1, "x"], "t": True}), path)


# Statistics.


def test_a_percentile_takes_enough_samples():
    assert figure(Series("a", "time", "time", (1.0,) * 50), "p99") == "p99 takes 100 samples, and there are 50"
    found = figure(Series("a", "time", "time", tuple(float(one) for one in range(1001))), "p99")
    assert found.value == pytest.approx(990)
    assert 5 < found.spread < 20


def test_the_spread_is_the_middle_half():
    assert figure(Series("a", "time", "time", (1.0, 2.0, 3.0, 4.0, 5.0))).spread == 2
    assert figure(Series("a", "time", "time", (1.0, 4.0))).spread == 3
    assert figure(Series("a", "time", "time", (1.0,))).spread is None


@given(
    st.lists(st.floats(1e-9, 1e9), min_size=1, max_size=300), st.sampled_from(["", "mean", "min", "max", "p50", "p90"])
)
def test_a_statistic_lies_between_the_least_and_the_most(samples, statistic):
    found = figure(Series("a", "time", "time", tuple(samples)), statistic)
    if not isinstance(found, str):
        assert found.low * (1 - 1e-9) <= found.value <= found.high * (1 + 1e-9)
        assert found.spread is None or 0 <= found.spread <= found.high - found.low
