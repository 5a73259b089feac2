"""The words of a plan as people sign it: sentences from templates, with exact values, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from salesmgmt.incentives.sentences.saying_parts import PARTS
from salesmgmt.incentives.sentences.saying_plans import PLANS
from salesmgmt.money import Rate
from salesmgmt.reasons import ReasonValue
from salesmgmt.reasons.templates import fill
from salesmgmt.tables import LANGUAGES, language_of

__all__ = ["SENTENCES", "listed", "sentence"]

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType({**PARTS, **PLANS})
"""Templates by name, in English and Chinese."""


def sentence(name: str, lang: str, /, **values: ReasonValue) -> str:
    """A sentence of a plan in a language.

    Rates and numbers that no decimal can say are written as fractions, since people sign what they read.

    Raises:
        InvalidValueError: If the language is not spoken.
    """
    template = SENTENCES[name][LANGUAGES.index(language_of(lang))]
    return fill(template, {key: _exact(value) for key, value in values.items()}, lang, name)


def _exact(value: ReasonValue) -> ReasonValue:
    size = value.value if isinstance(value, Rate) else value
    if not isinstance(size, Fraction):
        return value
    rest = size.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return value if rest == 1 else f"{size.numerator}/{size.denominator}"


def listed(texts: Iterable[str], lang: str) -> str:
    """Texts with the commas of a language between them."""
    return ("、" if lang == "zh" else ", ").join(texts)
