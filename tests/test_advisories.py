"""Advisories in the OSV format: which versions they are about."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.world.packages.advisories import Advisories, affects, read_advisories


def advisory(ecosystem="crates.io", name="tokio", events=(), **more):
    return {
        "id": "RUSTSEC-1",
        "summary": "Data race",
        "affected": [
            {"package": {"ecosystem": ecosystem, "name": name}, "ranges": [{"type": "SEMVER", "events": list(events)}]}
        ],
        **more,
    }


RANGE = [{"introduced": "1.2.0"}, {"fixed": "1.4.1"}, {"introduced": "1.6.0"}, {"last_affected": "1.6.2"}]


@pytest.mark.parametrize(
    ("version", "affected"),
    [
        ("1.1.9", False),
        ("1.2.0", True),
        ("1.4.0", True),
        ("1.4.1", False),
        ("1.5.0", False),
        ("1.6.2", True),
        ("1.6.3", False),
        ("1.2.0-rc.1", False),
        ("junk", False),
    ],
)
def test_the_events_of_a_range_are_followed(version, affected):
    for events in (RANGE, RANGE[::-1]):
        found = Advisories([advisory(events=events)]).about("cargo", "tokio", version)
        assert bool(found) is affected


def test_what_is_fixed_is_said():
    (found,) = Advisories([advisory(events=RANGE)]).about("cargo", "tokio", "1.3.0")
    assert (found.id, found.summary, found.fixed) == ("RUSTSEC-1", "Data race", "1.4.1")


def test_zero_means_from_the_beginning_and_a_list_of_versions_counts():
    assert affects("pypi", {"ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}, "0.0.1.dev1")
    assert affects("pypi", {"versions": ["1.0"]}, "1.0.0")
    assert not affects(
        "pypi", {"versions": ["1.0"], "ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}, "2.0"
    )


def test_names_are_compared_as_their_ecosystem_does_and_others_are_left_alone():
    known = Advisories([advisory("PyPI", "Foo.Bar", [{"introduced": "0"}])])
    assert known.about("pypi", "foo-bar", "1.0")
    assert not known.about("npm", "foo-bar", "1.0.0")


def test_a_withdrawn_advisory_says_nothing():
    assert not Advisories([advisory(events=RANGE, withdrawn="2024-01-01T00:00:00Z")]).about("cargo", "tokio", "1.3.0")


@pytest.mark.parametrize(
    "shape",
    [
        json.dumps,
        lambda one: json.dumps([one]),
        lambda one: json.dumps({"vulns": [one]}),
        lambda one: f"{json.dumps(one)}\n{json.dumps(one)}\n",
    ],
)
def test_a_file_may_hold_one_or_many(shape):
    assert read_advisories(shape(advisory()))[0]["id"] == "RUSTSEC-1"


@pytest.mark.parametrize("text", ["", "3", "[3]", '{"a": 1}', "<osv>"])
def test_what_is_none_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        read_advisories(text)


VERSION = st.builds("{}.{}.{}".format, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))


@given(VERSION, VERSION, VERSION)
def test_what_is_fixed_is_not_affected(version, introduced, fixed):
    key = [int(one) for one in version.split(".")]
    low, high = ([int(one) for one in text.split(".")] for text in (introduced, fixed))
    events = [{"introduced": introduced}, {"fixed": fixed}]
    if low < high:
        assert affects("npm", {"ranges": [{"type": "SEMVER", "events": events}]}, version) is (low <= key < high)
