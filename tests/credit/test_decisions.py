"""Decisions: every reason kept, monotone in payments and limits, borders where they are said to be."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import cast

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.credit import (
    AbsentLimit,
    AtLimit,
    AverageDelay,
    ChangeOfTerms,
    CreditCheck,
    CreditDecision,
    CreditExclusion,
    CreditFinding,
    CreditLimit,
    CreditOverride,
    CreditPolicy,
    CreditRequest,
    CreditRule,
    DocumentValue,
    Effect,
    Exposure,
    ExposurePart,
    ExposurePolicy,
    HighestDunning,
    HighestItem,
    LimitInForce,
    NoLimit,
    NotChecked,
    OldestItem,
    OpenItem,
    OpenOrder,
    PoolPosition,
    Position,
    ReviewOverdue,
    ShareOverdue,
    ValueByDelay,
    WarningLine,
    WithinLimit,
    position_of,
)
from salesmgmt.errors import BatchError, CurrencyMismatchError, InvalidValueError, SalesmgmtError
from salesmgmt.money import Money
from salesmgmt.reasons import Reason
from salesmgmt.records import Application, CreditNote, Delivery, Facts, Invoice, Line, Order, Payment
from salesmgmt.testing.credit import receivables_histories
from salesmgmt.testing.credit_decisions import credit_decisions
from tests.credit.thrown import thrown, usd

pytestmark = pytest.mark.properties

DAY = date(2026, 5, 15)
RANK = list(Effect)
LIMIT = CreditLimit("L", "C-1", "USD 1000")
CASES = 25
SEEDS = st.integers(0, 2**64 - 1)
STANDARD = CreditPolicy.standard(grace_days=10, warn_at="80%")


def order(amount: str | int, customer: str = "C-1") -> Order:
    money = usd(amount) if isinstance(amount, int) else Money.of(amount)
    return Order("new", DAY, Line(None, money), customer=customer)


def request(amount: str = "USD 10") -> CreditRequest:
    return CreditRequest("new", "C-1", amount)


def position(owed: str = "USD 0", limit: str | None = "USD 1000", *items: OpenItem) -> Position:
    parts = [ExposurePart("invoices", owed)] if owed != "USD 0" else []
    exposure = Exposure("C-1", DAY, "USD", parts)
    return Position(exposure, None if limit is None else LimitInForce(limit, ["L"]), items=items)


def item(name: str, late: int, opened: str = "USD 5") -> OpenItem:
    return OpenItem(name, "2026-01-01", DAY - timedelta(days=late), "USD 5000", opened)


def stricter(one: CreditDecision, other: CreditDecision) -> bool:
    return RANK.index(one.effect) > RANK.index(other.effect)


@given(credit_decisions())
def test_the_effect_is_the_strictest_finding_and_the_figures_fit(decision: CreditDecision) -> None:
    effects = [finding.effect for finding in decision.findings]
    assert decision.effect == max(effects, key=RANK.index, default=Effect.PASS)
    assert decision.approved == (decision.effect in {Effect.PASS, Effect.WARN})
    assert decision.after == decision.exposure.total + decision.request.added
    if decision.binding is None:
        assert decision.headroom is None
        assert decision.excess == Money.zero("USD")
    else:
        assert decision.headroom is not None
        assert decision.excess == max(Money.zero("USD"), -decision.headroom)
        assert decision.binding in {"C-1", *(pool.id for pool in decision.pools)}


@given(credit_decisions())
def test_every_reason_reads_in_both_languages(decision: CreditDecision) -> None:
    for reason in decision.reasons:
        assert reason.tree()
        assert reason.tree("zh") != reason.tree()
    for lang in ("en", "zh"):
        assert len(decision.table(lang).rows) == len(decision.reasons) + len(decision.remedies)


@given(SEEDS)
def test_a_payment_never_worsens_a_decision(seed: int) -> None:
    for number in range(CASES):
        case = thrown(seed, number, monotone=True)
        before = case.policy.decide(case.request, case.position)
        minor = 1 + seed % 9
        assert not stricter(case.policy.decide(case.request, case.position.paid(usd(minor))), before), case
        for one in case.position.items:
            if one.open.minor > 0:
                paid = min(minor, one.open.minor)
                left = one.open - usd(paid)
                disputed = None if one.disputed is None else min(one.disputed, left)
                others = [other for other in case.position.items if other is not one]
                applied = evolve(
                    case.position.paid("USD 0"),
                    exposure=case.position.paid(usd(paid)).exposure,
                    pools=case.position.paid(usd(paid)).pools,
                    items=[*others, evolve(one, open=left, disputed=disputed)],
                )
                assert not stricter(case.policy.decide(case.request, applied), before), (case, one)


@given(SEEDS)
def test_a_higher_limit_never_worsens_a_decision(seed: int) -> None:
    for number in range(CASES):
        case = thrown(seed, number)
        before = case.policy.decide(case.request, case.position)
        more = usd(1 + seed % 30)
        limit = case.position.limit
        if limit is not None and isinstance(limit.amount, Money):
            higher = evolve(case.position, limit=LimitInForce(limit.amount + more))
            assert not stricter(case.policy.decide(case.request, higher), before), case
        pools = [
            evolve(pool, limit=pool.limit + more) if isinstance(pool.limit, Money) else pool
            for pool in case.position.pools
        ]
        assert not stricter(case.policy.decide(case.request, evolve(case.position, pools=pools)), before)


@given(SEEDS)
def test_what_lowers_the_debt_is_never_blocked(seed: int) -> None:
    for number in range(CASES):
        case = thrown(seed, number)
        minor = -1 - seed % 50
        returned = CreditRequest("new", "C-1", usd(minor), at=case.request.at)
        assert case.policy.decide(returned, case.position).effect is Effect.PASS
        smaller = CreditRequest("new", "C-1", usd(50), usd(minor))
        decision = case.policy.decide(smaller, case.position)
        assert decision.effect is Effect.PASS
        assert [reason.code for reason in decision.reasons] == ["credit.lowered"]
        note = CreditNote("n", DAY, Line(None, usd(-minor)), customer="C-1")
        assert case.policy.decide(note, case.position).approved


@given(SEEDS)
def test_the_order_of_what_is_open_does_not_matter(seed: int) -> None:
    for number in range(CASES):
        case = thrown(seed, number)
        turned = evolve(
            case.position, items=reversed(case.position.items), orders=reversed(case.position.orders)
        )
        assert case.policy.decide(case.request, turned) == case.policy.decide(case.request, case.position)


@given(receivables_histories(), st.integers(1, 10**7))
def test_an_order_among_the_facts_is_not_counted_twice(facts: Facts, amount: int) -> None:
    new = order(amount)
    known = STANDARD.decide_on(new, Facts([*facts.records, new]), [LIMIT], as_of=DAY)
    assert known == STANDARD.decide_on(new, facts, [LIMIT], as_of=DAY)


@given(receivables_histories(), st.integers(1, 10**7), st.integers(1, 10**6))
def test_a_payment_among_the_facts_never_worsens_a_decision(facts: Facts, amount: int, paid: int) -> None:
    more = Facts([*facts.records, Payment("extra", DAY, "C-1", usd(paid))])
    before, after = (STANDARD.decide_on(order(amount), batch, [LIMIT], as_of=DAY) for batch in (facts, more))
    assert not stricter(after, before)


@given(receivables_histories(), st.integers(0, 60), st.integers(0, 3))
def test_a_late_invoice_that_is_paid_makes_the_average_delay_no_worse(
    facts: Facts, days: int, place: int
) -> None:
    policy = CreditPolicy(AverageDelay(days))
    here = position_of(facts, "C-1", DAY, "USD")
    due = [one for one in here.items if one.open.minor > 0]
    if due:
        one = due[place % len(due)]
        paid = Facts(
            [
                *facts.records,
                Payment("extra", DAY, "C-1", one.open),
                Application("applied", DAY, "extra", one.id, one.open),
            ]
        )
        after = policy.decide(request(), position_of(paid, "C-1", DAY, "USD"))
        assert not stricter(after, policy.decide(request(), here))


@given(receivables_histories(), st.lists(st.integers(-(10**7), 10**7), max_size=3))
def test_many_orders_are_decided_as_each_alone(facts: Facts, amounts: list[int]) -> None:
    orders = [evolve(order(amount), id=f"n{place}") for place, amount in enumerate(amounts)]
    alone = tuple(STANDARD.decide_on(one, facts, [LIMIT], as_of=DAY) for one in orders)
    assert STANDARD.decide_all(orders, facts, [LIMIT], as_of=DAY) == alone


@pytest.mark.parametrize(
    ("amount", "at_limit", "effect"),
    [
        ("USD 799.99", AtLimit.PASS, Effect.PASS),
        ("USD 800.00", AtLimit.PASS, Effect.WARN),
        ("USD 1000.00", AtLimit.PASS, Effect.WARN),
        ("USD 1000.00", AtLimit.BLOCK, Effect.BLOCK),
        ("USD 1000.01", AtLimit.PASS, Effect.BLOCK),
    ],
)
def test_where_the_borders_lie(amount: str, at_limit: AtLimit, effect: Effect) -> None:
    policy = CreditPolicy.standard(warn_at="80%", at_limit=at_limit)
    decision = policy.decide_on(order(amount), Facts(), [LIMIT], as_of=DAY)
    assert decision.effect is effect
    code = decision.reasons[1].code
    assert (code == "credit.limit.reached") == (at_limit is AtLimit.BLOCK)


LATE = (item("i-1", 12), item("i-2", 3, "USD 7"))
CHECKED: list[tuple[CreditCheck, Effect]] = [
    (OldestItem(12), Effect.PASS),
    (OldestItem(11), Effect.BLOCK),
    (OldestItem(12, at_limit="block"), Effect.BLOCK),
    (OldestItem(12, late_from="due_day"), Effect.BLOCK),
    (OldestItem(3, least="USD 5"), Effect.PASS),
    (OldestItem(2, least="USD 6.99"), Effect.BLOCK),
    (ShareOverdue("12%", of="receivables"), Effect.BLOCK),
    (ShareOverdue("1.2%"), Effect.PASS),
    (ShareOverdue("1.2%", at_limit="block"), Effect.BLOCK),
    (ShareOverdue("0.69%", 3), Effect.PASS),
    (ShareOverdue("0.49%", 3), Effect.BLOCK),
    (HighestItem("USD 7"), Effect.PASS),
    (HighestItem("USD 6.99"), Effect.BLOCK),
    (HighestDunning(0), Effect.PASS),
    (DocumentValue("USD 10"), Effect.PASS),
    (DocumentValue("USD 9.99"), Effect.BLOCK),
    (ValueByDelay({5: "USD 10"}), Effect.PASS),
    (ValueByDelay({5: "USD 9"}), Effect.BLOCK),
    (ValueByDelay({13: "USD 9"}), Effect.PASS),
    (AverageDelay(5), Effect.PASS),
    (ChangeOfTerms(), Effect.PASS),
    (ReviewOverdue(), Effect.PASS),
    (WarningLine("3%"), Effect.PASS),
    (WarningLine("2.2%"), Effect.WARN),
]


@pytest.mark.parametrize(("check", "effect"), CHECKED)
def test_what_each_check_lets_pass(check: CreditCheck, effect: Effect) -> None:
    decision = CreditPolicy(check).decide(request(), position("USD 12", "USD 1000", *LATE))
    assert decision.effect is effect
    assert [finding.rule for finding in decision.findings] == [check.kind]


def test_what_a_position_says_of_the_customer() -> None:
    told = evolve(position(), dunning_level=2, average_delay_days=6, terms_days=30, review_on="2026-05-10")
    asked = evolve(request(), terms_days=45)
    checks: list[CreditCheck] = [HighestDunning(1), AverageDelay(5), ChangeOfTerms(14), ReviewOverdue(4)]
    decision = CreditPolicy(checks).decide(asked, told)
    assert [reason.code for reason in decision.reasons] == [
        "credit.dunning.exceeded",
        "credit.delay.exceeded",
        "credit.terms.longer",
        "credit.review.overdue",
    ]
    lax: list[CreditCheck] = [HighestDunning(2), AverageDelay(6), ChangeOfTerms(15), ReviewOverdue(5)]
    assert CreditPolicy(lax).decide(asked, told).effect is Effect.PASS


def test_a_horizon_leaves_later_orders_out_and_says_so() -> None:
    orders = [OpenOrder("o", "2026-05-26", "USD 900", "USD 900"), OpenOrder("p", None, "USD 50", "USD 50")]
    parts = [ExposurePart("orders", "USD 950")]
    here = Position(Exposure("C-1", DAY, "USD", parts), LimitInForce("USD 1000"), orders=orders)
    near = evolve(request("USD 100"), due="2026-05-25")
    assert CreditPolicy(WithinLimit()).decide(near, here).effect is Effect.BLOCK
    decision = CreditPolicy(WithinLimit(10)).decide(near, here)
    assert decision.reasons[0].get("exposure") == Money.of("USD 150")
    assert decision.reasons[0].because[0].get("amount") == Money.of("USD 900")
    assert CreditPolicy(WithinLimit(11)).decide(near, here).effect is Effect.BLOCK
    assert CreditPolicy(WithinLimit(11, horizon_end="exclusive")).decide(near, here).approved
    far = evolve(request("USD 5000"), due="2026-06-30")
    assert CreditPolicy(WithinLimit(10)).decide(far, here).approved


def test_no_limit_no_check_and_zero_are_three_things() -> None:
    policy = CreditPolicy(WithinLimit())
    codes = {}
    for amount in (NoLimit(), NotChecked(), Money.zero("USD")):
        here = evolve(position("USD 5"), limit=LimitInForce(amount))
        codes[type(amount)] = policy.decide(request(), here).reasons[0].code
    assert codes == {
        NoLimit: "credit.limit.none",
        NotChecked: "credit.limit.unchecked",
        Money: "credit.limit.exceeded",
    }
    assert policy.decide(request(), position(limit=None)).reasons[0].code == "credit.limit.absent"
    lax = CreditPolicy(WithinLimit(absent=AbsentLimit.UNLIMITED))
    assert lax.decide(request(), position(limit=None)).effect is Effect.PASS


def test_a_pool_stands_in_for_a_limit_and_binds_beside_one() -> None:
    pool = PoolPosition("group", "USD 100", "USD 95")
    shared = evolve(position(limit=None), pools=[pool])
    policy = CreditPolicy(WithinLimit())
    decision = policy.decide(request(), shared)
    assert (decision.effect, decision.binding, decision.excess) == (Effect.BLOCK, "group", Money.of("USD 5"))
    assert policy.decide(request("USD 5"), shared).effect is Effect.PASS
    both = policy.decide(request(), evolve(position("USD 995"), pools=[pool]))
    assert [reason.code for reason in both.reasons] == ["credit.limit.exceeded", "credit.pool.exceeded"]
    tighter = policy.decide(request("USD 1"), evolve(position("USD 990"), pools=[pool]))
    assert (tighter.binding, tighter.headroom) == ("group", Money.of("USD 4"))
    unchecked = evolve(shared, limit=LimitInForce(NotChecked()))
    assert policy.decide(request(), unchecked).effect is Effect.PASS


def test_customer_before_group_before_all() -> None:
    rules = [
        CreditRule(OldestItem(5), id="all"),
        CreditRule(OldestItem(20), id="group", groups="dealers"),
        CreditRule(OldestItem(2), id="customer", customers="C-2"),
        CreditRule(OldestItem(1), "warn", id="soft"),
    ]
    here = evolve(position("USD 12", "USD 1000", *LATE), groups="dealers")
    replaced = CreditPolicy(rules).decide(request(), here)
    assert [finding.rule for finding in replaced.findings] == ["group", "soft"]
    assert replaced.effect is Effect.WARN
    added = CreditPolicy(rules, narrower="adds").decide(request(), here)
    assert [finding.rule for finding in added.findings] == ["all", "group", "soft"]
    assert added.effect is Effect.BLOCK


@pytest.mark.parametrize(
    ("exclusion", "effect"),
    [
        (CreditExclusion("e", OldestItem(13), groups="dealers"), Effect.PASS),
        (CreditExclusion("e", OldestItem(12), groups="dealers"), Effect.BLOCK),
        (CreditExclusion("e", OldestItem(13)), Effect.BLOCK),
        (CreditExclusion("e", HighestItem("USD 100"), groups="dealers"), Effect.BLOCK),
        (CreditExclusion("e", DocumentValue("USD 10.01"), releases=True), Effect.PASS),
        (CreditExclusion("e", DocumentValue("USD 10"), releases=True), Effect.BLOCK),
        (CreditExclusion("e", releases=True, customers="C-1"), Effect.PASS),
        (CreditExclusion("e", releases=True, customers="C-2"), Effect.BLOCK),
        (CreditExclusion("e", releases=True, at="invoice"), Effect.BLOCK),
    ],
)
def test_who_is_let_through_although_a_rule_speaks(exclusion: CreditExclusion, effect: Effect) -> None:
    here = evolve(position("USD 12", "USD 1000", *LATE), groups="dealers")
    decision = CreditPolicy(OldestItem(10), exclusion).decide(request(), here)
    assert decision.effect is effect
    (finding,) = decision.findings
    assert (finding.excluded_by == "e") == (effect is Effect.PASS)
    assert decision.released_by == ("e" if exclusion.releases and effect is Effect.PASS else None)
    if effect is Effect.PASS:
        assert finding.reasons[0].because[0].code == "credit.overdue"


def test_a_stop_and_a_freedom_set_by_hand_stand_above_the_rules() -> None:
    free = CreditExclusion("free", releases=True)
    policy = CreditPolicy(WithinLimit(), free, CreditOverride("officer", "pass"))
    stopped = evolve(position(), status="stop")
    decision = policy.decide(request(), stopped, roles="officer")
    assert decision.effect is Effect.BLOCK
    assert [finding.rule for finding in decision.findings] == ["status", "limit"]
    freed = evolve(position("USD 5000"), status="no_check")
    assert CreditPolicy(WithinLimit()).decide(request(), freed).effect is Effect.PASS
    assert policy.decide(request("USD -1"), stopped).effect is Effect.PASS


def test_rules_apply_at_their_steps() -> None:
    policy = CreditPolicy(CreditRule(OldestItem(10), at=["delivery", "issue"]))
    here = position("USD 12", "USD 1000", *LATE)
    told = {
        step: policy.decide(evolve(request(), at=step), here).effect.value
        for step in ("order", "delivery", "issue", "invoice")
    }
    assert told == {"order": "pass", "delivery": "block", "issue": "block", "invoice": "pass"}
    delivery = Delivery("d", DAY, Line(None, "USD 5"), order="o")
    assert policy.decide(delivery, here).request.at.value == "delivery"
    assert policy.decide(delivery, here, at="issue").request.at.value == "issue"


def test_deliveries_and_invoices_add_what_their_order_does_not_hold() -> None:
    held = OpenOrder("o", None, "USD 900", "USD 300", "USD 100")
    parts = [ExposurePart("orders", "USD 300"), ExposurePart("deliveries", "USD 100")]
    here = Position(Exposure("C-1", DAY, "USD", parts), LimitInForce("USD 1000"), orders=[held])
    policy = CreditPolicy(WithinLimit())

    def added(document: Order | Delivery | Invoice) -> str:
        return str(policy.decide(document, here).request.added)

    assert added(Delivery("d", DAY, Line(None, "USD 250"), order="o")) == "USD 0.00"
    assert added(Invoice("i", DAY, Line(None, "USD 450"), customer="C-1", order="o")) == "USD 50.00"
    assert added(Invoice("i", DAY, Line(None, "USD 450"), customer="C-1")) == "USD 450.00"
    again = Order("o", DAY, Line(None, "USD 900"), customer="C-1")
    assert policy.decide(again, here).exposure.total == Money.zero("USD")
    assert added(again) == "USD 400.00"
    assert added(evolve(again, id="o2", supersedes="o", lines=Line(None, "USD 800"))) == "USD -100.00"


def test_an_order_that_becomes_smaller_is_never_stopped_wherever_its_day_lies() -> None:
    late = Invoice("I", "2026-01-02", Line(None, "USD 5"), customer="C-1", due="2026-02-01")
    for due in ("2026-05-20", "2026-12-31"):
        first = Order("o", "2026-05-01", Line(None, "USD 900"), customer="C-1", due=due)
        smaller = evolve(first, id="o2", lines=Line(None, "USD 899.99"), supersedes="o")
        same = evolve(smaller, lines=first.lines)
        effects = [
            STANDARD.decide_on(
                one, Facts([late, first]), [LIMIT], as_of=DAY, exposure=ExposurePolicy(horizon_days=30)
            ).effect
            for one in (smaller, same)
        ]
        assert effects == [Effect.PASS, Effect.BLOCK]


def test_limits_hold_in_their_time() -> None:
    limits = [CreditLimit("L", "C-1", "USD 10", "2026-01-01/2026-05-15")]
    policy = CreditPolicy(WithinLimit())
    assert policy.decide_on(order("USD 1"), Facts(), limits, as_of="2026-05-14").approved
    assert not policy.decide_on(order("USD 1"), Facts(), limits, as_of=DAY).approved


def test_what_was_invoiced_of_an_order_is_not_counted_again() -> None:
    first = Order("o", "2026-05-01", Line(None, "USD 900"), customer="C-1")
    bill = Invoice("I", "2026-05-02", Line(None, "USD 600"), customer="C-1", order="o", due="2026-06-01")
    facts = Facts([first, bill])
    policy = CreditPolicy(WithinLimit())

    def after(document: Order, among: Facts) -> Money:
        return policy.decide_on(document, among, [LIMIT], as_of=DAY).after

    assert after(first, facts) == Money.of("USD 900")
    corrected = evolve(first, id="o2", lines=Line(None, "USD 1000"), supersedes="o")
    assert after(corrected, facts) == Money.of("USD 1000")
    assert after(corrected, Facts([first, bill, corrected])) == Money.of("USD 1000")
    smaller = evolve(first, id="o2", lines=Line(None, "USD 500"), supersedes="o")
    assert after(smaller, facts) == Money.of("USD 600")


def test_an_order_beyond_the_horizon_of_the_exposure_adds_nothing_yet() -> None:
    far = evolve(order("USD 5000"), due="2026-07-01")
    policy = CreditPolicy(WithinLimit())
    assert not policy.decide_on(far, Facts(), [LIMIT], as_of=DAY).approved
    assert policy.decide_on(
        far, Facts(), [LIMIT], as_of=DAY, exposure=ExposurePolicy(horizon_days=30)
    ).approved


def test_the_overdue_reason_names_the_invoices_that_make_up_its_amount() -> None:
    bills = [
        Invoice(name, "2026-03-01", Line(None, amount), customer="C-1", due=due)
        for name, amount, due in (
            ("old", "USD 3", "2026-04-01"),
            ("young", "USD 4", "2026-05-14"),
            ("credit", "USD -9", "2026-04-01"),
            ("later", "USD 5", "2026-05-15"),
        )
    ]
    decision = CreditPolicy(OldestItem(5)).decide_on(order("USD 1"), Facts(bills), [LIMIT], as_of=DAY)
    (reason,) = decision.reasons
    assert reason.code == "credit.overdue"
    assert reason.facts == ("old", "young")
    assert (reason.get("amount"), reason.get("days")) == (Money.of("USD 7"), 44)


def test_thousands_of_customers_take_one_pass_each() -> None:
    count = 3000
    orders = [evolve(order("USD 10"), id=f"n{number}", customer=f"C-{number}") for number in range(count)]
    bills = [Invoice(f"i{n}", "2026-01-01", Line(None, "USD 5"), customer=f"C-{n}") for n in range(count)]
    limits = [CreditLimit(f"l{n}", f"C-{n}", "USD 15") for n in range(count)]
    started = time.process_time()
    decisions = STANDARD.decide_all(orders, Facts(bills), limits, as_of=DAY)
    assert time.process_time() - started < 5
    assert {decision.after for decision in decisions} == {Money.of("USD 15")}


def test_a_decision_taken_is_good_for_the_days_of_grace() -> None:
    policy = CreditPolicy((), recheck_grace_days=2)
    assert policy.next_check("2020-03-01") == date(2020, 3, 4)
    assert [policy.needs_check("2020-03-01", f"2020-03-0{day}") for day in (2, 3, 4)] == [False, False, True]
    assert policy.needs_check(None, DAY)


def test_amounts_in_another_currency_are_named() -> None:
    with pytest.raises(CurrencyMismatchError, match="be in USD, as the limit"):
        STANDARD.decide_on(order("EUR 1"), Facts(), [LIMIT], as_of=DAY)
    with pytest.raises(CurrencyMismatchError, match="as the position"):
        STANDARD.decide(CreditRequest("n", "C-1", "EUR 1"), position())
    with pytest.raises(CurrencyMismatchError, match=r"document_value\.amount"):
        CreditPolicy(DocumentValue("EUR 1")).decide(request(), position())
    with pytest.raises(CurrencyMismatchError):
        CreditPolicy(DocumentValue("EUR 1")).compiled("USD")


def test_all_faults_of_a_policy_are_named_at_once() -> None:
    with pytest.raises(BatchError) as caught:
        CreditPolicy(
            [WithinLimit(), WithinLimit()],
            CreditExclusion("limit", releases=True),
            CreditOverride("officer", rules=["other", "limit"]),
        )
    assert [problem.field for problem in caught.value.problems] == ["id", "id", "rules"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: CreditPolicy(cast(list[CreditRule], 5)),
        lambda: CreditPolicy([cast(CreditRule, "limit")]),
        lambda: CreditPolicy((), cast(list[CreditExclusion], [5])),
        lambda: CreditPolicy((), cast(list[CreditExclusion], 5)),
        lambda: CreditPolicy((), narrower="never"),
        lambda: CreditPolicy((), raise_days=-1),
        lambda: CreditPolicy.standard(at_limit="never"),
        lambda: CreditPolicy.standard(warn_at="101%"),
        lambda: CreditPolicy.standard(grace_days=-1),
        lambda: CreditPolicy.standard(absent=cast(str, None)),
        lambda: STANDARD.decide(cast(Order, None), position()),
        lambda: STANDARD.decide(request(), cast(Position, None)),
        lambda: STANDARD.decide(request(), position(), on="2026-05-14"),
        lambda: STANDARD.decide(request(), position(), roles="officer"),
        lambda: STANDARD.decide(evolve(request(), customer="C-2"), position()),
        lambda: STANDARD.decide(Order("o", DAY, ()), position()),
        lambda: STANDARD.decide(order("EUR 1"), position()),
        lambda: STANDARD.decide_on(cast(Order, None), Facts(), as_of=DAY),
        lambda: STANDARD.decide_on(order("USD 1"), cast(Facts, []), as_of=DAY),
        lambda: STANDARD.decide_on(Order("o", DAY, ()), Facts(), as_of=DAY),
        lambda: CreditRule(cast(OldestItem, None)),
        lambda: CreditRule(OldestItem(), id=cast(str, 5)),
        lambda: CreditRule(OldestItem(), customers="C", groups="G"),
        lambda: CreditRule(OldestItem(), at=()),
        lambda: CreditRule(OldestItem(), at=cast(str, 5)),
        lambda: CreditRule(OldestItem(), groups=cast(str, 5)),
        lambda: CreditRule(OldestItem(), groups=[""]),
        lambda: CreditRule(OldestItem(), "never"),
        lambda: CreditExclusion("", OldestItem()),
        lambda: CreditExclusion("e"),
        lambda: CreditExclusion("e", cast(OldestItem, 5)),
        lambda: CreditExclusion("e", OldestItem(), cast(bool, 1)),
        lambda: CreditExclusion("e", WithinLimit()),
        lambda: CreditOverride(""),
        lambda: CreditFinding("", "pass"),
        lambda: CreditFinding("r", "pass", cast(list[Reason], 5)),
        lambda: CreditRequest("", "C", "USD 1"),
        lambda: CreditRequest("o", "C", "USD 1", "USD 2"),
        lambda: CreditRequest("o", "C", "USD 1", "EUR 1"),
        lambda: CreditRequest("o", "C", "USD 1", terms_days=-1),
        lambda: CreditRequest("o", "C", "USD 1", terms_days=cast(int, "1")),
        lambda: CreditRequest("o", "C", "USD 1").cut_to("USD 0"),
        lambda: CreditRequest("o", "C", "USD 1").cut_to("USD 2"),
        lambda: OldestItem(-1),
        lambda: OldestItem(cast(int, 1.5)),
        lambda: OldestItem(least="USD -1"),
        lambda: ShareOverdue("101%"),
        lambda: HighestItem("USD -1"),
        lambda: ValueByDelay({}),
        lambda: ValueByDelay({1: "USD 1", 2: "USD 2"}),
        lambda: ValueByDelay({1: "USD 2", 2: "EUR 1"}),
        lambda: ValueByDelay([(1, "USD 2"), (1, "USD 2")]),
        lambda: ValueByDelay(cast(dict[int, str], 5)),
        lambda: WithinLimit(-1),
        lambda: WarningLine("101%"),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


def test_a_day_before_the_position_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="not be before 2026-05-15"):
        STANDARD.decide(request(), position(), on="2026-05-14")
    assert STANDARD.decide(request(), position(), on="2026-05-16").on == date(2026, 5, 16)


def test_an_order_that_does_not_count_leaves_the_pools_with_all_that_counted_of_it() -> None:
    parts = [ExposurePart("orders", usd(30)), ExposurePart("deliveries", usd(20))]
    here = Position(
        Exposure("C-1", DAY, "USD", parts),
        pools=[PoolPosition("P", usd(90), usd(70))],
        orders=[OpenOrder("o", None, usd(60), usd(30), usd(20), usd(10))],
    )
    left = here.without("o")
    assert (left.total.minor, left.pools[0].used.minor, left.orders) == (0, 20, ())


def test_an_item_is_late_from_the_day_after_its_due_date() -> None:
    items = [
        OpenItem(f"i{days}", "2026-01-01", DAY - timedelta(days=days), usd(5), usd(5)) for days in (0, 1)
    ]
    here = Position(Exposure("C-1", DAY, "USD", [ExposurePart("invoices", usd(10))]), items=items)
    assert [item.id for item in here.late] == ["i1"]
    assert (here.days_overdue, here.overdue.minor) == (1, 5)
