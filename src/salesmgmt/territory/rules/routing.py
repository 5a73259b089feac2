"""Routing leads to members of a team: by turns and weights, within capacity, fair over time.

Whoever can take a lead is due a part of it, by weight. Of those who are due more than they received, the one
goes first who would be a whole lead behind the soonest; so while all can take every lead, nobody is ever a
whole lead ahead or behind (the schedule by earliest deadlines of Liu and Layland, 1973, for tasks that each
take their share of one machine). Whoever cannot take a lead is due nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange, WorkingWeek, as_date, range_of
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.criteria.reads import Tables
from salesmgmt.errors import BatchError, InvalidValueError, Problem, SalesmgmtError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.records import Absence
from salesmgmt.territory.checks import check_count, check_text, tuple_of
from salesmgmt.territory.rules.accounts import check_key, source_of

__all__ = ["Member", "Routed", "Routing", "RoutingState", "Turn", "Window"]


class Window(StrEnum):
    """For how long something is counted before it begins anew."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALWAYS = "always"

    def start(self, day: date) -> date:
        """The first day of the window in which a day lies; weeks begin on Monday."""
        match self:
            case Window.DAY:
                return day
            case Window.WEEK:
                return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
            case Window.MONTH:
                return day.replace(day=1)
        return date.min


def _as_window(value: Window | str) -> Window:
    try:
        return Window(value)
    except ValueError:
        raise InvalidValueError("window", value, f"be one of {', '.join(Window)}") from None


def _as_absences(given: Iterable[DateRange | str] | DateRange | str) -> tuple[DateRange, ...]:
    ranges = (given,) if isinstance(given, str | DateRange) else tuple(given)
    found = {range_of(one, "absences") for one in ranges}
    return tuple(sorted(found, key=lambda one: (one.start or date.min, one.end or date.max)))


@frozen
class Member:
    """Somebody who takes leads.

    Attributes:
        id: Identifier of the participant.
        weight: Their part of the leads, against the weights of the others.
        capacity: How many leads they take in a window at most; None for any number.
        per: The window of the capacity: `day`, `week`, `month` or `always`.
        takes: Which leads they take.
        absences: Days on which they take none; texts such as `2026-03-09/2026-03-16` are accepted.
        works: Their working week; None where every day counts.

    Raises:
        InvalidValueError: If the identifier is empty, the weight is not positive, or the capacity negative.
        WrongTypeError: If a field has another type.
    """

    id: str
    weight: int = 1
    capacity: int | None = None
    per: Window = field(default=Window.DAY, converter=_as_window)
    takes: Criterion = ALWAYS
    absences: tuple[DateRange, ...] = field(default=(), converter=_as_absences)
    works: WorkingWeek | None = None

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        check_count("weight", self.weight, 1)
        if self.capacity is not None:
            check_count("capacity", self.capacity)
        if not isinstance(self.takes, Criterion):
            raise WrongTypeError("takes", self.takes, "be a criterion")
        if self.works is not None and not isinstance(self.works, WorkingWeek):
            raise WrongTypeError("works", self.works, "be a WorkingWeek or None")


def _as_exact(value: Fraction | int) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, Fraction | int):
        raise WrongTypeError("due", value, "be an exact number")
    return Fraction(value)


def _optional_day(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "on")


@frozen
class Turn:
    """How one member stands.

    Attributes:
        member: Identifier of the member.
        due: Leads due to them in the window of fairness, exactly.
        received: Leads received in that window.
        held: Leads received in the window of their capacity.

    Raises:
        InvalidValueError: If a count is negative, or the identifier empty.
        WrongTypeError: If a field has another type.
    """

    member: str
    due: Fraction = field(default=Fraction(0), converter=_as_exact)
    received: int = 0
    held: int = 0

    def __attrs_post_init__(self) -> None:
        check_text("member", self.member)
        check_count("received", self.received)
        check_count("held", self.held)
        if self.due < 0:
            raise InvalidValueError("due", self.due, "be 0 or more")


def _as_turns(given: Iterable[Turn]) -> tuple[Turn, ...]:
    return tuple(sorted(tuple_of(given, Turn, "turns"), key=lambda turn: turn.member))


