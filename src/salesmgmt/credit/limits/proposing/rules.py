"""Formulas by condition: which of several applies to a customer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from attrs import evolve, field, frozen

from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.credit.limits.proposing.outcome import LimitFormula, LimitProposal, check_profile, proposal
from salesmgmt.credit.limits.proposing.profile import CreditProfile
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import BatchError, Problem, WrongTypeError
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["LimitRule", "LimitRules"]


@frozen
class LimitRule:
    """A formula, and for whom it is meant.

    Attributes:
        id: Identifier given by the caller.
        formula: The formula.
        where: For whom; everybody where left out. It reads the fields and figures of a `CreditProfile`.

    Raises:
        InvalidValueError: If the identifier is empty.
        WrongTypeError: If a field has another type.
    """

    id: str
    formula: LimitFormula
    where: Criterion = ALWAYS

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        if not isinstance(self.formula, LimitFormula):
            raise WrongTypeError("formula", self.formula, "be a formula such as StepLimit(…)")
        if not isinstance(self.where, Criterion):
            rule = "be a criterion such as field('score').more_than(80)"
            raise WrongTypeError("where", self.where, rule)


def _as_rules(given: Iterable[LimitRule] | LimitRule) -> tuple[LimitRule, ...]:
    return tuple_of(given, LimitRule, "rules")


@frozen
class LimitRules(LimitFormula):
    """The formula of the first rule that applies, in the order given.

    Attributes:
        rules: The rules.

    Raises:
        BatchError: If an identifier stands twice.
        WrongTypeError: If something is no rule.

    Examples:
        >>> from salesmgmt.credit.limits.proposing.formulas import ShareLimit, StepLimit
        >>> from salesmgmt.criteria import field
        >>> rules = LimitRules([
        ...     LimitRule("good", ShareLimit("last_year", "10%"), field("score").more_than(80)),
        ...     LimitRule("others", StepLimit("years", {0: "USD 1,000", 5: "USD 5,000"})),
        ... ])
        >>> for score in (81, 80):
        ...     figures = {"last_year": "USD 90,000", "score": score, "years": 6}
        ...     print(rules.propose(CreditProfile("C-9", "2026-01-05", "USD", **figures)).amount)
        USD 9,000.00
        USD 5,000.00
    """

    rules: tuple[LimitRule, ...] = field(converter=_as_rules)

    def __attrs_post_init__(self) -> None:
        counts = Counter(rule.id for rule in self.rules)
        problems = [
            Problem(f"LimitRule {name}", "id", name, "be unique") for name in counts if counts[name] > 1
        ]
        if problems:
            raise BatchError("rules", problems)

    def propose(self, profile: CreditProfile) -> LimitProposal:
        """What the first rule that applies proposes; see `LimitFormula.propose`.

        Raises:
            MissingFieldError: If a condition asks for a figure that is not known, and does not say what that
                means (`or_if_missing`).
        """
        check_profile(profile)
        for rule in self.rules:
            if rule.where.matches(profile):
                found = rule.formula.propose(profile)
                values: dict[str, ReasonValue] = {"rule": rule.id}
                told = Reason("credit.proposal.rule", values, because=found.reasons)
                return evolve(found, reasons=(told,))
        return proposal(profile, None, Reason("credit.proposal.no_rule"))
