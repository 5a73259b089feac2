"""One figure worked out in the open: base, slices, rounding, amount."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import evolve, frozen

from salesmgmt.errors import InvalidValueError
from salesmgmt.incentives.keys import DealAmount, Key
from salesmgmt.incentives.schedules import Marginal, Schedule, Slice
from salesmgmt.incentives.terms import Component, Negative
from salesmgmt.incentives.texts import heading
from salesmgmt.incentives.wording import SLICE, columns_of, said_rounding, shown, slice_cells
from salesmgmt.money import Money, Rate, Rounding, Unrounded
from salesmgmt.reasons import Reason
from salesmgmt.tables import Cell, Table

__all__ = ["NEGATIVE", "Calculation", "calculate"]

NEGATIVE = "incentives.total.negative"
"""Code of the reason that a total below zero earns nothing."""


@frozen(repr=False)
class Calculation:
    """How a component came to an amount.

    Attributes:
        component: Identifier of the component.
        base: What was credited.
        slices: Which part of it earned which rate.
        exact: The sum of the slices' pay, not yet rounded.
        rounding: The one rounding.
        amount: What is earned.
        quota: The quota of the period; None where none is needed or known.
        reasons: What kept the schedule from being used, or is to be known about the quota.
    """

    component: str
    base: Unrounded
    slices: tuple[Slice, ...]
    exact: Unrounded
    rounding: Rounding
    amount: Money
    quota: Money | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def attainment(self) -> Rate | None:
        """Base over quota; None where there is no quota above 0."""
        return self.base.ratio(self.quota) if self.quota else None

    @property
    def adds_up(self) -> bool:
        """Whether the slices add up to the exact figure, and that rounds to the amount."""
        pays = sum((part.pay.minor for part in self.slices), Fraction(0))
        bases = sum((part.base.minor for part in self.slices), Fraction(0))
        return (
            all(part.pay.minor == part.base.minor * part.rate.value for part in self.slices)
            and (bases == self.base.minor or not (self.slices or not self.reasons))
            and pays == self.exact.minor
            and self.exact.round(self.rounding) == self.amount
        )

    def table(self, lang: str = "en", name: str | None = None) -> Table:
        """The slices, under a title that says how their sum is rounded.

        Args:
            lang: `en` or `zh`.
            name: What to call the component; its identifier where left out.
        """
        by_deal = any(piece.deal is not None for piece in self.slices)
        names = SLICE if by_deal else SLICE[1:]
        rows = tuple(slice_cells(piece, lang)[-len(names) :] for piece in self.slices)
        blank: tuple[Cell, ...] = (None,) if by_deal else ()
        footer = (heading("total", lang), *blank, shown(self.base), None, shown(self.exact))
        rounding = said_rounding(self.rounding, lang)
        title = heading("rounded", lang, name or self.component, shown(self.exact), rounding, self.amount)
        return Table(title, columns_of(lang, *names), rows, footer=footer, lang=lang)

    def text(self, lang: str = "en") -> str:
        """The slices as aligned text, and what kept the schedule from being used."""
        return "\n".join([self.table(lang).text(), *(reason.text(lang) for reason in self.reasons)])

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.table().html()


def calculate(
    component: Component,
    key: Key,
    base: Unrounded,
    quota: Money | None = None,
    *,
    note: Reason | None = None,
    deals: Mapping[str, Unrounded] | None = None,
    opening: Unrounded | None = None,
) -> Calculation:
    """Work out what a component earns for a base, with its slices.

    Args:
        component: The component.
        key: By what its schedule is entered.
        base: What was credited in the period.
        quota: The quota of the period, for attainment.
        note: What is to be said about the quota, such as why there is none.
        deals: For `DealAmount`, the parts of the base by deal.
        opening: What was counted in the period before, and paid; for marginal tiers.

    Raises:
        InvalidValueError: If there is an opening figure and the schedule is not marginal.
    """
    schedule = component.pays
    reasons = () if note is None else (note,)
    slices: tuple[Slice, ...] = ()
    if schedule.needs_quota and not quota:
        pass
    elif isinstance(key, DealAmount):
        slices = tuple(_by_deal(schedule, {"": base} if deals is None else deals, opening))
        total = Unrounded.total((part.pay for part in slices), base.currency)
        if total.minor < 0 and component.negative is Negative.ZERO:
            slices, reasons = (), (*reasons, Reason(NEGATIVE, {"total": total}))
    elif base.minor >= 0:
        slices = _slices(schedule, base, quota, opening)
    elif component.negative is Negative.MIRROR:
        slices = tuple(_mirrored(_slices(schedule, -base, quota, opening)))
    else:
        reasons = (*reasons, Reason(NEGATIVE, {"total": base}))
    exact = Unrounded.total((part.pay for part in slices), base.currency)
    amount = exact.round(component.rounding)
    return Calculation(component.id, base, slices, exact, component.rounding, amount, quota, reasons)


def _slices(
    schedule: Schedule, base: Unrounded, quota: Money | None, opening: Unrounded | None
) -> tuple[Slice, ...]:
    if opening is None or not opening.minor:
        return schedule.slices(base, quota)
    if not isinstance(schedule, Marginal):
        raise InvalidValueError("opening", opening, "be left out: only marginal tiers go on from a position")
    return schedule.slices(base, quota, opening)


def _mirrored(slices: Iterable[Slice]) -> Iterable[Slice]:
    return (evolve(part, base=-part.base, pay=-part.pay) for part in slices)


def _by_deal(
    schedule: Schedule, deals: Mapping[str, Unrounded], opening: Unrounded | None
) -> Iterable[Slice]:
    for deal, value in sorted(deals.items()):
        slices: Iterable[Slice] = _slices(schedule, abs(value), None, opening)
        if value.minor < 0:
            slices = _mirrored(slices)
        yield from (evolve(part, deal=deal or None) for part in slices)
