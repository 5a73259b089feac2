"""Who may be credited in a component: a condition on the post that somebody holds on the day of a deal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from salesmgmt.criteria import Criterion, Explanation
from salesmgmt.errors import MissingFieldError
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.reasons import Reason
from salesmgmt.records import Assignment

__all__ = ["Eligibility"]


class Eligibility:
    """A condition on posts; somebody with several needs one that meets it.

    Whoever holds no post is judged by their identifier alone. A field that a post lacks does not meet the
    condition, unless it says with `or_if_missing` what that means.
    """

    __slots__ = ("_scope", "where")

    def __init__(self, scope: Scope, where: Criterion) -> None:
        self._scope = scope
        self.where = where

    def holds(self, participant: str, day: date) -> bool:
        """Whether somebody may be credited on a day."""
        return any(self._one(record) for record in self.records(participant, day))

    def records(self, participant: str, day: date) -> list[object]:
        """What the condition is asked of."""
        posts: list[object] = [*self._scope.people.posts(participant, day)]
        bare: Mapping[str, object] = {"participant": participant}
        return posts or [bare]

    def explain(self, participant: str, day: date) -> Explanation | None:
        """How the condition came out for the first post; None where a field is missing."""
        try:
            return self.where.explain(self.records(participant, day)[0], self._scope.tables)
        except MissingFieldError:
            return None

    def unknown(self, participant: str, day: date) -> Reason | None:
        """Which field the condition asks for that no post tells; None where it could be decided."""
        for record in self.records(participant, day):
            try:
                self.where.matches(record, self._scope.tables)
            except MissingFieldError as error:
                code = "unknown" if isinstance(record, Assignment) else "missing"
                return Reason(f"incentives.post.{code}", {"field": error.field, "participant": participant})
        return None

    def _one(self, record: object) -> bool:
        try:
            return self.where.matches(record, self._scope.tables)
        except MissingFieldError:
            return False
