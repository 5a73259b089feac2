"""Whether selling more never pays less: yes, no with a counter-example, or undecided and why.

The question is asked for each component on its own: a participant's credited base rises, as by one more deal
above zero, and everything else stays as it is: quotas, scores, days, what others sell. An adjustment is
taken together with what it adjusts, since a cap takes off what was earned above it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, NoReturn, TypeAlias

from attrs import frozen

from salesmgmt.criteria import Criterion
from salesmgmt.errors import SalesmgmtError, WrongTypeError
from salesmgmt.incentives.awards import Contest, Pool
from salesmgmt.incentives.components import (
    Adjustment,
    Chain,
    Commission,
    ExpenseAllowance,
    Fixed,
    Negative,
    Objectives,
    Override,
    Rounds,
)
from salesmgmt.incentives.crediting import ShareUnit
from salesmgmt.incentives.engine.paying.scheduled import enters_by_itself
from salesmgmt.incentives.factors import ActsOn
from salesmgmt.incentives.figures import Figure, figure_of
from salesmgmt.incentives.keys import (
    Accumulates,
    Amount,
    Attainment,
    DealKey,
    Key,
    ScoreOf,
    StandingOf,
    Tenure,
)
from salesmgmt.incentives.modifiers import (
    Cap,
    Floor,
    Gate,
    LimitPer,
    Multiplier,
    Multipliers,
    Threshold,
)
from salesmgmt.incentives.outcomes.trying import tried
from salesmgmt.incentives.schedules import Flat, Matrix, Rules
from salesmgmt.incentives.schedules.bounds import size_of_bound
from salesmgmt.incentives.terms import Component, Terms
from salesmgmt.money import Money, Rate
from salesmgmt.reasons import Reason

__all__ = ["Falls", "Monotony", "NeverFalls", "Undecided", "monotony_of"]


def _undecided(answer: object) -> NoReturn:
    raise WrongTypeError("answer", answer, "be asked with isinstance(answer, NeverFalls); it is one of three")


@frozen
class NeverFalls:
    """The answer is yes: no component ever pays less for more."""

    def __bool__(self) -> NoReturn:
        _undecided(self)


@frozen
class Falls:
    """The answer is no, and here is a case; `Plan.pay` works it out in the open.

    Attributes:
        component: Identifier of the component.
        lower: The lower base: money, or a number of things.
        higher: The higher base.
        pay_lower: What the lower base pays.
        pay_higher: What the higher base pays, which is less.
        quota: The quota of the period in both cases; None where none is asked for.
        participant: Whose personal variant of the component it is; None for the one in the plan.
    """

    component: str
    lower: Figure
    higher: Figure
    pay_lower: Money
    pay_higher: Money
    quota: Figure | None = None
    participant: str | None = None

    def __bool__(self) -> NoReturn:
        _undecided(self)


@frozen
class Undecided:
    """There is no answer.

    Attributes:
        reasons: What could not be decided, component by component.
    """

    reasons: tuple[Reason, ...]

    def __bool__(self) -> NoReturn:
        _undecided(self)


Monotony: TypeAlias = NeverFalls | Falls | Undecided
"""Whether selling more never pays less."""


def monotony_of(terms: Terms) -> Monotony:
    """Whether selling more never pays less; see `Plan.monotone`."""
    reasons: list[Reason] = []
    for component in terms.components:
        standard: list[tuple[str | None, Component]] = [(None, component)]
        own = [(one.participant, one.component) for one in terms.personal if one.component.id == component.id]
        for participant, variant in (*standard, *own):
            why = _doubt(terms, variant)
            if why is None:
                continue
            if isinstance(variant, Commission | Override):
                found = _fall(terms, variant, participant)
                if found is not None:
                    return found
            values = {"component": variant.name}
            reasons.append(Reason(f"incentives.monotone.{why}", values))
    if not reasons:
        return NeverFalls()
    return Undecided(tuple(dict.fromkeys(reasons)))


class _Signs(NamedTuple):
    """What is known of a pay on its way through the steps.

    Attributes:
        follows: Whether it is not below zero where the base is not, and not above zero where the base is not.
        covered: Whether it is never below zero.
    """

    follows: bool
    covered: bool


def _doubt(terms: Terms, one: Component) -> str | None:
    """Why it cannot be said that a component never pays less for more; None where it can."""
    if isinstance(one, Contest | Pool):
        return "together"
    if isinstance(one, Adjustment):
        return _adjustment(terms, one)
    if isinstance(one, Fixed | Objectives):
        return _fixed(one)
    if isinstance(one, Chain):
        minor = one.rounding.unit_minor(terms.currency) == 1
        if one.subtracts and not (minor and terms.crediting.shares is ShareUnit.MINOR_UNIT):
            # A share rounded up beyond what is left makes the next level's base negative.
            return "rounding"
        return _steps(one, _Signs(follows=False, covered=False))
    if isinstance(one, ExpenseAllowance):
        return _steps(one, _Signs(follows=False, covered=False))
    return _scheduled(terms, one)


def _scheduled(terms: Terms, one: Commission | Override) -> str | None:
    keys = terms.keys_of(one)
    zero = one.negative is Negative.ZERO
    # As the payroll does: sellers on their own are so many deals.
    apart = one.limits_deals or one.rounds is not Rounds.PERIOD or isinstance(keys[0], DealKey)
    if apart:
        if not _table_holds(one, keys):
            return "table"
        return _steps(one, _Signs(follows=False, covered=zero))
    if any(factor.on is ActsOn.RATE for factor in terms.commission_of(one).factors):
        return "rate"
    if not all(_stays(key) for key in keys) and not enters_by_itself(one, keys):
        return "key"
    if not _table_holds(one, keys):
        return "table"
    spans = [key for key in keys if isinstance(key, Amount | Attainment) and key.within is not None]
    if spans:
        if spans[0].accumulates is Accumulates.GROSS:
            return _steps(one, _Signs(follows=False, covered=zero))
        if zero or not isinstance(one.pays, Flat) or one.modifiers:
            return "periods"
        return None
    return _steps(one, _Signs(follows=True, covered=zero))


def _table_holds(one: Commission | Override, keys: tuple[Key, ...]) -> bool:
    """Whether a schedule never pays less for more, entered by the base or by what stays as it is."""
    if not enters_by_itself(one, keys):
        return isinstance(one.pays, Matrix | Rules) or getattr(one.pays, "monotone", None) is not None
    return getattr(one.pays, "monotone", None) is True


_STEADY = frozenset({"participant", "score", "tenure", "role", "unit", "territory", "manager", "quota"})


def _is_steady(path: str) -> bool:
    """Whether what a path reads cannot change because more is sold."""
    first, _, rest = path.partition(".")
    return first in _STEADY or rest == "quota"


def _stays(key: Key) -> bool:
    """Whether a key of a period cannot change because more is sold."""
    return isinstance(key, ScoreOf | Tenure) or (isinstance(key, StandingOf) and _is_steady(key.path))


def _reads_steady(where: Criterion) -> bool:
    return all(_is_steady(read.path) for read in where.reads)


def _fixed(one: Fixed | Objectives) -> str | None:
    """What does not depend on deals, unless something that it looks up does."""
    if isinstance(one, Objectives) and not all(_stays(goal.by) for goal in one.objectives):
        return "key"
    for step in one.modifiers:
        if isinstance(step, Gate) and not _reads_steady(step.where):
            return "gate"
        for factor in step.of if isinstance(step, Multipliers) else (step,):
            if isinstance(factor, Multiplier) and factor.by is not None and not _stays(factor.by):
                return "key"
    return None


def _steps(one: Component, signs: _Signs) -> str | None:
    """Whether every step keeps a pay from falling that does not fall before it."""
    assert not isinstance(one, Contest | Pool)
    for step in one.modifiers:
        if isinstance(step, Cap | Floor) and step.per is LimitPer.DEAL:
            continue
        match step:
            case Cap():
                if isinstance(step.limit, Rate) and (step.carries or not signs.follows):
                    # Below a base of zero the limit falls as the base rises.
                    return "limit"
                if step.carries:
                    signs = _Signs(follows=False, covered=signs.covered)
            case Floor():
                if isinstance(step.limit, Rate):
                    return "limit"
                signs = _Signs(follows=False, covered=True)
            case Threshold():
                if step.otherwise.value > 1 or not (signs.covered or signs.follows):
                    return "threshold"
            case Gate():
                if not _reads_steady(step.where):
                    return "gate"
            case Multiplier() | Multipliers():
                for factor in step.of if isinstance(step, Multipliers) else (step,):
                    if factor.by is not None and not _stays(factor.by):
                        return "key"
    return None


def _adjustment(terms: Terms, one: Adjustment) -> str | None:
    """An adjustment together with what it adjusts."""
    place = next(place for place, other in enumerate(terms.components) if other.id == one.id)
    names = _adjusted(terms, one)
    for other in terms.components[:place]:
        # Of two adjustments of the same component, the later one has to look at the earlier one as well.
        if isinstance(other, Adjustment):
            shared = names & _adjusted(terms, other)
            if shared and not names >= {other.id, *_adjusted(terms, other)}:
                return "adjustments"
    if one.rounding.unit_minor(terms.currency) != 1:
        return "rounding"
    for step in one.modifiers:
        whole = isinstance(step, Cap | Floor) and isinstance(step.limit, Money)
        whole = whole or (isinstance(step, Threshold | Gate) and step.otherwise.value in (0, 1))
        if not whole:
            # The difference is rounded, and not the sum: with parts of minor units both may fall.
            return "rounding"
    return _steps(one, _Signs(follows=True, covered=False))


def _adjusted(terms: Terms, one: Adjustment) -> frozenset[str]:
    if one.of is not None:
        return frozenset(one.of)
    found: list[str] = []
    for other in terms.components:
        if other.id == one.id:
            break
        found.append(other.id)
    return frozenset(found)


_QUOTAS = (10**6, 10**4, 10**8)
_SIZES = (-(10**6), -(10**4), -(10**2), 0, 10**2, 10**4, 10**6)


def _fall(terms: Terms, one: Commission | Override, participant: str | None) -> Falls | None:
    """A case in which a component pays less for more, found by trying what lies about its bounds."""
    keys = terms.keys_of(one)
    if not enters_by_itself(one, keys):
        return None
    things = terms.counts_things(one)
    unit = None if things else terms.currency
    asked = isinstance(keys[0], Attainment)
    for quota in _QUOTAS if asked else (None,):
        before: tuple[int, Money] | None = None
        for base in sorted(set(_probes(one, quota))):
            try:
                figure = tried(
                    terms, one, _like(terms, base, things=things), _of(terms, quota, things), None, None
                )
            except SalesmgmtError:
                break
            if before is not None and figure.amount < before[1]:
                held = None if quota is None else figure_of(quota, unit)
                low, high = figure_of(before[0], unit), figure_of(base, unit)
                return Falls(one.id, low, high, before[1], figure.amount, held, participant)
            before = base, figure.amount
    return None


def _of(terms: Terms, quota: int | None, things: bool) -> Money | int | None:
    return None if quota is None else _like(terms, quota, things=things)


def _like(terms: Terms, size: int, *, things: bool) -> Money | int:
    return size if things else Money(size, terms.currency)


def _probes(one: Commission | Override, quota: int | None) -> Iterator[int]:
    """Bases about the bounds of a component."""
    yield from _SIZES
    edges = [step.edge for step in getattr(one.pays, "steps", ())]
    levels = [step.at_least for step in one.modifiers if isinstance(step, Threshold)]
    edges += map(size_of_bound, levels)
    for edge in edges:
        if edge is None:
            continue
        for unit in {1, quota or 1}:
            near = int(edge * unit)
            for offset in (-(10**4), -(10**2), -1, 0, 1, 10**2, 10**4):
                yield near + offset
