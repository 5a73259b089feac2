"""What is wrong with a document, where, and how all of it becomes one error."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from attrs import frozen

from salesmgmt.errors import BatchError, Problem, SalesmgmtError

__all__ = [
    "REPORTED",
    "DocumentError",
    "Fault",
    "Faults",
    "Path",
    "Place",
    "Reported",
    "path_text",
    "problems_of",
]

Step: TypeAlias = str | int
Path: TypeAlias = tuple[Step, ...]

_PLAIN_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class DocumentError(BatchError):
    """A document, or a value on its way into one, is faulty; every fault is listed.

    Each problem has the kind of the document as its `record` (or the record of a batch that the document
    holds), and as its `field` the JSON path of the fault, such as `$.components[0].pays.steps["60%"]`.

    Examples:
        >>> from salesmgmt.documents import from_document
        >>> from_document({"kind": "money.Rounding", "schema": 1, "unit": 5, "mode": "upwards"})
        Traceback (most recent call last):
        salesmgmt.documents.faults.DocumentError: document: 2 problems
          money.Rounding: $.unit is 5; it must be a decimal as text, such as "12.50"
          money.Rounding: $.mode is 'upwards'; it must be one of "half_up", "half_even", "down", "up"
    """


@frozen
class Reported:
    """Stands in a document where a fault has been reported already, so that nobody reports it again."""


REPORTED = Reported()


class Fault(Exception):  # noqa: N818 - it never leaves the package
    """One fault, at the place where it is raised; the path is added on the way out.

    Attributes:
        value: What was found.
        rule: What would have been accepted, worded to follow "it must".
        record: The record of a batch that is at fault, where one is.
    """

    def __init__(self, value: object, rule: str, record: str | None = None) -> None:
        super().__init__(value, rule, record)
        self.value, self.rule, self.record = value, rule, record


Place: TypeAlias = tuple[Path, Exception]


class Faults(Exception):  # noqa: N818 - it never leaves the package
    """Faults of the parts of one object or list, each with its path from there."""

    def __init__(self, places: Iterable[Place]) -> None:
        self.places: tuple[Place, ...] = tuple(places)
        super().__init__(self.places)


def path_text(path: Path) -> str:
    """A path as people write it.

    Examples:
        >>> path_text(("components", 0, "pays", "steps", "60%"))
        '$.components[0].pays.steps["60%"]'
    """
    return "$" + "".join(map(_step_text, path))


def _step_text(step: Step) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_NAME.fullmatch(step) else f"[{json.dumps(step)}]"


def problems_of(error: Exception, record: str) -> Iterator[Problem]:
    """The problems that an error amounts to, in the order of the document.

    Args:
        error: A fault, or faults of parts, or whatever else reading ended with.
        record: What to call the document in them.
    """
    waiting: list[Place] = [((), error)]
    while waiting:
        path, found = waiting.pop()
        if isinstance(found, Faults):
            waiting.extend((path + below, part) for below, part in reversed(found.places))
        elif isinstance(found, Fault):
            if found.value is not REPORTED:
                yield Problem(found.record or record, path_text(path), found.value, found.rule)
        elif isinstance(found, BatchError):
            for problem in found.problems:
                yield Problem(
                    problem.record, path_text(path), problem.value, _with_field(problem.rule, problem.field)
                )
        elif isinstance(found, SalesmgmtError):
            yield Problem(record, path_text(path), found.value, found.rule)
        elif isinstance(found, RecursionError):
            yield Problem(record, path_text(path), None, "be nested less deeply")
        else:
            yield Problem(record, path_text(path), None, f"be accepted; {type(found).__name__}: {found}")


def _with_field(rule: str, field: str) -> str:
    return f"{rule} ({field})"
