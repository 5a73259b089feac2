"""By what a fund is shared: the weights of its members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Protocol, TypeAlias

from attrs import field, frozen

from salesmgmt.criteria.reads import Tables, as_path, resolved
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    MissingFieldError,
    Problem,
    SalesmgmtError,
    WrongTypeError,
)
from salesmgmt.incentives.awards.standings import Records, identifier, number_of, record_of, shown
from salesmgmt.incentives.awards.texts import heading, said
from salesmgmt.incentives.figures import Figure, size_of
from salesmgmt.money import Currency, Money, Rate, RateLike, Unrounded, rate_of

__all__ = ["Basis", "ByContribution", "ByPoints", "ByProduct", "ByWeights", "Equally"]


class Basis(Protocol):
    """Anything that says how much each member weighs; write a class of your own for another rule."""

    @property
    def component(self) -> str | None:
        """Identifier of the component whose figures are the standings; None where they are not asked."""

    def weights(
        self, standings: Mapping[str, Figure], records: Records | None = None, tables: Tables | None = None
    ) -> Mapping[str, Fraction]:
        """The weight of each member, 0 or more."""


@frozen
class Equally:
    """Everybody alike."""

    @property
    def component(self) -> str | None:
        """No figures are asked."""
        return None

    def weights(
        self, standings: Mapping[str, Figure], records: Records | None = None, tables: Tables | None = None
    ) -> Mapping[str, Fraction]:
        """One for everybody."""
        return {person: Fraction(1) for person in standings}

    def said(self, lang: str) -> str:
        """The rule as a sentence."""
        return said("incentives.award.said.equally", lang)


@frozen
class ByContribution:
    """By what each is credited in a component; a figure below zero weighs nothing.

    Attributes:
        component: Identifier of the component.

    Raises:
        InvalidValueError: If the identifier is empty.
    """

    component: str

    def __attrs_post_init__(self) -> None:
        identifier(self.component, "component")

    def weights(
        self, standings: Mapping[str, Figure], records: Records | None = None, tables: Tables | None = None
    ) -> Mapping[str, Fraction]:
        """The figures of the standings, in major units where they are money."""
        return {person: max(number_of(figure), Fraction(0)) for person, figure in standings.items()}

    def said(self, lang: str) -> str:
        """The rule as a sentence."""
        return said("incentives.award.said.by_contribution", lang, component=self.component)


@frozen
class ByPoints:
    """By a score, such as the points of an appraisal.

    Attributes:
        measure: Name of the score.

    Raises:
        InvalidValueError: If the name is empty.
    """

    measure: str = "points"

    def __attrs_post_init__(self) -> None:
        identifier(self.measure, "measure")

    @property
    def component(self) -> str | None:
        """The points are no component's figures."""
        return None

    def weights(
        self, standings: Mapping[str, Figure], records: Records | None = None, tables: Tables | None = None
    ) -> Mapping[str, Fraction]:
        """The points of the standings.

        Raises:
            BatchError: Everybody whose points are below 0.
        """
        problems = [
            Problem(person, self.measure, shown(figure), "be 0 or more")
            for person, figure in standings.items()
            if size_of(figure) < 0
        ]
        if problems:
            raise BatchError("standings", problems)
        return {person: number_of(figure) for person, figure in standings.items()}

    def said(self, lang: str) -> str:
        """The rule as a sentence."""
        return said("incentives.award.said.by_points", lang, measure=self.measure)


def _paths(value: Iterable[str] | str) -> tuple[str, ...]:
    return tuple(as_path(path) for path in ((value,) if isinstance(value, str) else value))


