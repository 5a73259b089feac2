"""Generated values: of the classes in `acme`, and of every public class of the library."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

import salesmgmt.testing
from salesmgmt.documents import Json
from salesmgmt.testing.calendars import date_ranges
from salesmgmt.testing.money import moneys, rates
from tests.documents import acme

Value = st.SearchStrategy[object]
Path = tuple[str | int, ...]


def public() -> Mapping[type, Callable[[], Value]]:
    """The strategies of the library's own classes."""
    found: dict[type, Callable[[], Value]] = {}
    for module in pkgutil.iter_modules(salesmgmt.testing.__path__):
        found.update(getattr(importlib.import_module(f"salesmgmt.testing.{module.name}"), "STRATEGIES", {}))
    return found


def decimals() -> st.SearchStrategy[Decimal]:
    """Decimals with any digits and exponents that documents hold, zeros at the end and minus zero too."""
    digits = st.lists(st.integers(0, 9), min_size=1, max_size=30).map(tuple)
    return st.builds(lambda *parts: Decimal(parts), st.integers(0, 1), digits, st.integers(-40, 40))


def instants() -> st.SearchStrategy[datetime]:
    """Times without offset, and with any; no ISO text tells the two equal hours of an autumn night apart."""
    offsets = st.integers(-86_399, 86_399).map(lambda seconds: timezone(timedelta(seconds=seconds)))
    return st.datetimes(timezones=st.none() | offsets).map(lambda time: time.replace(fold=0))


def scalars() -> Value:
    """What stands in a union of scalars."""
    return st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(),
        decimals(),
        st.fractions(),
        st.dates(),
        instants(),
        moneys(),
        st.sampled_from(acme.Colour),
    )


def anything() -> Value:
    """What stands where a class does not say what."""
    leaves = st.one_of(
        scalars(), rates(), date_ranges(), st.floats(allow_nan=False, allow_infinity=False), per_piece()
    )
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(tuple),
            st.frozensets(inner, max_size=3).filter(told_apart),
            st.builds(acme.Box, inner),
        ),
        max_leaves=8,
    )


def told_apart(values: frozenset[object]) -> bool:
    """Whether no two members differ by type alone, as 1 and True would if one had not displaced the other."""
    return not any(isinstance(value, bool | int | Decimal | Fraction | float) for value in values)


def per_piece() -> st.SearchStrategy[acme.PerPiece]:
    """Prices by the piece."""
    return st.builds(acme.PerPiece, moneys())


def policies() -> Value:
    """Policies, also those that are made of policies."""
    leaves = st.one_of(per_piece(), st.builds(acme.LumpSum, moneys(), st.text()))
    return st.recursive(
        leaves,
        lambda inner: st.builds(acme.Cheapest, st.lists(inner, max_size=3).map(tuple), st.none() | inner),
        max_leaves=6,
    )


def all_scalars() -> Value:
    """Every single value at once."""
    return st.builds(
        acme.Scalars,
        text=st.text(),
        number=st.integers(),
        flag=st.booleans(),
        decimal=decimals(),
        fraction=st.fractions(),
        floating=st.floats(allow_nan=False, allow_infinity=False),
        day=st.dates(),
        instant=instants(),
        colour=st.sampled_from(acme.Colour),
        level=st.sampled_from(acme.Level),
        size=st.sampled_from(("S", "M", 3)),
        code=st.text().map(acme.Code),
        noted=st.integers(),
    )


def several() -> Value:
    """Every combination at once."""
    return st.builds(
        acme.Several,
        names=st.lists(st.text(), max_size=3).map(tuple),
        pair=st.tuples(st.text(), st.integers()),
        days=st.frozensets(st.dates(), max_size=4),
        listed=st.lists(st.integers(), max_size=3),
        prices=st.dictionaries(st.dates(), moneys(), max_size=3).map(acme.Prices),
    )


