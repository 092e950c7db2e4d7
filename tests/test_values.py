"""Cells of tables of targets as typed values, held against pint; and what is left to people, with the reason."""

from math import inf

import pint
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.quantity import Quantity
from holdfast.binding.ratio import Growth, Ratio
from holdfast.binding.value import Words, read_value

QUANTITIES = {
    "1 h 30 min": (5400, 5400, "time", ""),
    "2 min 5 s": (125, 125, "time", ""),
    "1m30s": (90, 90, "time", ""),
    "< 1 h 30 min": (-inf, 5400, "time", ""),
    "1e6": (1e6, 1e6, "", ""),
    "≥ 10^6 rows": (1e6, inf, "row", ""),
    "2 × 10⁵ req/s": (2e5, 2e5, "req/s", ""),
    "1.2 million rows": (1.2e6, 1.2e6, "row", ""),
    "20 ± 2 ms": (0.018, 0.022, "time", ""),
    "20ms ± 2ms": (0.018, 0.022, "time", ""),
    "20 ms or less": (-inf, 0.02, "time", ""),
    "100 or more": (100, inf, "", ""),
    "50 MB max": (-inf, 5e7, "bytes", ""),
    "between 10 and 20 ms": (0.01, 0.02, "time", ""),
    "from 10 to 20 ms": (0.01, 0.02, "time", ""),
    "sub-millisecond": (-inf, 0.001, "time", ""),
    "sub-20 ms": (-inf, 0.02, "time", ""),
    "zero errors": (0, 0, "error", ""),
    "no errors": (0, 0, "error", ""),
    "< 20 ms (p99)": (-inf, 0.02, "time", "p99"),
    "< 20 ms at p99": (-inf, 0.02, "time", "p99"),
    "< 20 ms @ p99.9": (-inf, 0.02, "time", "p99.9"),
    "99th percentile < 20 ms": (-inf, 0.02, "time", "p99"),
    "< 64 KiB": (-inf, 65536, "bytes", ""),
    "≤ 64 kB/s": (-inf, 64000, "bytes/s", ""),
    "99.9 %": (99.9, 99.9, "%", ""),
}

RATIOS = {
    "2x faster": Ratio(2, inf, speed=True),
    "≥ 2× faster than rumdl": Ratio(2, inf, speed=True, of="rumdl"),
    "at least 3 times faster than the baseline": Ratio(3, inf, speed=True, of="baseline"),
    "twice as fast as mypy": Ratio(2, inf, speed=True, of="mypy"),
    "no more than 2x slower than C": Ratio(0.5, inf, speed=True, of="C"),
    "≤ 0.6 of rumdl": Ratio(-inf, 0.6, speed=False, of="rumdl"),
    "at most 60 % of rumdl": Ratio(-inf, 0.6, speed=False, of="rumdl"),
    "0.6x rumdl": Ratio(0.6, 0.6, speed=False, of="rumdl", limit=False),
    "~half the size of gzip": Ratio(0.5, 0.5, speed=False, of="gzip", limit=False, approximate=True),
    "4x smaller than gzip": Ratio(-inf, 0.25, speed=False, of="gzip"),
    "30% less memory than jsdom": Ratio(-inf, 0.7, speed=False, of="jsdom"),
    "at most 3x larger than it": Ratio(-inf, 3, speed=False, of="it"),
}

GROWTHS = {
    "O(1)": "O(1)",
    "O( n  log n )": "O(n log n)",
    "O(n²)": "O(n^2)",
    "amortized O(1)": "O(1)",
    "linear": "O(n)",
    "Θ(log(n))": "Θ(log(n))",
    "sublinear": "sublinear",
}

WORDS = {
    "": "it says nothing",
    "—": "it says nothing",
    "instant": "it holds no figure",
    "< 20 ms without cache": '"without cache" is not understood behind "< 20 ms"',
    "50% faster": '"faster" is not understood behind "50%"',
    "at most 2x faster": '"faster" is not understood behind "at most 2x"',
    "1.2.3": "it is no comparison, number and unit",
    "30 min 1 h": '"1 h" is not understood behind "30 min"',
    "20 ms, 30 ms": '"30 ms" is not understood behind "20 ms,"',
}


