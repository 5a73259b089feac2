"""Disputes, dunning notices, guarantees and agreed terms: what they refuse, and that rows bring them back."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from hypothesis import given

from salesmgmt.errors import InvalidValueError, WrongTypeError
from salesmgmt.money import Currency, Money
from salesmgmt.records import CreditTerm, Dispute, DunningNotice, Facts, Guarantee, RowMapping
from salesmgmt.testing.records import credit_terms, disputes, dunning_notices, guarantees

pytestmark = pytest.mark.properties

DAY = "2026-03-09"
USD = Currency.of("USD")


@given(disputes(currency=USD), dunning_notices(), guarantees(currency=USD), credit_terms())
def test_they_come_back_from_their_rows(
    dispute: Dispute, notice: DunningNotice, guarantee: Guarantee, terms: CreditTerm
) -> None:
    for record in (dispute, notice, guarantee, terms):
        kind = type(record)
        given_in = Facts([record], links="open") if record.supersedes is None else None
        if given_in is None:
            continue
        (row,) = given_in.rows(kind, superseded=True)
        (again,) = RowMapping.stored(kind).read([row])
        assert again == record


def test_what_they_refuse() -> None:
    with pytest.raises(InvalidValueError, match="amount"):
        Dispute("X", DAY, "I", "USD 0")
    with pytest.raises(InvalidValueError, match="settled"):
        Dispute("X", DAY, "I", settled="2026-03-08")
    with pytest.raises(InvalidValueError, match="invoice"):
        Dispute("X", DAY, "")
    with pytest.raises(InvalidValueError, match="level"):
        DunningNotice("N", DAY, "C", 0)
    with pytest.raises(WrongTypeError, match="level"):
        DunningNotice("N", DAY, "C", cast("int", "1"))
    with pytest.raises(InvalidValueError, match="amount"):
        Guarantee("G", "C", "2026-01-01/..", "USD -1")
    with pytest.raises(InvalidValueError, match="during"):
        Guarantee("G", "C", "2026", "USD 1")
    with pytest.raises(InvalidValueError, match="days"):
        CreditTerm("T", "C", "2026-01-01/..", -1)
    with pytest.raises(WrongTypeError, match="days"):
        CreditTerm("T", "C", "2026-01-01/..", cast("int", "30"))


def test_what_they_say() -> None:
    assert Dispute("X", DAY, "I").amount is None
    assert Dispute("X", DAY, "I", currency="USD").currency is None
    assert Dispute("X", DAY, "I", "USD 4", DAY).settled == date(2026, 3, 9)
    assert Guarantee("G", "C", "2026-01-01/..", "USD 1").on == date(2026, 1, 1)
    assert Guarantee("G", "C", "2026-01-01/..", "USD 1").amount == Money.of("USD 1")
    assert CreditTerm("T", "C", "../2026-01-01", 30).on is None
