"""Years of 52 and 53 weeks: against a walk, and against years that companies have published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import FiscalCalendar, NamedFor, YearPattern
from salesmgmt.testing.calendars import fiscal_calendars
from tests.calendars import reference

pytestmark = pytest.mark.properties

DAY = timedelta(days=1)
WEEKS = tuple(pattern for pattern in YearPattern if pattern is not YearPattern.MONTHS)
retail_calendars = st.sampled_from(WEEKS).flatmap(lambda pattern: fiscal_calendars(pattern=pattern))


@given(retail_calendars, st.integers(4, 9995))
def test_years_end_on_the_weekday_that_the_rule_names(calendar: FiscalCalendar, begins: int) -> None:
    before, last = reference.year_ends(calendar, begins)
    crosses = calendar.start_month > 1 and calendar.year_named_for is NamedFor.END
    year = calendar.year(begins + crosses)
    assert (year.start, year.end - DAY) == (before + DAY, last)
    assert year.days in (52 * 7, 53 * 7)
    assert year.start.weekday() == calendar.week_start


@given(retail_calendars, st.integers(4, 9995))
def test_weeks_nest_in_every_other_period(calendar: FiscalCalendar, number: int) -> None:
    year = calendar.year(number)
    weeks = reference.weeks_of_pattern(calendar.pattern)
    weeks[calendar.long_month - 1] += year.days // 7 - 52
    months = year.children("month")
    assert [month.days // 7 for month in months] == weeks
    assert [len(month.children()) for month in months] == weeks
    assert year.children("week") == tuple(week for month in months for week in month.children())
    assert all(week.days == 7 for week in year.children("week"))
    for week in year.children("week"):
        assert all(week.parent(kind).during.contains(week.during) for kind in ("month", "quarter", "half"))
    names = [month.calendar_month for month in months]
    assert [month for _, month in names] == [
        (calendar.start_month - 1 + place) % 12 + 1 for place in range(12)
    ]
    assert names[-1 if calendar.year_named_for is NamedFor.END else 0][0] == number


NRF = FiscalCalendar(2, pattern="4-5-4", week_start="sunday", year_end="nearest", year_named_for="start")


def test_the_retail_federation_s_years() -> None:
    long = [year for year in range(2000, 2025) if NRF.count("week", year) == 53]
    assert long == [2000, 2006, 2012, 2017, 2023]
    assert str(NRF.year(2023).during) == "2023-01-29/2024-02-04"
    assert [str(NRF.year(year).start) for year in (2014, 2017, 2018)] == [
        "2014-02-02",
        "2017-01-29",
        "2018-02-04",
    ]
    assert str(NRF.period("2014-P01").during) == "2014-02-02/2014-03-02"
    assert str(NRF.period("2014-Q1").during) == "2014-02-02/2014-05-04"
    assert [len(month.children()) for month in NRF.year(2023).children("month")] == [4, 5, 4] * 3 + [4, 5, 5]


def test_apple_s_years() -> None:
    apple = FiscalCalendar(10, pattern="5-4-4", week_start="sunday", year_end="last", long_month=3)
    assert [apple.year(year).during.last for year in (2023, 2024)] == [date(2023, 9, 30), date(2024, 9, 28)]
    first = apple.period("FY2023-Q1")
    assert (first.during.last, len(first.children("week"))) == (date(2022, 12, 31), 14)


def test_intel_s_years() -> None:
    intel = FiscalCalendar(1, pattern="4-4-5", week_start="sunday", year_end="last", long_month=3)
    ends = {2016: (12, 31), 2018: (12, 29), 2019: (12, 28), 2020: (12, 26), 2021: (12, 25)}
    assert {year: intel.year(year).during.last for year in ends} == {
        year: date(year, *end) for year, end in ends.items()
    }
    assert [intel.count("week", year) for year in (2016, 2017, 2018)] == [53, 52, 52]
    assert len(intel.period("FY2016-Q1").children("week")) == 14
    quarters = [quarter.during.last for quarter in intel.year(2021).children("quarter")]
    assert quarters == [date(2021, 3, 27), date(2021, 6, 26), date(2021, 9, 25), date(2021, 12, 25)]


def test_disney_s_years() -> None:
    disney = FiscalCalendar(10, pattern="4-5-4", week_start="sunday", year_end="nearest")
    assert str(disney.year(2004).during) == "2003-09-28/2004-10-03"
    quarters = [quarter.during.last for quarter in disney.year(2004).children("quarter")]
    assert quarters == [date(2003, 12, 27), date(2004, 3, 27), date(2004, 6, 26), date(2004, 10, 2)]
    assert [disney.count("week", year) for year in (2015, 2016, 2017)] == [53, 52, 52]


PUBLISHED = """
Johnson & Johnson  2004  2005-01-02 2006-01-01 2006-12-31 2007-12-30 2008-12-28 2010-01-03 2011-01-02
Johnson & Johnson  2011  2012-01-01 2012-12-30
Micron             2011  2011-09-01 2012-08-30
Cisco              2016  2016-07-30 2017-07-29
last Saturday      2006  2006-08-26 2007-08-25 2008-08-30 2009-08-29 2010-08-28 2011-08-27 2012-08-25
last Saturday      2013  2013-08-31  2014-08-30 2015-08-29 2016-08-27 2017-08-26 2018-08-25 2019-08-31
nearest Saturday   2006  2006-09-02 2007-09-01 2008-08-30 2009-08-29 2010-08-28 2011-09-03 2012-09-01
nearest Saturday   2013  2013-08-31  2014-08-30 2015-08-29 2016-09-03 2017-09-02 2018-09-01 2019-08-31
"""
CALENDARS = {
    "Johnson & Johnson": FiscalCalendar(1, pattern="4-4-5", week_start="monday", year_end="nearest"),
    "Micron": FiscalCalendar(9, pattern="4-4-5", week_start="friday", year_end="nearest"),
    "Cisco": FiscalCalendar(8, pattern="4-4-5", week_start="sunday", year_end="last"),
    "last Saturday": FiscalCalendar(9, pattern="4-4-5", week_start="sunday", year_end="last"),
    "nearest Saturday": FiscalCalendar(9, pattern="4-4-5", week_start="sunday", year_end="nearest"),
}


@pytest.mark.parametrize("line", PUBLISHED.strip().splitlines())
def test_published_year_ends(line: str) -> None:
    calendar, year = CALENDARS[line[:19].strip()], int(line[19:23])
    ends = [date.fromisoformat(end) for end in line[23:].split()]
    assert [calendar.year(year + place).during.last for place in range(len(ends))] == ends
