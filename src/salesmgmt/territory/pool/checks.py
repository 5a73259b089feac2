"""Checks that the policies of the pool share."""

from __future__ import annotations

from salesmgmt.criteria import Criterion
from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.records import Facts

__all__ = ["check_count", "check_criterion", "check_facts", "check_flag", "check_name"]


def check_name(name: str, value: object) -> None:
    """Check an identifier that has to be given.

    Raises:
        InvalidValueError: If it is empty.
        WrongTypeError: If it is no text.
    """
    if not isinstance(value, str):
        raise WrongTypeError(name, value, "be text")
    if not value:
        raise InvalidValueError(name, value, "be text with at least one character")


def check_count(name: str, value: object, least: int) -> None:
    """Check a number of days or customers; None is let pass.

    Raises:
        InvalidValueError: If it is below the least.
        WrongTypeError: If it is no whole number.
    """
    if value is None:
        return
    if type(value) is not int:
        raise WrongTypeError(name, value, "be a whole number")
    if value < least:
        raise InvalidValueError(name, value, f"be {least} or more")


def check_flag(name: str, value: object) -> None:
    """Check a switch.

    Raises:
        WrongTypeError: If it is neither True nor False.
    """
    if type(value) is not bool:
        raise WrongTypeError(name, value, "be True or False")


def check_criterion(name: str, value: object) -> None:
    """Check a criterion.

    Raises:
        WrongTypeError: If it is none.
    """
    if not isinstance(value, Criterion):
        raise WrongTypeError(name, value, "be a criterion such as field('segment').equals('key')")


def check_facts(value: object) -> None:
    """Check a batch.

    Raises:
        WrongTypeError: If it is none.
    """
    if not isinstance(value, Facts):
        raise WrongTypeError("facts", value, "be a checked batch: Facts([…])")
