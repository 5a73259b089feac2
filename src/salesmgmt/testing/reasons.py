"""Strategies for reasons and their texts."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.reasons import Catalogue, Reason, ReasonValue, Text
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.money import moneys, rates, unroundeds

__all__ = ["STRATEGIES", "catalogues", "codes", "names", "reason_values", "reasons", "templates", "texts"]

_LATER = string.ascii_lowercase + string.digits + "_"
_WORDS = st.text(st.characters(categories=["L", "N", "P", "Sm", "Sc"], exclude_characters="{}|"), max_size=8)


def names() -> st.SearchStrategy[str]:
    """Names of values, and words of codes."""
    return st.builds(str.__add__, st.sampled_from(string.ascii_lowercase), st.text(_LATER, max_size=6))


def codes(*, package: str | None = None) -> st.SearchStrategy[str]:
    """Codes of reasons.

    Args:
        package: First word of the codes; any word unless told.
    """
    first = names() if package is None else st.just(package)
    return st.builds(
        lambda word, rest: ".".join([word, *rest]), first, st.lists(names(), min_size=1, max_size=3)
    )


def reason_values() -> st.SearchStrategy[ReasonValue]:
    """Everything that a reason may hold."""
    return st.one_of(
        st.none(),
        st.booleans(),
        st.text(max_size=20),
        st.integers(),
        st.dates(),
        st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**15), max_value=10**15),
        st.fractions(),
        moneys(),
        unroundeds(),
        rates(),
        date_ranges(),
    )


def reasons(
    *,
    code: st.SearchStrategy[str] | None = None,
    values: st.SearchStrategy[Mapping[str, ReasonValue]] | None = None,
    max_leaves: int = 6,
) -> st.SearchStrategy[Reason]:
    """Reasons with reasons below them.

    Args:
        code: Where the codes come from; any code unless told.
        values: Where the values come from; any values unless told.
        max_leaves: How large the trees grow, about.
    """
    some_code = codes() if code is None else code
    some_values = st.dictionaries(names(), reason_values(), max_size=4) if values is None else values
    facts = st.lists(st.text(min_size=1, max_size=8), max_size=3)

    def made(because: st.SearchStrategy[Sequence[Reason]]) -> st.SearchStrategy[Reason]:
        return st.builds(Reason, some_code, some_values, facts, because)

    return st.recursive(
        made(st.just(())), lambda below: made(st.lists(below, min_size=1, max_size=3)), max_leaves=max_leaves
    )


@st.composite
def templates(draw: st.DrawFn, parameters: frozenset[str] = frozenset()) -> str:
    """Templates that show exactly the given values, some more than once."""
    shown = draw(st.permutations(sorted(parameters)))
    again = draw(st.lists(st.sampled_from(sorted(parameters)), max_size=2)) if parameters else []
    parts = [draw(_WORDS.filter(bool))]
    for name in (*shown, *again):
        parts += [f"{{{name}}}", draw(_WORDS), draw(st.sampled_from(["", "{{", "}}", " "]))]
    return "".join(parts)


def texts(*, code: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Text]:
    """Texts of codes, in both languages.

    Args:
        code: Where the codes come from; codes that begin with ``acme`` unless told.
    """
    some_code = codes(package="acme") if code is None else code
    return st.frozensets(names(), max_size=3).flatmap(
        lambda parameters: st.builds(Text, some_code, templates(parameters), templates(parameters))
    )


def catalogues(*, max_size: int = 4) -> st.SearchStrategy[Catalogue]:
    """Catalogues with texts for codes that begin with ``acme``, over the packages' own."""
    return st.lists(texts(), max_size=max_size, unique_by=lambda text: text.code).map(Catalogue)


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {Catalogue: catalogues, Reason: reasons, Text: texts}
)