@pytest.mark.parametrize("text", QUANTITIES)
def test_a_quantity_is_read_in_any_spelling(text):
    (found,) = read_value(text)
    low, high, dimension, qualifier = QUANTITIES[text]
    assert (found.low, found.high) == (pytest.approx(low), pytest.approx(high))
    assert (found.dimension, found.qualifier) == (dimension, qualifier)


@pytest.mark.parametrize("text", RATIOS)
def test_a_ratio_is_read_with_what_it_compares(text):
    assert read_value(text) == RATIOS[text]


@pytest.mark.parametrize("text", GROWTHS)
def test_an_order_of_growth_is_kept_as_text(text):
    assert read_value(text) == Growth(GROWTHS[text])


@pytest.mark.parametrize("text", WORDS)
def test_what_is_not_understood_stays_text_with_a_note(text):
    assert read_value(text) == Words(text, WORDS[text])


def test_a_cell_with_several_percentiles_holds_a_quantity_for_each():
    found = read_value("p50 < 5 ms, p99 < 20 ms")
    assert [(one.qualifier, one.high) for one in found] == [("p50", 0.005), ("p99", 0.02)]


# The oracle.

PINT = pint.UnitRegistry()
TIMES = {"ns": "ns", "µs": "us", "us": "us", "ms": "ms", "s": "s", "min": "min", "h": "h", "days": "day"}
SIZES = {"B": "byte", "kB": "kB", "MB": "MB", "GB": "GB", "TB": "TB", "KiB": "KiB", "MiB": "MiB", "GiB": "GiB"}
NUMBERS = st.decimals(min_value="0.001", max_value="99999", places=3)
UNITS = st.one_of(
    st.sampled_from([(unit, name, "s", "time") for unit, name in TIMES.items()]),
    st.sampled_from([(unit, name, "byte", "bytes") for unit, name in SIZES.items()]),
    st.tuples(st.sampled_from(sorted(SIZES)), st.sampled_from(["s", "min", "h"])).map(
        lambda both: (f"{both[0]}/{both[1]}", f"{SIZES[both[0]]}/{both[1]}", "byte/s", "bytes/s")
    ),
    st.just(("%", "percent", "percent", "%")),
)


@given(NUMBERS, UNITS, st.sampled_from(["", " ", "  "]))
def test_a_value_in_its_base_unit_is_what_pint_makes_of_it(number, unit, gap):
    written, name, base, dimension = unit
    (found,) = read_value(f"{number}{gap}{written}")
    assert found.dimension == dimension
    assert found.low == pytest.approx(PINT.Quantity(float(number), name).to(base).magnitude, rel=1e-9)


@given(NUMBERS, UNITS, NUMBERS, UNITS)
def test_two_values_are_ordered_as_pint_orders_them(one, unit, other, other_unit):
    (left,), (right,) = read_value(f"{one} {unit[0]}"), read_value(f"{other} {other_unit[0]}")
    first, second = PINT.Quantity(float(one), unit[1]), PINT.Quantity(float(other), other_unit[1])
    assert (left.dimension == right.dimension) == (first.dimensionality == second.dimensionality and (unit[2] == "percent") == (other_unit[2] == "percent"))  # fmt: skip
    if left.dimension == right.dimension and left.low != pytest.approx(right.low):
        assert (left.low < right.low) == (first < second)


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_a_compound_time_is_the_sum_that_pint_makes(hours, minutes, seconds):
    (found,) = read_value(f"{hours} h {minutes} min {seconds} s")
    assert found.low == pytest.approx(
        (hours * PINT.hour + minutes * PINT.minute + seconds * PINT.second).to("s").magnitude
    )


@given(st.text(max_size=200))
def test_no_cell_is_too_strange(text):
    found = read_value(text)
    assert isinstance(found, Ratio | Growth | Words) or all(isinstance(one, Quantity) for one in found)


@given(
    st.floats(0.01, 1000).map(lambda value: float(f"{value:.2f}")),
    st.sampled_from(["faster", "smaller", "less", "slower"]),
)
def test_a_ratio_bounds_one_side(number, word):
    found = read_value(f"{number:.2f}x {word} than it")
    assert isinstance(found, Ratio)
    assert (found.low == -inf) != (found.high == inf)
