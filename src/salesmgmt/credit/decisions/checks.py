"""What a rule asks: each check compares one figure with what is allowed.

Every check answers the same questions about plain figures: whether they are within what is allowed, and how
much has to be paid, cut from the document or put on a limit until they are. An exclusion asks the same
checks, and holds strictly below what is allowed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import ClassVar, TypeAlias

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.decisions.choices import AtLimit, DisputedItems, Effect, LateFrom, ShareOf
from salesmgmt.credit.decisions.figures import NEVER, Asked, Figures
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, money_of, rate_of

__all__ = [
    "AverageDelay",
    "ChangeOfTerms",
    "Check",
    "DocumentValue",
    "HighestDunning",
    "HighestItem",
    "OldestItem",
    "Raises",
    "ReviewOverdue",
    "ShareOverdue",
    "ValueByDelay",
    "check_days",
    "check_share",
    "late_days",
    "open_of",
]

Raises: TypeAlias = "tuple[int | None, dict[int, int]]"
"""What limits would have to be at least: the customer's own, and those of pools by their place."""


def _as_at_limit(value: AtLimit | str) -> AtLimit:
    return choice_of(AtLimit, value, "at_limit")


def _as_disputed(value: DisputedItems | str) -> DisputedItems:
    return choice_of(DisputedItems, value, "disputed")


def _as_late_from(value: LateFrom | str) -> LateFrom:
    return choice_of(LateFrom, value, "late_from")


def _as_share_of(value: ShareOf | str) -> ShareOf:
    return choice_of(ShareOf, value, "of")


def _as_share(value: Rate | str) -> Rate:
    return rate_of(value, "share")


def _as_least(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "least")


def check_days(value: object, field: str) -> None:
    """Refuse what is no number of days from 0."""
    if type(value) is not int:
        raise WrongTypeError(field, value, "be a whole number")
    if value < 0:
        raise InvalidValueError(field, value, "be a whole number, 0 or more")


def _check_money(value: Money, field: str) -> None:
    if value.minor < 0:
        raise InvalidValueError(field, value, "be 0 or more")


def late_days(due: int, day: int, late_from: LateFrom) -> int:
    """By how many days an item is late; 0 where it is not."""
    days = day - due + (late_from is LateFrom.DUE_DAY)
    return max(days, 0)


def open_of(opened: int, disputed: int, kind: DisputedItems) -> int:
    """What of an item counts."""
    return opened if kind is DisputedItems.COUNTED else opened - disputed


