"""How the terms of a schedule are said, for the plan document that people sign."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives.schedules.bounds import Bound, Boundary, size_of_bound
from salesmgmt.incentives.schedules.pays import Method, Pays
from salesmgmt.incentives.schedules.texts import TEXTS
from salesmgmt.incentives.schedules.tiers import Tier
from salesmgmt.money import Money, Rate
from salesmgmt.reasons import ReasonValue, format_value
from salesmgmt.reasons.templates import fill
from salesmgmt.tables import LANGUAGES, language_of

__all__ = [
    "said_axis_bounds",
    "said_beyond",
    "said_bounds",
    "said_cell",
    "said_pays",
    "said_place",
    "said_point",
    "said_range",
    "said_rule",
    "said_scopes",
    "said_tier",
    "sentence",
]


def sentence(name: str, lang: str, **values: ReasonValue) -> str:
    """One of the sentences in a language, with its values.

    Raises:
        InvalidValueError: If the language is not spoken.
    """
    template = TEXTS[f"incentives.schedule.{name}"][LANGUAGES.index(language_of(lang))]
    return fill(template, values, lang)


def _chained(joint: str, texts: Iterable[str], lang: str) -> str:
    """Texts joined by the words of a language."""
    return reduce(lambda several, last: sentence(joint, lang, several=several, last=last), texts)


def _or(bounds: Sequence[Bound], lang: str) -> str:
    texts = [format_value(bound, lang) for bound in bounds]
    several = _chained("listed", texts[:-1], lang) if len(texts) > 1 else ""
    return sentence("or", lang, several=several, last=texts[-1]) if several else texts[-1]


def said_pays(pays: Pays, method: Method, lang: str) -> str:
    """What is paid where there are no tiers: of the base, for each unit, or a sum."""
    if not pays:
        return sentence("nothing", lang)
    if method is Method.AMOUNT:
        return sentence("amount", lang, pays=pays)
    return sentence("each" if isinstance(pays, Money) else "everything", lang, pays=pays)


def said_tier(
    tier: Tier, method: Method, below: Method | None, lang: str, boundary: Boundary = Boundary.UPPER
) -> str:
    """One tier.

    Args:
        tier: The tier.
        method: How it pays.
        below: How the tier below it pays; None for the first.
        lang: `en` or `zh`.
        boundary: Whether a figure exactly on a bound is in the tier above it.
    """
    pay = _pay(tier.pays, method, below, lang)
    leans = method is Method.SPREAD or (method is Method.MARGINAL and below is not Method.MARGINAL)
    if leans and below is not None:
        pay = sentence("on_top", lang, pay=pay, start=tier.start)
    return sentence("term", lang, where=said_range(tier, method, lang, boundary), pay=pay)


def _pay(pays: Pays, method: Method, below: Method | None, lang: str) -> str:
    if method is Method.SPREAD:
        return sentence("spread" if pays else "spread.nothing", lang, pays=pays)
    if method is Method.MARGINAL:
        kind = (".each" if isinstance(pays, Money) else "") if pays else ".nothing"
        return sentence(f"marginal{kind}", lang, pays=pays)
    if not pays:
        return sentence("nothing", lang)
    if method is Method.AMOUNT:
        instead = below is not None and below is not Method.AMOUNT
        return sentence("amount.instead" if instead else "amount", lang, pays=pays)
    return sentence("whole.each" if isinstance(pays, Money) else "whole", lang, pays=pays)


def said_range(tier: Tier, method: Method, lang: str, boundary: Boundary = Boundary.UPPER) -> str:
    """Where a tier holds."""
    lower = boundary is Boundary.LOWER
    if tier.start is None:
        return sentence("range.up_to" if lower else "range.below", lang, end=tier.end)
    kind = "part" if method is Method.MARGINAL else "range"
    end = "from" if tier.end is None else "to"
    if lower and size_of_bound(tier.start):
        end = "over" if tier.end is None else "over_to"
    return sentence(f"{kind}.{end}", lang, start=tier.start, end=tier.end)


def said_bounds(bounds: Sequence[Bound], boundary: Boundary, lang: str) -> tuple[str, ...]:
    """Who owns a figure exactly on one of the bounds; nothing where there are none."""
    return (sentence(f"bound.{boundary}", lang, bounds=_or(bounds, lang)),) if bounds else ()


def said_axis_bounds(axis: str, bounds: Sequence[Bound], boundary: Boundary, lang: str) -> tuple[str, ...]:
    """Who owns a figure exactly on one of the bounds of an axis; nothing where there are none."""
    if not bounds:
        return ()
    return (sentence(f"axis.{boundary}", lang, axis=axis, bounds=_or(bounds, lang)),)


def said_point(at: Bound, rate: Rate, lang: str) -> str:
    """One point of a curve."""
    return sentence("point", lang, at=at, rate=rate)


def said_beyond(name: str, at: Bound, lang: str) -> str:
    """What a curve pays below its first point or above its last one."""
    return sentence(name, lang, at=at)


def said_place(axis: str, label: Bound | str, end: Bound | None, lang: str) -> str:
    """One place of an axis: a text, or a band from a bound to the next one."""
    if isinstance(label, str):
        return sentence("place", lang, axis=axis, value=label)
    return sentence("place.from" if end is None else "place.to", lang, axis=axis, start=label, end=end)


def said_cell(where: Sequence[str], pays: Pays, method: Method, lang: str) -> str:
    """One cell of a matrix."""
    place = _chained("listed", where, lang)
    return sentence("term", lang, where=place, pay=said_pays(pays, method, lang))


def said_scopes(scopes: Sequence[str], lang: str) -> str:
    """In which order the scopes of rules are asked."""
    return sentence("rules.scopes", lang, scopes=_chained("then", scopes, lang))


def said_rule(name: str, scope: str, where: Criterion, pays: Pays, method: Method, lang: str) -> str:
    """One rule."""
    pay = said_pays(pays, method, lang)
    if where == ALWAYS:
        return sentence("rule.always", lang, id=name, scope=scope, pay=pay)
    return sentence("rule", lang, id=name, scope=scope, where=where.text(lang), pay=pay)
