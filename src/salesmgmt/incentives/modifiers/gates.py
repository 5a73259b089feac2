"""Conditions for paying: a threshold on a component's own figures, a gate on anything that was reached."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from salesmgmt.criteria import Criterion, Explanation, FieldType
from salesmgmt.errors import InvalidValueError, MissingFieldError, WrongTypeError
from salesmgmt.incentives.figures import Minor
from salesmgmt.incentives.modifiers.moment import Moment
from salesmgmt.incentives.modifiers.reached import as_reached
from salesmgmt.incentives.schedules import Bound, BoundLike
from salesmgmt.incentives.schedules.bounds import bound_of
from salesmgmt.incentives.sentences.saying import sentence
from salesmgmt.incentives.stated import stated_rate
from salesmgmt.money import Currency, Money, Rate

__all__ = ["Gate", "Threshold"]


def _otherwise(value: Rate | str) -> Rate:
    rate = stated_rate(value, "otherwise")
    if rate.value < 0:
        raise InvalidValueError("otherwise", rate, "be 0 or more")
    return rate


def _where(value: Criterion) -> Criterion:
    if not isinstance(value, Criterion):
        raise WrongTypeError("where", value, 'be a criterion, such as field("attainment").at_least("80%")')
    return as_reached(value)


@frozen
class Gate:
    """Pays only where a condition on what the participant reached in the period is met.

    The condition reads, of the same period or the longer one around it: `base`, `quota` and `attainment` of
    the component itself; `<component>.base`, `.quota`, `.attainment` of any other by its identifier, and
    `.pay` of those listed earlier in the plan; `score.<measure>`; `tenure` in whole months; `participant` and
    its fields (`participant.more.…`); `role`, `unit`, `territory` at the end of the period. What is unknown
    (an attainment without a quota) closes the gate, unless the condition says with `or_if_missing` what it
    means. A text that is compared with an attainment, an amount or a score is read as a share or an amount.

    Attributes:
        where: The condition.
        otherwise: The part of the pay that is left where it is not met.

    Raises:
        InvalidValueError: If the part is below 0, or a text is no share or amount where only one makes sense.
        WrongTypeError: If the condition is no criterion.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> gate = Gate(field("new-business.attainment").at_least("80%"), otherwise="50%")
        >>> print(gate.where)
        new-business.attainment is at least 80%
    """

    where: Criterion = field(converter=_where)
    otherwise: Rate = field(default=Rate(0), converter=_otherwise)

    @property
    def _rates(self) -> frozenset[str]:
        """The scores that the condition compares with shares."""
        reads = [read for read in self.where.reads if read.type is FieldType.RATE]
        return frozenset(read.path.partition(".")[2] for read in reads if read.path.startswith("score."))

    def is_open(self, moment: Moment) -> bool:
        """Whether the condition is met; not where it asks for something unknown."""
        try:
            return self.where.matches(moment.standing(self._rates), moment.tables())
        except MissingFieldError:
            return False

    def explained(self, moment: Moment) -> Explanation:
        """How each condition came out, with what was found.

        Raises:
            MissingFieldError: If it asks for something unknown.
        """
        return self.where.explain(moment.standing(self._rates), moment.tables())

    def after(self, pay: Minor, moment: Moment) -> Minor:
        """The pay, or the part that is left of it."""
        return pay if self.is_open(moment) else pay * self.otherwise.value

    def said(self, lang: str) -> str:
        """The gate as a sentence."""
        if not self.otherwise:
            return sentence("gate.nothing", lang, where=self.where.text(lang))
        return sentence("gate", lang, where=self.where.text(lang), otherwise=self.otherwise)


def _at_least(value: BoundLike) -> Bound:
    bound = bound_of(value, "at_least")
    size = bound.value if isinstance(bound, Rate) else bound.minor if isinstance(bound, Money) else bound
    if size < 0:
        raise InvalidValueError("at_least", bound, "be 0 or more")
    return bound


@frozen
class Threshold:
    """Pays nothing, or a part, below a level of the component's own figures.

    Attributes:
        at_least: The level: a share is held against the attainment, an amount or a number against the base.
            Exactly on it, everything is paid. An unknown attainment is below it.
        otherwise: The part of the pay that is left below it.

    Raises:
        InvalidValueError: If the level or the part is below 0.

    Examples:
        >>> Threshold("50%").at_least
        Rate('50%')
    """

    at_least: Bound = field(converter=_at_least)
    otherwise: Rate = field(default=Rate(0), converter=_otherwise)

    @property
    def currency(self) -> Currency | None:
        """Currency of the level; None where it is a share or a number."""
        return self.at_least.currency if isinstance(self.at_least, Money) else None

    def is_reached(self, moment: Moment) -> bool:
        """Whether the level is reached."""
        if isinstance(self.at_least, Rate):
            attainment = moment.attainment
            return attainment is not None and attainment >= self.at_least.value
        level: Fraction | int = self.at_least.minor if isinstance(self.at_least, Money) else self.at_least
        return moment.base >= level

    def after(self, pay: Minor, moment: Moment) -> Minor:
        """The pay, or the part that is left of it."""
        return pay if self.is_reached(moment) else pay * self.otherwise.value

    def said(self, lang: str) -> str:
        """The threshold as a sentence."""
        kind = "attainment" if isinstance(self.at_least, Rate) else "base"
        if not self.otherwise:
            return sentence(f"threshold.{kind}.nothing", lang, at_least=self.at_least)
        return sentence(f"threshold.{kind}", lang, at_least=self.at_least, otherwise=self.otherwise)