@frozen
class ByProduct:
    """By the product of fields of what is known of each, such as salary × grade × months.

    Attributes:
        paths: Paths of the fields, each an amount or a number of 0 or more.

    Raises:
        InvalidValueError: If there is no path, or one cannot be followed.

    Examples:
        >>> basis = ByProduct(("salary", "grade", "months"))
        >>> known = {"ann": {"salary": Money.of("CNY 8,000"), "grade": Fraction(6, 5), "months": 12}}
        >>> basis.weights({"ann": Fraction(0)}, known)
        {'ann': Fraction(115200, 1)}
    """

    paths: tuple[str, ...] = field(converter=_paths)

    def __attrs_post_init__(self) -> None:
        if not self.paths:
            raise InvalidValueError("paths", self.paths, "hold one path or more")

    @property
    def component(self) -> str | None:
        """No component's figures are asked."""
        return None

    def weights(
        self, standings: Mapping[str, Figure], records: Records | None = None, tables: Tables | None = None
    ) -> Mapping[str, Fraction]:
        """The products.

        Raises:
            BatchError: Everybody of whom a field is missing, is no number, is below 0, or is in another
                currency than that of the others.
        """
        found: dict[str, Fraction] = {}
        problems: list[Problem] = []
        currencies: dict[str, Currency] = {}
        for person in standings:
            weight = Fraction(1)
            for path in self.paths:
                try:
                    weight *= _number(
                        resolved(record_of(person, records), path, tables or {}), path, currencies
                    )
                except SalesmgmtError as error:
                    problems.append(Problem.of(person, error))
            found[person] = weight
        if problems:
            raise BatchError("records", problems)
        return found

    def said(self, lang: str) -> str:
        """The rule as a sentence."""
        product = heading("times", lang).join(self.paths)
        return said("incentives.award.said.by_product", lang, product=product)


def _number(value: object, path: str, currencies: dict[str, Currency]) -> Fraction:
    """A factor of a weight; the currency of a path is that of the first amount found there."""
    if value is None:
        raise MissingFieldError(path, None, "be there, since the weight is a product of it")
    if isinstance(value, Money | Unrounded):
        ours = currencies.setdefault(path, value.currency)
        if value.currency != ours:
            raise CurrencyMismatchError(path, value, f"be in {ours}, as the others")
        number = Fraction(value.minor, ours.minor_per_major)
    elif isinstance(value, Rate):
        number = value.value
    elif isinstance(value, int | Fraction | Decimal) and not isinstance(value, bool):
        number = rate_of(value, path).value
    else:
        raise WrongTypeError(path, value, "be an amount or an exact number")
    if number < 0:
        raise InvalidValueError(path, value, "be 0 or more")
    return number


WeightsLike: TypeAlias = Mapping[str, RateLike] | Iterable[tuple[str, RateLike]]


def _agreed(value: WeightsLike) -> tuple[tuple[str, Fraction], ...]:
    pairs = value.items() if isinstance(value, Mapping) else value
    return tuple(
        sorted(
            (identifier(person, "participant"), rate_of(weight, "weight").value) for person, weight in pairs
        )
    )


@frozen
class ByWeights:
    """By parts that are agreed beforehand; who is not named gets nothing.

    Attributes:
        agreed: Pairs of participant and weight (argument: a mapping or pairs), by identifier.

    Raises:
        InvalidValueError: If somebody is named twice, or a weight is below 0.

    Examples:
        >>> ByWeights({"lead": 3, "ann": "1.5"}).agreed
        (('ann', Fraction(3, 2)), ('lead', Fraction(3, 1)))
    """

    agreed: tuple[tuple[str, Fraction], ...] = field(converter=_agreed)

    def __attrs_post_init__(self) -> None:
        if len(dict(self.agreed)) < len(self.agreed):
            raise InvalidValueError("agreed", self.agreed, "name everybody once")
        for person, weight in self.agreed:
            if weight < 0:
                raise InvalidValueError("agreed", weight, f"be 0 or more for {person}")

    @property
    def component(self) -> str | None:
        """No component's figures are asked."""
        return None

    def weights(
        self, standings: Mapping[str, Figure], records: Records | None = None, tables: Tables | None = None
    ) -> Mapping[str, Fraction]:
        """The weights agreed for those who are there."""
        agreed = dict(self.agreed)
        return {person: agreed.get(person, Fraction(0)) for person in standings}

    def said(self, lang: str) -> str:
        """The rule as a sentence."""
        parts = [heading("weighed", lang, person, Rate(weight).figure) for person, weight in self.agreed]
        return said("incentives.award.said.by_weights", lang, weights=heading("listed", lang).join(parts))
