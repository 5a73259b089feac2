"""Panels: several interviewers, and when they agree enough to hire."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from attrs import field, frozen

from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.organization.checks import check_text
from salesmgmt.organization.intake import (
    NumberLike,
    Told,
    is_positive_count,
    number_of,
    numbers_of,
    optional_number,
    pairs_of,
)
from salesmgmt.reasons import Reason

__all__ = ["PanelDecision", "PanelRule"]


def _as_rating(value: NumberLike) -> Fraction:
    return number_of(value, "rating")


def _as_spread(value: NumberLike | None) -> Fraction | None:
    return optional_number(value, "spread")


@frozen
class PanelDecision:
    """Whether a panel hires, and who stood where.

    Attributes:
        candidate: Whom they talked to.
        hire: Whether the rule is met.
        supporters: Interviewers in favour, in the order of their names.
        others: Those who are not.
        to_discuss: Criteria on which they lie further apart than the rule allows without a talk.
        reason: The decision, with every interviewer below it.
    """

    candidate: str
    hire: bool
    supporters: tuple[str, ...]
    others: tuple[str, ...]
    to_discuss: tuple[str, ...]
    reason: Reason


@frozen
class PanelRule:
    """So many interviewers have to rate so many criteria at least so high.

    Attributes:
        supporters: Interviewers who have to be in favour.
        rating: Rating from which a criterion speaks for the candidate.
        criteria: Criteria that have to be rated so high for an interviewer to be in favour.
        panel: Least number of interviewers; nobody is hired by fewer.
        spread: Largest distance between two ratings of a criterion that needs no talk; None: not looked at.

    Raises:
        InvalidValueError: If a number is below 1, or more supporters are needed than interviewers.
        WrongTypeError: If a setting has another type.

    Examples:
        >>> rule = PanelRule(supporters=2, rating=3, criteria=2, panel=3)
        >>> ratings = {
        ...     "ann": {"drive": 4, "care": 3},
        ...     "bob": {"drive": 3, "care": 3},
        ...     "cyn": {"drive": 2, "care": 5},
        ... }
        >>> decision = rule.decide("li", ratings)
        >>> decision.hire, decision.supporters
        (True, ('ann', 'bob'))
        >>> print(decision.reason.text())
        the panel hires li: 2 of 3 interviewers are in favour, 2 are needed
    """

    supporters: int = field(default=3, validator=is_positive_count)
    rating: Fraction = field(default=Fraction(3), converter=_as_rating)
    criteria: int = field(default=4, validator=is_positive_count)
    panel: int = field(default=1, validator=is_positive_count)
    spread: Fraction | None = field(default=None, converter=_as_spread)

    def __attrs_post_init__(self) -> None:
        if self.spread is not None and self.spread < 0:
            raise InvalidValueError("spread", self.spread, "be 0 or more")

    def decide(self, candidate: str, ratings: Mapping[str, Mapping[str, NumberLike]]) -> PanelDecision:
        """What the panel decides.

        Args:
            candidate: Whom they talked to.
            ratings: For each interviewer, a rating for each criterion; all rate the same criteria.

        Raises:
            BatchError: With every interviewer who rated other criteria than the first by name.
            InvalidValueError: If nobody rated anything.
            WrongTypeError: If a rating is no exact number.
        """
        check_text("candidate", candidate)
        given = {who: dict(numbers_of(one, f"ratings.{who}")) for who, one in pairs_of(ratings, "ratings")}
        if not given or not all(given.values()):
            raise InvalidValueError("ratings", ratings, "hold the ratings of at least one interviewer")
        names = sorted(next(iter(given.values())))
        problems = [
            Problem(who, "ratings", ", ".join(sorted(one)), f"be of {', '.join(names)}")
            for who, one in given.items()
            if sorted(one) != names
        ]
        if problems:
            raise BatchError("ratings", problems)
        high = {who: sum(value >= self.rating for value in one.values()) for who, one in given.items()}
        yes = tuple([who for who, count in high.items() if count >= self.criteria])
        no = tuple([who for who in given if who not in yes])
        hire = len(yes) >= self.supporters and len(given) >= self.panel
        apart = [
            name
            for name in names
            if self.spread is not None
            and max(one[name] for one in given.values()) - min(one[name] for one in given.values())
            > self.spread
        ]
        lines = [self._line(who, high[who], in_favour=who in yes) for who in given]
        lines += [Reason("organization.panel.apart", {"criterion": name}) for name in apart]
        if len(given) < self.panel:
            lines.append(Reason("organization.panel.small", {"found": len(given), "needed": self.panel}))
        told: Told = {"candidate": candidate, "found": len(yes), "of": len(given), "needed": self.supporters}
        if hire:
            reason = Reason("organization.panel.hire", told, (), lines)
        else:
            reason = Reason("organization.panel.refuse", told, (), lines)
        return PanelDecision(candidate, hire, yes, no, tuple(apart), reason)

    def _line(self, who: str, high: int, *, in_favour: bool) -> Reason:
        told: Told = {"interviewer": who, "high": high, "rating": self.rating, "needed": self.criteria}
        if in_favour:
            return Reason("organization.panel.for", told)
        return Reason("organization.panel.against", told)
