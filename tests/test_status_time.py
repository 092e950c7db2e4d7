"""What headings say of time, as stretches that claim no day nobody wrote; and phases that are over with open tasks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.timelines import read_days, read_stretch
from holdfast.engine.status import status
from progress import PATH, ferry, project

NOVEMBER = (date(2025, 11, 1), date(2025, 11, 30))
DAY = (date(2025, 10, 30), date(2025, 10, 30))


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("Phase 1: Quay (Q1 2025)", "Q1 2025", date(2025, 1, 1), date(2025, 3, 31)),
        ("Phase 1 (Q4 2024 - Q1 2025)", "Q4 2024 - Q1 2025", date(2024, 10, 1), date(2025, 3, 31)),
        ("Phase 1 (Q1-Q2 2025)", "Q1-Q2 2025", date(2025, 1, 1), date(2025, 6, 30)),
        ("H2 2025", "H2 2025", date(2025, 7, 1), date(2025, 12, 31)),
        ("Phase 2 (Nov 2025)", "Nov 2025", date(2025, 11, 1), date(2025, 11, 30)),
        ("Phase 2 (Nov–Dec 2025)", "Nov–Dec 2025", date(2025, 11, 1), date(2025, 12, 31)),
        ("Nov 2025 - Feb 2028", "Nov 2025 - Feb 2028", date(2025, 11, 1), date(2028, 2, 29)),
        ("2025-01-02 to 2025-02-03", "2025-01-02 to 2025-02-03", date(2025, 1, 2), date(2025, 2, 3)),
        ("March 3, 2025", "March 3, 2025", date(2025, 3, 3), date(2025, 3, 3)),
        ("Phase 3 (2026)", "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_timeline_with_a_year_is_known(text, words, first, last):
    found, days = read_days(text)
    assert (found, days.starts, days.ends) == (words, (first, first), (last, last))


@pytest.mark.parametrize("text", ["Q2", "Weeks 1-2", "Phase 4 (Weeks 2-1)", "Q5 2025"])
def test_what_names_no_year_or_no_time_there_is_has_no_meaning(text):
    assert read_days(text)[1] is None


@pytest.mark.parametrize("text", ["Phase 1: Now", "Phase 2 (2 weeks)", "Version 1.2025.1", "Phase 3", "It may rain"])
def test_what_says_nothing_of_time_says_nothing(text):
    assert read_days(text, DAY) == ("", None)


def test_relative_weeks_count_from_the_day_a_document_gives_itself():
    assert read_days("Weeks 1-2", DAY)[1].ends == (date(2025, 11, 12), date(2025, 11, 12))
    assert read_days("Week 3", DAY)[1].starts == (date(2025, 11, 13), date(2025, 11, 13))


def test_from_a_month_the_end_is_known_to_within_that_month():
    assert read_days("Weeks 1-2", NOVEMBER)[1].ends == (date(2025, 11, 14), date(2025, 12, 13))


def test_by_a_date_has_an_end_and_no_start():
    assert read_days("Phase 1 (by March 2025)")[1] == (None, (date(2025, 3, 31), date(2025, 3, 31)))


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 400), st.integers(1, 50), st.integers(0, 50))
def test_what_is_less_well_known_never_ends_earlier_or_later_than_it_can(first, spread, week, more):
    base = (first, first + timedelta(spread))
    days = read_days(f"Weeks {week}-{week + more}", base)[1]
    early, late = (read_days(f"Weeks {week}-{week + more}", (day, day))[1] for day in base)
    assert days.ends == (early.ends[0], late.ends[1])
    assert days.starts[0] <= days.ends[0] <= days.ends[1]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_date_means_that_day_and_its_month_all_days_of_the_month(day):
    assert read_stretch(day.isoformat()) == (day, day)
    month = read_stretch(f"{day:%B %Y}")
    assert month[0] <= day <= month[1]
    assert (month[1] + timedelta(1)).day == month[0].day == 1


@given(st.text(max_size=60))
def test_no_text_is_too_strange(text):
    read_days(text, NOVEMBER)


def overdue(root, today: date) -> list[str]:
    found = next(one for one in status(str(root), today=today).documents if one.path == PATH)
    return [one.title for one in found.overdue(today)]


def test_a_phase_is_overdue_from_the_day_after_its_last_while_a_task_is_open(tmp_path):
    repo = project(tmp_path)
    assert overdue(tmp_path, date(2024, 1, 14)) == []
    assert overdue(tmp_path, date(2024, 1, 15)) == ["Phase 1: Quay (Weeks 1-2)"]
    repo.commit({PATH: ferry("- [x] Build the quay")})
    assert overdue(tmp_path, date(2024, 1, 15)) == []


def test_without_a_date_of_its_own_a_document_counts_from_its_first_commit(tmp_path):
    repo = project(tmp_path, ferry().replace("**Date:** 2024-01-01\n", ""))
    assert overdue(tmp_path, date(2024, 1, 14)) == []
    assert overdue(tmp_path, date(2024, 1, 15)) == ["Phase 1: Quay (Weeks 1-2)"]
    clone = repo.clone("clone", "--depth", "1")
    assert overdue(clone, date(2024, 6, 1)) == []


def test_nothing_is_overdue_in_what_is_no_longer_in_force(tmp_path):
    project(tmp_path, ferry(status="Deprecated"))
    assert overdue(tmp_path, date(2024, 6, 1)) == []


def test_a_month_as_date_makes_a_phase_overdue_only_when_no_reading_lets_it_last(tmp_path):
    project(tmp_path, ferry(date="January 2024"))
    assert overdue(tmp_path, date(2024, 2, 13)) == []
    assert overdue(tmp_path, date(2024, 2, 14)) == ["Phase 1: Quay (Weeks 1-2)"]
