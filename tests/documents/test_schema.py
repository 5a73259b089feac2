"""JSON Schema: what is written validates, and what is broken does not, where a schema can tell."""

from __future__ import annotations

import pytest
from attrs import field, frozen
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.documents import Codec, DocumentError, Json, from_document, schema_of
from salesmgmt.errors import WrongTypeError
from salesmgmt.money import Money, Rate, Rounding
from salesmgmt.records import Facts, Opportunity, Order, Payment
from salesmgmt.testing.batches import facts
from tests.documents import acme
from tests.documents.json_schema import validator
from tests.documents.strategies import acme_values, part_of, public, replace, some_places

pytestmark = pytest.mark.properties

CODEC = Codec(acme.CLASSES)
PUBLIC = public()
KINDS = [cls for cls in PUBLIC if CODEC.kind_of(cls)]
VALIDATORS = {
    cls: validator(CODEC.schema_of(cls))
    for cls in (*KINDS, *acme.CLASSES)
    if cls not in (acme.Unresolvable, acme.Unholdable)
}


WRONG: st.SearchStrategy[Json] = st.sampled_from(
    (None, True, 7, "?", "2026-01-01", [], {}, ["?"], {"?": 1}, {"kind": "?"})
)


def valid(document: Json, cls: type) -> bool:
    """Whether a document is one of a class, as far as its schema tells."""
    return VALIDATORS[cls].is_valid(document)


@pytest.mark.parametrize("cls", sorted(VALIDATORS, key=str))
def test_a_schema_is_one(cls: type) -> None:
    described = CODEC.schema_of(cls)
    assert described == Codec(acme.CLASSES).schema_of(cls)


@given(acme_values())
def test_what_is_written_validates(value: object) -> None:
    VALIDATORS[type(value)].validate(CODEC.to_document(value))


@given(st.data(), st.sampled_from(KINDS))
def test_what_the_library_writes_validates(data: st.DataObject, cls: type) -> None:
    value = data.draw(PUBLIC[cls]())
    VALIDATORS[type(value)].validate(CODEC.to_document(value))


@given(st.data(), acme_values() | facts())
def test_what_the_schema_refuses_cannot_be_read(data: st.DataObject, value: object) -> None:
    document = CODEC.to_document(value)
    (path,) = data.draw(some_places(document))
    wrong: Json = data.draw(WRONG)
    replace(document, path, wrong)
    try:
        read = CODEC.from_document(document)
    except DocumentError:
        return
    assert valid(document, type(read))


@pytest.mark.parametrize(
    "cls, document",
    [
        (Money, {"kind": "money.Money", "schema": 1}),
        (Money, {"kind": "money.Money", "schema": 1, "value": "5 USD"}),
        (Money, {"kind": "money.Money", "schema": 1, "value": "USD 1,200"}),
        (Money, {"kind": "money.Money", "schema": 1, "value": 5}),
        (Money, {"kind": "money.Money", "value": "USD 5"}),
        (Money, {"kind": "money.Money", "schema": 2, "value": "USD 5"}),
        (Money, {"kind": "money.Money", "schema": 1, "value": "USD 5", "more": 1}),
        (Rate, {"kind": "money.Money", "schema": 1, "value": "5%"}),
        (Rate, {"kind": "money.Rate", "schema": 1, "value": "5 %"}),
        (Rounding, {"kind": "money.Rounding", "schema": 1, "mode": "upwards"}),
        (Rounding, {"kind": "money.Rounding", "schema": 1, "unit": 0.5}),
        (Order, {"kind": "records.Order", "schema": 1, "id": "1", "on": "2026-1-1", "lines": []}),
        (Order, {"kind": "records.Order", "schema": 1, "id": "1", "on": "2026-01-01"}),
        (Order, {"kind": "records.Order", "schema": 1, "id": "1", "on": "2026-01-01", "lines": [{}]}),
        (
            Payment,
            {
                "kind": "records.Payment",
                "schema": 1,
                "id": "P",
                "on": "2026-01-01",
                "customer": "C",
                "amount": "1",
            },
        ),
        (Facts, {"kind": "records.Facts", "schema": 1, "records": [{"id": "D-1", "owner": "ann"}]}),
        (
            Facts,
            {"kind": "records.Facts", "schema": 1, "records": [{"kind": "money.Money", "value": "USD 1"}]},
        ),
        (acme.Cheapest, {"kind": "tests.Cheapest", "schema": 1, "of": [{"each": "USD 1.00"}]}),
        (acme.Several, {"kind": "tests.Several", "schema": 1, "pair": ["a", 1, 2]}),
        (acme.Several, {"kind": "tests.Several", "schema": 1, "empty": [1]}),
        (acme.Several, {"kind": "tests.Several", "schema": 1, "days": ["2026-01-01", "2026-01-01"]}),
        (acme.Scalars, {"kind": "tests.Scalars", "schema": 1}),
    ],
)
def test_what_is_broken_does_not_validate(cls: type, document: dict[str, Json]) -> None:
    assert not valid(document, cls)
    with pytest.raises(DocumentError):
        CODEC.from_document(document)


