"""One rate for everything."""

from __future__ import annotations

from attrs import field, frozen

from salesmgmt.incentives.figures import Figure, Minor, size_of
from salesmgmt.incentives.schedules.bounds import KeyKind
from salesmgmt.incentives.schedules.pays import (
    Method,
    Pays,
    PaysLike,
    counts_things,
    pays_of,
    size_of_pays,
)
from salesmgmt.incentives.schedules.slices import Slice, checked_currency, sliced
from salesmgmt.incentives.schedules.steps import Step
from salesmgmt.incentives.schedules.wording import said_pays
from salesmgmt.money import Currency, Money

__all__ = ["Flat"]


def _pays(value: PaysLike) -> Pays:
    return pays_of(value)


@frozen
class Flat:
    """One rate of everything, or one amount for each unit.

    Attributes:
        pays: A rate of the base, or an amount for each unit of a base that counts things; 0 or more.

    Raises:
        InvalidValueError: If it is below zero, or neither a rate nor an amount.

    Examples:
        >>> print(Flat("5%").slices(Money.of("USD 200").exact)[0].pay)
        USD 10
        >>> from fractions import Fraction
        >>> print(Flat("USD 6").slices(Fraction(10))[0].pay)
        USD 60
    """

    pays: Pays = field(converter=_pays)

    @property
    def keyed(self) -> KeyKind | None:
        """What its bounds are: it has none, and needs no key."""
        return None

    @property
    def runs(self) -> bool:
        """Whether it has steps that pay for what lies in them: it has none."""
        return False

    @property
    def currency(self) -> Currency | None:
        """The currency that it names, where it pays an amount."""
        return self.pays.currency if isinstance(self.pays, Money) else None

    @property
    def things(self) -> bool | None:
        """Whether its base has to be a number of things (True) or money (False); None for either."""
        return counts_things([(self.pays, Method.WHOLE)])

    @property
    def steps(self) -> tuple[Step, ...]:
        """It as a table of one step."""
        return (Step(None, slope=size_of_pays(self.pays)),)

    @property
    def monotone(self) -> bool:
        """Whether the pay never falls as the base grows: it does not."""
        return True

    def slices(
        self,
        base: Figure,
        *,
        at: Minor | None = None,
        unit: Minor | None = None,
        opening: Minor = 0,
    ) -> tuple[Slice, ...]:
        """The whole base at the one rate; nothing for a base of nothing.

        Args:
            base: What is paid for, 0 or more.
            at: Makes no difference.
            unit: Makes no difference.
            opening: Makes no difference, since every part of the base earns the same.

        Raises:
            InvalidValueError: If the base is negative, or money where things are counted, or the reverse.
            CurrencyMismatchError: If the base is in another currency than the amount.
        """
        currency = checked_currency(base, self.currency, self.things)
        return sliced([(size_of(base), self.pays, None, Method.WHOLE, None)], base, currency)

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """Its terms as sentences, in `en` or `zh`."""
        return (said_pays(self.pays, Method.WHOLE, lang),)
