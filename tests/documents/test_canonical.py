"""The canonical form and its digest depend on what a document says, and on nothing else."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import WorkingWeek
from salesmgmt.documents import Codec, DocumentError, Json, canonical, digest, dumps, to_document
from salesmgmt.money import Money, Rounding
from salesmgmt.records import Line, Order
from tests.documents import acme
from tests.documents.strategies import acme_values

pytestmark = pytest.mark.properties

CODEC = Codec(acme.CLASSES)
ROOT = Path(__file__).parent.parent.parent


def shuffled(part: Json, random: Random) -> Json:
    """The same part with the entries of its objects in another order."""
    if isinstance(part, dict):
        items = list(part.items())
        random.shuffle(items)
        return {key: shuffled(value, random) for key, value in items}
    return [shuffled(value, random) for value in part] if isinstance(part, list) else part


@given(acme_values(), st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(value: object, random: Random) -> None:
    document = CODEC.to_document(value)
    other = shuffled(document, random)
    assert CODEC.canonical(other) == CODEC.canonical(document) == CODEC.canonical(value)
    assert CODEC.digest(other) == CODEC.digest(value)
    assert isinstance(other, dict)
    assert CODEC.digest(CODEC.from_document(other)) == CODEC.digest(value)


@given(acme_values())
def test_the_canonical_form_is_sorted_ascii_json(value: object) -> None:
    document = CODEC.to_document(value)
    line = CODEC.canonical(value)
    assert line.isascii()
    assert b"\n" not in line
    assert json.loads(line) == document
    assert line == json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    assert CODEC.digest(value) == hashlib.sha256(line).hexdigest()


@given(acme_values(), acme_values())
def test_values_of_one_digest_are_equal(one: object, other: object) -> None:
    if CODEC.canonical(one) == CODEC.canonical(other):
        assert one == other
        assert CODEC.digest(one) == CODEC.digest(other)
    else:
        assert CODEC.digest(one) != CODEC.digest(other)


def test_equal_settings_have_one_digest() -> None:
    assert digest(Rounding("0.10")) == digest(Rounding("0.1"))
    assert digest(Money.of("USD 1,200.50")) == digest(Money(120050, "USD"))
    assert digest(Money.of("USD 1")) != digest(Money.of("EUR 1"))
    assert digest(acme.Choices(value=1), acme.CLASSES) != digest(acme.Choices(value=True), acme.CLASSES)
    assert digest(acme.Choices(value="1"), acme.CLASSES) != digest(acme.Choices(value=1), acme.CLASSES)


def test_a_default_written_out_makes_another_document_of_the_same_value() -> None:
    document = to_document(Rounding("0.1"))
    assert digest({**document, "mode": "half_up"}) != digest(document)


#: Values whose digests may never change, and what a digest is of.
FIXED = {
    "a price": Money.of("USD 1,200.50"),
    "a week": WorkingWeek(holidays=["2026-10-01", "2026-10-02", "2026-01-01"], worked=["2026-10-10"]),
    "an order": Order(
        "O-1", "2026-02-03", Line("GTX-5", "USD 1,200.50", more={"zone": "华东"}), owner="rep-17"
    ),
}
DIGESTS = {
    "a price": "5c42621f92afb18f8c710cd01bb86db774020eff5ce652cc5479ac6ce85451ac",
    "a week": "0686d3c82a8869a745a31c8add3868d178eeccc903e4d36982dba115e8153f8c",
    "an order": "74cf64ab080559868167fb53aeb25947a39740bc5441abea4e8678eeae950143",
}


def test_known_digests() -> None:
    assert canonical(FIXED["a price"]) == b'{"kind":"money.Money","schema":1,"value":"USD 1200.50"}'
    assert {name: digest(value) for name, value in FIXED.items()} == DIGESTS


def test_another_process_with_another_hash_seed_agrees() -> None:
    program = (
        "from tests.documents.test_canonical import FIXED\n"
        "from salesmgmt.documents import digest, dumps\n"
        "for value in FIXED.values(): print(digest(value)); print(ascii(dumps(value)))"
    )
    expected = [row for value in FIXED.values() for row in (digest(value), ascii(dumps(value)))]
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.splitlines() == expected


def test_what_is_no_document_has_no_canonical_form() -> None:
    with pytest.raises(DocumentError, match=r"\$\.value is 0\.5"):
        canonical({"kind": "money.Rate", "schema": 1, "value": 0.5})
    with pytest.raises(DocumentError):
        canonical("money")


def test_texts_that_utf_8_cannot_say_are_escaped() -> None:
    value = acme.Unrelated("\ud800 and 华东")
    assert "华东" in dumps(acme.Unrelated("华东"), acme.CLASSES)
    assert dumps(value, acme.CLASSES).isascii()
    assert CODEC.loads(CODEC.dumps(value)) == value
    assert CODEC.canonical(value).isascii()
