"""Whether ratings are fair: by group with small groups hidden, pay against performance, drift of raters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import sqrt

from attrs import field, frozen

from salesmgmt.appraisal.calibration.people import Rated, RatingDistribution, check_people, ratings_of
from salesmgmt.appraisal.intake import check_kind, figures_of, optional_number, texts_of, tuple_of
from salesmgmt.appraisal.numbers import NumberLike, as_number, named, pairs_of, titled
from salesmgmt.appraisal.scales import RatingScale
from salesmgmt.appraisal.texts import HEADINGS
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, Problem
from salesmgmt.money import Money, Rate
from salesmgmt.tables import Column, Table, headed

__all__ = [
    "GivenScore",
    "GroupRating",
    "GroupRatings",
    "RankCorrelation",
    "RaterDrift",
    "pay_against_performance",
    "rank_correlation",
    "rater_drift",
    "ratings_by_group",
]


@frozen
class GroupRating:
    """One group and its ratings, as far as they may be shown.

    Attributes:
        group: Which group.
        spread: How many people have which rating; None where the group is hidden.

    Raises:
        WrongTypeError: If a field has another type.
    """

    group: str
    spread: RatingDistribution | None = None

    def __attrs_post_init__(self) -> None:
        titled(self.group, "group")
        if self.spread is not None:
            check_kind(self.spread, RatingDistribution, "spread")

    @property
    def hidden(self) -> bool:
        """Whether too few people are in it."""
        return self.spread is None


def _as_groups(given: Iterable[GroupRating]) -> tuple[GroupRating, ...]:
    return tuple_of(given, GroupRating, "groups")


@frozen
class GroupRatings:
    """Ratings by group, in which nobody can be told out of a small group.

    Attributes:
        groups: The groups in the order of their names.
        total: Everybody together; None where they are too few.
        smallest: Number of people from which on a group is shown.

    Raises:
        InvalidValueError: If `smallest` is below 1.
        WrongTypeError: If a field has another type.
    """

    groups: tuple[GroupRating, ...] = field(converter=_as_groups)
    total: RatingDistribution | None
    smallest: int

    def __attrs_post_init__(self) -> None:
        if self.total is not None:
            check_kind(self.total, RatingDistribution, "total")
        if type(self.smallest) is not int or self.smallest < 1:
            raise InvalidValueError("smallest", self.smallest, "be a whole number of 1 or more")

    @property
    def hidden(self) -> tuple[str, ...]:
        """Groups that are not shown."""
        return tuple(one.group for one in self.groups if one.hidden)

    def ratios(self, rating: str, against: str) -> Mapping[str, Rate]:
        """The share of a rating in each group that is shown, over that of one group.

        Below 80 % is where many employers look closer: the four-fifths rule of the American Uniform
        Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D.

        Raises:
            InvalidValueError: If the group to compare with is hidden or has nobody with the rating.
        """
        shown = {one.group: one.spread for one in self.groups if one.spread is not None}
        base = shown.get(against)
        if base is None or not base.count(rating):
            raise InvalidValueError(
                "against", against, f"be a group that is shown and has people rated {rating}"
            )
        whole = Fraction(base.count(rating), base.headcount)
        return {
            name: Rate(Fraction(spread.count(rating), spread.headcount) / whole)
            for name, spread in shown.items()
            if name != against
        }

    def table(self, lang: str = "en") -> Table:
        """One row per group, a column per rating; dashes where a group is hidden."""
        known = next((one.spread for one in self.groups if one.spread is not None), self.total)
        names = () if known is None else tuple(name for name, _ in known.counts)
        columns = [
            *headed(HEADINGS, lang, "group", "people"),
            *[Column(f"rating {one}", one) for one in names],
        ]
        rows = [
            (one.group, None, *[None for _ in names])
            if one.spread is None
            else (one.group, one.spread.headcount, *[count for _, count in one.spread.counts])
            for one in self.groups
        ]
        return Table("", columns, rows, lang=lang)


def ratings_by_group(
    people: Iterable[Rated], ratings: RatingScale | Iterable[str], smallest: int = 5
) -> GroupRatings:
    """Ratings by the groups of people, with small groups hidden.

    Where the hidden groups together would be fewer people than `smallest`, the next larger groups are hidden
    too, since the total less the groups that are shown would give them away.

    Args:
        people: Everybody, with their group.
        ratings: The ratings from the best down, or a scale that has them.
        smallest: Number of people from which on a group is shown.

    Raises:
        BatchError: If somebody stands twice or has an unknown rating.
        InvalidValueError: If `smallest` is below 1.

    Examples:
        >>> people = [Rated(f"p{n}", "A" if n % 3 else "B", group="x" if n < 8 else "y") for n in range(16)]
        >>> people += [Rated("solo", "B", group="z")]
        >>> ratings_by_group(people, ("A", "B")).hidden
        ('x', 'z')
    """
    if type(smallest) is not int or smallest < 1:
        raise InvalidValueError("smallest", smallest, "be a whole number of 1 or more")
    order = ratings_of(ratings)
    listed = check_people(people, order)
    groups: dict[str, list[Rated]] = {}
    for one in listed:
        groups.setdefault(one.group, []).append(one)
    by_size = sorted(groups, key=lambda name: (len(groups[name]), name))
    hidden: set[str] = {name for name in by_size if len(groups[name]) < smallest}
    for name in by_size:
        if not hidden or sum(len(groups[one]) for one in hidden) >= smallest:
            break
        hidden.add(name)
    found = [
        GroupRating(name, None if name in hidden else RatingDistribution.of(groups[name], order))
        for name in sorted(groups)
    ]
    total = RatingDistribution.of(listed, order) if len(listed) >= smallest else None
    return GroupRatings(found, total, smallest)


def _as_left_out(given: str | Iterable[str]) -> tuple[str, ...]:
    return texts_of(given, "left_out")


@frozen
class RankCorrelation:
    """Whether two figures of the same people rise together: Spearman's rho, with mean ranks for equals.

    The sums are exact; rho itself is a root and a float.

    Attributes:
        count: How many people have both figures.
        product: Sum of the products of both ranks less their means.
        first: Sum of the squares of the first ranks less their mean.
        second: The same of the second ranks.
        squared: Sum of the squared differences of the ranks.
        left_out: Who has only one of the figures.

    Raises:
        InvalidValueError: If the sums cannot be those of ranks.
        WrongTypeError: If a field has another type.
    """

    count: int
    product: Fraction = field(converter=as_number)
    first: Fraction = field(converter=as_number)
    second: Fraction = field(converter=as_number)
    squared: Fraction = field(converter=as_number)
    left_out: tuple[str, ...] = field(default=(), converter=_as_left_out)

    def __attrs_post_init__(self) -> None:
        check_kind(self.count, int, "count")
        if self.count < 0 or self.first < 0 or self.second < 0 or self.product**2 > self.first * self.second:
            raise InvalidValueError(
                "product", self.product, "be at most the root of the product of both sums"
            )

    @property
    def rho(self) -> float | None:
        """From -1 to 1; None where one figure is the same for all, or fewer than two people have both."""
        if not self.first or not self.second:
            return None
        if self.first == self.second:
            return float(self.product / self.first)
        return float(self.product) / sqrt(self.first * self.second)


def _ranks(values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Ranks from the smallest up; equals share the mean of their places."""
    places = Counter(values.values())
    rank: dict[Fraction, Fraction] = {}
    before = 0
    for value in sorted(places):
        rank[value] = before + Fraction(places[value] + 1, 2)
        before += places[value]
    return {name: rank[value] for name, value in values.items()}


