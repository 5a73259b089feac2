"""The fingerprint of a batch: equal for equal records, in any order and any process."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from salesmgmt.money import Currency, Money
from salesmgmt.records import Customer, Facts, Line, Order, Payment, Record
from salesmgmt.records.digest import canonical_line, digest_of
from salesmgmt.testing.batches import facts
from salesmgmt.testing.records import mores, records

pytestmark = pytest.mark.properties

#: Kept from the first release on: an equal batch has this digest in every later one.
KEPT = Facts(
    [
        Customer(
            "C-1", "华东机械", region="west", more={"vip": True, "discount": Decimal("0.15"), "since": "2019"}
        ),
        Payment("P-1", "2026-03-09", "C-1", "USD 1,200.50", recorded="2026-03-10T01:30:00+08:00"),
        Order("O-1", "2026-03-01", Line("GX", "USD 10", Fraction(5, 2), cost="4"), customer="C-1"),
    ]
)
KEPT_DIGEST = "a0bc75490f607977c10e94168333089c9fab8a79f57cdcecd70ecb1a987a0de1"


@settings(max_examples=25)
@given(facts(), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(batch: Facts, random: Any) -> None:
    mixed = list(batch.records)
    random.shuffle(mixed)
    assert Facts(mixed).digest == batch.digest


@given(records(), records())
def test_equal_records_and_no_others_have_one_line(one: Record, other: Record) -> None:
    assert (canonical_line(one, {}) == canonical_line(other, {})) == (one == other)
    assert canonical_line(evolve(one), {}) == canonical_line(one, {})


@given(records(), mores())
def test_a_change_shows(record: Record, more: Any) -> None:
    changed = evolve(record, more=more)
    assert (digest_of([changed]) == digest_of([record])) == (changed == record)


@settings(max_examples=25)
@given(facts())
def test_a_record_more_shows(batch: Facts) -> None:
    longer = Facts([*batch, Customer("one more")])
    assert longer.digest != batch.digest
    assert len(batch.digest) == 64


def test_ways_of_writing_one_value_have_one_digest() -> None:
    def digest(column: Any) -> str:
        return Facts([Customer("C", more={"a": column})]).digest

    assert digest(1) == digest(Decimal("1.0")) == digest(Fraction(1))
    assert digest(Decimal("0.50")) == digest(Fraction(1, 2))
    assert (
        len({digest(value) for value in (1, True, "1", Money(1, "USD"), Money(1, "EUR"), "True", None)}) == 7
    )
    instants = ("2026-03-09T20:00:00+08:00", "2026-03-09T12:00:00Z")
    assert len({Facts([Customer("C", recorded=moment)]).digest for moment in instants}) == 1


def test_currencies_of_one_code_are_told_apart_by_their_digits() -> None:
    points, hundredths = Currency("PTS", 0), Currency("PTS", 2)
    assert digest_of([Payment("P", "2026-01-01", "C", 5, currency=points)]) != digest_of(
        [Payment("P", "2026-01-01", "C", 5, currency=hundredths)]
    )


def test_it_is_kept_over_releases() -> None:
    assert KEPT.digest == KEPT_DIGEST


@pytest.mark.parametrize("seed", ["0", "4242"])
def test_it_is_the_same_in_other_processes(seed: str) -> None:
    code = "from tests.records.test_digest import KEPT; print(KEPT.digest)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    assert done.stdout.strip() == KEPT.digest
