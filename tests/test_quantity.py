"""Quantities as people write them in tables, and when an actual one contradicts its target."""

from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.quantity import Quantity, misses, read_quantity

READ = {
    "20 ms": (0.02, 0.02, "time"),
    "20ms": (0.02, 0.02, "time"),
    "< 20 ms": (-inf, 0.02, "time"),
    "<20ms": (-inf, 0.02, "time"),
    "&lt; 20 ms": (-inf, 0.02, "time"),
    "\\< 20\u00a0ms": (-inf, 0.02, "time"),
    "under 5 s": (-inf, 5, "time"),
    "At most 2 minutes": (-inf, 120, "time"),
    "≤ 5 µs": (-inf, 5e-6, "time"),
    "10-20 ms": (0.01, 0.02, "time"),
    "10ms – 20ms": (0.01, 0.02, "time"),
    "5 to 10 h": (18000, 36000, "time"),
    "1s-2min": (1, 120, "time"),
    "~50 MB": (5e7, 5e7, "bytes"),
    "<= 64 KiB": (-inf, 65536, "bytes"),
    "1,200 req/s": (1200, 1200, "req/s"),
    "1200 requests per second": (1200, 1200, "req/s"),
    "60 requests/min": (1, 1, "req/s"),
    "10 MB/s": (1e7, 1e7, "bytes/s"),
    "> 5000 /s": (5000, inf, "/s"),
    "≥ 500k": (500_000, inf, ""),
    "1.5M rows": (1.5e6, 1.5e6, "row"),
    "3,498 lines": (3498, 3498, "line"),
    "<= 5 %": (-inf, 5, "%"),
    "99.9%": (99.9, 99.9, "%"),
    "70%+": (70, inf, "%"),
    "100+ users": (100, inf, "user"),
    "> 2x": (2, inf, "x"),
    "<$0.10": (-inf, 0.1, "$"),
    "✅ 15 ms": (0.015, 0.015, "time"),
    "❌ 25ms ⚠️": (0.025, 0.025, "time"),
    "0 errors": (0, 0, "error"),
    "max 50MB": (-inf, 5e7, "bytes"),
}

LEFT_TO_PEOPLE = [
    "",
    "-",
    "___",
    "TBD",
    "n/a",
    "∞",
    "O(n)",
    "instant",
    "20 ms faster",
    "2x faster than before",
    "99% reduction",
    "1s, 2s, 4s",
    "p50 < 5 ms, p99 < 20 ms",
    "< 20 ms without cache",
    "<= 30% of 2.9 ms",
    "1 h 30 min",
    "1.2.3",
    "v1.2",
    "2024-10-01",
    "10:30",
    "3 of 4",
    "1e6",
    "-5",
    "+25%",
    "± 1 s",
    "1,5 ms",
    "20–10 ms",
    "20ms*",
    "{}%",
    "> 5-10 ms",
]

MISSED = [
    ("< 20 ms", "25 ms"),
    ("<20ms", "0.025 s"),
    ("< 20 ms", "> 30 ms"),
    ("< 20 ms", "25 ms avg"),
    ("p99 < 20 ms", "25 ms p99"),
    ("< 20 ms (cold)", "31 ms (cold)"),
    ("<2%", "~3-4%"),
    ("≥ 500k", "400,000"),
    ("100+", "80"),
    ("≥ 97%", "96.5%"),
    ("> 1 file/sec", "0.3 files/sec"),
    ("> 5000 req/s", "1200 req/min"),
    ("10-20 ms", "25 ms"),
    ("500-600 req/s", "400 req/s"),
    ("0 errors", "1 error"),
    ("< 1 MB", "2 MiB"),
]

NOT_MISSED = [
    ("< 20 ms", "20 ms"),
    ("< 20 ms", "15-25 ms"),
    ("< 20 ms", "< 50 ms"),
    ("< 20 ms", "~21 ms"),
    ("< ~20 ms", "21 ms"),
    ("< 20 ms", "25"),
    ("< 20 ms", "25 MB"),
    ("< 20 ms", "25 ms (cold)"),
    ("< 20 ms", "25 ms p99"),
    ("p99 < 20 ms", "25 ms"),
    ("20 ms", "25 ms"),
    ("10-20 ms", "5 ms"),
    ("300-500 lines", "788 lines"),
    ("80-90 %", "95 %"),
    ("500-600 req/s", "900 req/s"),
    ("> 10 examples", "8 tests"),
    ("< 64 KiB", "66 KB"),
    ("0 errors", "0 errors"),
]


@pytest.mark.parametrize("text", READ)
def test_a_cell_is_read(text):
    found = read_quantity(text)
    assert found is not None
    low, high, dimension = READ[text]
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert found.dimension == dimension


@pytest.mark.parametrize("text", LEFT_TO_PEOPLE)
def test_a_cell_that_says_more_or_less_than_a_number_is_left_to_people(text):
    assert read_quantity(text) is None


@pytest.mark.parametrize(("target", "actual"), MISSED)
def test_a_target_is_missed(target, actual):
    assert misses(read_quantity(target), read_quantity(actual))


@pytest.mark.parametrize(("target", "actual"), NOT_MISSED)
def test_a_target_is_not_clearly_missed(target, actual):
    assert not misses(read_quantity(target), read_quantity(actual))


def test_the_unit_of_the_column_is_that_of_a_bare_number():
    assert read_quantity("20", "ms") == Quantity(0.02, 0.02, "time", unit="ms")
    assert read_quantity("20 s", "ms").low == 20


def test_a_qualifier_and_a_note_are_kept():
    found = read_quantity("P99: 30 ms (cold)")
    assert (found.qualifier, found.note, found.single, found.limit) == ("p99", "(cold)", True, False)


@given(st.text(max_size=100))
def test_no_text_is_too_strange(text):
    found = read_quantity(text)
    assert found is None or found.low <= found.high


NUMBERS = st.floats(min_value=0.01, max_value=9999).map(lambda value: float(f"{value:.2f}"))
UNITS = st.sampled_from(["ms", "s", "min", "KB", "MiB", "%", "x", "req/s", "files", ""])


@given(NUMBERS, UNITS)
def test_a_number_with_a_unit_is_read_however_it_is_spaced(number, unit):
    spaced, joined = read_quantity(f"{number} {unit}"), read_quantity(f"{number}{unit}")
    assert spaced is not None
    assert spaced == joined
    assert spaced.single


@given(NUMBERS, NUMBERS, UNITS)
def test_one_of_two_opposite_limits_is_missed_or_the_numbers_are_equal(limit, actual, unit):
    reached = read_quantity(f"{actual} {unit}")
    above = misses(read_quantity(f"< {limit} {unit}"), reached)
    below = misses(read_quantity(f"> {limit} {unit}"), reached)
    assert (above, below) == (actual > limit, actual < limit)


@given(NUMBERS, UNITS)
def test_what_is_measured_never_misses_itself(number, unit):
    for text in (
        f"{number} {unit}",
        f"< {number} {unit}",
        f"≥ {number} {unit}",
        f"{number}-{number + 1} {unit}",
        f"~{number} {unit}",
    ):
        found = read_quantity(text)
        assert not misses(found, found)
