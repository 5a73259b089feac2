"""The approval matrix: who may approve what, without gaps and overlaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.approval.matrix.findings import MatrixFinding, matrix_findings
from salesmgmt.credit.approval.matrix.rules import ApprovalRequest, ApprovalRule
from salesmgmt.credit.limits import LimitAuthority, LimitFindingKind
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.texts.approval import APPROVAL_HEADINGS
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Currency, Money, currency_of
from salesmgmt.reasons import Reason
from salesmgmt.tables import Table, headed
from salesmgmt.workflows import Needs

__all__ = ["ApprovalMatrix", "ApprovalRoute", "Seniors", "Uncovered"]


class Uncovered(StrEnum):
    """What becomes of a matrix with requests for which no rule holds."""

    REFUSE = "refuse"
    """It is not made; the error names such a request."""
    NOBODY = "nobody"
    """Nobody may approve them."""


class Seniors(StrEnum):
    """Whether those who may approve more may approve less, too."""

    INCLUDED = "included"
    """They may; it still goes to the lowest one first."""
    EXCLUDED = "excluded"
    """Only the lowest one whose authority suffices may."""


@frozen
class ApprovalRoute:
    """Who may approve a request.

    Attributes:
        request: What is asked.
        rule: The rule that holds; None where none does.
        reason: Why.

    Raises:
        WrongTypeError: If a part has another type.
    """

    request: ApprovalRequest
    rule: ApprovalRule | None
    reason: Reason

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.request, ApprovalRequest):
            raise WrongTypeError("request", self.request, "be an ApprovalRequest")
        if self.rule is not None and not isinstance(self.rule, ApprovalRule):
            raise WrongTypeError("rule", self.rule, "be an ApprovalRule, or None")
        if not isinstance(self.reason, Reason):
            raise WrongTypeError("reason", self.reason, "be a Reason")

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may approve; nobody where no rule holds."""
        return () if self.rule is None else self.rule.roles

    @property
    def approver(self) -> str | None:
        """To whom it goes first; None where nobody may approve."""
        return next(iter(self.roles), None)

    @property
    def needs(self) -> Needs:
        """Whether one of them is enough, one of each role is needed, or a quorum."""
        return Needs.ANY if self.rule is None else self.rule.needs


def _as_rules(given: Iterable[ApprovalRule] | ApprovalRule) -> tuple[ApprovalRule, ...]:
    return tuple_of(given, ApprovalRule, "rules")


def _as_currency(value: Currency | str) -> Currency:
    return currency_of(value)


def _as_grades(value: Iterable[str] | str) -> tuple[str, ...]:
    names = (value,) if isinstance(value, str) else tuple(value)
    for name in names:
        check_text("grades", name)
    return tuple(dict.fromkeys(names))


def _as_uncovered(value: Uncovered | str) -> Uncovered:
    return choice_of(Uncovered, value, "uncovered")


