"""The credits of a call, opened: the short way for what is only judged by a condition and summed.

What is told deal by deal in `salesmgmt.incentives.outcomes.tracing` is the same; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeGuard, overload

from salesmgmt.incentives.crediting import Credit, CreditKind, CreditShare
from salesmgmt.incentives.deals import Event, deals_of
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.engine.streams import Account
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.outcomes.tracing import NotCounted, Teller, place_of, tellers
from salesmgmt.records import Opportunity

__all__ = ["Credits", "credits_of"]


class Credits(Sequence[Credit]):
    """The credits of a call, opened one by one while they are read.

    They come by date, deal and line; everybody's in one component come in the order of the batch, since there
    may be very many. Reading them in turn keeps none of them; asking for one by its number, or for how many
    there are, opens them all.
    """

    __slots__ = ("_component", "_made", "_participant", "_scope")

    def __init__(self, scope: Scope, participant: str | None, component: str | None) -> None:
        self._scope = scope
        self._participant = participant
        self._component = component
        self._made: tuple[Credit, ...] | None = None

    def __iter__(self) -> Iterator[Credit]:
        return iter(credits_of(self._scope, self._participant, self._component))

    def _all(self) -> tuple[Credit, ...]:
        if self._made is None:
            self._made = tuple(iter(self))  # not of itself: that would ask for its length
        return self._made

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> Credit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Credit, ...]: ...
    def __getitem__(self, index: int | slice) -> Credit | tuple[Credit, ...]:
        return self._all()[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Credits | tuple):
            return NotImplemented
        return self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())

    def __repr__(self) -> str:
        return f"Credits({len(self)})"


def credits_of(scope: Scope, participant: str | None, component: str | None) -> Iterable[Credit]:
    """Who was credited with what, in the order that `Credits` tells of.

    Args:
        scope: What was looked up for the call.
        participant: Whose credits; None for everybody's.
        component: In which component; None for all.
    """
    asked = [
        (teller, accounts)
        for teller in tellers(scope)
        if (accounts := [one for one in teller.stream.accounts if component in (None, one.id[0])])
    ]
    if len(asked) == 1 and len(asked[0][1]) == 1 and _is_usual(scope, asked[0][0]):
        return _plain(scope, *asked[0], participant)
    found = [
        credit for teller, accounts in asked for credit in _told_by(scope, teller, accounts, participant)
    ]
    found.sort(key=place_of)
    return found


def _is_usual(scope: Scope, teller: Teller) -> bool:
    """Whether deals are won, judged by a condition, and credited to their owners or by shares."""
    crediting = scope.terms.crediting
    usual = not (crediting.registrations or crediting.handed_over or crediting.to)
    return usual and teller.stream.is_bare and teller.judge.events == (Event.WON,) and not teller.judge.things


def _told_by(
    scope: Scope, teller: Teller, accounts: Sequence[Account], participant: str | None
) -> Iterator[Credit]:
    if _is_usual(scope, teller):
        yield from _plain(scope, teller, accounts, participant)
        return
    names = {account.id[0] for account in accounts}
    for event in teller.judge.events:
        for deal in deals_of(scope.facts, event):
            day = deal.on
            if day is not None and day in scope.during:
                for told in teller.tell(deal, day, event):
                    if _is_asked(told, names, participant):
                        yield told


def _is_asked(
    told: Credit | NotCounted, names: Collection[str], participant: str | None
) -> TypeGuard[Credit]:
    if not isinstance(told, Credit) or told.component not in names:
        return False
    return participant is None or told.participant == participant


def _plain(
    scope: Scope, teller: Teller, accounts: Sequence[Account], participant: str | None
) -> Iterator[Credit]:
    """The credits of won deals, the owner's straight from the deal, the others told step by step."""
    counted = scope.counted
    if counted is None:
        return
    first, end = counted.start or date.min, counted.end or date.max
    measure, matches = teller.stream.measure, teller.judge.matches
    value_of = measure.value
    takes_part = None if scope.people.is_open else scope.people.takes_part
    shared = scope.shares.by_deal
    names = {account.id[0] for account in accounts}
    own = next((teller.account_of(one, Event.WON) for one in accounts if one.level == 0), None)
    above = [_Above(scope, teller, one) for one in accounts if one.level != 0]
    alone = own if participant is None and not above and takes_part is None and matches is None else None
    for deal in _deals(scope, accounts, participant):
        day = deal.closed
        if day is None or day < first or day >= end:
            continue
        if matches is not None and not matches(deal):
            continue
        if deal.id in shared:
            for told in teller.tell(deal, day, Event.WON):
                if _is_asked(told, names, participant):
                    yield told
            continue
        size, owner = value_of(deal), deal.owner
        if alone is not None and size is not None:
            yield Credit(alone, owner, deal, size)
            continue
        if size is None or (takes_part is not None and not takes_part(owner, day)):
            continue
        if own is not None and (participant is None or owner == participant):
            yield Credit(own, owner, deal, size)
        for one in above:
            yield from one.credits(deal, owner, day, size, participant)


class _Above:
    """An account of those who stand above."""

    __slots__ = ("_account", "_level", "_scope", "_shares", "_who")

    def __init__(self, scope: Scope, teller: Teller, account: Account) -> None:
        self._scope = scope
        self._level = account.level
        self._account = teller.account_of(account, Event.WON)
        self._shares: dict[tuple[str, int], CreditShare] = {}
        self._who: Callable[[str, date], str | None] | None = None
        if account.level is not None:
            self._who = scope.people.leader(account.level)

    def credits(
        self, deal: Opportunity, seller: str, day: date, size: Minor, participant: str | None
    ) -> Iterator[Credit]:
        if self._who is not None:
            leader = self._who(seller, day)
            people: tuple[str, ...] = () if leader is None else (leader,)
        else:
            people = self._scope.people.above(seller, day)
        for level, person in enumerate(people, self._level or 1):
            if participant not in (None, person) or not self._scope.people.takes_part(person, day):
                continue
            how = self._shares.get((seller, level))
            if how is None:
                how = CreditShare(CreditKind.TEAM, seller=seller, level=level)
                self._shares[seller, level] = how
            yield Credit(self._account, person, deal, size, how)


def _deals(scope: Scope, accounts: Sequence[Account], participant: str | None) -> Sequence[Opportunity]:
    """The won deals that may concern somebody, by date and identifier."""
    facts, currency = scope.facts, scope.terms.currency
    if participant is None:
        return facts.won_in(currency)
    sellers = {participant}
    if any(account.level != 0 for account in accounts):
        sellers |= scope.people.below(participant)
    owned = facts.won_by_owner(currency)
    found = {id(deal): deal for seller in sellers for deal in owned.get(seller, ())}
    index = facts.index(Opportunity)
    for deal, shares in scope.shares.by_deal.items():
        if deal in index and any(share.participant in sellers for share in shares):
            one = index[deal]
            if one.currency == currency and one.amount_minor is not None and one.outcome == "won":
                found[id(one)] = one
    return sorted(found.values(), key=lambda deal: (deal.closed or date.min, deal.id))
