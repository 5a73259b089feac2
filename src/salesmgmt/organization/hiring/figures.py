"""How hiring goes: stage yield, time to fill, cost per hire, and the quality of hire by source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import as_date
from salesmgmt.errors import BatchError, InvalidValueError, Problem, UnknownIdentifierError
from salesmgmt.money import Money, Rate, Unrounded
from salesmgmt.organization.checks import tuple_of
from salesmgmt.organization.hiring.recruitment import STAGES, Candidacy, Requisition, candidacies_of
from salesmgmt.organization.intake import (
    NumberLike,
    Told,
    is_amount,
    is_count,
    is_positive_count,
    is_text,
    maybe_text,
    median_of,
    number_of,
    numbers_of,
)
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.reasons import Reason
from salesmgmt.tables import Cell, Table, headed

__all__ = [
    "Fill",
    "FillTimes",
    "HireQuality",
    "HiringCost",
    "HiringFunnel",
    "QualityPolicy",
    "SourceCost",
    "SourceQuality",
    "StageYield",
    "cost_per_hire",
    "funnel_of",
    "time_to_fill",
]


@frozen
class StageYield:
    """What became of those who reached a stage.

    Attributes:
        stage: The stage.
        reached: How many reached it, or one after it.
        passed: How many of them reached the next one.
        ended: How many of them came to an end there.
        waiting: How many still stand there.
    """

    stage: str = field(validator=is_text)
    reached: int = field(validator=is_count)
    passed: int = field(validator=is_count)
    ended: int = field(validator=is_count)
    waiting: int = field(validator=is_count)

    def __attrs_post_init__(self) -> None:
        if self.passed + self.ended + self.waiting != self.reached:
            raise InvalidValueError("reached", self.reached, "be those who passed, ended and wait together")

    @property
    def share(self) -> Fraction | None:
        """Those who passed over those who reached the stage; None where nobody did."""
        return Fraction(self.passed, self.reached) if self.reached else None

    @property
    def settled_share(self) -> Fraction | None:
        """Those who passed over those of whom it is decided; None where it is decided of nobody."""
        decided = self.passed + self.ended
        return Fraction(self.passed, decided) if decided else None


def _rate(share: Fraction | None) -> Rate | None:
    return None if share is None else Rate(share)


def _as_stages(given: Iterable[StageYield]) -> tuple[StageYield, ...]:
    return tuple_of(StageYield, given, "stages")


@frozen
class HiringFunnel:
    """How many came how far.

    Attributes:
        stages: One line for each stage that was asked for, in their order.
    """

    stages: tuple[StageYield, ...] = field(converter=_as_stages)

    @property
    def reason(self) -> Reason:
        """The overall yield, with each stage below it."""
        first, last = self.stages[0], self.stages[-1]
        lines = [
            Reason(
                "organization.funnel.stage",
                {
                    "stage": one.stage,
                    "reached": one.reached,
                    "passed": one.passed,
                    "share": _rate(one.share),
                },
            )
            for one in self.stages[:-1]
        ]
        told: Told = {
            "first": first.stage,
            "last": last.stage,
            "reached": first.reached,
            "arrived": last.reached,
        }
        return Reason("organization.funnel.all", told, (), lines)

    def table(self, lang: str = "en") -> Table:
        """One row for each stage; of the last one nothing follows, so only its count is shown."""
        *before, last = self.stages
        rows: list[tuple[Cell, ...]] = [
            (one.stage, one.reached, one.passed, one.ended, one.waiting, _rate(one.share)) for one in before
        ]
        rows.append((last.stage, last.reached, None, None, None, None))
        names = ("@stage", "@reached", "@passed", "@ended", "@waiting", "@share")
        return Table("", headed(HEADINGS, lang, *names), rows, lang=lang)


def funnel_of(
    candidacies: Iterable[Candidacy], stages: Iterable[str] = STAGES[1:], *, source: str | None = None
) -> HiringFunnel:
    """How many candidates came how far, stage by stage.

    A stage that somebody went past counts as reached, whether its day is known or not.

    Args:
        candidacies: Whom it is about.
        stages: Which stages to look at, at least two; they are taken in the order of `STAGES`.
        source: Only those who were found so; None for all.

    Raises:
        InvalidValueError: If fewer than two stages are asked for, or one is unknown.
        WrongTypeError: If something else than candidacies is given.

    Examples:
        >>> people = [
        ...     Candidacy("1", "R", {"sourced": "2026-01-01", "offer": "2026-02-01"}),
        ...     Candidacy("2", "R", {"sourced": "2026-01-01"}, ended="2026-01-09"),
        ... ]
        >>> print(funnel_of(people, ["sourced", "offer"]).reason.tree())
        1 of 2 came from sourced to offer
          sourced: 1 of 2 went on (50%)
    """
    wanted = set(stages)
    for one in sorted(wanted - set(STAGES)):
        raise InvalidValueError("stages", one, f"be one of {', '.join(STAGES)}")
    order = [stage for stage in STAGES if stage in wanted]
    if len(order) < 2:
        raise InvalidValueError("stages", order, "be at least two stages")
    taken = [one for one in candidacies_of(candidacies) if source is None or one.source == source]
    lines = []
    for stage, following in zip(order, [*order[1:], None], strict=True):
        here = [one for one in taken if one.passed(stage)]
        on = [one for one in here if following is not None and one.passed(following)]
        ended = [one for one in here if one not in on and one.ended is not None]
        lines.append(StageYield(stage, len(here), len(on), len(ended), len(here) - len(on) - len(ended)))
    return HiringFunnel(lines)


@frozen
class Fill:
    """A post that was filled, or still is to be.

    Attributes:
        requisition: Identifier of the requisition.
        number: Which of its heads, from 1.
        days: Days from its opening until somebody accepted, or until the day asked for where nobody has.
        candidacy: Who accepted; None while the post is vacant.
        source: How they were found.
    """

    requisition: str = field(validator=is_text)
    number: int = field(validator=is_positive_count)
    days: int = field(validator=is_count)
    candidacy: str | None = field(default=None, validator=maybe_text)
    source: str | None = field(default=None, validator=maybe_text)


def _as_fills(given: Iterable[Fill]) -> tuple[Fill, ...]:
    return tuple(sorted(tuple_of(Fill, given, "fills"), key=lambda one: (one.requisition, one.number)))


@frozen
class FillTimes:
    """How long it takes to fill posts.

    Attributes:
        fills: One for each head of each requisition, in the order of the requisitions.
    """

    fills: tuple[Fill, ...] = field(converter=_as_fills)

    @property
    def filled(self) -> tuple[Fill, ...]:
        """The posts that somebody has accepted."""
        return tuple([one for one in self.fills if one.candidacy is not None])

    @property
    def vacant(self) -> tuple[Fill, ...]:
        """The posts that are still open, the longest open first."""
        left = [one for one in self.fills if one.candidacy is None]
        return tuple(sorted(left, key=lambda one: (-one.days, one.requisition, one.number)))

    @property
    def mean(self) -> Fraction | None:
        """Mean days of the filled posts; None where none is filled."""
        days = [one.days for one in self.filled]
        return Fraction(sum(days), len(days)) if days else None

    @property
    def median(self) -> Fraction | None:
        """Median days of the filled posts; None where none is filled."""
        return median_of([one.days for one in self.filled])

    @property
    def reason(self) -> Reason:
        """The figures in words."""
        told: Told = {"filled": len(self.filled), "mean": self.mean, "median": self.median}
        lines = [
            Reason("organization.fill.vacant", {"requisition": one.requisition, "days": one.days})
            for one in self.vacant
        ]
        if not self.filled:
            return Reason("organization.fill.none", {}, (), lines)
        return Reason("organization.fill.times", told, (), lines)


def time_to_fill(
    requisitions: Iterable[Requisition], candidacies: Iterable[Candidacy], on: date | str
) -> FillTimes:
    """Days from the opening of each post until somebody accepted it.

    Of several who accept for one requisition, the earliest fill its heads first. Requisitions that were
    withdrawn count for the heads that were filled before; what somebody accepted after the day asked for, or
    without a known day, does not count, nor does it where they backed out by then and never joined.

    Args:
        requisitions: The posts.
        candidacies: Who was to fill them.
        on: The day up to which vacant posts are counted.

    Raises:
        BatchError: With every candidacy whose requisition is not there.
        InvalidValueError: If a requisition or a candidacy stands twice.
        WrongTypeError: If something has another type.
    """
    day = as_date(on, "on")
    asked = tuple_of(Requisition, requisitions, "requisitions")
    posts = {one.id: one for one in asked}
    if len(posts) < len(asked):
        raise InvalidValueError("requisitions", [one.id for one in asked], "hold each once")
    taken: dict[str, list[tuple[date, str, str | None]]] = {}
    problems = []
    for one in candidacies_of(candidacies):
        if one.requisition not in posts:
            problems.append(Problem(one.id, "requisition", one.requisition, "be one of those given"))
        accepted = one.on("accepted")
        backed_out = one.ended is not None and one.ended <= day and not one.passed("joined")
        if accepted is not None and accepted <= day and not backed_out:
            taken.setdefault(one.requisition, []).append((accepted, one.id, one.source))
    if problems:
        raise BatchError("candidacies", problems)
    fills = []
    for post in posts.values():
        if post.opened > day:
            continue
        came = sorted(taken.get(post.id, []))[: post.heads]
        for number, (accepted, who, source) in enumerate(came, 1):
            fills.append(Fill(post.id, number, max(0, (accepted - post.opened).days), who, source))
        if post.closed is None or post.closed > day:
            fills += [
                Fill(post.id, number, (day - post.opened).days)
                for number in range(len(came) + 1, post.heads + 1)
            ]
    return FillTimes(fills)


@frozen
class HiringCost:
    """Something that was spent to find people.

    Attributes:
        id: Identifier given by the caller.
        amount: How much.
        source: For which way of finding people; None: for all of them alike.
        kind: What it was, such as `agency fee` or `recruiters' time`; internal and external costs both count.

    Raises:
        InvalidValueError: If a text is empty or the amount negative.
        WrongTypeError: If a field has another type.
    """

    id: str = field(validator=is_text)
    amount: Money = field(validator=is_amount)
    source: str | None = field(default=None, validator=maybe_text)
    kind: str = field(default="external", validator=is_text)


@frozen
class SourceCost:
    """What a hire costs by one way of finding people.

    Attributes:
        source: How people were found; None for all ways together.
        hires: How many joined.
        cost: What was spent, costs for all ways split by the hires of each.
    """

    source: str | None
    hires: int = field(validator=is_count)
    cost: Unrounded

    @property
    def per_hire(self) -> Unrounded | None:
        """The cost over the hires; None where nobody was hired."""
        return self.cost * Fraction(1, self.hires) if self.hires else None


def cost_per_hire(costs: Iterable[HiringCost], candidacies: Iterable[Candidacy]) -> tuple[SourceCost, ...]:
    """What a hire costs, by source and in all: all costs, internal and external, over those who joined.

    Costs that name no source are split by the hires of each; they stand only in the line for all where
    nobody was hired.

    Args:
        costs: What was spent, in one currency.
        candidacies: Those of the same period.

    Returns:
        One line for each source in the order of their names, the last one, without a source, for all.

    Raises:
        CurrencyMismatchError: If costs have several currencies.
        InvalidValueError: If there are no costs, or one stands twice.
        WrongTypeError: If something has another type.

    Examples:
        >>> hired = [
        ...     Candidacy("1", "R", {"joined": "2026-02-01"}, "agency"),
        ...     Candidacy("2", "R", {"joined": "2026-02-01"}, "referral"),
        ... ]
        >>> spent = [
        ...     HiringCost("a", Money.of("CNY 9,000"), "agency"),
        ...     HiringCost("b", Money.of("CNY 1,000")),
        ... ]
        >>> [(one.source, str(one.per_hire.round())) for one in cost_per_hire(spent, hired)]
        [('agency', 'CNY 9,500.00'), ('referral', 'CNY 500.00'), (None, 'CNY 5,000.00')]
    """
    spent = tuple_of(HiringCost, costs, "costs")
    if not spent:
        raise InvalidValueError("costs", spent, "hold at least one cost")
    if len({one.id for one in spent}) < len(spent):
        raise InvalidValueError("costs", [one.id for one in spent], "hold each once")
    currency = spent[0].amount.currency
    total = Money.total([one.amount for one in spent], currency)
    shared = Money.total([one.amount for one in spent if one.source is None], currency)
    joined = [one for one in candidacies_of(candidacies) if one.passed("joined")]
    names = {source for source in (*[one.source for one in spent], *[one.source for one in joined]) if source}
    lines = []
    for name in sorted(names):
        own = Money.total([one.amount for one in spent if one.source == name], currency)
        hires = sum(one.source == name for one in joined)
        part = shared * Fraction(hires, len(joined)) if joined else shared * Fraction(0)
        lines.append(SourceCost(name, hires, own * Fraction(1) + part))
    return (*lines, SourceCost(None, len(joined), total * Fraction(1)))


def _as_indicators(given: Mapping[str, NumberLike]) -> tuple[tuple[str, Fraction], ...]:
    return numbers_of(given, "indicators")


@frozen
class HireQuality:
    """How a hire turned out, in shares of what was hoped for.

    Attributes:
        participant: Who was hired.
        source: How they were found.
        indicators: Figure by name, such as `performance`, `ramp`, `retention`; 1 (or `"100%"`) is what was
            hoped for.

    Raises:
        InvalidValueError: If a text is empty, or a figure negative.
        WrongTypeError: If a field has another type.
    """

    participant: str = field(validator=is_text)
    source: str = field(validator=is_text)
    indicators: tuple[tuple[str, Fraction], ...] = field(converter=_as_indicators)

    def __attrs_post_init__(self) -> None:
        for name, value in self.indicators:
            if value < 0:
                raise InvalidValueError(f"indicators.{name}", value, "be 0 or more")


@frozen
class SourceQuality:
    """How the hires of one source turned out.

    Attributes:
        source: How they were found.
        hires: How many; those of small groups are still counted.
        quality: Mean of their weighted figures; None where the group is too small to be shown.
    """

    source: str = field(validator=is_text)
    hires: int = field(validator=is_count)
    quality: Fraction | None = None

    @property
    def reason(self) -> Reason:
        """The figure in words, or why there is none."""
        told: Told = {"source": self.source, "hires": self.hires}
        if self.quality is None:
            return Reason("organization.quality.hidden", told)
        return Reason("organization.quality.source", {**told, "quality": Rate(self.quality)})


def _as_cap(value: NumberLike) -> Fraction:
    return number_of(value, "cap")


def _as_weights(given: Mapping[str, NumberLike]) -> tuple[tuple[str, Fraction], ...]:
    return numbers_of(given, "weights")


@frozen
class QualityPolicy:
    """How the quality of a hire is put together.

    Attributes:
        weights: Weight by indicator, relative to each other.
        cap: Most that one indicator may count, so that a star does not hide a weak source.
        least: Hires that a source needs to be shown.

    Raises:
        InvalidValueError: If a weight is not above 0, there is none, or the cap or the least number too low.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> policy = QualityPolicy({"performance": 2, "retention": 1}, least=1)
        >>> hires = [
        ...     HireQuality("li", "referral", {"performance": "90%", "retention": 1}),
        ...     HireQuality("wu", "agency", {"performance": "60%", "retention": 0}),
        ... ]
        >>> [(one.source, str(one.quality)) for one in policy.by_source(hires)]
        [('referral', '14/15'), ('agency', '2/5')]
    """

    weights: tuple[tuple[str, Fraction], ...] = field(converter=_as_weights)
    cap: Fraction = field(default=Fraction(3, 2), converter=_as_cap)
    least: int = field(default=3, validator=is_positive_count)

    def __attrs_post_init__(self) -> None:
        if not self.weights or any(weight <= 0 for _, weight in self.weights):
            raise InvalidValueError("weights", self.weights, "be above 0, for at least one indicator")
        if self.cap <= 0:
            raise InvalidValueError("cap", self.cap, "be above 0")

    def of(self, hire: HireQuality) -> Fraction:
        """The weighted figure of one hire.

        Raises:
            UnknownIdentifierError: If an indicator is missing.
        """
        given = dict(hire.indicators)
        for name, _ in self.weights:
            if name not in given:
                rule = f"be given for {hire.participant}, by name"
                raise UnknownIdentifierError("indicators", name, rule)
        total = sum(weight for _, weight in self.weights)
        return (
            sum((weight * min(given[name], self.cap) for name, weight in self.weights), Fraction(0)) / total
        )

    def by_source(self, hires: Iterable[HireQuality]) -> tuple[SourceQuality, ...]:
        """The sources, the best first; those that are too small to be shown stand last.

        Raises:
            UnknownIdentifierError: If an indicator is missing.
            WrongTypeError: If something else is given.
        """
        groups: dict[str, list[Fraction]] = {}
        for one in tuple_of(HireQuality, hires, "hires"):
            groups.setdefault(one.source, []).append(self.of(one))
        found = [
            SourceQuality(
                source, len(each), sum(each, Fraction(0)) / len(each) if len(each) >= self.least else None
            )
            for source, each in groups.items()
        ]
        return tuple(sorted(found, key=lambda one: (one.quality is None, -(one.quality or 0), one.source)))
