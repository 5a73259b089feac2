"""What the pool decides: which customers go back, which stay until when, and whether a claim is allowed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import UnknownIdentifierError, WrongTypeError
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.territory.checks import check_flag, check_text
from salesmgmt.territory.pool.holdings import Holding, HoldingEnd, Holdings
from salesmgmt.territory.texts import HEADINGS

__all__ = ["ClaimDecision", "PoolVerdict", "Recycling"]


def _as_day(value: date | str) -> date:
    return as_date(value, "on")


def _as_optional_day(value: date | str | None) -> date | None:
    return None if value is None else as_date(value, "until")


@frozen
class PoolVerdict:
    """Whether one customer goes back to the pool, and why; or until when it stays.

    Attributes:
        customer: Identifier of the customer.
        participant: Who looks after it.
        returns: Whether it goes back.
        reason: Why it goes back, or why it stays.
        until: Day on which it would go back if nothing happened; None where it stays for good, or goes now.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    customer: str
    participant: str
    returns: bool
    reason: Reason
    until: date | None = field(default=None, converter=_as_optional_day)

    def __attrs_post_init__(self) -> None:
        check_text("customer", self.customer)
        check_text("participant", self.participant)
        check_flag("returns", self.returns)
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")


def _as_verdicts(given: Iterable[PoolVerdict]) -> tuple[PoolVerdict, ...]:
    verdicts = tuple(given)
    for verdict in verdicts:
        if not isinstance(verdict, PoolVerdict):
            raise WrongTypeError("verdicts", verdict, "be PoolVerdict values")
    return tuple(sorted(verdicts, key=lambda each: each.customer))


@frozen(repr=False)
class Recycling:
    """Every held customer on a day: it goes back, or stays until a day.

    Attributes:
        on: The day.
        verdicts: By customer.

    Raises:
        WrongTypeError: If something has another type.
    """

    on: date = field(converter=_as_day)
    verdicts: tuple[PoolVerdict, ...] = field(default=(), converter=_as_verdicts)

    def __repr__(self) -> str:
        return f"Recycling({self.on}, {len(self.returned):,} go back, {len(self.kept):,} stay)"

    @property
    def returned(self) -> tuple[PoolVerdict, ...]:
        """The customers that go back."""
        return tuple(each for each in self.verdicts if each.returns)

    @property
    def kept(self) -> tuple[PoolVerdict, ...]:
        """The customers that stay."""
        return tuple(each for each in self.verdicts if not each.returns)

    def verdict(self, customer: str) -> PoolVerdict:
        """What becomes of a customer.

        Raises:
            UnknownIdentifierError: If nobody held it.
        """
        for each in self.verdicts:
            if each.customer == customer:
                return each
        raise UnknownIdentifierError("customer", customer, f"be held by somebody on {self.on}")

    def carried_out(self, holdings: Holdings) -> Holdings:
        """The holdings without the customers that went back."""
        return holdings.ended([each.customer for each in self.returned], self.on, HoldingEnd.RECYCLED)

    def text(self, lang: str = "en") -> str:
        """What becomes of every customer, one a line, with the reasons below it.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        return "\n".join(each.reason.tree(lang) for each in self.verdicts)

    def records(self) -> list[dict[str, object]]:
        """One row for each customer, for a DataFrame."""
        return [
            {
                "customer": each.customer,
                "participant": each.participant,
                "returns": each.returns,
                "until": each.until,
            }
            for each in self.verdicts
        ]

    def table(self, lang: str = "en") -> Table:
        """One row for each customer, with the reason in words."""
        rows = [
            (each.customer, each.participant, each.returns, each.until, each.reason.text(lang))
            for each in self.verdicts
        ]
        names = ("customer", "owner", "returns", "until", "why")
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)


def _as_reasons(given: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(given)


@frozen
class ClaimDecision:
    """Whether somebody may take a customer out of the pool.

    Attributes:
        participant: Who claims.
        customer: What they claim.
        on: The day.
        allowed: Whether they may.
        reasons: Everything that speaks against it; or the one that allows it.
        allowed_from: First day on which nothing that is known today would speak against it; the day itself
            where it is allowed, None where that cannot be told.
        protected_until: First day on which the new holder is no longer protected; None without protection.

    Raises:
        InvalidValueError: If an identifier is empty.
        WrongTypeError: If a field has another type.
    """

    participant: str
    customer: str
    on: date = field(converter=_as_day)
    allowed: bool
    reasons: tuple[Reason, ...] = field(converter=_as_reasons)
    allowed_from: date | None = field(default=None, converter=_as_optional_day)
    protected_until: date | None = field(default=None, converter=_as_optional_day)

    def __attrs_post_init__(self) -> None:
        check_text("participant", self.participant)
        check_text("customer", self.customer)
        check_flag("allowed", self.allowed)
        for reason in self.reasons:
            if not isinstance(reason, Reason):
                raise WrongTypeError("reasons", reason, "be reasons")

    def carried_out(self, holdings: Holdings) -> Holdings:
        """The holdings with the customer claimed; unchanged where the claim was refused.

        Raises:
            BatchError: If somebody holds the customer by now.
        """
        if not self.allowed:
            return holdings
        held = Holding(
            self.customer, self.participant, self.on, claimed=True, protected_until=self.protected_until
        )
        return Holdings((*holdings.holdings, held))

    def text(self, lang: str = "en") -> str:
        """The decision in words, one reason per line."""
        return "\n".join(reason.tree(lang) for reason in self.reasons)
