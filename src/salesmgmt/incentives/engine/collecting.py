"""From facts to credited sums: one pass that reads, judges and adds, and keeps no object per deal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, TypeAlias

from attrs import field, frozen

from salesmgmt.criteria import ALWAYS
from salesmgmt.errors import BatchError, Problem, SalesmgmtError
from salesmgmt.incentives.crediting import Part
from salesmgmt.incentives.deals import Deal, Event, Receipt, deals_of
from salesmgmt.incentives.engine.bulk.linear import Summed, is_readable, linear_sums
from salesmgmt.incentives.engine.chaining import shares_up
from salesmgmt.incentives.engine.eligibility import Eligibility
from salesmgmt.incentives.engine.judging import Counted, Judge
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.engine.streams import Account, SourceId, Stream
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.keys import At
from salesmgmt.records import CreditNote, Delivery, Invoice, Opportunity, Order

__all__ = ["Collected", "Entries", "EntryKey", "Place", "Sums", "collect", "kind_of"]

Place: TypeAlias = tuple[str, int]
"""A participant and the place of the period."""

Sums: TypeAlias = Mapping[Place, Minor]
"""What is credited by participant and period."""


class EntryKey(NamedTuple):
    """What is kept apart within a participant's period.

    Attributes:
        deal: Identifier of the deal; empty where deals do not matter.
        line: Number of the line, for chains; 0 where lines do not matter.
        at: Where the table is entered, or the level of a chain.
        paid: The part of the rate at which it is paid.
        seller: Who was credited below; empty where that does not matter.
        kind: What kind of record the deal is, since documents of two kinds may have one number.
        share: The share of the deal, for chains, of which each is rounded on its own.
    """

    deal: str = ""
    line: int = 0
    at: At | None = None
    paid: Fraction = Fraction(1)
    seller: str = ""
    kind: str = ""
    share: str = ""


Entries: TypeAlias = Mapping[Place, Mapping[EntryKey, Minor]]
"""What is credited by participant and period, and by what is kept apart within it."""


@frozen(eq=False)
class Collected:
    """Everything that is credited.

    Attributes:
        sums: By component and number of the sum.
        entries: For accounts in which something is kept apart.
        reached: By component, where it is asked for: the last day on which a sum changed, else the first day.
        late: By participant and day of an opening: what was credited in its period from that day on.
        paid: What is paid for single deals in all, exact, where they need not be kept apart for it.
    """

    sums: Mapping[SourceId, Sums]
    entries: Mapping[SourceId, Entries]
    reached: Mapping[str, Mapping[Place, date]] = field(factory=dict)
    late: Mapping[SourceId, Mapping[tuple[str, date], Minor]] = field(factory=dict)
    paid: Mapping[SourceId, Sums] = field(factory=dict)


class _Ledger:
    """The sums of one account, and what adds to them."""

    __slots__ = (
        "_apart",
        "_counted",
        "_openings",
        "_periods",
        "_place",
        "_untouched",
        "account",
        "entries",
        "late",
        "leader",
        "reached",
        "sums",
    )

    def __init__(self, scope: Scope, account: Account, *, rated: bool) -> None:
        self.account = account
        self.leader = scope.people.leader(account.level) if account.level else None
        self._periods = scope.periods(account.per)
        self._place: dict[date, int | None] = {}
        self._counted = scope.read if account.builds_up else scope.counted
        self._apart = rated or not account.is_plain
        self.sums: dict[Place, Minor] = {}
        self.entries: dict[Place, dict[EntryKey, Minor]] = {}
        self.reached: dict[Place, date] = {}
        self._untouched: dict[Place, date] = {}
        self.late: dict[tuple[str, date], Minor] = {}
        self._openings: dict[Place, set[date]] = {}
        for opening in scope.facts.openings if account.builds_up else ():
            if opening.component == account.id[0] and opening.on in scope.reach:
                place = self._periods.position(opening.on)
                if opening.on != self._periods.starts[place]:
                    self._openings.setdefault((opening.participant, place), set()).add(opening.on)

    def days(self) -> Mapping[Place, date]:
        """The last day on which a sum changed; of one that never did, the first one that counts."""
        return {**self._untouched, **self.reached}

    def add(self, participant: str, day: date, value: Minor, key: EntryKey) -> None:
        if day not in self._place:
            counted = self._counted is not None and day in self._counted
            self._place[day] = self._periods.position(day) if counted else None
        place = self._place[day]
        if place is None:
            return
        where = participant, place
        self.sums[where] = self.sums.get(where, 0) + value
        if self.account.dated:
            days = self.reached if value else self._untouched
            days[where] = (max if value else min)(day, days.get(where, day))
        for on in self._openings.get(where, ()):
            if on <= day:
                self.late[participant, on] = self.late.get((participant, on), 0) + value
        if self._apart:
            entries = self.entries.setdefault(where, {})
            entries[key] = entries.get(key, 0) + value


class _Pass:
    """One stream on its way through the deals."""

    __slots__ = ("_eligible", "_ledgers", "_scope", "judge")

    def __init__(self, scope: Scope, stream: Stream, ledgers: list[_Ledger]) -> None:
        self._scope = scope
        self._ledgers = ledgers
        self.judge = Judge(scope, stream)
        self._eligible = None if stream.eligible == ALWAYS else Eligibility(scope, stream.eligible)

    def take(self, deal: Deal, day: date, event: Event) -> None:
        """Add a deal wherever it is credited."""
        found = self.judge.judge(deal, day, event)
        if isinstance(found, str):
            return
        for part in self._scope.shares.parts(found.value, deal, day, things=self.judge.things):
            self._credit(deal, day, found, part)

    def _takes_part(self, participant: str, day: date) -> bool:
        if not self._scope.people.takes_part(participant, day):
            return False
        return self._eligible is None or self._eligible.holds(participant, day)

    def _credit(self, deal: Deal, day: date, found: Counted, part: Part) -> None:
        people, participant, value = self._scope.people, part.participant, part.value
        if not self._takes_part(participant, day):
            return
        line, kind = _line(deal), kind_of(deal)
        for ledger in self._ledgers:
            account = ledger.account
            if account.chain is not None:
                for share in shares_up(self._scope, account.chain, participant, day, value):
                    level = Fraction(share.level)
                    apart = EntryKey(deal.id, line, level, found.paid, participant, kind, part.share or "")
                    ledger.add(share.participant, day, share.base, apart)
                continue
            apart = EntryKey(
                deal.id if account.by_deal else "",
                0,
                found.at if account.by_deal else None,
                found.paid,
                participant if account.by_seller else "",
                kind if account.by_deal else "",
            )
            for receiver in _receivers(account, ledger, participant, day, people.above):
                if receiver == participant or people.takes_part(receiver, day):
                    ledger.add(receiver, day, value, apart)


def _receivers(
    account: Account,
    ledger: _Ledger,
    participant: str,
    day: date,
    above: Callable[[str, date], tuple[str, ...]],
) -> tuple[str, ...]:
    """Who is credited in an account: the seller, somebody above, or everybody above."""
    if account.level == 0:
        return (participant,)
    if account.level is None:
        return above(participant, day)
    leader = None if ledger.leader is None else ledger.leader(participant, day)
    return () if leader is None else (leader,)


def collect(scope: Scope) -> Collected:
    """Everything credited, summed by account, participant and period.

    Raises:
        BatchError: Every deal for which a condition cannot be answered, with the field that it lacks.
    """
    linear = tuple(one for one in scope.streams if is_readable(scope, one))
    short = linear_sums(scope, linear)
    if short is None:
        short, linear = Summed({}, {}), ()
    ledgers: dict[SourceId, _Ledger] = {}
    problems: dict[tuple[str, str], Problem] = {}
    passes: list[_Pass] = []
    for stream in scope.streams:
        if stream in linear:
            continue
        rated = any(factor.on == "rate" for factor in stream.factors)
        own = [_Ledger(scope, account, rated=rated) for account in stream.accounts]
        ledgers |= {ledger.account.id: ledger for ledger in own}
        passes.append(_Pass(scope, stream, own))
    if scope.read is not None:
        for event in Event:
            for problem in _collect(scope, event, [one for one in passes if event in one.judge.events]):
                problems.setdefault((problem.record, problem.field), problem)
    if problems:
        raise BatchError("facts", problems.values())
    return Collected(
        {**short.sums, **{name: ledger.sums for name, ledger in ledgers.items()}},
        {name: ledger.entries for name, ledger in ledgers.items()},
        {name[0]: ledger.days() for name, ledger in ledgers.items() if ledger.account.dated},
        {name: ledger.late for name, ledger in ledgers.items() if ledger.late},
        short.paid,
    )


def _collect(scope: Scope, event: Event, passes: list[_Pass]) -> Iterator[Problem]:
    """Add up all deals of one event; the problems are the deals for which something cannot be answered."""
    if not passes or scope.read is None:
        return
    first, end = scope.read.start or date.min, scope.read.end
    for deal in deals_of(scope.facts, event):
        day = deal.on
        if day is None or day < first or (end is not None and day >= end):
            continue
        for one in passes:
            try:
                one.take(deal, day, event)
            except SalesmgmtError as error:
                yield Problem.of(label_of(deal), error)


def _line(deal: Deal) -> int:
    return 0 if isinstance(deal, Opportunity) else deal.line_number or 0


def kind_of(deal: Deal) -> str:
    """What kind of record a deal is."""
    if isinstance(deal, Opportunity):
        return "opportunity"
    return "receipt" if isinstance(deal, Receipt) else deal.kind


def label_of(deal: Deal) -> str:
    """What a deal is called in a problem."""
    if isinstance(deal, Opportunity):
        return f"Opportunity {deal.id}"
    if isinstance(deal, Receipt):
        return f"{'Payment' if deal.application is None else 'Application'} {deal.id}"
    kinds = {Order: "Order", Delivery: "Delivery", Invoice: "Invoice", CreditNote: "Credit note"}
    return f"{kinds[type(deal.document)]} {deal.id}, line {deal.line_number}"
