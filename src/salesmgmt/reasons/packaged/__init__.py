"""Hands on the texts of the packages, each loaded when one of its reasons is first put into words.

A reason's code begins with the package it belongs to: the texts of `credit.limit.exceeded` stand in
`salesmgmt.credit.texts`. Reasons lie below the packages that give them, so they are found by name.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

__all__ = ["package_texts"]

_NONE: Mapping[str, tuple[str, str]] = MappingProxyType({})


def package_texts(package: str) -> Mapping[str, tuple[str, str]]:
    """Code to English and Chinese template, for one package of the library; empty for any other word.

    Args:
        package: A single name, as the first part of a reason's code is.
    """
    try:
        module = import_module(f"salesmgmt.{package}.texts")
    except ModuleNotFoundError:
        return _NONE
    texts: Mapping[str, tuple[str, str]] = getattr(module, "TEXTS", _NONE)
    return texts
