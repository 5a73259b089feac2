"""What is drawn for a history, as plain values: people, amounts and days, many of them on a bound."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias, TypeVar

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.testing.conditions import CUSTOMERS, PEOPLE, PRODUCTS, YEAR

__all__ = [
    "ABSENT",
    "CORRECTIONS",
    "DEALINGS",
    "EXPENSES",
    "HANDOVERS",
    "MOVES",
    "OPENINGS",
    "PEOPLE_DRAWN",
    "PLANS_NAMED",
    "QUOTAS",
    "REGISTRATIONS",
    "SCORES",
    "SHARES_OF_DEALS",
    "STANDING",
    "WON",
    "Columns",
    "DealingDrawn",
    "Person",
    "Received",
    "Row",
    "Won",
]

Drawn = TypeVar("Drawn")

Columns: TypeAlias = tuple[
    Fraction | None, int | None, str | None, int | None, int | Fraction | None, int | None
]
Won: TypeAlias = tuple[str, str, int | None, date, str | None, str | None, int | None, bool, Columns]
Row: TypeAlias = tuple[str | None, int, int | Fraction, int | None, int, Columns]
Received: TypeAlias = tuple[str, int, int | None, int, bool]
DealingDrawn: TypeAlias = tuple[
    date, str | None, str | None, int, bool, list[Row], str, int | None, list[Received], bool
]
Person: TypeAlias = tuple[DateRange | None, str | None, int | str | None]

_DAYS = st.one_of(
    st.sampled_from(
        [date(YEAR, month, day) for month in (1, 3, 4, 12) for day in (1, 31) if (month, day) != (4, 31)]
    ),
    st.dates(date(YEAR, 1, 1), date(YEAR, 3, 31)),
    st.dates(date(YEAR - 1, 12, 1), date(YEAR + 1, 1, 31)),
)
_MINOR = st.sampled_from((0, 1, 50, 50, 100, 100, 100, 150, 200, -1, -100)) | st.integers(-(10**5), 10**7)


def _seldom(values: st.SearchStrategy[Drawn], times: int = 7) -> st.SearchStrategy[Drawn | None]:
    """Values, and None once in so many times."""
    return st.tuples(st.integers(0, times), values).map(lambda drawn: drawn[1] if drawn[0] else None)


_PERSON = st.sampled_from(PEOPLE)
_PRODUCT = _seldom(st.sampled_from(PRODUCTS))
_CUSTOMER = st.sampled_from((*CUSTOMERS, CUSTOMERS[0], CUSTOMERS[0]))
_MAYBE_MINOR = _seldom(_MINOR)
_FOREIGN = st.integers(0, 19).map(lambda number: number == 19)
_OUTCOMES = st.sampled_from(("won",) * 8 + ("lost", "open"))
_COLUMNS = st.tuples(
    _seldom(st.sampled_from((Fraction(0), Fraction(1, 2), Fraction(3, 5), Fraction(1, 20)))),
    _seldom(st.sampled_from((1, 2, 5, 10))),
    _seldom(st.sampled_from(("a", "b", "z"))),
    _seldom(st.sampled_from((12, 36, 7, 0))),
    _seldom(st.sampled_from((1, Fraction(5, 2), 4))),
    _seldom(_MINOR),
)
WON = st.tuples(
    _OUTCOMES, _PERSON, _MAYBE_MINOR, _DAYS, _seldom(_CUSTOMER), _PRODUCT, _MAYBE_MINOR, _FOREIGN, _COLUMNS
)
_LINES = st.lists(
    st.tuples(
        _PRODUCT,
        _MINOR,
        st.sampled_from((1, 2, Fraction(5, 2), 9)),
        _MAYBE_MINOR,
        st.sampled_from((0, 0, 13, 50)),
        _COLUMNS,
    ),
    min_size=1,
    max_size=3,
)
_NO_LINES_OR_SOME = _seldom(_LINES, 9).map(lambda lines: lines or [])
_RECEIPTS = st.lists(
    st.tuples(
        st.sampled_from(("full", "half", "over", "none", "minor", "two", "back")),
        st.integers(0, 90),
        st.sampled_from((None, None, 3, 40)),
        st.integers(-5, 20),
        st.booleans(),
    ),
    max_size=2,
)
DEALINGS = st.tuples(
    _DAYS,
    _seldom(_CUSTOMER),
    _seldom(_PERSON),
    st.integers(0, 20),
    _FOREIGN,
    _NO_LINES_OR_SOME,
    st.sampled_from(("order", "delivered", "billed", "billed", "alone", "credited", "credited")),
    st.sampled_from((None, 0, 30)),
    _RECEIPTS,
    st.booleans(),
)
SHARES_OF_DEALS = st.lists(
    st.tuples(
        st.integers(0, 100),
        _PERSON,
        st.sampled_from((1, 1, 2, 3, 30, 70)),
        st.sampled_from(("split", "split", "overlay")),
        st.sampled_from((None, None, date(YEAR, 1, 31), date(YEAR, 3, 1))),
    ),
    max_size=5,
)
CORRECTIONS = st.lists(
    st.tuples(st.integers(0, 200), _MINOR, _PERSON, st.sampled_from((1, 2, 30))), max_size=3
).map(lambda drawn: drawn if len(drawn) > 1 else [])
PLANS_NAMED = st.sampled_from((False, False, False, True))
_ROLES = st.sampled_from(("seller", "seller", "desk", None))
STANDING = st.tuples(
    *(st.tuples(st.sampled_from((*PEOPLE, None)), st.integers(0, 3), _ROLES) for _ in PEOPLE)
)
MOVES = st.lists(
    st.tuples(
        _PERSON,
        _PERSON,
        st.sampled_from((1, 2, 3, 5)),
        st.sampled_from((0, 0, 1, 2)),
        st.integers(0, 3),
        _ROLES,
    ),
    min_size=1,
    max_size=4,
)
_EMPLOYED = st.sampled_from(
    (
        None,
        None,
        DateRange(date(YEAR - 1, 11, 10), None),
        DateRange(date(YEAR, 2, 10), None),
        DateRange(None, date(YEAR, 3, 16)),
        DateRange(date(YEAR - 3, 5, 31), date(YEAR, 8, 1)),
    )
)
PEOPLE_DRAWN: st.SearchStrategy[tuple[Person, ...]] = st.tuples(
    *(
        st.tuples(
            _EMPLOYED, st.sampled_from(("A", "B", "C", None)), st.sampled_from((None, 5, 1000, "money"))
        )
        for _ in PEOPLE
    )
)
ABSENT = st.lists(
    st.tuples(_PERSON, st.dates(date(YEAR, 1, 1), date(YEAR, 4, 1)), st.integers(1, 40)), max_size=2
)
QUOTAS = st.lists(
    st.tuples(
        _PERSON,
        st.integers(0, 100),
        st.sampled_from((0, 50, 100, 100, 100, 200)) | st.integers(0, 10**6),
        st.sampled_from(("whole", "whole", "whole", "whole", "parts", "part", "again")),
        _FOREIGN,
    ),
    min_size=3,
    max_size=8,
)
SCORES = st.lists(
    st.tuples(
        _PERSON,
        st.sampled_from(
            (("goal", Fraction(1)), ("goal", Fraction(4, 5)), ("csat", Fraction(60)), ("csat", Fraction(5)))
        ),
        st.sampled_from(("month", "quarter", "year")),
        _DAYS,
    ),
    max_size=4,
)
OPENINGS = st.lists(
    st.tuples(_PERSON, st.sampled_from((1, 2, 4, 7)), st.sampled_from((1, 1, 15)), _MINOR, st.booleans()),
    max_size=2,
)
EXPENSES = st.lists(
    st.tuples(_PERSON, _DAYS, _MINOR, st.sampled_from(("travel", "gift", None)), _FOREIGN), max_size=3
)
HANDOVERS = st.lists(
    st.tuples(_CUSTOMER, st.permutations(PEOPLE), st.dates(date(YEAR - 2, 1, 1), date(YEAR, 3, 1))),
    max_size=2,
)
REGISTRATIONS = st.lists(
    st.tuples(
        _PERSON,
        _CUSTOMER,
        st.sampled_from((None, None, *PRODUCTS)),
        st.integers(0, 30),
        st.dates(date(YEAR - 1, 12, 1), date(YEAR, 3, 1)),
        st.sampled_from((None, 30, 90)),
    ),
    max_size=2,
)