@frozen
class ApprovalMatrix:
    """Who may approve what, by amount, class by score, excess share and days until payment.

    For every request exactly one rule holds: rules that overlap are refused with a request for which both
    hold, and requests without a rule are refused as well, unless `uncovered` says that nobody may approve
    them.

    Attributes:
        rules: The rules.
        currency: Currency of the amounts.
        grades: All classes by score that there are; none where the matrix does not go by them.
        uncovered: What becomes of requests without a rule.

    Raises:
        BatchError: With every overlap, every gap, rules of the same name, in another currency or for a grade
            that is not listed.
        InvalidValueError: If there is no rule.
        WrongTypeError: If a part has another type.

    Examples:
        >>> matrix = ApprovalMatrix.ladder(
        ...     [LimitAuthority("analyst", "USD 25,000"), LimitAuthority("director", "no limit")], "USD"
        ... )
        >>> [matrix.route(ApprovalRequest(amount)).roles for amount in ("USD 25,000", "USD 25,000.01")]
        [('analyst', 'director'), ('director',)]
        >>> ApprovalMatrix([ApprovalRule("low", "analyst", up_to="USD 25,000")], "USD")
        Traceback (most recent call last):
            ...
        salesmgmt.errors.BatchError: matrix: 1 problem
          rules: gap is 'USD 25,000.01'; it must be covered by a rule, or uncovered be nobody
    """

    rules: tuple[ApprovalRule, ...] = field(converter=_as_rules)
    currency: Currency = field(converter=_as_currency)
    grades: tuple[str, ...] = field(default=(), converter=_as_grades)
    uncovered: Uncovered = field(default=Uncovered.REFUSE, converter=_as_uncovered)

    def __attrs_post_init__(self) -> None:
        if not self.rules:
            raise InvalidValueError("rules", self.rules, "be one at least")
        problems = self._faults() or [
            Problem(
                " and ".join(one.rules) or "rules",
                one.kind.value,
                str(one.witness),
                "be for one of them only"
                if one.kind is LimitFindingKind.OVERLAP
                else "be covered by a rule, or uncovered be nobody",
            )
            for one in self.findings()
            if one.kind is LimitFindingKind.OVERLAP or self.uncovered is Uncovered.REFUSE
        ]
        if problems:
            raise BatchError("matrix", problems)

    def _faults(self) -> list[Problem]:
        names = Counter(rule.name for rule in self.rules)
        found = [
            Problem(name, "name", name, "be of one rule only") for name, count in names.items() if count > 1
        ]
        for rule in self.rules:
            found += [
                Problem(rule.name, label, bound.currency.code, f"be in {self.currency}")
                for label, bound in (("over", rule.over), ("up_to", rule.up_to))
                if bound is not None and bound.currency != self.currency
            ]
            listed = ", ".join(self.grades) or "none, as the matrix lists no grades"
            found += [
                Problem(rule.name, "grades", grade, f"be one of {listed}")
                for grade in rule.grades
                if grade not in self.grades
            ]
        return found

    @classmethod
    def ladder(
        cls,
        authorities: Iterable[LimitAuthority],
        currency: Currency | str,
        *,
        seniors: Seniors | str = Seniors.INCLUDED,
        uncovered: Uncovered | str = Uncovered.REFUSE,
    ) -> ApprovalMatrix:
        """A matrix by amount alone, from the lowest authority to the highest.

        Args:
            authorities: Who may approve up to which amount, that amount included; the lowest first.
            currency: Currency of the amounts.
            seniors: Whether those higher up may approve what goes to somebody below them.
            uncovered: What becomes of amounts beyond every authority.

        Raises:
            BatchError: If an amount is beyond every authority and that is refused, or currencies differ.
            InvalidValueError: If an authority is not above the one before it.
        """
        rungs = tuple_of(authorities, LimitAuthority, "authorities")
        chosen = choice_of(Seniors, seniors, "seniors")
        rules: list[ApprovalRule] = []
        below: Money | None = None
        for place, rung in enumerate(rungs):
            bound = rung.up_to if isinstance(rung.up_to, Money) else None
            if bound is None and place < len(rungs) - 1:
                raise InvalidValueError("authorities", rung.role, "be the last one, having no bound")
            roles = [one.role for one in rungs[place:]] if chosen is Seniors.INCLUDED else [rung.role]
            rules.append(ApprovalRule(rung.role, roles, over=below, up_to=bound))
            below = bound
        return cls(rules, currency, (), uncovered)

    @property
    def roles(self) -> tuple[str, ...]:
        """All roles, each once, in the order of the rules."""
        return tuple(dict.fromkeys([role for rule in self.rules for role in rule.roles]))

    def findings(self) -> tuple[MatrixFinding, ...]:
        """Requests for which no rule holds, or two."""
        return matrix_findings(self.rules, self.currency, self.grades)

    def check(self, request: ApprovalRequest) -> None:
        """Refuse a request about which the matrix cannot say anything.

        Raises:
            CurrencyMismatchError: If it is in another currency.
            InvalidValueError: If its grade is none of those that there are.
            WrongTypeError: If it is no request.
        """
        if not isinstance(request, ApprovalRequest):
            raise WrongTypeError("request", request, "be an ApprovalRequest")
        if request.amount.currency != self.currency:
            raise CurrencyMismatchError("amount", request.amount.currency.code, f"be in {self.currency}")
        if self.grades and request.grade not in self.grades:
            raise InvalidValueError("grade", request.grade, f"be one of {', '.join(self.grades)}")

    def route(self, request: ApprovalRequest) -> ApprovalRoute:
        """Who may approve a request.

        Raises:
            CurrencyMismatchError: If it is in another currency.
            InvalidValueError: If its grade is none of those that there are.
            WrongTypeError: If it is no request.
        """
        self.check(request)
        rule = next((rule for rule in self.rules if rule.covers(request)), None)
        if rule is None:
            return ApprovalRoute(request, None, Reason("credit.authority.nobody", {"request": str(request)}))
        told = {"rule": rule.name, "request": str(request), "roles": ", ".join(rule.roles)}
        return ApprovalRoute(request, rule, Reason("credit.authority.rule", told))

    def table(self, lang: str = "en") -> Table:
        """One row per rule.

        Raises:
            InvalidValueError: If the language is neither `en` nor `zh`.
        """
        columns = headed(
            APPROVAL_HEADINGS, lang, "rule", "amount", "grades", "excess", "term_days", "roles", "needs"
        )
        rows = [
            (
                rule.name,
                _span(rule.over, rule.up_to),
                ", ".join(rule.grades) or None,
                _span(rule.excess_over, rule.excess_up_to),
                _span(rule.days_over, rule.days_up_to),
                ", ".join(rule.roles),
                headed(APPROVAL_HEADINGS, lang, rule.needs.value)[0].heading
                + ("" if rule.quorum is None else f" {rule.quorum}"),
            )
            for rule in self.rules
        ]
        return Table("", columns, rows, lang=lang)


def _span(low: object, high: object) -> str | None:
    over = [] if low is None else [f"> {low}"]
    up_to = [] if high is None else [f"≤ {high}"]
    return " ".join([*over, *up_to]) or None
