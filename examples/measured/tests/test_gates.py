"""What must never break about the gates."""

import pytest


class TestGate:
    def test_counts_each_axle(self):
        assert sum([2, 3]) == 5

    @pytest.mark.skip(reason="the fog machine is lent out")
    def test_survives_fog(self):
        raise AssertionError


@pytest.mark.parametrize("nights", [1, 2])
def test_settles_each_night_once(nights):
    assert nights
