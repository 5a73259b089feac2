"""The short way from very many facts to credited sums.

What most plans count is linear: a figure is read off each deal and summed by period. So deals are sorted
by the streams that they count in and summed by person and slot (see `bulk.lanes` and `bulk.seats`); only the
sums are handed to accounts, periods and managers. Deals that are shared out are set aside and done one by
one. The sums are those of going deal by deal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import compress, islice
from typing import Any

from attrs import frozen

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives.crediting import ShareUnit
from salesmgmt.incentives.deals import Deal, Event, deals_of
from salesmgmt.incentives.engine.bulk.columns import reader_of
from salesmgmt.incentives.engine.bulk.deal_pay import DealPay, deal_pay_of
from salesmgmt.incentives.engine.bulk.lanes import Ground, Lanes, Question, Sums
from salesmgmt.incentives.engine.bulk.seats import Seats, cuts_of
from salesmgmt.incentives.engine.eligibility import Eligibility
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.engine.streams import Account, SourceId, Stream
from salesmgmt.money import HALF_UP_TO_MINOR, Currency, Rate

__all__ = ["Summed", "is_linear", "is_readable", "linear_sums"]

_AT_ONCE = 1024


def is_linear(stream: Stream) -> bool:
    """Whether a stream only sums a figure that is read off the deal, so that the short way will do."""
    return stream.is_plain and reader_of(stream.measure) is not None


def is_readable(scope: Scope, stream: Stream) -> bool:
    """Whether the deals of a batch can be read at once for a stream, and none has to be kept apart.

    Figures other than amounts count for deals in other currencies and without an amount as well; and openings
    within a period ask for what came behind their day.
    """
    reader = reader_of(stream.measure)
    if reader is None or (reader.only and not scope.facts.won_only_in(scope.terms.currency)):
        return False
    if scope.facts.openings and any(account.builds_up for account in stream.accounts):
        return False
    if is_linear(stream):
        return True
    first, *others = stream.accounts
    return (
        stream.is_judged_plainly
        and all(account.is_plain for account in others)
        and (first.is_plain or _pay_of(scope, stream) is not None)
    )


def _pay_of(scope: Scope, stream: Stream) -> DealPay | None:
    """What the first account of a stream pays for single deals, if it keeps them apart."""
    account = stream.accounts[0]
    return None if account.is_plain else deal_pay_of(scope.terms, stream, account, scope.tables)


@frozen(eq=False)
class Summed:
    """What is credited in linear streams.

    Attributes:
        sums: By account.
        paid: What is paid for the deals, exact and before rounding, of accounts that pay for each.
    """

    sums: Mapping[SourceId, Sums]
    paid: Mapping[SourceId, Sums]


def linear_sums(scope: Scope, streams: Iterable[Stream]) -> Summed | None:
    """What is credited in some linear streams, by account.

    Args:
        scope: What the call looks up.
        streams: Streams that can be summed so, each by `is_readable`.

    Returns:
        The sums; None where a condition cannot be asked of some deal: going deal by deal tells of which.
    """
    given = tuple(streams)
    sums: dict[SourceId, Sums] = {account.id: {} for stream in given for account in stream.accounts}
    paid: dict[SourceId, Sums] = {
        account.id: {} for stream in given for account in stream.accounts if not account.is_plain
    }
    if scope.counted is None or not given:
        return Summed(sums, paid)
    ground = _ground(scope, given)
    for event in Event:
        questions = _questions(scope, event, given)
        if questions:
            many = len(scope.facts.won_in(ground.currency)) if event is Event.WON else 0
            lanes = Lanes(ground, event, questions, many)
            _read(ground, event, lanes)
            if lanes.failed:
                return None
            lanes.hand_over(sums, paid)
    return Summed(sums, paid)


def _questions(scope: Scope, event: Event, streams: Sequence[Stream]) -> list[Question]:
    """What the streams ask of the deals of an event."""
    found: list[Question] = []
    for stream in streams:
        reader = reader_of(stream.measure)
        if reader is not None and stream.measure.event is event:
            accounts = [(account, scope.periods(account.per)) for account in stream.accounts]
            factors = [(one.where, one.times.value) for one in stream.factors if isinstance(one.times, Rate)]
            pay = _pay_of(scope, stream)
            needs = [getattr(key, "at") for key in stream.needs if hasattr(key, "at")]  # noqa: B009
            where = stream.measure.where
            found.append(Question(where, factors, stream.eligible, reader, accounts, pay, needs))
    return found


def _read(ground: Ground, event: Event, lanes: Lanes) -> None:
    """Read the deals of an event that have an amount in the one currency, many at once."""
    facts, currency, shares = ground.facts, ground.currency, ground.shares
    if event is not Event.WON:
        stream = deals_of(facts, event)
        while (chunk := tuple(islice(stream, _AT_ONCE))) and not lanes.failed:
            deals = [deal for deal in chunk if deal.amount_minor is not None and _is_in(deal, currency)]
            lanes.take(deals, shared=bool(shares) or shares is None)
        return
    won = facts.won_in(currency)
    whole, shared = facts.won_shared(currency) if shares else (b"", won if shares is None else ())
    step = max(len(won), 1) if lanes.takes_everything else _AT_ONCE
    for first in range(0, len(won) if shares is not None else 0, step):
        part = won[first : first + step]
        lanes.take([*compress(part, whole[first : first + step])] if whole else part, shared=False)
    for first in range(0, len(shared), _AT_ONCE):
        lanes.take(shared[first : first + _AT_ONCE], shared=True)


def _is_in(deal: Deal, currency: Currency) -> bool:
    return deal.currency is currency or deal.currency == currency


def _ground(scope: Scope, streams: Sequence[Stream]) -> Ground:
    people, crediting = scope.people, scope.terms.crediting
    accounts = [account for stream in streams for account in stream.accounts]
    counted = scope.counted or scope.during
    during = scope.read or counted if any(account.builds_up for account in accounts) else counted
    posts: dict[Criterion, Eligibility] = {}

    def parts(value: Any, deal: Deal, day: date, things: bool) -> Iterable[tuple[str, Any]]:
        found = scope.shares.parts(value, deal, day, things=things)
        return [(part.participant, part.value) for part in found]

    def is_eligible(seller: str, day: date, where: Criterion) -> bool:
        if where not in posts:
            posts[where] = Eligibility(scope, where)
        return posts[where].holds(seller, day)

    def reached(account: Account, seller: str, day: date, eligible: Criterion) -> Sequence[str]:
        if not people.takes_part(seller, day):
            return ()
        if eligible != ALWAYS and not is_eligible(seller, day, eligible):
            return ()
        if account.level == 0:
            return (seller,)
        if account.level is None:
            above = people.above(seller, day)
        else:
            found = people.managers(seller, day, account.level)
            above = tuple(found) if len(found) == 1 else ()
        return [person for person in above if person == seller or people.takes_part(person, day)]

    levels = [account.level for account in accounts]
    heights = [level for level in levels if level is not None]
    first, end = during.start or date.min, during.end or date.max
    begins = counted.start or date.min
    cuts = cuts_of(
        first, end, [scope.periods(kind) for kind in {account.per for account in accounts}], begins
    )
    moves = (
        not people.is_open
        or any(level != 0 for level in levels)
        or any(stream.eligible != ALWAYS for stream in streams)
    )
    height = None if len(heights) < len(levels) else max(heights, default=0)
    by_deal = not (crediting.registrations or crediting.handed_over or crediting.to)
    to_minor = crediting.shares is ShareUnit.MINOR_UNIT
    return Ground(
        facts=scope.facts,
        tables=scope.tables,
        currency=scope.terms.currency,
        cuts=cuts,
        first=begins,
        seats=Seats(scope.facts if moves else None, cuts, end, height),
        read=scope.read or counted,
        test=scope.test,
        shares=scope.shares.by_deal if by_deal else None,
        parts=parts,
        rounded=HALF_UP_TO_MINOR.divider(0) if to_minor else None,
        halves=by_deal and to_minor,
        reached=reached if moves else None,
    )
