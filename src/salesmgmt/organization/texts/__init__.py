"""Texts of the reasons of this package, and headings of its tables, in English and Chinese."""

from salesmgmt.organization.texts.joined import HEADINGS, TEXTS

__all__ = ["HEADINGS", "TEXTS"]