class Check:
    """What all checks have in common."""

    __slots__ = ()

    kind: ClassVar[str]
    usual: ClassVar[Effect] = Effect.BLOCK

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        raise NotImplementedError

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        return 0 if self.ok(figures, asked, strict) else None

    def to_cut(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least cut of the document after which it is; None where none helps."""
        return 0 if self.ok(figures, asked, strict) else None

    def to_raise(self, figures: Figures, asked: Asked, strict: int) -> Raises | None:
        """The least limits with which it is; None where none helps."""
        return (None, {}) if self.ok(figures, asked, strict) else None

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names, which have to be in the currency of the position."""
        return ()


def pay_through(figures: Figures, keeps: Callable[[int, int, int, int], int | None]) -> int:
    """The payment, from the oldest due date on, after which each item is down to what may be left of it.

    Args:
        figures: The customer.
        keeps: From the fields of an item to what may be left open of it; None where it may stay as it is.
    """
    before = needed = 0
    for due, opened, disputed, level in figures.items:
        left = keeps(due, opened, disputed, level)
        if left is not None and left < opened:
            needed = before + opened - left
        before += opened
    return needed


@frozen
class OldestItem(Check):
    """How late the oldest open item is.

    Attributes:
        days: So many days late are let pass.
        at_limit: Whether exactly so many are.
        late_from: Which day is the first late one.
        disputed: Whether what is disputed counts.
        least: Items of which no more is open are not looked at; None: all are.

    Raises:
        InvalidValueError: If the days or the amount are negative.
        WrongTypeError: If a field has another type.

    Examples:
        >>> OldestItem(10).kind
        'oldest_item'
    """

    kind: ClassVar[str] = "oldest_item"

    days: int = 0
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=_as_at_limit, kw_only=True)
    late_from: LateFrom = field(default=LateFrom.NEXT_DAY, converter=_as_late_from, kw_only=True)
    disputed: DisputedItems = field(default=DisputedItems.COUNTED, converter=_as_disputed, kw_only=True)
    least: Money | None = field(default=None, converter=_as_least, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_days(self.days, "days")
        if self.least is not None:
            _check_money(self.least, "least")

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names."""
        return () if self.least is None else (self.least,)

    @property
    def plain(self) -> bool:
        """Whether the oldest due date alone decides."""
        return self.least is None and self.disputed is DisputedItems.COUNTED

    def allowed(self, strict: int) -> int:
        """The most days that are within."""
        return max(0, self.days - strict)

    def looked_at(self, opened: int, disputed: int) -> bool:
        """Whether an item counts."""
        return open_of(opened, disputed, self.disputed) > (0 if self.least is None else self.least.minor)

    def oldest(self, figures: Figures, day: int) -> int:
        """By how many days the oldest item is late; 0 where none is."""
        for due, opened, disputed, _ in figures.items:
            if self.looked_at(opened, disputed):
                return late_days(due, day, self.late_from)
        return 0

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return self.oldest(figures, asked.day) <= self.allowed(strict)

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        allowed, least = self.allowed(strict), 0 if self.least is None else self.least.minor

        def left(due: int, opened: int, disputed: int, level: int) -> int | None:
            if late_days(due, asked.day, self.late_from) <= allowed or not self.looked_at(opened, disputed):
                return None
            return least + opened - open_of(opened, disputed, self.disputed)

        return pay_through(figures, left)


@frozen
class ShareOverdue(Check):
    """How much is overdue, as a share of the limit or of what is open.

    The share of the limit is the default, since a payment never raises it; that of the receivables is what
    some systems show, and rises when an item is paid that is not late. Where no limit names an amount, there
    is nothing to take a share of, and the check is passed.

    Attributes:
        share: The share that is let pass.
        days: Only items late by more days count.
        of: Of what the share is taken.
        at_limit: Whether exactly the share is let pass.
        late_from: Which day is the first late one.
        disputed: Whether what is disputed counts.

    Raises:
        InvalidValueError: If the share is not from 0% to 100%, or the days are negative.
        WrongTypeError: If a field has another type.
    """

    kind: ClassVar[str] = "share_overdue"

    share: Rate = field(converter=_as_share)
    days: int = 0
    of: ShareOf = field(default=ShareOf.LIMIT, converter=_as_share_of, kw_only=True)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=_as_at_limit, kw_only=True)
    late_from: LateFrom = field(default=LateFrom.NEXT_DAY, converter=_as_late_from, kw_only=True)
    disputed: DisputedItems = field(default=DisputedItems.COUNTED, converter=_as_disputed, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_share(self.share)
        check_days(self.days, "days")

    def counts(self, due: int, day: int) -> bool:
        """Whether an item is late enough."""
        return late_days(due, day, self.late_from) > self.days

    def overdue(self, figures: Figures, day: int) -> int:
        """Sum of what is overdue."""
        return sum(
            open_of(opened, disputed, self.disputed)
            for due, opened, disputed, _ in figures.items
            if self.counts(due, day)
        )

    def base(self, figures: Figures) -> int | None:
        """Of what the share is taken; None where there is nothing."""
        if self.of is ShareOf.RECEIVABLES:
            return sum(open_of(opened, disputed, self.disputed) for _, opened, disputed, _ in figures.items)
        limits = (figures.limit, *(limit for limit, _ in figures.pools))
        return next((limit for limit in limits if limit is not None and limit >= 0), None)

    def allowed(self, base: int, strict: int) -> int:
        """The most that may be overdue."""
        part = self.share.value * base
        return (
            max(0, -(-part.numerator // part.denominator) - 1)
            if strict
            else part.numerator // part.denominator
        )

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        base = self.base(figures)
        return base is None or self.overdue(figures, asked.day) <= self.allowed(base, strict)

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        if self.ok(figures, asked, strict):
            return 0
        base = self.base(figures) or 0
        overdue = self.overdue(figures, asked.day)
        if self.of is ShareOf.LIMIT:
            less = overdue - self.allowed(base, strict)
        else:
            less = self._less_of_receivables(overdue, base, strict)
        before = 0
        for due, opened, disputed, _ in figures.items:
            counted = open_of(opened, disputed, self.disputed)
            if self.counts(due, asked.day) and counted:
                if counted >= less:
                    return before + less
                less -= counted
            before += opened
        return before

    def _less_of_receivables(self, overdue: int, total: int, strict: int) -> int:
        """By how much both have to fall until the one is the share of the other, or nothing."""
        share = self.share.value
        if share == 1:
            return overdue
        least = Fraction(overdue - share * total) / (1 - share)
        whole = -(-least.numerator // least.denominator)
        if strict and whole == least:
            whole += 1
        return min(whole, overdue)

    def to_raise(self, figures: Figures, asked: Asked, strict: int) -> Raises | None:
        """The least limits with which it is; None where none helps."""
        if self.ok(figures, asked, strict):
            return None, {}
        if self.of is ShareOf.RECEIVABLES or not self.share.value:
            return None
        least = Fraction(self.overdue(figures, asked.day)) / self.share.value
        whole = -(-least.numerator // least.denominator)
        if strict and whole == least:
            whole += 1
        if figures.limit is not None and figures.limit >= 0:
            return whole, {}
        return None, {next(place for place, (limit, _) in enumerate(figures.pools) if limit >= 0): whole}


def check_share(share: Rate) -> None:
    """Refuse what is no share."""
    if not 0 <= share.value <= 1:
        raise InvalidValueError("share", share, "be a share, 0% to 100%")


@frozen
class HighestItem(Check):
    """How much is open of the largest item, late or not.

    Attributes:
        amount: So much is let pass.
        at_limit: Whether exactly so much is.
        disputed: Whether what is disputed counts.

    Raises:
        InvalidValueError: If the amount is negative.
        WrongTypeError: If a field has another type.
    """

    kind: ClassVar[str] = "highest_item"

    amount: Money = field(converter=money_of)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=_as_at_limit, kw_only=True)
    disputed: DisputedItems = field(default=DisputedItems.COUNTED, converter=_as_disputed, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_money(self.amount, "amount")

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names."""
        return (self.amount,)

    def allowed(self, strict: int) -> int:
        """The most that may be open of one item."""
        return max(0, self.amount.minor - strict)

    def highest(self, figures: Figures) -> int:
        """What is open of the largest item."""
        return max(
            (open_of(opened, disputed, self.disputed) for _, opened, disputed, _ in figures.items), default=0
        )

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return self.highest(figures) <= self.allowed(strict)

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        allowed = self.allowed(strict)
        return pay_through(
            figures,
            lambda due, opened, disputed, level: allowed + opened - open_of(opened, disputed, self.disputed),
        )


@frozen
class HighestDunning(Check):
    """How sternly the customer, or an open item, was dunned.

    Attributes:
        level: The highest level that is let pass.

    Raises:
        InvalidValueError: If the level is negative.
        WrongTypeError: If it is no whole number.
    """

    kind: ClassVar[str] = "dunning_level"

    level: int = 0

    def __attrs_post_init__(self) -> None:
        check_days(self.level, "level")

    def highest(self, figures: Figures) -> int:
        """The highest level of the customer and the open items."""
        return max((figures.dunning, *(level for _, _, _, level in figures.items)))

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return self.highest(figures) <= max(0, self.level - strict)

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        allowed = max(0, self.level - strict)
        if figures.dunning > allowed:
            return None
        return pay_through(figures, lambda due, opened, disputed, level: 0 if level > allowed else None)


@frozen
class DocumentValue(Check):
    """How much the document is worth.

    Attributes:
        amount: So much is let pass.
        at_limit: Whether exactly so much is.

    Raises:
        InvalidValueError: If the amount is negative.
        WrongTypeError: If a field has another type.
    """

    kind: ClassVar[str] = "document_value"

    amount: Money = field(converter=money_of)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=_as_at_limit, kw_only=True)

    def __attrs_post_init__(self) -> None:
        _check_money(self.amount, "amount")

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names."""
        return (self.amount,)

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return asked.amount <= self.amount.minor - strict

    def to_cut(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least cut of the document after which it is; None where none helps."""
        return max(0, asked.amount - self.amount.minor + strict)


