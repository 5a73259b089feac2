"""Goal trees: the progress of a goal from that of the goals below it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.appraisal.numbers import NumberLike, as_number, named, titled
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Rate, RateLike, rate_of
from salesmgmt.reasons import Reason, ReasonValue

__all__ = ["Goal", "completion"]

_ZERO = Fraction(0)
_DEEPEST = 50


def _or_progress(value: RateLike | None) -> Rate | None:
    return None if value is None else rate_of(value, "progress")


def _as_weight(value: NumberLike) -> Fraction:
    return as_number(value, "weight")


def _as_goals(goals: Iterable[Goal]) -> tuple[Goal, ...]:
    return tuple(goals) if isinstance(goals, Iterable) else (goals,)


@frozen
class Goal:
    """A goal with its own progress, or with goals below it from which its progress follows.

    Attributes:
        id: Stable identifier.
        progress: How far it is reached; None for a goal with goals below.
        goals: The goals below, each counted by its weight.
        weight: What it counts beside its siblings; the same for all unless told.
        title: What people call it; the identifier where left out.

    Raises:
        InvalidValueError: If the identifier is empty, the weight is not above 0, or not exactly one of
            progress and goals is given.
        WrongTypeError: If a field has another type.

    Examples:
        >>> tree = Goal("launch", goals=(Goal("plan", "100%"), Goal("sell", goals=(Goal("first", "50%"),))))
        >>> str(tree.completion)
        '75%'
    """

    id: str
    progress: Rate | None = field(default=None, converter=_or_progress)
    goals: tuple[Goal, ...] = field(default=(), converter=_as_goals)
    weight: Fraction = field(default=Fraction(1), converter=_as_weight)
    title: str = ""
    _depth: int = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        named(self.id)
        titled(self.title)
        for goal in self.goals:
            if not isinstance(goal, Goal):
                raise WrongTypeError("goals", goal, "be Goal values, in a list or any other iterable")
        if self.weight <= 0:
            raise InvalidValueError("weight", self.weight, "be above 0")
        if (self.progress is None) == (not self.goals):
            raise InvalidValueError("progress", self.progress, "be given, or goals below, and not both")
        depth = 1 + max((goal._depth for goal in self.goals), default=0)
        if depth > _DEEPEST:
            raise InvalidValueError("goals", depth, f"go at most {_DEEPEST} levels deep")
        object.__setattr__(self, "_depth", depth)

    @property
    def completion(self) -> Rate:
        """How far it is reached: its own progress, or the weighted mean of the goals below."""
        return completion(self.goals) if self.progress is None else self.progress

    def reason(self) -> Reason:
        """Why, goal by goal."""
        values: dict[str, ReasonValue] = {"goal": self.title or self.id, "share": self.completion}
        if self.progress is not None:
            return Reason("appraisal.goal.own", values)
        return Reason("appraisal.goal.below", values, because=tuple(goal.reason() for goal in self.goals))


def completion(goals: Iterable[Goal]) -> Rate:
    """The weighted mean of how far goals are reached, as the result of a criterion.

    Raises:
        InvalidValueError: If there is no goal.

    Examples:
        >>> str(completion([Goal("a", "25%"), Goal("b", 0)]))
        '12.5%'
    """
    given = tuple(goals)
    if not given:
        raise InvalidValueError("goals", 0, "be at least one")
    weight = sum((goal.weight for goal in given), _ZERO)
    return Rate(sum((goal.weight * goal.completion.value for goal in given), _ZERO) / weight)
