"""Billing by milestones: a share of the contract's value as each stage is reached."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    Problem,
    UnknownIdentifierError,
    WrongTypeError,
)
from salesmgmt.money import HALF_UP_TO_MINOR, Money, Rate, RateLike, Rounding, money_of, rate_of

__all__ = ["Billing", "BillingPlan", "Milestone"]


def _as_share(value: RateLike) -> Rate:
    return rate_of(value, "share")


@frozen
class Milestone:
    """A stage of a contract, and the share of its value that is billed when it is reached.

    Attributes:
        id: Identifier given by the caller.
        share: Share of the contract's value.
        proportional: Whether it is billed in proportion to what is done of it, as often as more is.

    Raises:
        InvalidValueError: If the identifier is empty, or the share is not from 0% to 100%.
        WrongTypeError: If a field has another type.
    """

    id: str
    share: Rate = field(converter=_as_share)
    proportional: bool = False

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.id, str) or not self.id:
            raise InvalidValueError("id", self.id, "be a text with at least one character")
        if not 0 <= self.share.value <= 1:
            raise InvalidValueError("share", self.share, "be a share of the contract, 0% to 100%")
        if type(self.proportional) is not bool:
            raise WrongTypeError("proportional", self.proportional, "be True or False")


@frozen
class Billing:
    """What is billed for a milestone.

    Attributes:
        milestone: Its identifier.
        amount: What is billed now.
        billed: What is billed so far, this one included.
        unbilled: What is left of the contract's value.

    Raises:
        CurrencyMismatchError: If the amounts are in several currencies.
        InvalidValueError: If the identifier is empty.
    """

    milestone: str
    amount: Money = field(converter=money_of)
    billed: Money = field(converter=money_of)
    unbilled: Money = field(converter=money_of)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.milestone, str) or not self.milestone:
            raise InvalidValueError("milestone", self.milestone, "be a text with at least one character")
        for name in ("billed", "unbilled"):
            part: Money = getattr(self, name)
            if part.currency != self.amount.currency:
                raise CurrencyMismatchError(name, part, f"be in {self.amount.currency}, as the amount")


def _as_milestones(given: Iterable[Milestone]) -> tuple[Milestone, ...]:
    listed = tuple(given) if isinstance(given, Iterable) else (given,)
    for one in listed:
        if not isinstance(one, Milestone):
            raise WrongTypeError("milestones", one, "be Milestone values, in a list or any other iterable")
    return listed


@frozen
class BillingPlan:
    """The milestones of a contract and what is billed as they are reached.

    Attributes:
        value: Value of the contract.
        milestones: Its stages.
        last: Identifier of the milestone that bills whatever is left once all others are billed in full;
            None where the shares are billed as they stand.
        rounding: How amounts are rounded.

    Raises:
        BatchError: If an identifier stands twice, the shares exceed 100%, or do not total it where no
            milestone takes the rest.
        UnknownIdentifierError: If the last milestone is none of them.
        WrongTypeError: If a field has another type.

    Examples:
        >>> plan = BillingPlan("USD 820,000", [Milestone("ground", "15%"), Milestone("rest", "85%")], "rest")
        >>> for step in plan.bill(["ground", "rest"]):
        ...     print(step.milestone, step.amount, step.unbilled)
        ground USD 123,000.00 USD 697,000.00
        rest USD 697,000.00 USD 0.00
    """

    value: Money = field(converter=money_of)
    milestones: tuple[Milestone, ...] = field(converter=_as_milestones)
    last: str | None = None
    rounding: Rounding = HALF_UP_TO_MINOR

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.rounding, Rounding):
            raise WrongTypeError("rounding", self.rounding, "be a Rounding")
        names = [one.id for one in self.milestones]
        problems = [
            Problem(f"Milestone {name}", "id", name, "be unique")
            for place, name in enumerate(names)
            if name in names[:place]
        ]
        total = sum((one.share.value for one in self.milestones), Fraction(0))
        if total > 1 or (self.last is None and total != 1):
            rule = "total 100%" if self.last is None else "total at most 100%"
            problems.append(Problem("milestones", "share", str(Rate(total)), rule))
        if problems:
            raise BatchError("milestones", problems)
        if self.last is not None and self.last not in names:
            raise UnknownIdentifierError("last", self.last, f"be one of {', '.join(names)}")

    def bill(self, reached: Iterable[str | tuple[str, RateLike]]) -> tuple[Billing, ...]:
        """What is billed as milestones are reached, one after the other.

        Args:
            reached: Identifiers of milestones in the order in which they were reached; for one in proportion,
                a pair of its identifier and the share of it that is done so far, which grows up to 100%.

        Raises:
            InvalidValueError: If a milestone is reached twice, the last one before others are complete, or a
                share that is done falls or exceeds 100%.
            UnknownIdentifierError: If there is no such milestone.
        """
        by_id = {one.id: one for one in self.milestones}
        done: dict[str, Fraction] = {}
        billed: dict[str, Money] = {}
        steps = []
        for event in reached:
            name, share = event if isinstance(event, tuple) else (event, Rate(1))
            one = by_id.get(name)
            if one is None:
                raise UnknownIdentifierError("reached", name, f"be one of {', '.join(by_id)}")
            part = rate_of(share, "reached").value
            self._check(one, part, done)
            done[name] = part
            before = Money.total(billed.values(), self.value.currency)
            if name == self.last and part == 1:
                due = self.value - before
            else:
                whole = (self.value * Rate(one.share.value * part)).round(self.rounding)
                due = whole - billed.get(name, Money.zero(self.value.currency))
            billed[name] = billed.get(name, Money.zero(self.value.currency)) + due
            steps.append(Billing(name, due, before + due, self.value - before - due))
        return tuple(steps)

    def _check(self, one: Milestone, part: Fraction, done: Mapping[str, Fraction]) -> None:
        if not one.proportional and (part != 1 or one.id in done):
            raise InvalidValueError("reached", one.id, "be reached once, and as a whole")
        if not done.get(one.id, Fraction(0)) < part <= 1:
            raise InvalidValueError("reached", str(Rate(part)), f"grow up to 100% of {one.id}")
        if one.id == self.last and part == 1:
            open_ones = [each.id for each in self.milestones if each.id != one.id and done.get(each.id) != 1]
            if open_ones:
                rule = f"come after {', '.join(open_ones)}, since it takes the rest"
                raise InvalidValueError("reached", one.id, rule)
