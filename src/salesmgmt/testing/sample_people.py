"""The people of the sample company: who sits where and when, under whom, and with which quota."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType

from attrs import frozen

from salesmgmt.calendars import DateRange, add_months
from salesmgmt.money import Currency
from salesmgmt.records import Assignment, Participant, Quota, Unit
from salesmgmt.testing.dice import Dice
from salesmgmt.testing.sample_names import LEADERS, PEOPLE, REGIONS

__all__ = ["FIRST", "LAST", "PLAN", "SEATS", "SPECIALISTS", "Seat", "people", "quotas", "scale_of"]

FIRST, LAST = date(2025, 1, 1), date(2026, 12, 31)
PLAN = "sales"
SPECIALISTS = ("spec-1", "spec-2")

_TEAMS = tuple(f"{region}-{number}" for region, _, _ in REGIONS for number in (1, 2))
_LEADS: Mapping[str, tuple[tuple[str, date], ...]] = MappingProxyType(
    {team: ((f"lead-{number}", FIRST),) for number, team in enumerate(_TEAMS, 1)}
    | {"north-1": (("lead-1", FIRST), ("rep-05", date(2026, 1, 1)))}
)
_SEATS_OF_A_TEAM = 5


@frozen
class Seat:
    """A post with its customers, held by one rep after the other, and by the team's lead while it is vacant.

    Attributes:
        number: From 1.
        teams: Team since a day, in order.
        holders: Reps with their days, in order.
    """

    number: int
    teams: tuple[tuple[str, date], ...]
    holders: tuple[tuple[str, DateRange], ...]

    @property
    def region(self) -> str:
        """The region of its customers."""
        return self.teams[0][0].split("-")[0]

    def team(self, day: date) -> str:
        """The team that it belongs to on a day."""
        return _latest(self.teams, day)

    def holder(self, day: date) -> str:
        """Who works on its customers on a day."""
        for rep, during in self.holders:
            if day in during:
                return rep
        return _latest(_LEADS[self.team(day)], day)


def _latest(entries: tuple[tuple[str, date], ...], day: date) -> str:
    return [value for value, since in entries if since <= max(day, FIRST)][-1]


def _seats() -> Iterator[Seat]:
    """Thirty seats, with those who join, move, are promoted and leave in the middle of it."""
    always = DateRange.always
    stories = {
        5: (("rep-05", DateRange.until("2026-01-01")), ("rep-34", DateRange.since("2026-01-05"))),
        7: (("rep-07", DateRange.until("2025-07-01")), ("rep-33", DateRange.since("2025-07-14"))),
        12: (("rep-12", DateRange.until("2025-10-01")), ("rep-31", DateRange.since("2025-11-03"))),
        16: (("rep-16", DateRange.until("2025-06-14")), ("rep-07", DateRange.since("2025-07-01"))),
        25: (("rep-25", DateRange.until("2026-05-16")), ("rep-32", DateRange.since("2026-06-01"))),
        28: (("rep-28", DateRange.since("2025-08-01")),),
    }
    for number in range(1, len(_TEAMS) * _SEATS_OF_A_TEAM + 1):
        teams: tuple[tuple[str, date], ...] = ((_TEAMS[(number - 1) // _SEATS_OF_A_TEAM], FIRST),)
        if number == 19:
            teams = (*teams, ("south-1", date(2026, 3, 16)))
        yield Seat(number, teams, stories.get(number, ((f"rep-{number:02}", always()),)))


SEATS = tuple(_seats())


def scale_of(currency: Currency) -> int:
    """Minor units of a currency that stand for one dollar of the price list, in round figures."""
    rates = {"CNY": 7, "JPY": 150, "INR": 85, "KRW": 1400}
    return rates.get(currency.code, 1) * currency.minor_per_major


def people(dice: Dice) -> Iterator[Unit | Participant | Assignment]:
    """Units, participants and their assignments."""
    yield Unit("company", "Company 公司")
    for region, name, _ in REGIONS:
        yield Unit(region, name, "company")
        for number in (1, 2):
            yield Unit(f"{region}-{number}", f"{name.split()[0]} team {number}", region)
    yield from _participants(dice)
    yield from _assignments()


def _participants(dice: Dice) -> Iterator[Participant]:
    leaders = ["vp", *(f"dir-{region}" for region, _, _ in REGIONS), *(f"lead-{n}" for n in range(1, 7))]
    for person, name in zip([*leaders, *SPECIALISTS], LEADERS, strict=True):
        joined = date(2012, 1, 1) + timedelta(days=dice.between(0, 4000))
        yield Participant(person, name, DateRange(joined, date(2026, 1, 1) if person == "lead-1" else None))
    days: dict[str, list[DateRange]] = {}
    for seat in SEATS:
        for rep, during in seat.holders:
            days.setdefault(rep, []).append(during)
    for rep, name in zip(sorted(days), PEOPLE, strict=True):
        start = min(during.start or FIRST for during in days[rep])
        ends = [during.end for during in days[rep]]
        left = None if rep == "rep-05" or None in ends else ends[-1]
        joined = FIRST - timedelta(days=dice.between(30, 2500)) if start == FIRST else start
        yield Participant(rep, name, DateRange(joined, left))


def _assignments() -> Iterator[Assignment]:
    numbers = iter(range(1, 1000))

    def post(person: str, during: DateRange, unit: str, manager: str | None, role: str) -> Assignment:
        region = unit.split("-")[0]
        territory = None if unit == "company" else region
        return Assignment(f"A-{next(numbers):03}", person, during, unit, manager, role, PLAN, territory)

    ever = DateRange.since(FIRST)
    yield post("vp", ever, "company", None, "vice president")
    for specialist in SPECIALISTS:
        yield post(specialist, ever, "company", "vp", "specialist")
    for region, _, _ in REGIONS:
        yield post(f"dir-{region}", ever, region, "vp", "regional director")
    for team, leads in _LEADS.items():
        for (lead, since), (_, until) in zip(leads, [*leads[1:], ("", None)], strict=True):
            yield post(lead, DateRange(since, until), team, f"dir-{team.split('-')[0]}", "team lead")
    for seat in SEATS:
        for rep, during in seat.holders:
            held = during.intersection(ever)
            changes = [
                since for _, since in (*seat.teams, *(lead for leads in _LEADS.values() for lead in leads))
            ]
            for part in _pieces(seat, held, changes):
                day = part.start or FIRST
                team = seat.team(day)
                yield post(rep, part, team, _latest(_LEADS[team], day), "account executive")


def _pieces(seat: Seat, held: DateRange | None, changes: list[date]) -> Iterator[DateRange]:
    """A holder's days, cut where the team or its lead changes."""
    if held is None:
        return
    start = held
    for part in held.split_at(*sorted(set(changes))):
        day, before = part.start or FIRST, start.start or FIRST
        same = (seat.team(day), _latest(_LEADS[seat.team(day)], day)) == (
            seat.team(before),
            _latest(_LEADS[seat.team(before)], before),
        )
        if part is not start and not same:
            yield DateRange(start.start, part.start)
            start = DateRange(part.start, held.end)
    yield start


def quotas(dice: Dice, currency: Currency) -> Iterator[Quota]:
    """A quota per rep and quarter, in proportion to the days on which a seat was held."""
    starts = [add_months(FIRST, 3 * number) for number in range(9)]
    for seat in SEATS:
        level = dice.between(70, 110) * 1000
        for rep, during in seat.holders:
            for number, (start, end) in enumerate(pairwise(starts)):
                quarter = DateRange(start, end)
                held = during.intersection(quarter)
                if held is None:
                    continue
                season = (88, 96, 96, 120)[number % 4] + (6 if number >= 4 else 0)
                dollars = level * season * held.days // (100 * quarter.days) // 500 * 500
                yield Quota(
                    f"{rep}-{start.year}-Q{number % 4 + 1}",
                    rep,
                    quarter,
                    dollars * scale_of(currency),
                    currency=currency,
                )