def rank_correlation(first: Mapping[str, NumberLike], second: Mapping[str, NumberLike]) -> RankCorrelation:
    """Spearman's rank correlation of two figures by person.

    Args:
        first: One figure by person.
        second: The other; people who lack one of them are left out, and named.

    Raises:
        InvalidValueError: If a name is empty.
        WrongTypeError: If a figure is a float.

    Examples:
        >>> found = rank_correlation({"ann": 3, "bob": 2, "cyn": 1}, {"ann": 30, "bob": 10, "cyn": 20})
        >>> found.rho, found.squared
        (0.5, Fraction(2, 1))
    """
    one, other = dict(figures_of(first, "first")), dict(figures_of(second, "second"))
    both = sorted(one.keys() & other.keys())
    left = _ranks({name: one[name] for name in both})
    right = _ranks({name: other[name] for name in both})
    mean = Fraction(len(both) + 1, 2)
    return RankCorrelation(
        len(both),
        sum(((left[name] - mean) * (right[name] - mean) for name in both), Fraction(0)),
        sum(((left[name] - mean) ** 2 for name in both), Fraction(0)),
        sum(((right[name] - mean) ** 2 for name in both), Fraction(0)),
        sum(((left[name] - right[name]) ** 2 for name in both), Fraction(0)),
        tuple(sorted(one.keys() ^ other.keys())),
    )


