"""What the parts of a plan are called in its sentences: measures, keys, factors, ways of counting days."""

from __future__ import annotations

from salesmgmt.calendars import CalendarDays, DayCount, Thirty360, WorkingDays, WorkingWeek
from salesmgmt.criteria import ALWAYS
from salesmgmt.incentives.deals import Event, Stages
from salesmgmt.incentives.keys import (
    Age,
    Amount,
    Attainment,
    DaysFromInvoice,
    DaysOverdue,
    DealAmount,
    DealField,
    Key,
    MarginPercent,
    Rank,
    Ratio,
    ScoreOf,
    StandingOf,
    Tenure,
    TotalOf,
)
from salesmgmt.incentives.measures import (
    Collected,
    Column,
    Count,
    Margin,
    Measure,
    Recurring,
    Revenue,
    Units,
)
from salesmgmt.incentives.schedules import Curve, KeyKind, Method, Whole
from salesmgmt.incentives.schedules.wording import said_beyond, said_bounds, said_range
from salesmgmt.incentives.sentences.saying import listed, sentence

__all__ = ["said_days", "said_key", "said_measure", "said_table"]


def said_measure(measure: Measure, lang: str) -> str:
    """What counts, with its event and condition."""
    words = _figure(measure, said_event(measure.event, lang), lang)
    if measure.where == ALWAYS:
        return words
    return sentence("measure.where", lang, measure=words, where=measure.where.text(lang))


def _figure(measure: Measure, event: str, lang: str) -> str:
    match measure:
        case Revenue():
            return sentence(f"measure.revenue{'.gross' if measure.tax else ''}", lang, event=event)
        case Collected():
            return sentence(f"measure.collected{'' if measure.tax else '.net'}", lang)
        case Margin():
            return sentence("measure.margin", lang, event=event)
        case Recurring():
            return sentence("measure.recurring", lang, event=event, months=measure.months, term=measure.term)
        case Units():
            return sentence("measure.units", lang, event=event)
        case Count():
            return sentence("measure.count", lang, event=event)
        case Column():
            kind = ".things" if measure.counts_things else ""
            return sentence(f"measure.column{kind}", lang, event=event, path=measure.path)
    return sentence("measure.own", lang, event=event, name=str(measure))


def said_event(event: Event | Stages, lang: str) -> str:
    """What has to happen for a deal to count."""
    if isinstance(event, Event):
        return sentence(f"event.{event}", lang)
    stages = [sentence(f"stage.{one}", lang, share=share) for one, share in event.shares]
    return sentence("event.stages", lang, stages=listed(stages, lang))


def said_key(key: Key, lang: str) -> str:
    """What a table is entered by."""
    per = sentence(f"per.{key.per}", lang)
    match key:
        case Amount():
            return sentence("key.amount", lang, per=per)
        case Attainment():
            return sentence("key.attainment", lang, per=per, measure=key.measure)
        case TotalOf():
            return sentence("key.total", lang, per=per, of=said_measure(key.of, lang))
        case Ratio():
            of, to = said_measure(key.of, lang), said_measure(key.to, lang)
            return sentence("key.ratio", lang, per=per, of=of, to=to)
        case ScoreOf():
            return sentence("key.score", lang, per=per, measure=key.measure, kind=_kind(key.kind, lang))
        case StandingOf():
            return sentence("key.standing", lang, per=per, path=key.path, kind=_kind(key.kind, lang))
        case Tenure():
            return sentence("key.tenure", lang, per=per)
        case Rank():
            return sentence("key.rank", lang, per=per)
        case DealField():
            return sentence("key.deal_field", lang, path=key.path, kind=_kind(key.kind, lang))
        case Age():
            return sentence("key.age", lang, since=key.since, unit=sentence(f"unit.{key.unit}", lang))
        case DealAmount():
            return sentence("key.deal_amount", lang)
        case MarginPercent():
            return sentence("key.margin_percent", lang)
        case DaysOverdue():
            return sentence("key.days_overdue", lang)
        case DaysFromInvoice():
            return sentence("key.days_from_invoice", lang)


def _kind(kind: KeyKind | None, lang: str) -> str:
    return sentence(f"kind.{kind or 'text'}", lang)


def said_table(times: Whole | Curve, lang: str) -> str:
    """A table of factors on one line."""
    if isinstance(times, Curve):
        places = [sentence("table.point", lang, at=point.at, times=point.rate) for point in times.points]
        between = [sentence("table.between", lang)] if len(times.points) > 1 else []
        first, last = times.points[0].at, times.points[-1].at
        beyond = [
            said_beyond(f"below.{times.below}", first, lang),
            said_beyond(f"above.{times.above}", last, lang),
        ]
        return _semicolons([*places, *between, *beyond], lang)
    places = [
        sentence(
            "table.place", lang, where=said_range(tier, Method.WHOLE, lang, times.boundary), times=tier.pays
        )
        for tier in times.tiers
    ]
    inner = [tier.start for tier in times.tiers[1:] if tier.start is not None]
    return _semicolons([*places, *said_bounds(inner, times.boundary, lang)], lang)


def _semicolons(texts: list[str], lang: str) -> str:
    return ("；" if lang == "zh" else "; ").join(texts)


def said_days(by: DayCount, lang: str) -> str:
    """A way of counting days."""
    if isinstance(by, CalendarDays | Thirty360):
        return sentence(f"days.{type(by).__name__}", lang)
    if not isinstance(by, WorkingDays):
        return sentence("days.own", lang, name=str(by))
    calendar = by.calendar
    words = _week(calendar, lang) if isinstance(calendar, WorkingWeek) else str(calendar)
    return sentence("days.WorkingDays", lang, calendar=words)


def _week(week: WorkingWeek, lang: str) -> str:
    free = listed([sentence(f"weekday.{day}", lang) for day in sorted(week.weekend)], lang)
    parts = [sentence("week.free", lang, days=free or sentence("week.none", lang))]
    for name, days in (("holidays", week.holidays), ("worked", week.worked)):
        if days:
            parts.append(sentence(f"week.{name}", lang, days=listed(map(str, sorted(days)), lang)))
    return _semicolons(parts, lang)
