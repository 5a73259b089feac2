"""Reasons: why an outcome is what it is, as data, and its text in English and Chinese."""

from salesmgmt.reasons.catalogue import CATALOGUE, Catalogue, Text, code_of
from salesmgmt.reasons.reason import Reason
from salesmgmt.reasons.templates import parameters_of
from salesmgmt.reasons.values import ReasonValue, format_value

__all__ = [
    "CATALOGUE",
    "Catalogue",
    "Reason",
    "ReasonValue",
    "Text",
    "code_of",
    "format_value",
    "parameters_of",
]
