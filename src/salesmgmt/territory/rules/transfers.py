"""What passes from one owner to the next when a plan takes the place of another, by a stated policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from attrs import field, frozen

from salesmgmt.calendars import add_days, as_date
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.records import Facts, Handover, Opportunity, Outcome, Registration
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_count, check_text, tuple_of
from salesmgmt.territory.plans.plan import TerritoryPlan
from salesmgmt.territory.texts import HEADINGS

__all__ = ["Transfer", "TransferItem", "TransferKind", "TransferPolicy", "Transfers"]

R = TypeVar("R", Opportunity, Registration)


class TransferKind(StrEnum):
    """What may pass from one owner to another."""

    ACCOUNT = "account"
    OPPORTUNITY = "opportunity"
    CREDIT = "credit"
    REGISTRATION = "registration"


class Transfer(StrEnum):
    """What becomes of something when its account changes hands."""

    MOVE = "move"
    STAY = "stay"


def _as_kind(value: TransferKind | str) -> TransferKind:
    try:
        return TransferKind(value)
    except ValueError:
        raise InvalidValueError("kind", value, f"be one of {', '.join(TransferKind)}") from None


def _as_transfer(value: Transfer | str) -> Transfer:
    try:
        return Transfer(value)
    except ValueError:
        raise InvalidValueError("transfer", value, "be 'move' or 'stay'") from None


def _optional_day(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "until")


@frozen
class TransferItem:
    """What becomes of one thing.

    Attributes:
        kind: An account, an opportunity, the credits of an account, or a registration.
        item: Its identifier; that of the account for an account and its credits.
        account: The account that changes hands.
        giver: Who had it.
        taker: Who gets it; None where nobody looks after the account any more.
        outcome: `move` or `stay`.
        until: First day on which it no longer stays; None where it stays for good, or moves at once.
        reason: Why.

    Raises:
        InvalidValueError: If an identifier is empty, or a setting is none of those above.
        WrongTypeError: If a field has another type.
    """

    kind: TransferKind = field(converter=_as_kind)
    item: str
    account: str
    giver: str
    taker: str | None
    outcome: Transfer = field(converter=_as_transfer)
    until: date | None = field(converter=_optional_day)
    reason: Reason

    def __attrs_post_init__(self) -> None:
        for name in ("item", "account", "giver"):
            check_text(name, getattr(self, name))
        if self.taker is not None:
            check_text("taker", self.taker)
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


def _as_items(given: Iterable[TransferItem]) -> tuple[TransferItem, ...]:
    return tuple_of(given, TransferItem, "items")


@frozen
class Transfers:
    """What passes on, and what stays, when a plan takes the place of another.

    Attributes:
        on: First day of the new plan.
        items: What becomes of everything concerned, by account.

    Raises:
        WrongTypeError: If something has another type.
    """

    on: date = field(converter=as_date)
    items: tuple[TransferItem, ...] = field(default=(), converter=_as_items)

    def of(self, kind: TransferKind | str) -> tuple[TransferItem, ...]:
        """The items of one kind.

        Raises:
            InvalidValueError: If there is no such kind.
        """
        wanted = _as_kind(kind)
        return tuple(item for item in self.items if item.kind is wanted)

    def handovers(self, prefix: str = "H-") -> tuple[Handover, ...]:
        """The change of owners as records, which decide who is credited: each on the day credits pass on.

        Args:
            prefix: What the identifiers of the records begin with; the account's own follows.
        """
        return tuple(
            Handover(f"{prefix}{item.account}", item.account, item.giver, item.taker, item.until or self.on)
            for item in self.of(TransferKind.CREDIT)
            if item.taker is not None
        )

    def records(self) -> list[dict[str, object]]:
        """One row per item, for a DataFrame."""
        return [
            {
                "kind": item.kind.value,
                "item": item.item,
                "account": item.account,
                "giver": item.giver,
                "taker": item.taker,
                "outcome": item.outcome.value,
                "until": item.until,
            }
            for item in self.items
        ]

    def text(self, lang: str = "en") -> str:
        """What becomes of everything, one item a line, with the reasons below it.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return "\n".join(item.reason.tree(lang) for item in self.items)

    def __str__(self) -> str:
        return self.text()

    def table(self, lang: str = "en") -> Table:
        """The items with the reasons."""
        rows = [(item.account, item.reason.text(lang), item.until) for item in self.items]
        return Table("", headed(HEADINGS, lang, "account", "fact", "until"), rows, lang=lang)


def _as_stages(given: Iterable[str] | str) -> tuple[str, ...]:
    return tuple(sorted(set(tuple_of(given, str, "keep_stages"))))


