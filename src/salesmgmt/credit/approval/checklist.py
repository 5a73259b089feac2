"""What has to be on file before an application goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from attrs import field, frozen

from salesmgmt._choices import choice_of
from salesmgmt.credit.limits.checks import check_text, tuple_of
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.errors import BatchError, InvalidValueError, MissingFieldError, Problem, WrongTypeError
from salesmgmt.workflows import Required

__all__ = ["Checklist", "ChecklistItem", "ChecklistStep"]


class ChecklistStep(StrEnum):
    """The step before which an item has to be on file."""

    SUBMIT = "submit"
    APPROVE = "approve"


def _as_step(value: ChecklistStep | str) -> ChecklistStep:
    return choice_of(ChecklistStep, value, "before")


@frozen
class ChecklistItem:
    """One paper, proof or statement.

    Attributes:
        id: Its name, under which events bring it along.
        before: The step before which it has to be on file: ``submit`` or ``approve``.
        when: For which applications it is needed, by their fields, such as
            ``field("subject.amount", "money").more_than("CNY 3,000,000")``; for all where left out.

    Raises:
        InvalidValueError: If the name is empty or has a dot, or the condition reads something else.
        WrongTypeError: If a part has another type.
    """

    id: str
    before: ChecklistStep = field(default=ChecklistStep.SUBMIT, converter=_as_step)
    when: Criterion = ALWAYS

    def __attrs_post_init__(self) -> None:
        check_text("id", self.id)
        if not isinstance(self.when, Criterion):
            raise WrongTypeError("when", self.when, "be a criterion")
        Required(self.id)
        for path in self.when.fields:
            if not path.startswith("subject."):
                raise InvalidValueError(
                    "when", path, "read fields of the application, such as subject.amount"
                )


def _as_items(given: Iterable[ChecklistItem | str] | ChecklistItem | str) -> tuple[ChecklistItem, ...]:
    items = (given,) if isinstance(given, str | ChecklistItem) else tuple(given)
    return tuple_of(
        [ChecklistItem(one) if isinstance(one, str) else one for one in items], ChecklistItem, "items"
    )


@frozen
class Checklist:
    """Everything that has to be on file, item by item.

    Attributes:
        items: The items, or their names where they are needed before every submission.

    Raises:
        BatchError: If an item stands twice.
        WrongTypeError: If something is no item.

    Examples:
        >>> from salesmgmt.criteria import field
        >>> from salesmgmt.money import Money
        >>> large = field("subject.amount", "money").more_than("CNY 3,000,000")
        >>> papers = Checklist(["licence", ChecklistItem("third_party_report", "approve", large)])
        >>> papers.needed({"amount": Money.of("CNY 5,000,000")}, "approve")
        ('third_party_report',)
    """

    items: tuple[ChecklistItem, ...] = field(default=(), converter=_as_items)

    def __attrs_post_init__(self) -> None:
        twice = [name for name, count in Counter(one.id for one in self.items).items() if count > 1]
        if twice:
            raise BatchError("checklist", [Problem(name, "id", name, "stand there once") for name in twice])

    def needed(self, application: object, before: ChecklistStep | str) -> tuple[str, ...]:
        """The items that an application needs before a step, in the order of the list.

        Args:
            application: What is applied for, or a mapping of its fields.
            before: The step.
        """
        step = _as_step(before)
        return tuple([one.id for one in self.items if one.before is step and _holds(one, application)])

    def required(self, before: ChecklistStep | str) -> tuple[Required, ...]:
        """The same as what a transition of a workflow asks for."""
        step = _as_step(before)
        return tuple([Required(one.id, one.when) for one in self.items if one.before is step])


def _holds(item: ChecklistItem, application: object) -> bool:
    try:
        return item.when.matches({"subject": application})
    except MissingFieldError:  # whether it is needed cannot be told, so it is
        return True
