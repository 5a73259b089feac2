"""A customer's status: computed from limit and balance, and never instead of what a person has set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    AtLimit,
    CreditStatus,
    Exposure,
    ExposurePart,
    LimitInForce,
    ManualStatus,
    NoLimit,
    NotChecked,
    Position,
    StatusPolicy,
    ZeroLimit,
)
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError
from salesmgmt.money import Money
from salesmgmt.testing.credit_approval import status_policies

pytestmark = pytest.mark.properties

RANKS = [CreditStatus.OK, CreditStatus.WATCH, CreditStatus.HOLD]
amounts = st.integers(0, 200).map(lambda minor: Money(minor, "CNY"))
limits = amounts | st.just(NoLimit()) | st.just(NotChecked()) | st.none()


@given(status_policies(), limits, amounts, st.sampled_from(ManualStatus))
def test_what_a_person_has_set_stays(
    policy: StatusPolicy, limit: Money | NoLimit | NotChecked | None, balance: Money, manual: ManualStatus
) -> None:
    outcome = policy.of(limit, balance, manual)
    assert outcome.status.value == manual.value
    assert outcome.reason.code == "credit.status.manual"
    assert policy.of(limit, balance).status is not CreditStatus.STOP
    assert policy.of("CNY 1", "CNY 5", manual).status.value == manual.value
    assert policy.of("CNY 5", "CNY 1", manual).status.value == manual.value


@given(status_policies(), amounts, amounts)
def test_a_status_follows_from_limit_and_balance(policy: StatusPolicy, limit: Money, balance: Money) -> None:
    outcome = policy.of(limit, balance)
    if not limit and policy.zero is ZeroLimit.UNSET:
        assert outcome.status is CreditStatus.OK
        return
    line = outcome.watch_line
    assert line is not None
    assert abs(line.minor - limit.minor * policy.watch_ratio.value) * 2 <= 1
    held = balance > limit or (balance == limit and policy.at_limit is AtLimit.BLOCK)
    assert outcome.status is (
        CreditStatus.HOLD if held else CreditStatus.WATCH if balance > line else CreditStatus.OK
    )
    assert outcome.reason.text("zh")


@given(status_policies(), amounts.filter(bool), amounts, st.integers(0, 50))
def test_more_owed_is_never_better_and_a_higher_limit_never_worse(
    policy: StatusPolicy, limit: Money, balance: Money, more: int
) -> None:
    now = RANKS.index(policy.of(limit, balance).status)
    assert RANKS.index(policy.of(limit, balance + Money(more, "CNY")).status) >= now
    assert RANKS.index(policy.of(limit + Money(more, "CNY"), balance).status) <= now


def test_no_limit_no_check_and_none_are_three_things() -> None:
    policy = StatusPolicy()
    owed = Money(10**9, "CNY")
    assert [policy.of(limit, owed).status.value for limit in ("no limit", "not checked", None)] == [
        "ok",
        "no_check",
        "hold",
    ]
    assert StatusPolicy(absent="unlimited").of(None, owed).status.value == "ok"
    assert policy.of("CNY 0", "CNY 0").status.value == "ok"
    assert policy.of("CNY 0", "CNY 0.01").status.value == "hold"


def test_a_position_has_a_status() -> None:
    exposure = Exposure("C-9", "2026-03-10", "CNY", [ExposurePart("invoices", "CNY 950")])
    for manual, expected in ((None, "watch"), ("stop", "stop"), ("no_check", "no_check")):
        position = Position(exposure, LimitInForce("CNY 1,000"), status=manual)
        assert StatusPolicy().at(position).status.value == expected
    assert StatusPolicy().at(Position(exposure)).status.value == "hold"


def test_wrong_values_are_refused() -> None:
    with pytest.raises(CurrencyMismatchError):
        StatusPolicy().of("CNY 5", "USD 5")
    with pytest.raises(InvalidValueError):
        StatusPolicy("101%")
    with pytest.raises(InvalidValueError):
        StatusPolicy().of("CNY 5", "CNY 5", "paused")
