"""What is asked of an approval, and one line of the matrix that says who may give it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.credit.limits.checks import check_count, check_text
from salesmgmt.criteria import ALWAYS, Criterion, all_of
from salesmgmt.criteria import field as read
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError
from salesmgmt.money import Money, Rate, money_of, rate_of
from salesmgmt.workflows import Needs, Transition

__all__ = ["ApprovalRequest", "ApprovalRule"]


def _as_excess(value: Rate | str) -> Rate:
    return rate_of(value, "excess")


@frozen
class ApprovalRequest:
    """What somebody wants approved: a limit, or the release of a document.

    Attributes:
        amount: How much, 0 or more.
        grade: The customer's class by score; None where there is none.
        excess: By which share it goes beyond what is proposed, or beyond the limit; 0% where it does not.
        term_days: Days until payment that go with it.

    Raises:
        InvalidValueError: If a figure is negative or the grade empty.
        WrongTypeError: If a part has another type.
    """

    amount: Money = field(converter=money_of)
    grade: str | None = None
    excess: Rate = field(default=Rate(0), converter=_as_excess)
    term_days: int = 0

    def __attrs_post_init__(self) -> None:
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")
        if self.grade is not None:
            check_text("grade", self.grade)
        if self.excess.value < 0:
            raise InvalidValueError("excess", self.excess, "be 0% or more")
        check_count("term_days", self.term_days)

    def __str__(self) -> str:
        parts = [str(self.amount), *([] if self.grade is None else [self.grade])]
        if self.excess.value:
            parts.append(f"+{self.excess}")
        if self.term_days:
            parts.append(f"{self.term_days} d")
        return " / ".join(parts)


def _texts(value: str | Iterable[str], name: str) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    for one in names:
        check_text(name, one)
    return tuple(dict.fromkeys(names))


def _as_roles(value: str | Iterable[str]) -> tuple[str, ...]:
    return _texts(value, "roles")


def _as_grades(value: str | Iterable[str]) -> tuple[str, ...]:
    return _texts(value, "grades")


def _as_over(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "over")


def _as_up_to(value: Money | str | None) -> Money | None:
    return None if value is None else money_of(value, "up_to")


def _as_excess_over(value: Rate | str | None) -> Rate | None:
    return None if value is None else rate_of(value, "excess_over")


def _as_excess_up_to(value: Rate | str | None) -> Rate | None:
    return None if value is None else rate_of(value, "excess_up_to")


def _as_needs(value: Needs | str) -> Needs:
    try:
        return Needs(value)
    except ValueError:
        raise InvalidValueError("needs", value, f"be one of {', '.join(Needs)}") from None


@frozen
class ApprovalRule:
    """Who may approve requests of some amounts, grades, excess shares and terms.

    Each figure is above its lower bound, which does not belong to the rule, and up to its upper bound, which
    does: "over 25,000 up to and including 250,000". A bound that is left out does not bind.

    Attributes:
        name: What the rule is called.
        roles: Who may approve; the first one is whom it goes to.
        over: Amounts above this one.
        up_to: Amounts up to this one, itself included.
        grades: Classes by score; every one, and none, where left out.
        excess_over: Excess shares above this one.
        excess_up_to: Excess shares up to this one, itself included.
        days_over: Terms of more days.
        days_up_to: Terms of so many days or fewer.
        needs: Whether one of the roles is enough, one person of each is needed, or a quorum.
        quorum: How many people, where `needs` is ``quorum``.

    Raises:
        CurrencyMismatchError: If the two amounts are in two currencies.
        InvalidValueError: If no role is named, a bound is negative, a lower bound is not below its upper one,
            or the quorum does not fit.
        WrongTypeError: If a part has another type.

    Examples:
        >>> rule = ApprovalRule("middle", "manager", over="USD 25,000", up_to="USD 250,000")
        >>> [rule.covers(ApprovalRequest(amount)) for amount in ("USD 25,000", "USD 250,000")]
        [False, True]
    """

    name: str
    roles: tuple[str, ...] = field(converter=_as_roles)
    over: Money | None = field(default=None, converter=_as_over, kw_only=True)
    up_to: Money | None = field(default=None, converter=_as_up_to, kw_only=True)
    grades: tuple[str, ...] = field(default=(), converter=_as_grades, kw_only=True)
    excess_over: Rate | None = field(default=None, converter=_as_excess_over, kw_only=True)
    excess_up_to: Rate | None = field(default=None, converter=_as_excess_up_to, kw_only=True)
    days_over: int | None = field(default=None, kw_only=True)
    days_up_to: int | None = field(default=None, kw_only=True)
    needs: Needs = field(default=Needs.ANY, converter=_as_needs, kw_only=True)
    quorum: int | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        check_text("name", self.name)
        if not self.roles:
            raise InvalidValueError("roles", self.roles, "name who may approve")
        Transition("approve", "from", "to", self.roles, needs=self.needs, quorum=self.quorum)
        for name in ("days_over", "days_up_to"):
            if getattr(self, name) is not None:
                check_count(name, getattr(self, name))
        if self.over is not None and self.up_to is not None and self.over.currency != self.up_to.currency:
            raise CurrencyMismatchError("up_to", self.up_to.currency.code, f"be in {self.over.currency}")
        for low, high in (("over", "up_to"), ("excess_over", "excess_up_to"), ("days_over", "days_up_to")):
            lower, upper = self._bound(low), self._bound(high)
            for name, bound in ((low, lower), (high, upper)):
                if bound is not None and bound < 0:
                    raise InvalidValueError(name, getattr(self, name), "be 0 or more")
            if lower is not None and upper is not None and lower >= upper:
                raise InvalidValueError(high, getattr(self, high), f"be above {getattr(self, low)}")

    def _bound(self, name: str) -> Fraction | None:
        bound = getattr(self, name)
        if isinstance(bound, Money):
            return Fraction(bound.minor)
        return bound.value if isinstance(bound, Rate) else None if bound is None else Fraction(bound)

    @property
    def spans(self) -> tuple[tuple[Fraction | None, Fraction | None], ...]:
        """The bounds of amount (in minor units), excess and days: above the first, up to the second."""
        pairs = (("over", "up_to"), ("excess_over", "excess_up_to"), ("days_over", "days_up_to"))
        return tuple([(self._bound(low), self._bound(high)) for low, high in pairs])

    def covers(self, request: ApprovalRequest) -> bool:
        """Whether the rule holds for a request.

        Raises:
            CurrencyMismatchError: If the request is in another currency than the rule.
        """
        for bound in (self.over, self.up_to):
            if bound is not None and bound.currency != request.amount.currency:
                raise CurrencyMismatchError("amount", request.amount.currency.code, f"be in {bound.currency}")
        if self.grades and request.grade not in self.grades:
            return False
        figures = (Fraction(request.amount.minor), request.excess.value, Fraction(request.term_days))
        return all(
            (low is None or figure > low) and (high is None or figure <= high)
            for figure, (low, high) in zip(figures, self.spans, strict=True)
        )

    def guard(self, amount: str, grade: str, excess: str, term_days: str) -> Criterion:
        """The same as a condition for a workflow, on fields that hold the figures.

        Args:
            amount: Path of the amount.
            grade: Path of the grade.
            excess: Path of the excess share, as a plain number.
            term_days: Path of the days until payment.
        """
        money, share, days = read(amount, "money"), read(excess, "number"), read(term_days, "number")
        parts: list[Criterion] = []
        parts += [] if self.over is None else [money.more_than(self.over)]
        parts += [] if self.up_to is None else [money.at_most(self.up_to)]
        parts += [read(grade, "text").is_in(*self.grades)] if self.grades else []
        parts += [] if self.excess_over is None else [share.more_than(self.excess_over.value)]
        parts += [] if self.excess_up_to is None else [share.at_most(self.excess_up_to.value)]
        parts += [] if self.days_over is None else [days.more_than(self.days_over)]
        parts += [] if self.days_up_to is None else [days.at_most(self.days_up_to)]
        return all_of(*parts).simplified() if parts else ALWAYS
