"""How far raters agree: Cohen's kappa, plain and weighted, and the six intraclass correlations.

These are statistics of samples, so they are floats; every sum behind them is exact, and the figure is the
float next to the exact ratio, whatever the order of people and raters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from types import MappingProxyType
from typing import TypeVar

from attrs import frozen

from salesmgmt._choices import choice_of
from salesmgmt.appraisal.numbers import NumberLike, as_number, pairs_of
from salesmgmt.appraisal.texts.raters import RATER_HEADINGS
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.tables import Table, headed

__all__ = [
    "IntraclassCorrelations",
    "Kappa",
    "KappaWeights",
    "cohen_kappa",
    "intraclass_correlations",
    "kappa_of_pairs",
    "mean_kappa",
]

_Cell = TypeVar("_Cell")


class KappaWeights(StrEnum):
    """How much a disagreement counts."""

    NONE = "none"
    """All alike: for classes without an order."""
    LINEAR = "linear"
    """By the number of classes between the two."""
    QUADRATIC = "quadratic"
    """By the square of that number."""


@frozen
class Kappa:
    """Agreement of two raters beyond chance.

    Attributes:
        value: 1 for full agreement, 0 for what chance alone would bring; None where chance alone would
            bring full agreement, since all ratings are one.
        observed: Share of agreement, weighted where disagreements have weights.
        by_chance: The same of two raters who rate as often but know nothing.
        subjects: How many were rated by both.
    """

    value: float | None
    observed: float
    by_chance: float
    subjects: int


def cohen_kappa(table: Sequence[Sequence[int]], weights: KappaWeights | str = "none") -> Kappa:
    """Cohen's kappa of a table of two raters.

    Args:
        table: Counts: one row per class that the first rater gave, one column per class that the second one
            gave, in the order of the classes.
        weights: How much a disagreement counts.

    Raises:
        InvalidValueError: If the table is not square, has fewer than two classes, a count below 0, or counts
            nobody.
        WrongTypeError: If a count is no whole number, or the table has no rows.

    Source:
        Cohen 1960 and 1968; see docs/sources/appraisal.md.

    Examples:
        >>> found = cohen_kappa([[20, 5], [10, 15]])
        >>> found.observed, found.by_chance, found.value
        (0.7, 0.5, 0.4)
    """
    chosen = choice_of(KappaWeights, weights, "weights")
    rows = _rows_of(table, "table")
    size = len(rows)
    if size < 2 or any(len(row) != size for row in rows):
        raise InvalidValueError("table", table, "be square, with a row and a column for each of the classes")
    for row in table:
        for count in row:
            if type(count) is not int:
                raise WrongTypeError("table", count, "hold whole numbers")
            if count < 0:
                raise InvalidValueError("table", count, "hold counts of 0 or more")
    total = sum(map(sum, table))
    if not total:
        raise InvalidValueError("table", table, "count at least one who was rated")
    firsts = [sum(row) for row in table]
    seconds = [sum(column) for column in zip(*table, strict=True)]
    observed = by_chance = Fraction(0)
    for i in range(size):
        for j in range(size):
            agreed = _agreed(abs(i - j), size - 1, chosen)
            observed += agreed * Fraction(table[i][j], total)
            by_chance += agreed * Fraction(firsts[i] * seconds[j], total * total)
    value = None if by_chance == 1 else float((observed - by_chance) / (1 - by_chance))
    return Kappa(value, float(observed), float(by_chance), total)


def _rows_of(given: Sequence[Sequence[_Cell]], name: str) -> Sequence[Sequence[_Cell]]:
    shaped: object = given
    if not _is_list(shaped) or not all(map(_is_list, given)):
        raise WrongTypeError(name, given, "be rows of figures, each a list or a tuple")
    return given


def _is_list(given: object) -> bool:
    return isinstance(given, Sequence) and not isinstance(given, str)


def _agreed(apart: int, most: int, weights: KappaWeights) -> Fraction:
    if weights is KappaWeights.NONE:
        return Fraction(apart == 0)
    share = Fraction(apart, most)
    return 1 - (share if weights is KappaWeights.LINEAR else share * share)


def kappa_of_pairs(
    pairs: Iterable[tuple[NumberLike, NumberLike]],
    weights: KappaWeights | str = "none",
    classes: Iterable[NumberLike] = (),
) -> Kappa:
    """Cohen's kappa of pairs of ratings.

    Args:
        pairs: What the first and the second rater gave to each.
        weights: How much a disagreement counts.
        classes: All classes there are; those that occur, where left out. With weights, classes that nobody
            used still lie between others.

    Raises:
        InvalidValueError: If nobody was rated, or a rating is none of the classes.
        WrongTypeError: If a rating is a float.

    Examples:
        >>> kappa_of_pairs([(1, 1), (2, 2), (3, 2), (3, 3)], "linear").value
        0.7142857142857143
    """
    given = [(as_number(one, "pairs"), as_number(other, "pairs")) for one, other in pairs_of(pairs, "pairs")]
    known = sorted({as_number(each, "classes") for each in classes})
    used = {rating for pair in given for rating in pair}
    if known and used - set(known):
        raise InvalidValueError("pairs", min(used - set(known)), "be one of the classes")
    order = known or sorted(used)
    if len(order) < 2:
        if not given:
            raise InvalidValueError("pairs", 0, "be at least one")
        return Kappa(None, 1.0, 1.0, len(given))
    places = {rating: place for place, rating in enumerate(order)}
    table = [[0] * len(order) for _ in order]
    for one, other in given:
        table[places[one]][places[other]] += 1
    return cohen_kappa(table, weights)


@frozen
class IntraclassCorrelations:
    """The six intraclass correlations: how much of what varies are the people who are rated.

    The first number tells the model: 1, each is rated by other raters; 2, all by the same raters, who stand
    for many; 3, all by the same raters, and only these matter. The second tells whether one rating is meant
    or the mean of all of somebody's.

    Attributes:
        single_1: ICC(1,1).
        single_2: ICC(2,1); None where not everybody was rated by the same number of raters.
        single_3: ICC(3,1); None as above.
        mean_1: ICC(1,k).
        mean_2: ICC(2,k); None as above.
        mean_3: ICC(3,k); None as above.
        subjects: How many people were rated.
        raters: Ratings of each: their number, or its average for model 1 where the numbers differ.
    """

    single_1: float | None
    single_2: float | None
    single_3: float | None
    mean_1: float | None
    mean_2: float | None
    mean_3: float | None
    subjects: int
    raters: float

    @property
    def by_name(self) -> Mapping[str, float | None]:
        """The figures under the names that the literature gives them."""
        return MappingProxyType(
            {
                "ICC(1,1)": self.single_1,
                "ICC(2,1)": self.single_2,
                "ICC(3,1)": self.single_3,
                "ICC(1,k)": self.mean_1,
                "ICC(2,k)": self.mean_2,
                "ICC(3,k)": self.mean_3,
            }
        )

    def table(self, lang: str = "en") -> Table:
        """The six figures, to four places."""
        columns = headed(RATER_HEADINGS, lang, "form", "agreement")
        rows = [
            (name, None if value is None else round(Fraction(value), 4))
            for name, value in self.by_name.items()
        ]
        return Table("", columns, rows, lang=lang)


def intraclass_correlations(ratings: Sequence[Sequence[NumberLike]]) -> IntraclassCorrelations:
    """The six intraclass correlations of Shrout and Fleiss.

    Args:
        ratings: One row per person who is rated. For models 2 and 3, a column is one rater, and all rows have
            all columns; where the rows differ in length, only model 1 is computed, by the mean squares of a
            one-way analysis with unequal groups.

    Returns:
        The figures as floats; None where nothing varies, or the model asks for the same raters.

    Raises:
        InvalidValueError: If there are fewer than two people, or nobody has two ratings.
        WrongTypeError: If a rating is a float.

    Source:
        Shrout and Fleiss 1979, Psychological Bulletin 86; see docs/sources/appraisal.md.

    Examples:
        >>> judged = intraclass_correlations(
        ...     [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
        ... )
        >>> [round(value, 2) for value in judged.by_name.values() if value is not None]
        [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    rows = [[as_number(rating, "ratings") for rating in row] for row in _rows_of(ratings, "ratings")]
    rows = [row for row in rows if row]
    count, total = len(rows), sum(map(len, rows))
    if count < 2 or total == count:
        raise InvalidValueError(
            "ratings", total, "be of at least two people, one of them rated twice or more"
        )
    means = [sum(row, Fraction(0)) / len(row) for row in rows]
    grand = sum((sum(row, Fraction(0)) for row in rows), Fraction(0)) / total
    pairs = list(zip(rows, means, strict=True))
    between = sum((len(row) * (mean - grand) ** 2 for row, mean in pairs), Fraction(0))
    within = sum(((mark - mean) ** 2 for row, mean in pairs for mark in row), Fraction(0))
    msb, msw = between / (count - 1), within / (total - count)
    # Ratings of each, or what stands for it where the numbers differ.
    each = (total - Fraction(sum(len(row) ** 2 for row in rows), total)) / (count - 1)
    ones = _ratio(msb - msw, msb + (each - 1) * msw), _ratio(msb - msw, msb)
    lengths = {len(row) for row in rows}
    if len(lengths) > 1:
        return IntraclassCorrelations(ones[0], None, None, ones[1], None, None, count, float(each))
    k = lengths.pop()
    columns = [sum(column, Fraction(0)) / count for column in zip(*rows, strict=True)]
    judges = count * sum(((mean - grand) ** 2 for mean in columns), Fraction(0))
    msj, mse = judges / (k - 1), (within - judges) / ((count - 1) * (k - 1))
    return IntraclassCorrelations(
        ones[0],
        _ratio(msb - mse, msb + (k - 1) * mse + k * (msj - mse) / count),
        _ratio(msb - mse, msb + (k - 1) * mse),
        ones[1],
        _ratio(msb - mse, msb + (msj - mse) / count),
        _ratio(msb - mse, msb),
        count,
        float(k),
    )


def _ratio(above: Fraction, below: Fraction) -> float | None:
    return float(above / below) if below else None


def mean_kappa(
    ratings: Mapping[str, Mapping[str, Fraction]], weights: KappaWeights, classes: Sequence[Fraction]
) -> float | None:
    """The mean of the kappas of all pairs of raters with two people or more in common; None without a pair.

    Args:
        ratings: By rater, what they gave to each person.
        weights: How much a disagreement counts.
        classes: All classes there are, or none for those that occur.
    """
    known = sorted({*classes, *(mark for given in ratings.values() for mark in given.values())})
    found = []
    for one, other in combinations(sorted(ratings), 2):
        common = sorted(ratings[one].keys() & ratings[other].keys())
        if len(common) < 2:
            continue
        pairs = [(ratings[one][person], ratings[other][person]) for person in common]
        value = kappa_of_pairs(pairs, weights, known).value
        if value is not None:
            found.append(Fraction(value))
    return float(sum(found, Fraction(0)) / len(found)) if found else None