def _as_steps(
    steps: Mapping[int, Money | str] | Iterable[tuple[int, Money | str]],
) -> tuple[tuple[int, Money], ...]:
    try:
        pairs = [
            (days, money_of(amount))
            for days, amount in (steps.items() if isinstance(steps, Mapping) else steps)
        ]
    except TypeError as error:
        raise WrongTypeError("steps", steps, "be a mapping, or pairs, of days to amounts") from error
    for days, amount in pairs:
        check_days(days, "steps")
        _check_money(amount, "steps")
        if amount.currency != pairs[0][1].currency:
            raise InvalidValueError("steps", str(amount), f"be in one currency, here {pairs[0][1].currency}")
    if len({days for days, _ in pairs}) < len(pairs):
        raise InvalidValueError("steps", sorted(days for days, _ in pairs), "name each number of days once")
    return tuple(sorted(pairs))


@frozen
class ValueByDelay(Check):
    """How much the document is worth, where the later the oldest open item, the less is let pass.

    Attributes:
        steps: From days late to the value that is let pass from there on; below the first step, any is.
        late_from: Which day is the first late one.

    Raises:
        InvalidValueError: If there is no step, a step stands twice, or a later step lets more pass.
        WrongTypeError: If a field has another type.

    Examples:
        >>> check = ValueByDelay({5: "USD 1,000", 15: "USD 0"})
        >>> check.step(10), check.step(3)
        (5, None)
    """

    kind: ClassVar[str] = "value_by_delay"

    steps: tuple[tuple[int, Money], ...] = field(converter=_as_steps)
    late_from: LateFrom = field(default=LateFrom.NEXT_DAY, converter=_as_late_from, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.steps:
            raise InvalidValueError("steps", self.steps, "have a step")
        amounts = [amount.minor for _, amount in self.steps]
        if amounts != sorted(amounts, reverse=True):
            raise InvalidValueError("steps", self.steps, "let no more pass at a later step")

    def amounts(self) -> tuple[Money, ...]:
        """The amounts that it names."""
        return (self.steps[0][1],)

    def step(self, days: int) -> int | None:
        """The highest step that is not above a number of days; None where all are."""
        return max((step for step, _ in self.steps if step <= days), default=None)

    def bound(self, days: int) -> int | None:
        """The value that is let pass at a number of days late, in minor units; None for any."""
        step = self.step(days)
        return None if step is None else dict(self.steps)[step].minor

    def oldest(self, figures: Figures, day: int) -> int:
        """By how many days the oldest item is late; 0 where none is."""
        return late_days(figures.items[0][0], day, self.late_from) if figures.items else 0

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        bound = self.bound(self.oldest(figures, asked.day))
        return bound is None or asked.amount <= bound - strict

    def to_pay(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least payment after which it is; None where none helps."""
        before = 0
        for due, opened, _, _ in (*figures.items, (NEVER, 0, 0, 0)):
            bound = self.bound(late_days(due, asked.day, self.late_from))
            if bound is None or asked.amount <= bound - strict:
                return before
            before += opened
        return None

    def to_cut(self, figures: Figures, asked: Asked, strict: int) -> int | None:
        """The least cut of the document after which it is; None where none helps."""
        bound = self.bound(self.oldest(figures, asked.day))
        return 0 if bound is None else max(0, asked.amount - bound + strict)


@frozen
class AverageDelay(Check):
    """By how many days the customer pays late on average.

    Attributes:
        days: So many days are let pass.

    Raises:
        InvalidValueError: If the days are negative.
        WrongTypeError: If they are no whole number.
    """

    kind: ClassVar[str] = "average_delay"

    days: int

    def __attrs_post_init__(self) -> None:
        check_days(self.days, "days")

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return figures.delay is None or figures.delay <= max(0, self.days - strict)


@frozen
class ChangeOfTerms(Check):
    """Whether the document asks for more days until payment than agreed; without an agreement, none are.

    Attributes:
        days: So many more are let pass.

    Raises:
        InvalidValueError: If the days are negative.
        WrongTypeError: If they are no whole number.
    """

    kind: ClassVar[str] = "change_of_terms"

    days: int = 0

    def __attrs_post_init__(self) -> None:
        check_days(self.days, "days")

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return asked.terms is None or asked.terms - (figures.terms or 0) <= max(0, self.days - strict)


@frozen
class ReviewOverdue(Check):
    """Whether the day has passed on which the limit was to be reviewed.

    Attributes:
        days: So many days after it are let pass.

    Raises:
        InvalidValueError: If the days are negative.
        WrongTypeError: If they are no whole number.
    """

    kind: ClassVar[str] = "review_overdue"

    days: int = 0

    def __attrs_post_init__(self) -> None:
        check_days(self.days, "days")

    def ok(self, figures: Figures, asked: Asked, strict: int) -> bool:
        """Whether the figure is within what is allowed, or strictly below it."""
        return figures.review is None or asked.day - figures.review <= max(0, self.days - strict)