def test_a_schema_says_what_a_form_would_ask() -> None:
    described = schema_of(Opportunity)
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert described["title"] == "records.Opportunity"
    assert described["required"] == ["kind", "schema", "id", "owner"]
    assert part_of(described, "properties", "kind") == {"const": "records.Opportunity"}
    assert part_of(described, "properties", "outcome") == {"enum": ["open", "won", "lost"], "default": "open"}
    assert part_of(described, "properties", "amount", "type") == ["string", "null"]
    line = part_of(schema_of(Order), "$defs", "records.Line")
    assert part_of(line, "description") == "One line of a document."
    assert part_of(line, "dependentRequired") == {"amount": ["currency"], "tax": ["currency"]}


def test_a_base_lists_its_heirs_and_a_promise_is_open() -> None:
    of = part_of(CODEC.schema_of(acme.Cheapest), "$defs", "Pricing")
    assert of == {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"]}
    heirs = part_of(CODEC.schema_of(acme.Estate), "properties", "heirs", "items", "anyOf")
    assert heirs == [{"$ref": "#/$defs/_Base"}, {"$ref": "#/$defs/tests.Heir", "required": ["kind"]}]


def test_a_class_that_documents_cannot_hold_has_a_schema_that_nothing_meets() -> None:
    for cls in (acme.Unholdable, acme.Unresolvable):
        name = cls.__name__
        document: Json = {
            "kind": f"tests.{name}",
            "schema": 1,
            "rule" if name == "Unholdable" else "table": None,
        }
        assert not validator(CODEC.schema_of(cls)).is_valid(document)


def test_a_class_without_a_kind_has_no_schema() -> None:
    for cls in (int, acme.PerPiece, acme.Pricing, DocumentError):
        with pytest.raises(WrongTypeError):
            schema_of(cls)


@frozen
class Odd:
    """Defaults that cannot be told, or not be written."""

    early: int = 3
    derived: int = field()
    unsaid: object = field(default=len)

    @derived.default
    def _derive(self) -> int:
        return self.early + 1


@frozen
class Flagged:
    """Defaults that Python holds equal to other values."""

    one: object = 1
    some: object = (True,)


def test_a_default_is_left_out_only_where_it_comes_back_itself() -> None:
    codec = Codec([Flagged])
    for value in (Flagged(), Flagged(True), Flagged(1, (1,)), Flagged("1", (True, True))):  # noqa: FBT003
        read = codec.from_document(codec.to_document(value), Flagged)
        assert (repr(read), read) == (repr(value), value)
    assert codec.to_document(Flagged(1, (True,))) == {"kind": "tests.Flagged", "schema": 1}


def test_a_default_that_depends_on_the_rest_is_always_written() -> None:
    codec = Codec([Odd])
    value = Odd(3, 4, None)
    assert codec.to_document(value) == {
        "kind": "tests.Odd",
        "schema": 1,
        "derived": 4,
        "unsaid": None,
    }
    assert codec.from_document({"kind": "tests.Odd", "schema": 1, "early": 5, "unsaid": 1}) == Odd(5, 6, 1)
    assert "default" not in str(part_of(codec.schema_of(Odd), "properties", "derived"))
    assert from_document(codec.to_document(value), [Odd]) == value
