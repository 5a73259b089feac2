"""A fixed piece of work through the package, whose answer must be the same wherever it is done.

Run as a script it prints the answer, for a process with another hash seed, time zone or locale.
"""

from __future__ import annotations

import hashlib
import importlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from salesmgmt.calendars import DateRange, FiscalCalendar, PeriodKind, WorkingDays, WorkingWeek, prorate_parts
from salesmgmt.criteria import contains, field, overlap
from salesmgmt.documents import canonical, to_document
from salesmgmt.money import Money, Rate, Rounding, apportion, in_words

DOCS = Path(__file__).parent.parent / "docs"


def of_money() -> Iterator[object]:
    """Split, rate, round, spell."""
    total = Money.of("CNY 1,234,567.89")
    for parts in range(1, 30):
        shares = apportion(total, [part * part % 7 + 1 for part in range(parts)])
        yield shares
        yield [(share * Rate("1/3")).round(Rounding("0.05")) for share in shares]
        yield in_words(shares[0])


def of_calendars() -> Iterator[object]:
    """Periods of an uneven year, and amounts spread over their working days."""
    calendar = FiscalCalendar(start_month=4)
    week = WorkingWeek(holidays=frozenset(date(2026, 10, day) for day in range(1, 8)))
    for period in calendar.periods(PeriodKind.MONTH, DateRange("2026-01-01", "2028-01-01")):
        yield period.label, period.during
    quarters = [period.during for period in calendar.year(2026).children(PeriodKind.QUARTER)]
    yield prorate_parts(Money.of("JPY 1000003"), quarters, calendar.year(2026).during, WorkingDays(week))


def of_criteria() -> Iterator[object]:
    """Conditions made canonical and compared; sets of texts are where a hash seed would show."""
    series = field("product.series").is_in("GTX", "MG", "GTK", "A", "B")
    large = field("amount").at_least(Money.of("USD 10,000"))
    for one in (series & large, ~(series | large), large & ~series):
        yield one.simplified(), one.text("en"), one.text("zh"), canonical(to_document(one))
        yield overlap(one, series), contains(series, one)


def of_a_year(lang: str) -> Iterator[object]:
    """The tour's report: division, cascade, pay, appraisal and credit, with their tables and texts."""
    if str(DOCS) not in sys.path:
        sys.path.append(str(DOCS))
    scenario = importlib.import_module("year.company").scenario()
    yield scenario.facts.digest, canonical(to_document(scenario.plan))
    written: list[str] = []
    report = importlib.import_module("year.report").Report(scenario, lang, written.append)
    report.facts()
    report.territory()
    facts = report.quotas()
    report.statement(report.pay(facts))
    report.appraisal(facts)
    report.credit(facts)
    report.rows()
    yield from written


def digest() -> str:
    """The answer: a digest over everything that was computed, as it prints."""
    done = hashlib.sha256()
    for work in (of_money(), of_calendars(), of_criteria(), of_a_year("en"), of_a_year("zh")):
        for outcome in work:
            done.update(f"{outcome!r}\n".encode())
    return done.hexdigest()


if __name__ == "__main__":
    sys.stdout.write(f"{digest()}\n")
