"""Load: how much each person carries, in several measures, against what one person can carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.calendars import DateRangeLike
from salesmgmt.errors import BatchError, InvalidValueError, Problem, WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.organization.checks import as_texts, days_of, tuple_of
from salesmgmt.organization.intake import NumberLike, Told, is_text, median_of, number_of, numbers_of
from salesmgmt.organization.texts import HEADINGS
from salesmgmt.organization.workload.worktime import WorkRecord
from salesmgmt.reasons import Reason
from salesmgmt.records import Facts, Outcome
from salesmgmt.tables import Table, headed

__all__ = ["LoadLine", "LoadPolicy", "LoadReport", "PersonLoad", "Workload", "workloads_of"]

ACCOUNTS, DEALS, HOURS, NIGHTS = "accounts", "open deals", "hours", "travel nights"
"""The measures that are read from facts and work records."""


def _as_figures(given: Mapping[str, NumberLike]) -> tuple[tuple[str, Fraction], ...]:
    return numbers_of(given, "figures")


@frozen
class Workload:
    """What somebody carries, by measure.

    Attributes:
        participant: Who.
        figures: Figure by measure, such as `accounts`, `open deals`, `hours`, `travel nights`.

    Raises:
        InvalidValueError: If a text is empty or a figure negative.
        WrongTypeError: If a field has another type.
    """

    participant: str = field(validator=is_text)
    figures: tuple[tuple[str, Fraction], ...] = field(converter=_as_figures)

    def __attrs_post_init__(self) -> None:
        for name, value in self.figures:
            if value < 0:
                raise InvalidValueError(f"figures.{name}", value, "be 0 or more")


def workloads_of(
    facts: Facts,
    during: DateRangeLike,
    people: Iterable[str],
    work: Iterable[WorkRecord] = (),
) -> tuple[Workload, ...]:
    """What people carry, read from facts.

    Accounts are the customers that they own, as the batch states it; open deals are those that were open on
    the last of the days (opened by then, and not decided by then); hours and travel nights are summed over
    the days.

    Args:
        facts: A batch with customers and opportunities.
        during: Days with a last one.
        people: Who; everybody gets a line, also without any load.
        work: Hours and nights.

    Raises:
        InvalidValueError: If the days have no last one, or somebody stands twice.
        WrongTypeError: If something has another type.

    Examples:
        >>> from salesmgmt.records import Customer, Opportunity
        >>> facts = Facts([Customer("C-1", owner="li"), Opportunity("O-1", "li", "CNY 100", customer="C-1")])
        >>> workloads_of(facts, "2026-03-01/2026-04-01", ["li"])[0].figures[:2]
        (('accounts', Fraction(1, 1)), ('hours', Fraction(0, 1)))
    """
    if not isinstance(facts, Facts):
        raise WrongTypeError("facts", facts, "be Facts")
    span = days_of(during)
    last = span.last
    if last is None:
        raise InvalidValueError("during", str(span), "have a last day")
    names = sorted(as_texts(people, "people"))
    counts: dict[str, dict[str, Fraction]] = {
        name: dict.fromkeys((ACCOUNTS, DEALS, HOURS, NIGHTS), Fraction(0)) for name in names
    }
    for customer in facts.customers:
        if customer.owner in counts:
            counts[customer.owner][ACCOUNTS] += 1
    for deal in facts.opportunities:
        decided = deal.outcome is not Outcome.OPEN and deal.closed is not None and deal.closed <= last
        begun = deal.opened is None or deal.opened <= last
        if deal.owner in counts and begun and not decided:
            counts[deal.owner][DEALS] += 1
    for one in tuple_of(WorkRecord, work, "work"):
        if one.participant in counts and one.on in span:
            counts[one.participant][HOURS] += one.hours
            counts[one.participant][NIGHTS] += one.nights
    return tuple([Workload(name, figures) for name, figures in counts.items()])


@frozen
class LoadLine:
    """One measure of somebody's load.

    Attributes:
        measure: Which one.
        found: What they carry.
        full: What a full load is.
    """

    measure: str
    found: Fraction
    full: Fraction

    @property
    def share(self) -> Fraction:
        """What they carry over a full load."""
        return self.found / self.full


@frozen
class PersonLoad:
    """Somebody's load.

    Attributes:
        participant: Who.
        load: Weighted mean of the measures, each over its full load; 1 is a full load.
        lines: Every measure, by name.
        low: Load under which there is room.
        high: Load above which it is too much.
        peak: Share of a single measure above which it is too much whatever the mean; None: not looked at.
    """

    participant: str
    load: Fraction
    lines: tuple[LoadLine, ...]
    low: Fraction
    high: Fraction
    peak: Fraction | None = None

    @property
    def peaks(self) -> tuple[LoadLine, ...]:
        """Single measures that are too high."""
        return tuple([one for one in self.lines if self.peak is not None and one.share > self.peak])

    @property
    def overloaded(self) -> bool:
        """Whether it is too much, on the whole or in one measure."""
        return self.load > self.high or bool(self.peaks)

    @property
    def has_room(self) -> bool:
        """Whether there is room for more."""
        return self.load < self.low and not self.peaks

    @property
    def reason(self) -> Reason:
        """The load with each measure below it."""
        lines = [
            Reason(
                "organization.load.measure",
                {"measure": one.measure, "found": one.found, "full": one.full, "share": Rate(one.share)},
            )
            for one in self.lines
        ]
        lines += [Reason("organization.load.peak", {"measure": one.measure}) for one in self.peaks]
        told: Told = {"participant": self.participant, "load": Rate(self.load)}
        if self.overloaded:
            return Reason("organization.load.over", told, (), lines)
        if self.has_room:
            return Reason("organization.load.room", told, (), lines)
        return Reason("organization.load.kept", told, (), lines)


@frozen
class LoadReport:
    """The load of a team.

    Attributes:
        people: Everybody, the highest load first.
    """

    people: tuple[PersonLoad, ...]

    @property
    def overloaded(self) -> tuple[PersonLoad, ...]:
        """Those who carry too much."""
        return tuple([one for one in self.people if one.overloaded])

    @property
    def with_room(self) -> tuple[PersonLoad, ...]:
        """Those who have room."""
        return tuple([one for one in self.people if one.has_room])

    @property
    def median(self) -> Fraction | None:
        """Median load; None without people."""
        return median_of([one.load for one in self.people])

    def table(self, lang: str = "en") -> Table:
        """One row for each person: every measure, and the load."""
        measures = [one.measure for one in self.people[0].lines] if self.people else []
        known = {name: HEADINGS.get(f"@{name}", (name, name)) for name in measures}
        rows = [(one.participant, *[line.found for line in one.lines], Rate(one.load)) for one in self.people]
        headings = {**HEADINGS, **known}
        return Table("", headed(headings, lang, "@person", *measures, "@load"), rows, lang=lang)


def _as_full(given: Mapping[str, NumberLike]) -> tuple[tuple[str, Fraction], ...]:
    return numbers_of(given, "full")


def _as_weights(given: Mapping[str, NumberLike]) -> tuple[tuple[str, Fraction], ...]:
    return numbers_of(given, "weights")


def _as_low(value: NumberLike) -> Fraction:
    return number_of(value, "low")


def _as_high(value: NumberLike) -> Fraction:
    return number_of(value, "high")


def _as_peak(value: NumberLike | None) -> Fraction | None:
    return None if value is None else number_of(value, "peak")


@frozen
class LoadPolicy:
    """What a full load is, and from where on it is too much.

    Load serves to spread work and to protect people. It is no input to a rating.

    Attributes:
        full: Full load by measure.
        weights: Weight by measure, relative to each other; measures that are not named weigh 1.
        low: Load under which there is room.
        high: Load above which it is too much.
        peak: Share of a single measure above which it is too much; None: not looked at.

    Raises:
        InvalidValueError: If a full load or a weight is not above 0, a weight is of no measure, or the bounds
            are not in their order.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> policy = LoadPolicy({"accounts": 40, "travel nights": 8}, high="110%")
        >>> report = policy.measure([Workload("li", {"accounts": 50, "travel nights": 8})])
        >>> print(report.people[0].reason.tree())
        li carries too much: 112.5% of a full load
          accounts: 50 of 40, 125%
          travel nights: 8 of 8, 100%
    """

    full: tuple[tuple[str, Fraction], ...] = field(converter=_as_full)
    weights: tuple[tuple[str, Fraction], ...] = field(default=(), converter=_as_weights)
    low: Fraction = field(default=Fraction(7, 10), converter=_as_low)
    high: Fraction = field(default=Fraction(6, 5), converter=_as_high)
    peak: Fraction | None = field(default=None, converter=_as_peak)

    def __attrs_post_init__(self) -> None:
        names = [name for name, _ in self.full]
        if not names:
            raise InvalidValueError("full", self.full, "name at least one measure")
        for field_name, pairs in (("full", self.full), ("weights", self.weights)):
            for name, value in pairs:
                if name not in names:
                    raise InvalidValueError(field_name, name, f"be one of {', '.join(names)}")
                if value <= 0:
                    raise InvalidValueError(f"{field_name}.{name}", value, "be above 0")
        if not 0 <= self.low <= self.high:
            raise InvalidValueError("low", self.low, f"lie from 0 to the upper bound {self.high}")
        if self.peak is not None and self.peak <= 0:
            raise InvalidValueError("peak", self.peak, "be above 0")

    def measure(self, workloads: Iterable[Workload]) -> LoadReport:
        """The load of each person.

        Measures that the policy does not name stay out.

        Raises:
            BatchError: With every person who stands twice or lacks a measure.
            WrongTypeError: If something else is given.
        """
        weights = {name: dict(self.weights).get(name, Fraction(1)) for name, _ in self.full}
        total = sum(weights.values())
        problems = []
        people = []
        seen: set[str] = set()
        for one in tuple_of(Workload, workloads, "workloads"):
            figures = dict(one.figures)
            if one.participant in seen:
                problems.append(Problem(one.participant, "participant", one.participant, "stand once"))
            seen.add(one.participant)
            lacking = [name for name, _ in self.full if name not in figures]
            problems += [Problem(one.participant, name, None, "be given") for name in lacking]
            if lacking:
                continue
            lines = tuple([LoadLine(name, figures[name], full) for name, full in self.full])
            load = sum((weights[line.measure] * line.share for line in lines), Fraction(0)) / total
            people.append(PersonLoad(one.participant, load, lines, self.low, self.high, self.peak))
        if problems:
            raise BatchError("workloads", problems)
        return LoadReport(tuple(sorted(people, key=lambda one: (-one.load, one.participant))))
