"""Schedules prepared for many figures: integers in, one quotient out, no object on the way.

Everything with one key becomes a table of affine steps over one common denominator; a step is found by one
division and a bisection. The public `slices` are the same figures as data; tests hold the two together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Protocol, TypeAlias

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.figures import Minor, figure_of
from salesmgmt.incentives.schedules.bounds import KeyKind
from salesmgmt.incentives.schedules.curves import Curve
from salesmgmt.incentives.schedules.flat import Flat
from salesmgmt.incentives.schedules.matrices import Matrix
from salesmgmt.incentives.schedules.pays import Method, Pays, size_of_pays
from salesmgmt.incentives.schedules.rules import Rule, Rules
from salesmgmt.incentives.schedules.schedule import Schedule
from salesmgmt.incentives.schedules.slices import AxisKey, Slice, currency_for, refuse_other_key
from salesmgmt.incentives.schedules.stepped import Stepped
from salesmgmt.incentives.schedules.steps import Step
from salesmgmt.money import Currency

__all__ = [
    "CellPicker",
    "Payer",
    "Picked",
    "Picker",
    "RulePicker",
    "cell_picker_of",
    "payer_of",
    "picker_of",
    "rule_picker_of",
    "rule_picks",
    "table_of",
]

Picked: TypeAlias = tuple[Fraction, Fraction]
"""What a key picks: a rate of the base (minor units for each unit of it), and a sum in minor units."""

Picker: TypeAlias = Callable[[Minor], Picked]
"""What the step pays that a key reaches: a share as a fraction, minor units, or a number."""

CellPicker: TypeAlias = Callable[[Sequence[AxisKey]], Picked | None]
"""What the cell pays in which keys meet; None where there is none."""

RulePicker: TypeAlias = Callable[[object], tuple[Rule, Picked] | None]
"""Which rule decides for a deal, and what it pays; None where none holds."""


class Payer(Protocol):
    """Pay of a base that is its own key, as numerator and denominator of minor units."""

    def __call__(self, top: int, bottom: int, unit_top: int = 1, unit_bottom: int = 1, /) -> tuple[int, int]:
        """Pay of a base of 0 or more.

        Args:
            top: Numerator of the base: minor units, or a number of things.
            bottom: Its denominator, above 0.
            unit_top: How many base units one unit of a bound is, for shares: the quota; else 1.
            unit_bottom: Its denominator, above 0.
        """


def payer_of(schedule: Schedule, currency: Currency | None) -> Payer:
    """The pay of a schedule as a function of integers; one of the caller's own class is asked for slices.

    Args:
        schedule: With one key or none.
        currency: Of the base; None for a number of things.

    Raises:
        CurrencyMismatchError: If the schedule names another currency.
        InvalidValueError: If it cannot pay for such a base, or the base cannot be its key.
    """
    if not isinstance(schedule, Stepped | Curve | Flat):
        return _asking(schedule, currency)
    currency_for(currency, schedule.currency, schedule.things)
    if isinstance(schedule, Flat):
        return _flat(schedule)
    refuse_other_key(schedule.keyed, money=currency is not None)
    return _stepped(schedule.steps)


def picker_of(schedule: Schedule) -> Picker:
    """What a schedule pays by a key that is something else than the base.

    Raises:
        InvalidValueError: If a tier pays for what lies in it, or the schedule is of the caller's own class.
    """
    if not isinstance(schedule, Stepped | Curve | Flat):
        raise InvalidValueError("schedule", schedule, "be of the library, to be picked from")
    if schedule.runs:
        rule = "pay the whole base or a sum: a tier that pays for what lies in it cannot be picked"
        raise InvalidValueError("schedule", schedule, rule)
    steps = schedule.steps
    codes, scale = _codes(steps)
    if any(step.bend for step in steps):
        return _bent(steps, codes, scale)
    picked = tuple((step.slope, step.lump) for step in steps)

    def pick(at: Minor) -> Picked:
        top, bottom = at.as_integer_ratio()
        whole, rest = divmod(top * scale, bottom)
        return picked[bisect_right(codes, 2 * whole + (rest > 0))]

    return pick


def table_of(
    schedule: Schedule,
) -> tuple[tuple[int, ...], int, tuple[tuple[int, int], ...], int] | None:
    """What `picker_of` picks, in whole numbers; None where that goes by more than the step.

    Returns:
        The codes of the edges, what a key is multiplied by (see `_codes`), rate and sum of each step as
        numerators, and their denominator.
    """
    if not isinstance(schedule, Stepped | Flat) or schedule.runs:
        return None
    steps = schedule.steps
    if any(step.bend for step in steps):
        return None
    codes, scale = _codes(steps)
    numbers, common = _over_common([part for step in steps for part in (step.slope, step.lump)])
    return codes, scale, tuple(zip(numbers[::2], numbers[1::2], strict=True)), common


def cell_picker_of(matrix: Matrix) -> CellPicker:
    """What the cells of a matrix pay."""
    picked = tuple(None if pays is None else _picked(pays, matrix.method) for pays in matrix.cells)

    def pick(at: Sequence[AxisKey]) -> Picked | None:
        index = matrix.index(at)
        return None if index is None else picked[index]

    return pick


def rule_picker_of(rules: Rules, tables: Mapping[str, Mapping[str, object]] | None = None) -> RulePicker:
    """Which of the rules decides for a deal, made ready for one pass over many.

    Args:
        rules: The rules.
        tables: Reference tables, as criteria take them; they must not change during the pass.
    """
    asked = [
        (rule.where.compiled(tables).matches, (rule, _picked(rule.pays, rule.method))) for rule in rules.rules
    ]

    def pick(record: object) -> tuple[Rule, Picked] | None:
        return next((found for matches, found in asked if matches(record)), None)

    return pick


def rule_picks(rules: Rules) -> Mapping[str, Picked]:
    """What each of the rules pays, by its identifier."""
    return {rule.id: _picked(rule.pays, rule.method) for rule in rules.rules}


def _picked(pays: Pays, method: Method) -> Picked:
    size = size_of_pays(pays)
    return (Fraction(0), size) if method is Method.AMOUNT else (size, Fraction(0))


def _bent(steps: Sequence[Step], codes: Sequence[int], scale: int) -> Picker:
    lines = tuple((step.slope, step.bend) for step in steps)
    nothing = Fraction(0)

    def pick(at: Minor) -> Picked:
        top, bottom = at.as_integer_ratio()
        whole, rest = divmod(top * scale, bottom)
        slope, bend = lines[bisect_right(codes, 2 * whole + (rest > 0))]
        return slope + bend * at, nothing

    return pick


def _codes(steps: Sequence[Step]) -> tuple[tuple[int, ...], int]:
    """The edges above the lowest step as integers, and what a key is to be multiplied by.

    A figure on the scale has the code twice its floor, and one more where it lies above that; an edge which
    does not belong to its step has the code of what lies just above it. So a step is reached where its code
    is not above that of the figure.
    """
    edges, scale = _over_common([step.edge or Fraction(0) for step in steps[1:]])
    return tuple(2 * edge + (not step.included) for edge, step in zip(edges, steps[1:], strict=True)), scale


def _flat(schedule: Flat) -> Payer:
    rate, scale = size_of_pays(schedule.pays).as_integer_ratio()

    def pay(top: int, bottom: int, unit_top: int = 1, unit_bottom: int = 1) -> tuple[int, int]:
        return top * rate, bottom * scale

    return pay


def _stepped(steps: Sequence[Step]) -> Payer:
    codes, scale = _codes(steps)
    numbers, common = _over_common(
        [part for step in steps for part in (step.lump, step.shift, step.slope, step.lift, step.bend)]
    )
    rows = tuple(tuple(numbers[place : place + 5]) for place in range(0, len(numbers), 5))
    if not any(step.lift or step.bend for step in steps):
        return _straight(codes, scale, [row[:3] for row in rows], common)

    def pay(top: int, bottom: int, unit_top: int = 1, unit_bottom: int = 1) -> tuple[int, int]:
        key, per = top * unit_bottom, bottom * unit_top
        whole, rest = divmod(key * scale, per)
        lump, shift, slope, lift, bend = rows[bisect_right(codes, 2 * whole + (rest > 0))]
        straight = (lump * bottom + slope * top) * unit_bottom + shift * unit_top * bottom
        return straight * per + (lift * bottom + bend * top) * key * unit_bottom, (
            bottom * per * unit_bottom * common
        )

    return pay


def _straight(codes: Sequence[int], scale: int, rows: Sequence[Sequence[int]], common: int) -> Payer:
    """A table in which no step has a lift or a bend, which takes fewer factors."""
    table = tuple((lump, shift, slope) for lump, shift, slope in rows)

    def pay(top: int, bottom: int, unit_top: int = 1, unit_bottom: int = 1) -> tuple[int, int]:
        if bottom == unit_bottom == 1:
            whole, rest = divmod(top * scale, unit_top)
            lump, shift, slope = table[bisect_right(codes, 2 * whole + (rest > 0))]
            return lump + shift * unit_top + slope * top, common
        key = top * unit_bottom
        whole, rest = divmod(key * scale, bottom * unit_top)
        lump, shift, slope = table[bisect_right(codes, 2 * whole + (rest > 0))]
        total = (lump * unit_bottom + shift * unit_top) * bottom + slope * key
        return total, bottom * unit_bottom * common

    return pay


def _asking(schedule: Schedule, currency: Currency | None) -> Payer:
    shares = schedule.keyed is KeyKind.SHARE

    def pay(top: int, bottom: int, unit_top: int = 1, unit_bottom: int = 1) -> tuple[int, int]:
        unit = Fraction(unit_top, unit_bottom) if shares else None
        slices: Sequence[Slice] = schedule.slices(figure_of(Fraction(top, bottom), currency), unit=unit)
        return sum((part.pay.minor for part in slices), Fraction(0)).as_integer_ratio()

    return pay


def _over_common(values: Sequence[Fraction]) -> tuple[tuple[int, ...], int]:
    """Numerators over one common denominator, and that denominator."""
    scale = lcm(*(value.denominator for value in values))
    return tuple(value.numerator * (scale // value.denominator) for value in values), scale
