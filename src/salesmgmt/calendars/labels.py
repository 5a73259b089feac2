"""The written names of periods, as printed and as people type them."""

from __future__ import annotations

import re
from enum import StrEnum
from types import MappingProxyType

__all__ = ["PeriodKind", "label_of", "read_label"]


class PeriodKind(StrEnum):
    """The lengths that a fiscal calendar offers, longest first."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"


_LETTERS = MappingProxyType(
    {PeriodKind.HALF: "H", PeriodKind.QUARTER: "Q", PeriodKind.MONTH: "M", PeriodKind.WEEK: "W"}
)
_KINDS = MappingProxyType(
    {
        "H": PeriodKind.HALF,
        "Q": PeriodKind.QUARTER,
        "M": PeriodKind.MONTH,
        "P": PeriodKind.MONTH,
        "W": PeriodKind.WEEK,
    }
)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})(?:[- ]?(?P<letter>[HQMPW])(?P<number>\d{1,2})|-(?P<plain>\d{1,2}))?", re.ASCII
)
_YEAR_LAST = re.compile(r"(?P<letter>[HQMPW])(?P<number>\d{1,2})[- ](?P<year>\d{4})", re.ASCII)


def label_of(prefix: str, kind: PeriodKind, year: int, number: int) -> str:
    """The label of a period: ``FY2026``, ``FY2026-H2``, ``FY2026-Q1``, ``FY2026-M03`` or ``FY2026-W07``."""
    if kind is PeriodKind.YEAR:
        return f"{prefix}{year:04d}"
    digits = 1 if kind in (PeriodKind.HALF, PeriodKind.QUARTER) else 2
    return f"{prefix}{year:04d}-{_LETTERS[kind]}{number:0{digits}d}"


def read_label(text: str, prefix: str) -> tuple[PeriodKind | None, int, int] | None:
    """Kind, year and number that a text names, or None where it is no label.

    The prefix may be left out, the hyphen too, letters may be small, ``Q1 2026`` is read as well, and ``P03``
    for the third month, as accountants number their periods. The kind is None for ``2026-03``, which may mean
    the third month of the year or the month of March.
    """
    typed = text.strip().upper()
    bare = typed.replace(prefix.upper(), "", 1).strip()
    patterns = ((shape, words) for words in (bare, typed) for shape in (_YEAR_FIRST, _YEAR_LAST))
    match = next(filter(None, (shape.fullmatch(words) for shape, words in patterns)), None)
    if match is None:
        return None
    found = match.groupdict()
    year = int(found["year"])
    if found["letter"] is not None:
        return _KINDS[found["letter"]], year, int(found["number"])
    if found["plain"] is not None:
        return None, year, int(found["plain"])
    return PeriodKind.YEAR, year, 1