def pay_against_performance(pay: Mapping[str, Money], scores: Mapping[str, NumberLike]) -> RankCorrelation:
    """Whether those who score more are paid more.

    Args:
        pay: Pay by person, in one currency.
        scores: Score by person.

    Raises:
        CurrencyMismatchError: If pay is in several currencies.
        InvalidValueError: If a name is empty.
        WrongTypeError: If pay is no Money, or a score is a float.
    """
    amounts = tuple_of([amount for _, amount in pairs_of(pay, "pay")], Money, "pay")
    currencies = sorted({str(amount.currency) for amount in amounts})
    if len(currencies) > 1:
        raise CurrencyMismatchError("pay", ", ".join(currencies), "be in one currency")
    return rank_correlation({name: amount.minor for name, amount in pay.items()}, scores)


@frozen
class GivenScore:
    """A score that a rater gave.

    Attributes:
        rater: Who rated.
        participant: Whom.
        period: Label of the period; labels of one kind sort by time.
        score: The score.

    Raises:
        InvalidValueError: If a name is empty.
        WrongTypeError: If the score is a float.
    """

    rater: str
    participant: str
    period: str
    score: Fraction = field(converter=as_number)

    def __attrs_post_init__(self) -> None:
        for name in ("rater", "participant", "period"):
            named(getattr(self, name), name)


@frozen
class RaterDrift:
    """How far a rater's scores lay from those of the others in a period, and how that has changed.

    Attributes:
        rater: Who.
        period: Which period.
        count: How many scores they gave.
        mean: Their mean.
        others: Mean of all other raters' scores; None where nobody else rated.
        change: How much the difference has grown since the rater's period before; None where there is none.

    Raises:
        InvalidValueError: If a name is empty.
        WrongTypeError: If a figure is a float.
    """

    rater: str
    period: str
    count: int
    mean: Fraction = field(converter=as_number)
    others: Fraction | None = field(default=None, converter=optional_number)
    change: Fraction | None = field(default=None, converter=optional_number)

    def __attrs_post_init__(self) -> None:
        named(self.rater, "rater")
        named(self.period, "period")
        check_kind(self.count, int, "count")

    @property
    def difference(self) -> Fraction | None:
        """Their mean less that of the others: above 0 for mild raters, below for strict ones."""
        return None if self.others is None else self.mean - self.others


def rater_drift(marks: Iterable[GivenScore], smallest: int = 1) -> tuple[RaterDrift, ...]:
    """How raters differ from each other, period by period, and whether they drift apart.

    Args:
        marks: Scores with who gave them, in any order.
        smallest: Least number of scores of a rater in a period that are looked at.

    Raises:
        BatchError: If a rater scored somebody twice in a period.
        WrongTypeError: If something is no mark.

    Examples:
        >>> marks = [
        ...     GivenScore("bob", "a", "2026-Q1", 80), GivenScore("dan", "b", "2026-Q1", 80),
        ...     GivenScore("bob", "a", "2026-Q2", 90), GivenScore("dan", "b", "2026-Q2", 80),
        ... ]
        >>> [(one.rater, str(one.difference), str(one.change)) for one in rater_drift(marks)[2:]]
        [('bob', '10', '10'), ('dan', '-10', '-10')]
    """
    listed = tuple_of(marks, GivenScore, "marks")
    twice = Counter((one.rater, one.participant, one.period) for one in listed)
    problems = [
        Problem(rater, "participant", participant, f"be scored once in {period}")
        for (rater, participant, period), count in sorted(twice.items())
        if count > 1
    ]
    if problems:
        raise BatchError("marks", problems)
    periods: dict[str, dict[str, list[Fraction]]] = {}
    for one in listed:
        periods.setdefault(one.period, {}).setdefault(one.rater, []).append(one.score)
    found: list[RaterDrift] = []
    before: dict[str, Fraction] = {}
    for period in sorted(periods):
        raters = periods[period]
        whole = sum((sum(scores, Fraction(0)) for scores in raters.values()), Fraction(0))
        count = sum(len(scores) for scores in raters.values())
        for rater in sorted(raters):
            scores = raters[rater]
            if len(scores) < smallest:
                continue
            own, rest = sum(scores, Fraction(0)), count - len(scores)
            others = (whole - own) / rest if rest else None
            mean = own / len(scores)
            change = None if others is None or rater not in before else mean - others - before[rater]
            found.append(RaterDrift(rater, period, len(scores), mean, others, change))
            if others is not None:
                before[rater] = mean - others
    return tuple(found)
