"""Credit decisions: an order against the limit and the overdue rule, with every reason kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from attrs import evolve, field, frozen

from salesmgmt.calendars import DateRange, as_date, range_of
from salesmgmt.credit.exposure.first import Books, Exposure, head
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Money, Rate, money_of, rate_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.records import Facts, Order

__all__ = ["AbsentLimit", "AtLimit", "CreditDecision", "CreditLimit", "CreditPolicy", "Effect"]


class Effect(StrEnum):
    """What a decision does to the document."""

    PASS = "pass"  # noqa: S105 - the verdict, not a password
    WARN = "warn"
    BLOCK = "block"


class AbsentLimit(StrEnum):
    """What it means that a customer has no limit on the day."""

    BLOCK = "block"
    UNLIMITED = "unlimited"


class AtLimit(StrEnum):
    """Whether an exposure of exactly the limit is within it."""

    PASS = "pass"  # noqa: S105 - the verdict, not a password
    BLOCK = "block"


def _as_at_limit(value: AtLimit | str) -> AtLimit:
    try:
        return AtLimit(value)
    except ValueError:
        raise InvalidValueError("at_limit", value, f"be one of {', '.join(AtLimit)}") from None


def _as_absent(value: AbsentLimit | str) -> AbsentLimit:
    try:
        return AbsentLimit(value)
    except ValueError:
        raise InvalidValueError("absent", value, f"be one of {', '.join(AbsentLimit)}") from None


@frozen
class CreditLimit:
    """The most that a customer may owe, for a time.

    A limit of zero is a limit: nothing may be owed. A customer without any limit is another thing; the policy
    says what.

    Attributes:
        id: Identifier given by the caller.
        customer: Whose limit it is.
        amount: The limit, 0 or more.
        during: Days on which it holds; always where left out.

    Raises:
        InvalidValueError: If the amount is negative or an identifier is empty.
    """

    id: str
    customer: str
    amount: Money = field(converter=money_of)
    during: DateRange = field(default=DateRange(None, None), converter=range_of)

    def __attrs_post_init__(self) -> None:
        for name in ("id", "customer"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value:
                raise InvalidValueError(name, value, "be a text with at least one character")
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")


@frozen
class CreditDecision:
    """Whether an order may go ahead, and everything that speaks for and against it.

    Attributes:
        effect: `pass`, `warn` or `block`.
        order: Identifier of the order.
        limit: Limit in force; None where there is none.
        exposure: What was counted before the order.
        after: Exposure with the order.
        headroom: Limit less exposure with the order; negative by what is too much, None without a limit.
        reasons: One for every rule that spoke.
    """

    effect: Effect
    order: str
    limit: CreditLimit | None
    exposure: Exposure
    after: Money
    headroom: Money | None
    reasons: tuple[Reason, ...]

    @property
    def excess(self) -> Money:
        """By how much the exposure with the order is above the limit; zero where it is not."""
        if self.headroom is None or self.headroom.minor >= 0:
            return Money.zero(self.after.currency)
        return -self.headroom

    @property
    def approved(self) -> bool:
        """Whether the order may go ahead, warned about or not."""
        return self.effect is not Effect.BLOCK


def _as_limits(limits: Iterable[CreditLimit]) -> tuple[CreditLimit, ...]:
    given = tuple(limits) if isinstance(limits, Iterable) else (limits,)
    for limit in given:
        if not isinstance(limit, CreditLimit):
            raise WrongTypeError("limits", limit, "be CreditLimit values, in a list or any other iterable")
    return tuple(sorted(given, key=lambda limit: limit.id))


def _as_optional_rate(value: Rate | str | None) -> Rate | None:
    return None if value is None else rate_of(value, "warn_at")


@frozen
class CreditPolicy:
    """Limits, and the rules that an order is held against.

    Attributes:
        limits: The limits of all customers; at most one per customer on any day.
        grace_days: Days past due that are let pass; the order is blocked from the next day on.
        warn_at: Share of the limit from which a passing order is warned about; None for no warning line.
        at_limit: Whether exactly the limit passes.
        absent: What it means that a customer has no limit.

    Raises:
        BatchError: If an identifier stands twice, or two limits of a customer overlap.
        InvalidValueError: If the grace is negative, or a setting is none of those above.
        WrongTypeError: If a field has another type.

    Examples:
        >>> from salesmgmt.records import Facts, Line, Order
        >>> policy = CreditPolicy([CreditLimit("L-1", "C-9", "USD 10,000")])
        >>> order = Order("O-1", "2026-02-03", Line("GTX", "USD 12,000"), customer="C-9")
        >>> decision = policy.decide(order, Facts(), as_of="2026-02-03")
        >>> decision.effect.value, str(decision.headroom), decision.reasons[0].code
        ('block', 'USD -2,000.00', 'credit.limit.exceeded')
    """

    limits: tuple[CreditLimit, ...] = field(default=(), converter=_as_limits)
    grace_days: int = field(default=0, kw_only=True)
    warn_at: Rate | None = field(default=None, converter=_as_optional_rate, kw_only=True)
    at_limit: AtLimit = field(default=AtLimit.PASS, converter=_as_at_limit, kw_only=True)
    absent: AbsentLimit = field(default=AbsentLimit.BLOCK, converter=_as_absent, kw_only=True)
    _by_customer: dict[str, list[CreditLimit]] = field(factory=dict, init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if type(self.grace_days) is not int or self.grace_days < 0:
            raise InvalidValueError("grace_days", self.grace_days, "be a whole number, 0 or more")
        if self.warn_at is not None and not 0 <= self.warn_at.value <= 1:
            raise InvalidValueError("warn_at", self.warn_at, "be a share of the limit, 0% to 100%")
        problems = []
        names: set[str] = set()
        for limit in self.limits:
            if limit.id in names:
                problems.append(Problem(f"CreditLimit {limit.id}", "id", limit.id, "be unique"))
            names.add(limit.id)
            for other in self._by_customer.get(limit.customer, ()):
                if other.during.overlaps(limit.during):
                    rule = f"not overlap {other.id}, a limit of the same customer"
                    problems.append(Problem(f"CreditLimit {limit.id}", "during", str(limit.during), rule))
            self._by_customer.setdefault(limit.customer, []).append(limit)
        if problems:
            raise BatchError("limits", problems)

    def limit_of(self, customer: str, on: date | str) -> CreditLimit | None:
        """The limit that a customer has on a day; None where there is none."""
        day = as_date(on, "on")
        return next((each for each in self._by_customer.get(customer, ()) if day in each.during), None)

    def decide(self, order: Order, facts: Facts, *, as_of: date | str) -> CreditDecision:
        """Hold an order against the customer's limit and overdue invoices.

        An order that is among the facts already, or corrects one that is, is not counted twice, and neither
        is what was invoiced of it. An order that lowers the debt, such as a return, is never blocked; one of
        zero asks how things stand.

        Args:
            order: The order to decide on.
            facts: A batch with the customer's documents.
            as_of: The day of the decision.

        Raises:
            BatchError: If documents are in another currency than the limit.
            CurrencyMismatchError: If the order is.
            InvalidValueError: If the order has no customer or no lines.
            WrongTypeError: If the order is no order, or the facts are no batch.
        """
        return self.decide_all((order,), facts, as_of=as_of)[0]

    def decide_all(
        self, orders: Iterable[Order], facts: Facts, *, as_of: date | str
    ) -> tuple[CreditDecision, ...]:
        """Decide on many orders, each as if it were the only new one; the facts are read through once.

        Args:
            orders: The orders to decide on.
            facts: A batch with the customers' documents.
            as_of: The day of the decisions.

        Raises:
            BatchError, CurrencyMismatchError, InvalidValueError, WrongTypeError: As `decide`.
        """
        books, index = Books(facts, as_of), facts.index(Order)
        return tuple(self._decided(order, books, index) for order in orders)

    def _decided(self, order: Order, books: Books, index: Mapping[str, Order]) -> CreditDecision:
        if not isinstance(order, Order):
            raise WrongTypeError("order", order, "be an Order")
        value = order.gross
        if order.customer is None or value is None:
            raise InvalidValueError("order", order.id, "name its customer and have lines")
        limit = self.limit_of(order.customer, books.day)
        currency = value.currency if limit is None else limit.amount.currency
        if value.currency != currency:
            rule = f"be in {currency}, as the limit; convert it first"
            raise CurrencyMismatchError("order", value.currency.code, rule)
        same = head(index, order.id if order.supersedes is None else order.supersedes)
        exposure = books.exposure(order.customer, currency, without=same)
        new = value.minor
        if new > 0:
            new = max(0, new - books.billed.get(same, 0))
        after = exposure.total + Money(new, currency)
        if value.minor < 0:
            reasons = [Reason("credit.lowered", {"amount": value, "exposure": after}, facts=(order.id,))]
        else:
            reasons = [*self._overdue(exposure), *self._limit(limit, after, order)]
        effect = max(
            (_EFFECTS[reason.code] for reason in reasons), key=list(Effect).index, default=Effect.PASS
        )
        headroom = None if limit is None else limit.amount - after
        return CreditDecision(effect, order.id, limit, exposure, after, headroom, tuple(reasons))

    def _overdue(self, exposure: Exposure) -> list[Reason]:
        if exposure.days_overdue <= self.grace_days:
            return []
        values: dict[str, ReasonValue] = {
            "days": exposure.days_overdue,
            "amount": exposure.overdue,
            "grace": self.grace_days,
        }
        return [Reason("credit.overdue", values, facts=tuple(item.invoice for item in exposure.late))]

    def _limit(self, limit: CreditLimit | None, after: Money, order: Order) -> list[Reason]:
        if limit is None:
            code = "credit.limit.absent" if self.absent is AbsentLimit.BLOCK else "credit.limit.none"
            return [Reason(code, {"customer": order.customer, "exposure": after})]
        values: dict[str, ReasonValue] = {"exposure": after, "limit": limit.amount}
        facts = (order.id, limit.id)
        over = after > limit.amount or (after == limit.amount and self.at_limit is AtLimit.BLOCK)
        if over:
            excess = after - limit.amount
            return [Reason("credit.limit.exceeded", {**values, "excess": excess}, facts=facts)]
        kept = Reason("credit.limit.kept", {**values, "headroom": limit.amount - after}, facts=facts)
        if self.warn_at is not None and after.exact >= limit.amount * self.warn_at:
            return [kept, Reason("credit.limit.near", {**values, "line": self.warn_at}, facts=facts)]
        return [kept]

    def replace(self, limit: CreditLimit) -> CreditPolicy:
        """A copy with one limit added, or replaced where its identifier is known.

        Raises:
            BatchError: If it overlaps another limit of the customer.
            WrongTypeError: If it is no limit.
        """
        if not isinstance(limit, CreditLimit):
            raise WrongTypeError("limit", limit, "be a CreditLimit")
        return evolve(self, limits=(*(each for each in self.limits if each.id != limit.id), limit))


_EFFECTS = MappingProxyType(
    {
        "credit.overdue": Effect.BLOCK,
        "credit.limit.absent": Effect.BLOCK,
        "credit.limit.exceeded": Effect.BLOCK,
        "credit.limit.near": Effect.WARN,
        "credit.limit.kept": Effect.PASS,
        "credit.limit.none": Effect.PASS,
        "credit.lowered": Effect.PASS,
    }
)
