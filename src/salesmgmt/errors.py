"""The family of exceptions: each carries its field, its value and its rule.

Everything that the package raises on purpose descends from `SalesmgmtError`, and from the built-in class
that fits (`ValueError`, `TypeError`, `LookupError`), so both ways of catching work. The message is made from
the attributes and says what would have been accepted; programs read the attributes.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

__all__ = [
    "BatchError",
    "ConflictError",
    "CurrencyMismatchError",
    "InexactError",
    "InvalidValueError",
    "MissingFieldError",
    "Problem",
    "SalesmgmtError",
    "UnknownIdentifierError",
    "WrongTypeError",
]

_LONGEST = 120
_SHOWN = 20


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


class SalesmgmtError(Exception):
    """Base of every error that this package raises on purpose.

    Attributes:
        field: Name of the argument, field or path that was wrong.
        value: What was found there.
        rule: What would have been accepted, worded to follow "it must".
    """

    def __init__(self, field: str, value: object, rule: str) -> None:
        super().__init__(field, value, rule)
        self.field = field
        self.value = value
        self.rule = rule

    def __str__(self) -> str:
        return f"{self.field} is {_shown(self.value)}; it must {self.rule}"


class InvalidValueError(SalesmgmtError, ValueError):
    """A value of the right type broke a rule.

    Examples:
        >>> from salesmgmt.money import Money
        >>> try:
        ...     Money.of("USD five")
        ... except InvalidValueError as error:
        ...     print(error.field, repr(error.value))
        amount 'USD five'
    """


class WrongTypeError(SalesmgmtError, TypeError):
    """A value had a type that is not accepted, such as a float where money is meant."""


class CurrencyMismatchError(InvalidValueError):
    """Two currencies met where only one may stand."""


class ConflictError(SalesmgmtError, RuntimeError):
    """Somebody else was faster: what was decided on has changed meanwhile.

    Read the present state, decide again, and try once more.

    Attributes:
        expected: The version that the caller had seen.
        found: The version that stands now.

    Examples:
        >>> print(ConflictError("account", expected=3, found=4))
        account is at version 4, not 3 as it was when it was decided on; it must be read and decided on again
    """

    def __init__(self, field: str, expected: int, found: int) -> None:
        super().__init__(field, found, "be read and decided on again")
        self.args = (field, expected, found)
        self.expected = expected
        self.found = found

    def __str__(self) -> str:
        was = f"not {self.expected} as it was when it was decided on"
        return f"{self.field} is at version {self.found}, {was}; it must {self.rule}"


class InexactError(InvalidValueError):
    """A step would have had to round where no rounding was asked for."""


class MissingFieldError(SalesmgmtError, LookupError):
    """A record lacks a field that was asked for."""


class UnknownIdentifierError(SalesmgmtError, LookupError):
    """An identifier, label or date leads to nothing."""


@frozen
class Problem:
    """One fault of one record of a batch.

    Attributes:
        record: Identifier of the record, or its position where it has none (`row 7`).
        field: Field or path within the record.
        value: What was found there.
        rule: What would have been accepted, worded to follow "it must".
    """

    record: str
    field: str
    value: object
    rule: str

    def __str__(self) -> str:
        return f"{self.record}: {self.field} is {_shown(self.value)}; it must {self.rule}"

    @classmethod
    def of(cls, record: str, error: SalesmgmtError) -> Problem:
        """The problem that an error of one record amounts to."""
        return cls(record, error.field, error.value, error.rule)


class BatchError(SalesmgmtError, ValueError):
    """Some records of a batch are faulty; all of them are listed, and nothing was changed.

    Attributes:
        problems: Every fault found, in the order of the records.
    """

    def __init__(self, field: str, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(field, self.problems, "hold no faulty record")

    def __reduce__(self) -> tuple[type[BatchError], tuple[str, tuple[Problem, ...]]]:
        return type(self), (self.field, self.problems)

    def __str__(self) -> str:
        count = len(self.problems)
        lines = [f"{self.field}: {count} {'problem' if count == 1 else 'problems'}"]
        lines += [f"  {problem}" for problem in self.problems[:_SHOWN]]
        if count > _SHOWN:
            lines.append(f"  … and {count - _SHOWN} more in .problems")
        return "\n".join(lines)