@frozen
class RoutingState:
    """What routing carries from one lead to the next; a fresh one where nothing was routed yet.

    Attributes:
        turns: How each member stands, in the order of the members.
        on: The day of the last lead; None before the first.

    Raises:
        BatchError: If a member stands twice.
        WrongTypeError: If something has another type.
    """

    turns: tuple[Turn, ...] = field(default=(), converter=_as_turns)
    on: date | None = field(default=None, converter=_optional_day)

    def __attrs_post_init__(self) -> None:
        names = [turn.member for turn in self.turns]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise BatchError("turns", [Problem(f"Member {one}", "turns", one, "stand once") for one in twice])


@frozen
class Routed:
    """Where a lead went, and why.

    Attributes:
        lead: Identifier of the lead.
        member: Who got it; None where nobody could take it.
        on: The day.
        reason: Why, with everybody who was skipped below it.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    lead: str
    member: str | None
    on: date = field(converter=as_date)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        check_text("lead", self.lead)
        if self.member is not None:
            check_text("member", self.member)
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


def _as_members(given: Iterable[Member | str]) -> tuple[Member, ...]:
    parts = (given,) if isinstance(given, str | Member) else tuple(given)
    members = [Member(one) if isinstance(one, str) else one for one in parts]
    return tuple(sorted(tuple_of(members, Member, "members"), key=lambda member: member.id))


class _Seat:
    """A member while leads are routed."""

    __slots__ = ("due", "held", "member", "received")

    def __init__(self, member: Member, turn: Turn) -> None:
        self.member = member
        self.due, self.received, self.held = turn.due, turn.received, turn.held


@frozen
class Routing:
    """Gives leads to the members of a team, one after another.

    Attributes:
        members: Who takes leads, kept in the order of their identifiers; an identifier alone is accepted.
        fair_over: The window over which everybody gets their part: at its end, what is due and what was
            received begin anew.
        key: Name of the field that holds a lead's identifier.

    Raises:
        BatchError: If a member stands twice.
        InvalidValueError: If there is no member, or a setting is none of those above.
        WrongTypeError: If something has another type.

    Examples:
        >>> routing = Routing([Member("ann", weight=2), Member("bob")])
        >>> routed, state = routing.route_all([{"id": f"L-{n}"} for n in range(6)], on="2026-03-09")
        >>> [one.member for one in routed]
        ['ann', 'ann', 'bob', 'ann', 'ann', 'bob']
    """

    members: tuple[Member, ...] = field(converter=_as_members)
    fair_over: Window = field(default=Window.ALWAYS, converter=_as_window)
    key: str = "id"

    def __attrs_post_init__(self) -> None:
        check_key(self.key)
        if not self.members:
            raise InvalidValueError("members", self.members, "be one or more")
        names = [member.id for member in self.members]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise BatchError(
                "members", [Problem(f"Member {one}", "members", one, "stand once") for one in twice]
            )

    def without(self, absences: Iterable[Absence]) -> Routing:
        """The same team with its absences taken from records, beside those known already."""
        found: dict[str, list[DateRange]] = {}
        for absence in tuple_of(absences, Absence, "absences"):
            found.setdefault(absence.participant, []).append(absence.during)
        members = [evolve(one, absences=(*one.absences, *found.get(one.id, ()))) for one in self.members]
        return evolve(self, members=members)

    def route(
        self,
        lead: object,
        state: RoutingState | None = None,
        *,
        on: date | str,
        tables: Tables | None = None,
    ) -> tuple[Routed, RoutingState]:
        """Give one lead to somebody.

        Args:
            lead: A record, mapping or object of any class with an identifier.
            state: What the leads before it left; None before the first.
            on: The day.
            tables: Reference tables, as for `Criterion.matches`.

        Returns:
            Who got it and why, and the state to hand in with the next lead.

        Raises:
            BatchError: If the lead has no identifier, or lacks what a member's condition reads.
            InvalidValueError: If the day lies before that of the state.
        """
        routed, after = self.route_all([lead], state, on=on, tables=tables)
        return routed[0], after

    def route_all(
        self,
        leads: Iterable[object],
        state: RoutingState | None = None,
        *,
        on: date | str,
        tables: Tables | None = None,
    ) -> tuple[tuple[Routed, ...], RoutingState]:
        """Give several leads of one day to somebody, one after another in the order given.

        It answers what `route` answers lead by lead; arguments and errors as there, all bad leads at once.
        """
        day = as_date(on, "on")
        before = RoutingState() if state is None else state
        if not isinstance(before, RoutingState):
            raise WrongTypeError("state", before, "be a RoutingState, or None before the first lead")
        if before.on is not None and day < before.on:
            raise InvalidValueError("on", day, f"not be before {before.on}, the day of the last lead")
        source = source_of(leads, self.key, tables)
        takes = self._takes(source.ids, source.records, source.tables)
        seats = self._seats(before, day)
        away = {member.id: _away(member, day) for member in self.members}
        routed = [
            self._next(lead, seats, away, matched, day)
            for lead, matched in zip(source.ids, takes, strict=True)
        ]
        turns = [Turn(seat.member.id, seat.due, seat.received, seat.held) for seat in seats]
        known = {member.id for member in self.members}
        gone = [turn for turn in before.turns if turn.member not in known]
        return tuple(routed), RoutingState((*turns, *gone), day)

    def _takes(self, ids: Sequence[str], records: Sequence[object], tables: Tables) -> list[frozenset[str]]:
        """Who takes each lead by its condition."""
        ready = [(member.id, member.takes.compiled(tables).matches) for member in self.members]
        found, problems = [], []
        for lead, record in zip(ids, records, strict=True):
            try:
                found.append(frozenset([name for name, matches in ready if matches(record)]))
            except SalesmgmtError as error:
                problems.append(Problem.of(f"Lead {lead}", error))
        if problems:
            raise BatchError("leads", problems)
        return found

    def _seats(self, state: RoutingState, day: date) -> list[_Seat]:
        """How the members stand at the beginning of the day's leads."""
        known = {turn.member: turn for turn in state.turns}
        last = state.on
        is_new = last is not None and self.fair_over.start(last) != self.fair_over.start(day)
        seats = []
        for member in self.members:
            turn = known.get(member.id, Turn(member.id))
            if is_new:
                turn = evolve(turn, due=Fraction(0), received=0)
            if last is not None and member.per.start(last) != member.per.start(day):
                turn = evolve(turn, held=0)
            seats.append(_Seat(member, turn))
        return seats

    def _next(
        self,
        lead: str,
        seats: Sequence[_Seat],
        away: Mapping[str, Reason | None],
        takes: frozenset[str],
        day: date,
    ) -> Routed:
        skipped = []
        able = []
        for seat in seats:
            why = _skipped(seat, away[seat.member.id], takes, day)
            if why is None:
                able.append(seat)
            else:
                skipped.append(why)
        if not able:
            reason = Reason.of("territory.routing.nobody", lead=lead, facts=(lead,), because=skipped)
            return Routed(lead, None, day, reason)
        weights = sum(seat.member.weight for seat in able)
        for seat in able:
            seat.due += Fraction(seat.member.weight, weights)
        behind = [seat for seat in able if seat.due > seat.received] or able
        chosen = min(behind, key=_deadline)
        turn = Reason.of(
            "territory.routing.turn",
            member=chosen.member.id,
            due=chosen.due,
            received=chosen.received,
        )
        chosen.received += 1
        chosen.held += 1
        reason = Reason.of(
            "territory.routing.routed",
            lead=lead,
            member=chosen.member.id,
            facts=(lead,),
            because=(turn, *skipped),
        )
        return Routed(lead, chosen.member.id, day, reason)


def _deadline(seat: _Seat) -> tuple[Fraction, str]:
    """After how many leads, in parts of the weight, a member would be a whole lead behind."""
    return ((seat.received + 1 - seat.due) / seat.member.weight, seat.member.id)


def _away(member: Member, day: date) -> Reason | None:
    """Why a member takes no leads on a day."""
    for absence in member.absences:
        if day in absence:
            return Reason.of("territory.routing.skipped.absent", member=member.id, during=absence)
    if member.works is not None and not member.works.is_working_day(day):
        return Reason.of("territory.routing.skipped.free", member=member.id, on=day)
    return None


def _skipped(seat: _Seat, away: Reason | None, takes: frozenset[str], day: date) -> Reason | None:
    """Why a member is passed by; None where they can take the lead."""
    member = seat.member
    if away is not None:
        return away
    if member.id not in takes:
        return Reason.of("territory.routing.skipped.outside", member=member.id)
    if member.capacity is not None and seat.held >= member.capacity:
        return Reason.of(
            f"territory.routing.skipped.full.{member.per.value}", member=member.id, capacity=member.capacity
        )
    return None