def choices() -> Value:
    """Every union at once."""
    return st.builds(
        acme.Choices,
        quantity=st.integers() | st.fractions(),
        maybe=st.none() | st.dates(),
        value=scalars(),
        number=st.one_of(st.none(), decimals(), st.fractions()),
        start=st.one_of(st.none(), moneys(), rates(), st.dates(), date_ranges()),
        policy=st.one_of(per_piece(), st.builds(acme.LumpSum, moneys()), st.text()),
        group=st.one_of(st.none(), st.frozensets(st.integers(), max_size=3), policies()),
        anything=anything(),
    )


def generics() -> Value:
    """Classes with type variables, told by an annotation or not."""
    money_boxes = st.builds(acme.Box, moneys(), st.lists(moneys(), max_size=2).map(tuple))
    return st.one_of(
        money_boxes,
        st.builds(
            acme.Generics,
            st.lists(money_boxes, max_size=2).map(tuple),
            st.none() | st.builds(acme.Chest, st.fractions(), st.just(()), st.none() | st.fractions()),
            st.none() | moneys(),
            st.one_of(st.none(), st.text(), st.fractions()),
        ),
        st.builds(acme.MoneyChest, moneys(), st.just(()), st.none() | moneys(), st.text()),
    )


def trees() -> st.SearchStrategy[acme.Tree]:
    """Trees of any shape."""
    return st.recursive(
        st.builds(acme.Tree, st.text()),
        lambda inner: st.builds(acme.Tree, st.text(), st.lists(inner, max_size=3).map(tuple)),
        max_leaves=10,
    )


def acme_values() -> Value:
    """Values of the caller's own classes."""
    return st.one_of(
        all_scalars(),
        several(),
        choices(),
        policies(),
        generics(),
        trees(),
        st.builds(acme.Late, st.none() | date_ranges()),
        st.builds(
            acme.Estate, st.lists(st.builds(acme.Heir, st.text(), st.integers()), max_size=2).map(tuple)
        ),
        st.builds(acme.Reserved, st.text(), st.integers(), st.text(), st.text()),
        st.sampled_from([*acme.Colour, *acme.Level]),
    )


def json_values(*, floats: bool = True) -> Value:
    """Anything that a JSON reader may hand out, words of the documents' own among it."""
    words = st.sampled_from(
        [
            "kind",
            "schema",
            "value",
            "amount",
            "currency",
            "records.Order",
            "money.Money",
            "USD 5.00",
            "date",
            "id",
        ]
    )
    leaves: Value = st.one_of(st.none(), st.booleans(), st.integers(), words, st.text(max_size=8))
    if floats:
        leaves |= st.floats()
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(words | st.text(max_size=5), inner, max_size=5)
        ),
        max_leaves=12,
    )


def part_of(part: Json, *path: str | int) -> Json:
    """What stands at a place of a document."""
    for step in path:
        if isinstance(part, dict) and isinstance(step, str):
            part = part[step]
        else:
            assert isinstance(part, list)
            assert isinstance(step, int)
            part = part[step]
    return part


def replace(document: Json, path: Path, new: Json) -> None:
    """Put something else at a place of a document."""
    *above, last = path
    holder = part_of(document, *above)
    if isinstance(holder, dict) and isinstance(last, str):
        holder[last] = new
    else:
        assert isinstance(holder, list)
        assert isinstance(last, int)
        holder[last] = new


def some_places(
    document: Json, most: int = 1, without: tuple[str, ...] = ()
) -> st.SearchStrategy[list[Path]]:
    """Some places of a document, but for entries of some names."""
    found = [path for path in places(document) if path[-1] not in without]
    if not found:
        return st.just([])
    which = st.lists(st.integers(0, len(found) - 1), min_size=1, max_size=most, unique=True)
    return which.map(lambda numbers: [found[number] for number in numbers])


def places(part: Json, path: Path = ()) -> Iterator[Path]:
    """The places of all parts of a document below the whole."""
    items: list[tuple[str | int, Json]] = []
    if isinstance(part, dict):
        items = [*part.items()]
    elif isinstance(part, list):
        items = [*enumerate(part)]
    for step, inner in items:
        yield (*path, step)
        yield from places(inner, (*path, step))
