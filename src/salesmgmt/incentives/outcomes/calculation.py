"""One figure worked out in the open: base, slices, steps, rounding, amount."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.incentives.components.parts import AnyModifier
from salesmgmt.incentives.engine.remarks import said_with_causes
from salesmgmt.incentives.figures import Figure, size_of
from salesmgmt.incentives.outcomes.wording import SLICE, columns_of, shown, slice_cells
from salesmgmt.incentives.schedules import Slice
from salesmgmt.incentives.texts import heading, said_rounding
from salesmgmt.money import Money, Rate, Rounding, Unrounded
from salesmgmt.reasons import Reason
from salesmgmt.tables import Cell, Table

__all__ = ["Calculation", "PayGroup", "StepTaken"]


@frozen
class StepTaken:
    """What one step of a component changed.

    Attributes:
        step: The step.
        before: The pay before it.
        after: The pay after it.
    """

    step: AnyModifier
    before: Unrounded
    after: Unrounded


@frozen
class PayGroup:
    """Slices that are added up, limited and rounded together: a whole period, or one deal in it.

    Attributes:
        slices: Which part of the base earned what.
        pay: What they bring together: their sum, or less where a limit or a rounding of single deals, or a
            factor on the rate, stands between.
        deal: The deal, the objective or the seller that the group is; None for the whole period.
        paid: The part of the rate at which it is paid, on average where its parts differ.
        limits: What limits of the deal changed.
    """

    slices: tuple[Slice, ...]
    pay: Unrounded
    deal: str | None = None
    paid: Rate = field(default=Rate(1))
    limits: tuple[StepTaken, ...] = ()

    @property
    def sum(self) -> Unrounded:
        """The sum of the slices, exact."""
        return Unrounded.total((part.pay for part in self.slices), self.pay.currency)

    @property
    def rated(self) -> Unrounded:
        """The sum at the part of the rate at which it is paid."""
        return self.sum * self.paid

    @property
    def rounded_off(self) -> Unrounded:
        """What a rounding of the deal or the share adds or takes off."""
        return self.pay - (self.limits[-1].after if self.limits else self.rated)

    @property
    def is_award(self) -> bool:
        """Whether it is a prize or a share of a pool, which has no slices."""
        return not self.slices and not self.limits

    def rows(self, lang: str, base: Figure) -> Iterator[tuple[Cell, ...]]:
        """Deal, tier, part, rate and pay of every slice and change: the last column adds up to the pay."""
        if self.is_award:
            yield self.deal, heading("award", lang), shown(base), None, shown(self.pay)
            return
        for part in self.slices:
            yield slice_cells(part, lang, self.deal)
        if self.paid != Rate(1):
            yield self._changed(heading("at_rate", lang, self.paid), self.rated - self.sum)
        for taken in self.limits:
            if taken.after != taken.before:
                yield self._changed(taken.step.said(lang), taken.after - taken.before)
        if self.rounded_off:
            yield self._changed(heading("rounding", lang), self.rounded_off)

    def _changed(self, label: str, change: Unrounded) -> tuple[Cell, ...]:
        return self.deal, label, None, None, shown(change)


@frozen(repr=False)
class Calculation:
    """How a component came to an amount.

    Attributes:
        component: Identifier of the component.
        base: What was credited.
        groups: The slices, deal by deal where each deal is paid on its own.
        steps: What the steps of the component changed, in their order.
        exact: What is earned before rounding.
        rounding: The one rounding.
        amount: What is earned.
        quota: The quota of the period; None where none is needed or known.
        opening: What had built up before, where the base goes on from there.
        before: What was paid before, and is taken off.
        reasons: What kept the schedule from being used, or is to be known.
    """

    component: str
    base: Figure
    groups: tuple[PayGroup, ...]
    steps: tuple[StepTaken, ...]
    exact: Unrounded
    rounding: Rounding
    amount: Money
    quota: Figure | Money | None = None
    opening: Figure | None = None
    before: Unrounded | None = None
    reasons: tuple[Reason, ...] = ()

    @property
    def slices(self) -> tuple[Slice, ...]:
        """Which part of the base earned what."""
        return tuple(part for group in self.groups for part in group.slices)

    @property
    def paid(self) -> Unrounded:
        """What the schedule pays, before the steps."""
        total = Unrounded.total((group.pay for group in self.groups), self.amount.currency)
        return total if self.before is None else total - self.before

    @property
    def attainment(self) -> Rate | None:
        """Base, with what had built up before, over quota; None where there is no quota above 0."""
        quota = _size(self.quota)
        if not quota:
            return None
        opening = Fraction(0) if self.opening is None else size_of(self.opening)
        return Rate((size_of(self.base) + opening) / quota)

    @property
    def adds_up(self) -> bool:
        """Whether slices, groups and steps lead to the exact figure, and that rounds to the amount."""
        here = self.paid
        for step in self.steps:
            if step.before != here:
                return False
            here = step.after
        return (
            all(part.adds_up for part in self.slices)
            and here == self.exact
            and self.exact.round(self.rounding) == self.amount
        )

    def rows(self, lang: str = "en") -> list[tuple[Cell, ...]]:
        """Deal, tier, part, rate and pay: what was brought, every slice and change, what was paid before."""
        found: list[tuple[Cell, ...]] = []
        if self.opening is not None:
            label = heading("opening.within" if self._starts_anew else "opening", lang)
            found.append((None, label, shown(self.opening), None, None))
        for group in self.groups:
            found += group.rows(lang, self.base)
        if self.before is not None:
            label = heading("less_put_in" if self.is_award else "less_before", lang)
            found.append((None, label, None, None, shown(-self.before)))
        return found

    @property
    def is_award(self) -> bool:
        """Whether it is a prize or a share of a pool."""
        return any(group.is_award for group in self.groups)

    @property
    def _starts_anew(self) -> bool:
        """Whether the slices are those of the total, what was brought among it."""
        total = sum((size_of(part.base) for part in self.slices), Fraction(0))
        opening = Fraction(0) if self.opening is None else size_of(self.opening)
        return self.before is not None or total == size_of(self.base) + opening

    def table(self, lang: str = "en", name: str | None = None) -> Table:
        """The slices, under a title that says how their sum is rounded.

        Args:
            lang: `en` or `zh`.
            name: What to call the component; its identifier where left out.
        """
        by_deal = any(group.deal is not None for group in self.groups)
        names = SLICE if by_deal else SLICE[1:]
        rows = [row[-len(names) :] for row in self.rows(lang)]
        footer = (heading("total", lang), *_blank(len(names) - 2), shown(self.paid))
        rounding = said_rounding(self.rounding, lang)
        title = heading("rounded", lang, name or self.component, shown(self.exact), rounding, self.amount)
        return Table(title, columns_of(lang, *names), tuple(rows), footer=footer, lang=lang)

    def steps_table(self, lang: str = "en") -> Table:
        """What each step changed."""
        rows = tuple((taken.step.said(lang), shown(taken.before), shown(taken.after)) for taken in self.steps)
        return Table(heading("steps", lang), columns_of(lang, "step", "before", "after"), rows, lang=lang)

    def text(self, lang: str = "en") -> str:
        """The slices and steps as aligned text, and what kept the schedule from being used."""
        parts = [self.table(lang).text()]
        if self.steps:
            parts.append(self.steps_table(lang).text())
        return "\n".join([*parts, *(said_with_causes(reason, lang) for reason in self.reasons)])

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return self.table().html() + (self.steps_table().html() if self.steps else "")


def _blank(number: int) -> tuple[Cell, ...]:
    return (None,) * number


def _size(figure: Figure | Money | None) -> Fraction | None:
    if figure is None:
        return None
    return Fraction(figure.minor) if isinstance(figure, Money) else size_of(figure)
