"""The validator of the package jsonschema, with its types stated, since it comes without any."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from salesmgmt.documents import Document

_CLASS = import_module("jsonschema").Draft202012Validator


class Validator(Protocol):
    """Holds documents against a schema."""

    def validate(self, document: object) -> None: ...

    def is_valid(self, document: object) -> bool: ...


def validator(schema: Document) -> Validator:
    """A validator for a schema, once that is a schema itself."""
    _CLASS.check_schema(schema)
    made: Validator = _CLASS(schema)
    return made