@frozen
class TransferPolicy:
    """What becomes of open opportunities, credits in flight and registrations when accounts change hands.

    Attributes:
        opportunities: Whether open opportunities of the former owner move or stay.
        keep_stages: Opportunities in one of these stages stay with the former owner, even where others move.
        keep_days: Opportunities expected to be decided within so many days stay, even where others move.
        credit_days: For how many days after the change sales to the account are still credited to the former
            owner; none where left out.
        registrations: Whether registrations of the former owner move, or stay until they expire.

    Raises:
        InvalidValueError: If a number of days is negative, or a setting is none of those above.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.records import Opportunity
        >>> from salesmgmt.territory import Territory
        >>> parts = [Territory("N", owner="ann"), Territory("S", owner="bob")]
        >>> before, after = (TerritoryPlan("P", parts, {"C-1": one}) for one in ("N", "S"))
        >>> deals = Facts([
        ...     Opportunity("D-1", "ann", customer="C-1", stage="qualified"),
        ...     Opportunity("D-2", "ann", customer="C-1", stage="contract"),
        ... ])
        >>> policy = TransferPolicy(keep_stages="contract", credit_days=30)
        >>> print(policy.consequences(deals, before, after, on="2026-07-01"))
        account C-1 moves from ann to bob on 2026-07-01
        opportunity D-1 moves from ann to bob on 2026-07-01
          the policy says so
        opportunity D-2 stays with ann
          its stage is contract
        credit of C-1 stays with ann until 2026-07-31
          the policy says so
    """

    opportunities: Transfer = field(default=Transfer.MOVE, converter=_as_transfer)
    keep_stages: tuple[str, ...] = field(default=(), converter=_as_stages)
    keep_days: int = 0
    credit_days: int = 0
    registrations: Transfer = field(default=Transfer.STAY, converter=_as_transfer)

    def __attrs_post_init__(self) -> None:
        check_count("keep_days", self.keep_days)
        check_count("credit_days", self.credit_days)

    def consequences(
        self, facts: Facts, before: TerritoryPlan, after: TerritoryPlan, on: date | str
    ) -> Transfers:
        """What passes on for each account that has another owner in the new plan.

        Args:
            facts: A batch with the opportunities and registrations in force.
            before: The plan that held up to the day before.
            after: The plan that holds from the day on.
            on: First day of the new plan.

        Raises:
            InvalidValueError: If the new plan does not hold on the day.
            WrongTypeError: If the facts are no batch, or a plan is none.
        """
        if not isinstance(facts, Facts):
            raise WrongTypeError("facts", facts, "be a checked batch: Facts([…])")
        for name, plan in (("before", before), ("after", after)):
            if not isinstance(plan, TerritoryPlan):
                raise WrongTypeError(name, plan, "be a TerritoryPlan")
        day = as_date(on, "on")
        if day not in after.during:
            raise InvalidValueError("on", day, f"be a day on which the new plan holds: {after.during}")
        deals, claims = _by_customer(facts.opportunities), _by_customer(facts.registrations)
        owners, later = _owners(before), _owners(after)
        items: list[TransferItem] = []
        for account, giver in sorted(owners.items()):
            taker = later.get(account)
            if giver != taker:
                items += self._account(account, giver, taker, day, deals, claims)
        return Transfers(day, items)

    def _account(
        self,
        account: str,
        giver: str,
        taker: str | None,
        day: date,
        deals: Mapping[str, list[Opportunity]],
        claims: Mapping[str, list[Registration]],
    ) -> Iterator[TransferItem]:
        change = _Change(account, giver, taker, day)
        yield change.item(TransferKind.ACCOUNT, account, Transfer.MOVE, None, ())
        for deal in deals.get(account, ()):
            if deal.outcome is Outcome.OPEN:
                outcome, why = self._deal(deal, giver, day)
                yield change.item(TransferKind.OPPORTUNITY, deal.id, outcome, None, (why,))
        policy = Reason.of("territory.transfer.why.policy")
        until = add_days(day, self.credit_days) if self.credit_days else None
        kept = Transfer.STAY if until is not None else Transfer.MOVE
        yield change.item(TransferKind.CREDIT, account, kept, until, (policy,))
        for claim in claims.get(account, ()):
            if claim.participant == giver and day in claim.during:
                stays = self.registrations is Transfer.STAY
                why = policy
                if stays and claim.expires is not None:
                    why = Reason.of("territory.transfer.why.expires", expires=claim.expires)
                end = claim.expires if stays else None
                yield change.item(TransferKind.REGISTRATION, claim.id, self.registrations, end, (why,))

    def _deal(self, deal: Opportunity, giver: str, day: date) -> tuple[Transfer, Reason]:
        if deal.owner != giver:
            return Transfer.STAY, Reason.of("territory.transfer.why.other", owner=deal.owner)
        if self.opportunities is Transfer.MOVE:
            if deal.stage is not None and deal.stage in self.keep_stages:
                return Transfer.STAY, Reason.of("territory.transfer.why.advanced", stage=deal.stage)
            until = add_days(day, self.keep_days)
            if deal.expected is not None and deal.expected < until:
                return Transfer.STAY, Reason.of(
                    "territory.transfer.why.closing", expected=deal.expected, until=until
                )
        return self.opportunities, Reason.of("territory.transfer.why.policy")


@frozen
class _Change:
    """An account that gets another owner."""

    account: str
    giver: str
    taker: str | None
    day: date

    def item(
        self,
        kind: TransferKind,
        name: str,
        outcome: Transfer,
        until: date | None,
        because: tuple[Reason, ...],
    ) -> TransferItem:
        """What becomes of one thing, with the words for it."""
        how = "moves" if outcome is Transfer.MOVE else "stays" if until is None else "until"
        reason = Reason(
            f"territory.transfer.{kind.value}.{how}",
            {"item": name, "giver": self.giver, "taker": self.taker, "on": self.day, "until": until},
            (name,),
            because,
        )
        return TransferItem(kind, name, self.account, self.giver, self.taker, outcome, until, reason)


def _owners(plan: TerritoryPlan) -> dict[str, str]:
    owners = {territory.id: territory.owner for territory in plan.territories}
    found = {}
    for account, territory in plan.by_account().items():
        owner = owners[territory]
        if owner is not None:
            found[account] = owner
    return found


def _by_customer(records: Iterable[R]) -> dict[str, list[R]]:
    found: dict[str, list[R]] = {}
    for record in sorted(records, key=lambda one: one.id):
        if record.customer is not None:
            found.setdefault(record.customer, []).append(record)
    return found
