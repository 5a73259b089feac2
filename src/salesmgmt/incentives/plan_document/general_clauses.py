"""The sentences about a plan as a whole: what it is, its calendar, how deals are credited."""

from __future__ import annotations

from collections.abc import Iterator

from salesmgmt.calendars import DateRange, FiscalCalendar, NamedFor, YearPattern
from salesmgmt.incentives.crediting import Crediting, Leavers
from salesmgmt.incentives.plan_document.clauses import Clause
from salesmgmt.incentives.sentences.saying import sentence
from salesmgmt.incentives.terms import Terms

__all__ = ["crediting_clauses", "general_clauses"]


def general_clauses(terms: Terms, lang: str) -> Iterator[Clause]:
    """What a plan is, for whom and when it holds, and its periods."""
    yield Clause(sentence("general.id", lang, id=terms.id))
    if terms.during == DateRange.always():
        yield Clause(sentence("general.always", lang))
    else:
        yield Clause(sentence("general.during", lang, during=terms.during))
    yield Clause(sentence("general.people", lang))
    yield Clause(sentence("general.currency", lang, currency=terms.currency.code))
    if terms.payer is None:
        yield Clause(sentence("general.company", lang))
    else:
        yield Clause(sentence("general.payer", lang, payer=terms.payer))
    yield from (Clause(text) for text in _calendar(terms.calendar, lang))


def _calendar(calendar: FiscalCalendar, lang: str) -> Iterator[str]:
    month = sentence(f"month.{calendar.start_month}", lang)
    weekday = sentence(f"weekday.{calendar.week_start}", lang)
    if calendar.pattern is YearPattern.MONTHS:
        yield sentence("calendar.months", lang, month=month, day=calendar.start_day)
        if calendar.start_day != 1:
            yield sentence(f"calendar.month.{calendar.month_named_for}", lang)
    else:
        year_end = sentence(f"calendar.end.{calendar.year_end}", lang)
        yield sentence(
            "calendar.weeks",
            lang,
            month=month,
            weekday=weekday,
            pattern=calendar.pattern.value,
            year_end=year_end,
            long_month=calendar.long_month,
        )
    end = "first" if calendar.year_named_for is NamedFor.START else "last"
    words = sentence(f"calendar.{end}", lang)
    yield sentence("calendar.names", lang, end=words, label=calendar.year(2026).label, weekday=weekday)


def crediting_clauses(crediting: Crediting, lang: str) -> Iterator[Clause]:
    """Who is credited with how much of which deal."""
    if crediting.to is not None:
        yield Clause(sentence("crediting.to", lang, to=crediting.to))
    yield Clause(sentence(f"crediting.{crediting.shares}", lang))
    yield Clause(sentence("crediting.overlay", lang))
    yield Clause(sentence(f"crediting.{'registered' if crediting.registrations else 'owner'}", lang))
    if crediting.handed_over:
        kept = [
            sentence("crediting.kept", lang, share=share, year=year)
            for year, share in enumerate(crediting.handed_over, 1)
        ]
        yield Clause(sentence("crediting.handed_over", lang), kept)
    else:
        yield Clause(sentence("crediting.kept.nothing", lang))
    leavers = "credited" if crediting.leavers is Leavers.CREDITED else "excluded"
    yield Clause(sentence(f"crediting.{leavers}", lang))
