"""A document that is held, and why."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.credit.decisions import CreditDecision, Effect
from salesmgmt.credit.limits.checks import check_count, check_text, tuple_of
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Money, Rate, money_of, rate_of
from salesmgmt.reasons import Reason

__all__ = ["CreditHold"]


def _as_reasons(value: str | Iterable[str]) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    for name in names:
        check_text("reasons", name)
    return tuple(dict.fromkeys(names))


def _as_because(value: Reason | Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple_of(value, Reason, "because")


def _as_excess(value: Rate | str) -> Rate:
    return rate_of(value, "excess")


@frozen
class CreditHold:
    """A document waits until every reason for it is gone, or somebody answers for it.

    Attributes:
        id: Identifier given by the caller.
        customer: Whose document it is.
        document: The document, such as an order or a delivery.
        amount: Its value, 0 or more.
        requested_by: Whose sale it is; they neither clear a reason nor release it.
        reasons: Names of the reasons, such as those of the rules that hold it; each has to go.
        excess: By which share the limit would be exceeded; 0% where it would not.
        grade: The customer's class by score; None where there is none.
        term_days: Days until payment that the document asks for.
        because: The reasons in full, as the decision gave them.

    Raises:
        InvalidValueError: If a text is empty, a figure negative or no reason named.
        WrongTypeError: If a part has another type.
    """

    id: str
    customer: str
    document: str
    amount: Money = field(converter=money_of)
    requested_by: str
    reasons: tuple[str, ...] = field(converter=_as_reasons)
    excess: Rate = field(default=Rate(0), converter=_as_excess, kw_only=True)
    grade: str | None = field(default=None, kw_only=True)
    term_days: int = field(default=0, kw_only=True)
    because: tuple[Reason, ...] = field(default=(), converter=_as_because, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for name in ("id", "customer", "document", "requested_by"):
            check_text(name, getattr(self, name))
        if self.amount.minor < 0:
            raise InvalidValueError("amount", self.amount, "be 0 or more")
        if self.excess.value < 0:
            raise InvalidValueError("excess", self.excess, "be 0% or more")
        if self.grade is not None:
            check_text("grade", self.grade)
        check_count("term_days", self.term_days)
        if not self.reasons:
            raise InvalidValueError("reasons", self.reasons, "name why it is held")

    @property
    def excess_share(self) -> Fraction:
        """The excess as a plain number, as conditions read it."""
        return self.excess.value

    @classmethod
    def of(
        cls,
        id: str,  # noqa: A002 - what the hold calls it
        decision: CreditDecision,
        requested_by: str,
        *,
        grade: str | None = None,
    ) -> CreditHold:
        """The hold that a decision asks for.

        The excess is what goes beyond the limit that binds as a share of that limit; 100% where it is zero.

        Args:
            id: Identifier of the hold.
            decision: A decision whose effect is ``hold``.
            requested_by: Whose sale it is.
            grade: The customer's class by score.

        Raises:
            InvalidValueError: If the decision is to pass, warn or block: what is blocked cannot be released.
            WrongTypeError: If it is no decision.
        """
        if not isinstance(decision, CreditDecision):
            raise WrongTypeError("decision", decision, "be a CreditDecision")
        if decision.effect is not Effect.HOLD:
            raise InvalidValueError("decision", decision.effect.value, "be to hold the document")
        held = [finding for finding in decision.findings if finding.effect is Effect.HOLD]
        request = decision.request
        return cls(
            id,
            request.customer,
            request.id,
            request.amount,
            requested_by,
            [finding.rule for finding in held],
            excess=Rate(_share(decision)),
            grade=grade,
            term_days=request.terms_days or 0,
            because=[reason for finding in held for reason in finding.reasons],
        )

    def gone(self, decision: CreditDecision) -> tuple[str, ...]:
        """Which of the reasons a later decision on the same document no longer gives.

        Raises:
            InvalidValueError: If it is about another document.
            WrongTypeError: If it is no decision.
        """
        if not isinstance(decision, CreditDecision):
            raise WrongTypeError("decision", decision, "be a CreditDecision")
        if decision.request.id != self.document:
            raise InvalidValueError("decision", decision.request.id, f"be about {self.document}")
        left = {one.rule for one in decision.findings if one.effect in (Effect.HOLD, Effect.BLOCK)}
        return tuple([name for name in self.reasons if name not in left])


def _share(decision: CreditDecision) -> Fraction:
    excess = decision.excess
    if not excess:
        return Fraction(0)
    limits = {pool.id: pool.limit for pool in decision.pools}
    if decision.limit is not None:
        limits[decision.exposure.customer] = decision.limit.amount
    bound = limits.get(decision.binding or "")
    if not isinstance(bound, Money) or bound.minor <= 0:
        return Fraction(1)
    return Fraction(excess.minor, bound.minor)
