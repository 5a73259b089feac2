"""Documents of earlier releases: schema versions, upgrades, renamed kinds."""

from __future__ import annotations

import pytest
from attrs import frozen

from salesmgmt.documents import Codec, Document, DocumentError, digest, from_document, to_document
from salesmgmt.money import Money
from tests.documents.strategies import part_of


@frozen
class Part:
    """Schema 2: `pieces` was `count` in schema 1."""

    name: str
    pieces: int = 1


@frozen
class Bonus:
    """Schema 3: `percent` became `rate` in schema 2, and `parts` became a list in schema 3."""

    rate: str
    parts: tuple[Part, ...] = ()
    amount: Money | None = None


def renamed_count(document: Document) -> Document:
    """From schema 1 of a part to 2."""
    document["pieces"] = document.pop("count")
    return document


def percent_to_rate(document: Document) -> Document:
    """From schema 1 of a bonus to 2."""
    return {
        **{key: part for key, part in document.items() if key != "percent"},
        "rate": f"{document['percent']}%",
    }


def one_to_many(document: Document) -> Document:
    """From schema 2 of a bonus to 3."""
    part = document.pop("part", None)
    return document if part is None else {**document, "parts": [part]}


CODEC = Codec(
    {"acme.Bonus": Bonus, "acme.Part": Part},
    upgrades={"acme.Bonus": [percent_to_rate, one_to_many], "acme.Part": [renamed_count]},
    renamed={"acme.Premium": "acme.Reward", "acme.Reward": "acme.Bonus"},
)
NOW = Bonus("5%", (Part("a", 3),))
OLD: Document = {"kind": "acme.Bonus", "schema": 1, "percent": 5, "part": {"name": "a", "count": 3}}


def test_the_present_schema_is_written_everywhere_but_the_first_within() -> None:
    assert CODEC.to_document(NOW) == {
        "kind": "acme.Bonus",
        "schema": 3,
        "rate": "5%",
        "parts": [{"schema": 2, "name": "a", "pieces": 3}],
    }
    assert CODEC.from_document(CODEC.to_document(NOW)) == NOW
    assert CODEC.to_document(Bonus("1%", amount=Money.of("USD 1")))["amount"] == "USD 1.00"


@pytest.mark.parametrize(
    "document",
    [
        OLD,
        {**OLD, "kind": "acme.Reward"},
        {**OLD, "kind": "acme.Premium"},
        {"kind": "acme.Premium", "schema": 2, "rate": "5%", "part": {"name": "a", "count": 3, "schema": 1}},
        {"kind": "acme.Bonus", "schema": 3, "rate": "5%", "parts": [{"name": "a", "count": 3}]},
        {
            "kind": "acme.Bonus",
            "schema": 3,
            "rate": "5%",
            "parts": [{"kind": "acme.Part", "name": "a", "count": 3}],
        },
        {"kind": "acme.Bonus", "schema": 2, "rate": "5%", "part": {"schema": 2, "name": "a", "pieces": 3}},
    ],
)
def test_every_earlier_document_gives_the_same_value(document: Document) -> None:
    before = str(document)
    read = CODEC.from_document(document)
    assert read == NOW
    assert CODEC.digest(read) == CODEC.digest(NOW)
    assert str(document) == before


def test_a_newer_schema_is_refused_and_says_so() -> None:
    newer: Document = {**to_document(Money.of("USD 1")), "schema": 2}
    with pytest.raises(DocumentError, match=r"\$\.schema is 2; it must be at most 1; a newer release wrote"):
        from_document(newer)
    parts: Document = {"kind": "acme.Bonus", "schema": 3, "rate": "5%", "parts": [{"schema": 3, "name": "a"}]}
    with pytest.raises(DocumentError, match=r"\$\.parts\[0\]\.schema is 3; it must be at most 2"):
        CODEC.from_document(parts)


@pytest.mark.parametrize("version", [0, -1, "1", None, True, [1], 10**30])
def test_a_schema_is_a_number_from_1(version: object) -> None:
    with pytest.raises(DocumentError) as caught:
        from_document({"kind": "money.Money", "schema": version, "value": "USD 1.00"})
    assert [problem.field for problem in caught.value.problems] == ["$.schema"]


def test_a_document_states_its_schema() -> None:
    with pytest.raises(DocumentError) as caught:
        from_document({"kind": "money.Rounding", "unit": 5})
    assert [problem.field for problem in caught.value.problems] == ["$.schema", "$.unit"]


def test_an_upgrade_that_fails_is_a_fault_of_the_document() -> None:
    with pytest.raises(DocumentError) as caught:
        CODEC.from_document({"kind": "acme.Bonus", "schema": 3, "rate": 5, "parts": [{"name": "a"}]})
    assert [(problem.field, problem.rule) for problem in caught.value.problems] == [
        ("$.rate", "be text"),
        ("$.parts[0]", "be of kind acme.Part in schema 1; its upgrade ends in KeyError: 'count'"),
    ]


def test_the_digest_is_of_the_present_schema() -> None:
    assert CODEC.digest(OLD) != CODEC.digest(NOW)
    assert digest(CODEC.to_document(NOW)) == CODEC.digest(NOW)


def test_the_schema_asks_for_the_present_version() -> None:
    described = CODEC.schema_of(Bonus)
    assert part_of(described, "properties", "schema") == {"const": 3}
    assert part_of(described, "$defs", "acme.Part", "required") == ["schema", "name"]
