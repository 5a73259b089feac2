"""A caller's own classes, with every sort of field that documents know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Generic, Literal, NewType, Protocol, TypeVar

import attrs
from attrs import field, frozen, validators

from salesmgmt.errors import BatchError, InvalidValueError, Problem
from salesmgmt.money import Money, Rate, money_of

if TYPE_CHECKING:
    from collections import OrderedDict

    from salesmgmt.calendars import DateRange

T = TypeVar("T")
U = TypeVar("U")
M = TypeVar("M", bound=Money)
E = TypeVar("E", str, Fraction)
Code = NewType("Code", str)


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class Level(Enum):
    LOW = 1
    HIGH = 2


class Pricing(Protocol):
    """A promise; classes keep it without naming it."""

    def price(self, pieces: int) -> Money: ...


@frozen
class PerPiece:
    each: Money = field(converter=money_of)

    def price(self, pieces: int) -> Money:
        return self.each * pieces


@frozen
class LumpSum:
    amount: Money = field(converter=money_of)
    note: str = ""

    def price(self, pieces: int) -> Money:
        return self.amount


@frozen
class Unrelated:
    note: str = ""


@frozen
class Cheapest:
    """A policy made of policies."""

    of: tuple[Pricing, ...]
    otherwise: Pricing | None = None

    def price(self, pieces: int) -> Money:
        return min((one.price(pieces) for one in self.of), key=lambda money: money.minor)


@frozen
class Scalars:
    """Every single value that a field can be stated to hold."""

    text: str
    number: int
    flag: bool
    decimal: Decimal
    fraction: Fraction
    floating: float
    day: date
    instant: datetime
    colour: Colour
    level: Level
    size: Literal["S", "M", 3]
    code: Code
    noted: Annotated[int, "an annotation's own metadata"]
    nothing: None = None


def _as_pairs(given: Mapping[date, Money]) -> tuple[tuple[date, Money], ...]:
    return tuple(sorted(given.items()))


def _as_tuple(given: Iterable[int]) -> tuple[int, ...]:
    return tuple(given)


@frozen
class Prices(Mapping[date, Money]):
    """An immutable mapping whose keys are no texts."""

    pairs: tuple[tuple[date, Money], ...] = field(factory=dict[date, Money], converter=_as_pairs)

    def __getitem__(self, day: date) -> Money:
        return dict(self.pairs)[day]

    def __iter__(self) -> Iterator[date]:
        return iter(dict(self.pairs))

    def __len__(self) -> int:
        return len(self.pairs)


@frozen
class Several:
    """Every combination of values."""

    names: tuple[str, ...] = ()
    pair: tuple[str, int] = ("", 0)
    empty: tuple[()] = ()
    days: frozenset[date] = frozenset()
    listed: Iterable[int] = field(default=(), converter=_as_tuple)
    prices: Prices = field(factory=lambda: Prices())


@frozen
class Choices:
    """Unions, with and without tags."""

    quantity: int | Fraction = 0
    maybe: date | None = None
    value: str | int | bool | Decimal | Fraction | date | datetime | Money | Colour | None = None
    number: Decimal | Fraction | None = None
    start: Money | Rate | date | DateRange | None = None
    policy: PerPiece | LumpSum | str = ""
    group: frozenset[int] | Pricing | None = None
    anything: object = None


@frozen
class Box(Generic[T]):
    value: T
    more: tuple[T, ...] = ()


@frozen
class Chest(Box[U]):
    lid: U | None = None


@frozen
class MoneyChest(Chest[Money]):
    name: str = ""


@frozen
class Generics(Generic[M, E]):
    boxes: tuple[Box[Money], ...] = ()
    chest: Chest[Fraction] | None = None
    bound: M | None = None
    constrained: E | None = None


@frozen
class Tree:
    """A class that holds itself."""

    name: str
    below: tuple[Tree, ...] = ()


@frozen
class Late:
    """Annotations that only type checkers can follow."""

    during: DateRange | None = None


@frozen
class Unresolvable:
    table: OrderedDict[str, int] | None = None


@frozen
class Unholdable:
    rule: Callable[[int], int] = abs


@frozen
class _Base:
    """A base that nobody hands on."""

    name: str


@frozen
class Heir(_Base):
    age: int = 0


@frozen
class Estate:
    heirs: tuple[_Base, ...] = ()


@frozen
class Reserved:
    """Names that documents use themselves."""

    kind: str
    schema: int
    value: str
    kind_: str = "taken"


def _even(value: int) -> int:
    if value % 2:
        raise InvalidValueError("number", value, "be even")
    return value


def _small(instance: object, attribute: attrs.Attribute[int], value: int) -> None:
    if value > 10:
        raise InvalidValueError(attribute.name, value, "be at most 10")


@frozen
class Strict:
    """A class that checks everywhere: converters, validators, the whole."""

    first: int = field(converter=_even)
    second: int = field(converter=_even)
    third: int = field(default=0, validator=_small)
    fourth: int = field(default=0, validator=validators.lt(5))
    fifth: int = field(default=0, alias="five")

    def __attrs_post_init__(self) -> None:
        if self.first > self.second:
            raise InvalidValueError("second", self.second, "not be less than the first")
        if self.fifth == 13:
            raise InvalidValueError("five", self.fifth, "bring luck")
        if self.fifth == 14:
            raise InvalidValueError("first.part[2]", self.fifth, "be in part")
        if self.fifth == 15:
            raise InvalidValueError("whole", self.fifth, "be whole")
        if self.fifth == 16:
            raise ZeroDivisionError("of a class")


@frozen
class Named:
    id: str
    size: int = 0


@frozen
class Club:
    """A batch of one's own."""

    members: tuple[Named, ...]

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem(f"Named {one.id}", "size", one.size, "be 0 or more")
            for one in self.members
            if one.size < 0
        ]
        if len(self.members) > 3:
            problems.append(Problem("everybody", "members", len(self.members), "be at most 3"))
        if problems:
            raise BatchError("club", problems)


CLASSES = (
    Colour,
    Level,
    PerPiece,
    LumpSum,
    Unrelated,
    Cheapest,
    Scalars,
    Prices,
    Several,
    Choices,
    Box,
    Chest,
    MoneyChest,
    Generics,
    Tree,
    Late,
    Unresolvable,
    Unholdable,
    Heir,
    Estate,
    Reserved,
    Strict,
    Named,
    Club,
)
