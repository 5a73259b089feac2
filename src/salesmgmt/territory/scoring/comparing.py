"""Two plans on a map side by side: every metric before and after, and what moves in between."""

from __future__ import annotations

from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Rate
from salesmgmt.tables import Table, headed, language_of
from salesmgmt.territory.plans.comparing import PlanDiff
from salesmgmt.territory.plans.loads import percent
from salesmgmt.territory.scoring.scores import MapScore
from salesmgmt.territory.texts.scoring import SCORING_HEADINGS

__all__ = ["MapComparison"]


@frozen(repr=False)
class MapComparison:
    """A plan before and after a change, measured alike.

    Attributes:
        before: The metrics of today's plan.
        after: Those of the plan that is thought about.
        change: Which units move, and what hangs on them.

    Raises:
        WrongTypeError: If something has another type.
    """

    before: MapScore
    after: MapScore
    change: PlanDiff = field()

    def __attrs_post_init__(self) -> None:
        for name in ("before", "after"):
            if not isinstance(getattr(self, name), MapScore):
                raise WrongTypeError(name, getattr(self, name), "be a MapScore")
        if not isinstance(self.change, PlanDiff):
            raise WrongTypeError("change", self.change, "be a PlanDiff")

    def __repr__(self) -> str:
        return f"MapComparison({self.before.plan!r} to {self.after.plan!r}, {len(self.moved):,} units move)"

    @property
    def moved(self) -> tuple[str, ...]:
        """The units that change their territory."""
        return self.change.moved

    @property
    def changed_hands(self) -> tuple[str, ...]:
        """The units that somebody else looks after from then on."""
        return tuple(
            each.move.account
            for each in self.change.moves
            if each.move.origin is not None and each.move.target is not None and each.changes_owner
        )

    def share_moved(self, measure: str | None = None) -> Fraction:
        """What moves or is dropped as a part of what was placed before: of a measure, or of the units.

        Raises:
            UnknownIdentifierError: If there is no such measure.
        """
        if measure is not None:
            return self.change.share_moved(measure)
        gone = len(self.change.moved) + len(self.change.dropped)
        whole = gone + len(self.change.kept)
        return Fraction(gone, whole) if whole else Fraction(0)

    def records(self) -> list[dict[str, object]]:
        """One row for each metric: `metric`, `measure`, `before`, `after` and `change`, for a DataFrame."""
        rows: list[dict[str, object]] = []

        def row(metric: str, before: object, after: object, measure: str | None = None) -> None:
            change = after - before if isinstance(before, _NUMBER) and isinstance(after, _NUMBER) else None
            rows.append(
                {"metric": metric, "measure": measure, "before": before, "after": after, "change": change}
            )

        one, other = self.before, self.after
        for measure in sorted({*one.measures} & {*other.measures}):
            row("deviation", one.deviation(measure), other.deviation(measure), measure)
            row("mean_deviation", one.mean_deviation(measure), other.mean_deviation(measure), measure)
        for metric in _PLAIN:
            before, after = getattr(one, metric), getattr(other, metric)
            if before is not None or after is not None:
                row(metric, before, after)
        row("missed_bounds", len(one.misses), len(other.misses))
        row("unplaced_units", len(one.unplaced), len(other.unplaced))
        row("moved_units", None, len(self.moved))
        row("moved_share", None, self.share_moved())
        row("changed_hands", None, len(self.changed_hands))
        for measure in self.change.figures.measures:
            row("moved_figure", None, self.change.total(measure, "moved"), measure)
            row("moved_figure_share", None, self.share_moved(measure), measure)
        return rows

    def table(self, lang: str = "en") -> Table:
        """Every metric before and after, and then what moves.

        Raises:
            InvalidValueError: Another language than `en` and `zh`.
        """
        place = 0 if language_of(lang) == "en" else 1
        rows = []
        for record in self.records():
            metric = str(record["metric"])
            name = SCORING_HEADINGS[f"metric_{metric}"][place]
            if record["measure"] is not None:
                name = f"{name}{SCORING_HEADINGS['metric_of'][place]}{record['measure']}"
            shown = [_shown(metric, record[column]) for column in ("before", "after", "change")]
            rows.append((name, *shown))
        return Table(
            "",
            headed(SCORING_HEADINGS, lang, "metric", "metric_before", "metric_after", "change"),
            rows,
            lang=lang,
        )

    def territory_table(self, lang: str = "en") -> Table:
        """What each territory carries before and after, as `PlanDiff.table`."""
        return self.change.table(lang)


_NUMBER = (int, Fraction)
_PLAIN = (
    "moment",
    "travel",
    "diameter",
    "pieces",
    "cut_edges",
    "border",
    "polsby_popper",
    "least_polsby_popper",
)
_PARTS = frozenset(
    (
        "deviation",
        "mean_deviation",
        "polsby_popper",
        "least_polsby_popper",
        "moved_share",
        "moved_figure_share",
    )
)


def _shown(metric: str, value: object) -> object:
    if metric in _PARTS and isinstance(value, Fraction):
        rate: Rate = percent(value)
        return rate
    return value
