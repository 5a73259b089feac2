"""The short way to credited sums against going deal by deal, over generated plans and histories."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import pytest
from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange, FiscalCalendar
from salesmgmt.criteria import ALWAYS, NEVER, Criterion, field
from salesmgmt.errors import BatchError
from salesmgmt.incentives import (
    Amount,
    Amounts,
    Attainment,
    Cap,
    Column,
    Commission,
    Count,
    Crediting,
    Curve,
    DealAmount,
    DealField,
    Factor,
    Flat,
    Floor,
    Margin,
    Marginal,
    MarginPercent,
    Override,
    Plan,
    Recurring,
    Revenue,
    Schedule,
    Units,
    Whole,
)
from salesmgmt.incentives.deals import Deal, Event
from salesmgmt.incentives.engine.bulk.linear import is_linear, is_readable, linear_sums
from salesmgmt.incentives.engine.collecting import collect
from salesmgmt.incentives.engine.scope import Scope
from salesmgmt.incentives.figures import Minor
from salesmgmt.money import Money
from salesmgmt.records import Assignment, Customer, DealShare, Facts, More, Opportunity, Participant, Record
from salesmgmt.testing.histories import CALENDARS, CONDITIONS, histories

pytestmark = pytest.mark.properties

ASKING: tuple[Criterion, ...] = (
    *CONDITIONS,
    NEVER,
    field("product.series").equals("GTX"),
    field("amount", "money").at_least("USD 1"),
    field("amount", "money").between("USD 0.50", "USD 1.50") | ~field("owner").equals("ann"),
    field("amount", "money").at_least("EUR 1"),
    field("margin", "money").less_than("USD 1").or_if_missing(met=True)
    & field("amount", "money").less_than("USD 2"),
    field("cost").is_present() & field("product").is_present(),
    field("on").at_least(date(2026, 2, 1)) & field("on").less_than(date(2026, 3, 1)),
    field("closed", "date").at_most(field("on", "date")),
    field("customer").equals("K-1") & field("product").is_missing(),
    field("customer.country").equals("DE"),
    field("renewal").is_missing() | field("more.level", "number").at_least(2).or_if_missing(met=False),
    field("renewal", "flag").equals(other=True).or_if_missing(met=False),
    field("level", "number").equals(1).or_if_missing(met=True) & field("product.name").differs_from("x"),
)
"""Conditions that can be asked of every deal, of some, or of none."""

PERIODS = st.sampled_from(("week", "month", "quarter", "half"))
KEYS = st.builds(Amount, PERIODS) | st.builds(Attainment, PERIODS)
EVENTS = ("won", "won", "won", "order", "delivery", "invoice")
SINCE = date(2026, 1, 1)
OWN_COLUMNS: tuple[More, ...] = (
    More(),
    More(),
    More({"renewal": True}),
    More({"renewal": 1, "level": 1}),
    More({"level": 2}),
    More({"level": True}),
)
DAYS = st.sampled_from((date(2026, 12, 31), date(2026, 5, 15))).map(
    lambda last: DateRange.through(SINCE, last)
)


KINDS = Column | Count | Margin | Recurring | Revenue | Units


@frozen
class Asked:
    """A measure that is asked deal by deal, since the library does not know how to read it."""

    of: Column | Count | Margin | Recurring | Revenue | Units

    @property
    def where(self) -> Criterion:
        return self.of.where

    @property
    def event(self) -> Event:
        event = self.of.event
        assert isinstance(event, Event)
        return event

    @property
    def counts_things(self) -> bool:
        return self.of.counts_things

    def value(self, deal: Deal) -> Minor | None:
        return self.of.value(deal)


MONEY = st.builds(
    Revenue, st.sampled_from((ALWAYS, *ASKING)), st.sampled_from(EVENTS), st.booleans()
) | st.builds(Margin, st.sampled_from((ALWAYS, *ASKING)), st.sampled_from(EVENTS))
ASKED_FOR = st.one_of(
    st.builds(Count, st.sampled_from((ALWAYS, *ASKING))),
    st.builds(Units, st.sampled_from((ALWAYS, *ASKING))),
    st.builds(Recurring, st.sampled_from((ALWAYS, *ASKING)), st.just("won"), st.just("more.level")),
    st.builds(Column, st.just("level"), st.sampled_from((ALWAYS, *ASKING)), counts_things=st.booleans()),
)
BY_NUMBER = Amounts({0: "USD 0", 1: "USD 100"})
FACTORS = st.lists(
    st.builds(
        Factor, st.sampled_from(("50%", "1/3", "120%", "0%")), where=st.sampled_from((ALWAYS, *ASKING))
    ),
    max_size=2,
)
ELIGIBLE = st.sampled_from(
    (
        ALWAYS,
        ALWAYS,
        field("participant").is_in("ann", "bob"),
        field("manager").equals("cyd").or_if_missing(met=False),
        field("role").is_present(),
    )
)


@st.composite
def commissions_of(draw: st.DrawFn, name: str) -> Commission:
    """Commissions that the short way can do, on any figure that it reads."""
    measure = draw(MONEY | MONEY | ASKED_FOR)
    within = draw(st.sampled_from((None, None, "year")))
    key = draw(st.sampled_from((Amount, Amount if measure.counts_things else Attainment)))
    return Commission(
        name,
        of=measure,
        by=key(draw(PERIODS), within=within),
        pays=BY_NUMBER if measure.counts_things else "5%",
        factors=draw(FACTORS),
        eligible=draw(ELIGIBLE),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Plans of several commissions by every event that is read at once, with overrides above them."""
    commissions = [draw(commissions_of(f"c{number}")) for number in range(draw(st.integers(1, 4)))]
    paying = [one for one in commissions if not one.of.counts_things]
    overrides = [
        Override(
            f"o{number}",
            of=draw(st.sampled_from(paying)).id,
            by=draw(KEYS),
            pays="1%",
            level=draw(st.sampled_from((1, 1, 2, 3))),
        )
        for number in range(draw(st.integers(0, 2)) if paying else 0)
    ]
    crediting = st.builds(
        Crediting,
        st.sampled_from(("minor unit", "exact")),
        handed_over=st.sampled_from(((), (), ("50%",))),
        to=st.sampled_from((None, None, None, "dan")),
        leavers=st.sampled_from(("excluded", "credited")),
    )
    during = st.sampled_from((DateRange.always(), DateRange(date(2026, 2, 10), date(2026, 11, 20))))
    return Plan(
        "plan",
        components=(*commissions, *overrides),
        currency="USD",
        calendar=draw(CALENDARS),
        during=draw(during),
        crediting=draw(crediting),
    )


@st.composite
def batches(draw: st.DrawFn) -> Facts:
    """Histories with columns of the caller's own, a correction and somebody who joins late now and then."""
    facts = draw(histories(currency="USD", min_deals=5))
    joined = draw(st.sampled_from((None, DateRange(date(2026, 2, 15), None))))
    # A history may correct the deal itself, and a record is corrected once.
    corrected = draw(st.booleans()) and not any(one.supersedes == "D-1" for one in facts.all(Opportunity))
    records: list[Record] = []
    for record in facts.records:
        if isinstance(record, Opportunity):
            records.append(evolve(record, more=draw(st.sampled_from(OWN_COLUMNS))))
            if corrected and record.id == "D-1":
                records.append(evolve(record, id="D-1b", supersedes="D-1"))
        elif isinstance(record, Participant) and record.id == "bob":
            records.append(evolve(record, employed=joined))
        else:
            records.append(record)
    return Facts(records, links="open")


def one_by_one(plan: Plan) -> Plan:
    """The same plan with measures that are asked deal by deal."""
    return evolve(
        plan,
        components=[
            evolve(one, of=Asked(one.of))
            if isinstance(one, Commission) and isinstance(one.of, KINDS)
            else one
            for one in plan.components
        ],
    )


@given(plan=plans(), facts=batches(), during=DAYS)
def test_the_short_way_sums_what_going_deal_by_deal_sums(plan: Plan, facts: Facts, during: DateRange) -> None:
    scope, slow = Scope(plan, facts, during), Scope(one_by_one(plan), facts, during)
    assert all(map(is_linear, scope.streams))
    assert not any(map(is_linear, slow.streams))
    readable = [one for one in scope.streams if is_readable(scope, one)]
    found = linear_sums(scope, readable)
    names = {account.id for one in readable for account in one.accounts}
    try:
        expected = {name: sums for name, sums in collect(slow).sums.items() if name in names}
    except BatchError:
        assert found is None or len(readable) < len(scope.streams)
    else:
        assert found is not None
        assert found.sums == expected


@given(plan=plans(), facts=batches(), during=DAYS)
def test_a_plan_earns_the_same_either_way(plan: Plan, facts: Facts, during: DateRange) -> None:
    def told(one: Plan) -> object:
        try:
            return collect(Scope(one, facts, during)).sums
        except BatchError as error:
            return [str(problem) for problem in error.problems]

    assert told(plan) == told(one_by_one(plan))


BY_DEAL: Mapping[Amount | DealAmount | DealField | MarginPercent, tuple[Schedule, ...]] = MappingProxyType(
    {
        MarginPercent("month"): (
            Whole({None: "1%", "10%": "2%", "50%": "5%"}),
            Curve({"0%": "0%", "50%": "5%"}),
        ),
        DealAmount("month"): (
            Marginal({"USD 0": "1%", "USD 1": "7%"}),
            Amounts({"USD 0": "USD 0", "USD 1": "USD 0.50"}),
        ),
        DealField("more.level", "quarter", "number"): (Whole({None: "1%", 2: "1/3"}),),
        Amount("quarter"): (Flat("1/3"),),
    }
)


@st.composite
def deal_commissions(draw: st.DrawFn, name: str) -> Commission:
    """Commissions that pay for single deals: by what each looks up, limited or rounded one by one."""
    by = draw(st.sampled_from(tuple(BY_DEAL)))
    limits = st.lists(
        st.builds(Cap, st.sampled_from(("USD 0.05", "10%")), per=st.just("deal"))
        | st.builds(Floor, st.sampled_from(("USD 0.02", "1%")), per=st.just("deal")),
        max_size=2,
    )
    return Commission(
        name,
        of=draw(MONEY),
        by=by,
        pays=draw(st.sampled_from(BY_DEAL[by])),
        factors=draw(FACTORS),
        eligible=draw(ELIGIBLE),
        modifiers=draw(limits),
        rounds=draw(st.sampled_from(("period", "deal"))),
        negative=draw(st.sampled_from(("zero", "mirror"))),
    )


@given(data=st.data(), facts=batches(), during=DAYS)
def test_single_deals_are_paid_the_same_either_way(
    data: st.DataObject, facts: Facts, during: DateRange
) -> None:
    commissions = [
        data.draw(deal_commissions(f"c{number}")) for number in range(data.draw(st.integers(1, 3)))
    ]
    over = data.draw(st.lists(st.sampled_from(commissions), max_size=1))
    plan = Plan(
        "plan",
        components=(
            *commissions,
            *(Override("o", of=one.id, by=Amount("quarter"), pays="1%") for one in over),
        ),
        currency="USD",
        crediting=Crediting(data.draw(st.sampled_from(("minor unit", "exact")))),
    )

    last = during.last
    assert last is not None

    def told(one: Plan) -> object:
        try:
            return [
                (each.participant, each.component, each.period.label, each.base_size, each.exact_minor)
                for each in one.earn(facts, through=last, since=during.start).earned
            ]
        except BatchError as error:
            return [str(problem) for problem in error.problems]

    assert told(plan) == told(one_by_one(plan))


def sums_of(plan: Plan, records: list[Record]) -> dict[str, dict[tuple[str, int], Minor]]:
    scope = Scope(plan, Facts(records), DateRange.year(2026))
    found = linear_sums(scope, scope.streams)
    assert found is not None
    return {name: dict(sums) for (name, _), sums in found.sums.items()}


def a_plan(*where: Criterion, level: int | None = None) -> Plan:
    commissions = [
        Commission(f"c{number}", of=Revenue(one), by=Amount("quarter"), pays="5%")
        for number, one in enumerate(where)
    ]
    above = [] if level is None else [Override("o", of="c0", pays="1%", level=level)]
    return Plan("plan", components=(*commissions, *above), currency="USD")


def won(number: int, amount: int, day: str, customer: str | None = None) -> Opportunity:
    return Opportunity(f"D-{number}", "ann", f"USD {amount}", outcome="won", closed=day, customer=customer)


def test_a_sum_of_zero_is_a_sum_and_no_deals_are_none() -> None:
    records: list[Record] = [won(1, 5, "2026-01-31"), won(2, -5, "2026-02-01"), won(3, 0, "2026-04-01")]
    assert sums_of(a_plan(ALWAYS), records) == {"c0": {("ann", 0): 0, ("ann", 1): 0}}


def test_deals_of_the_day_of_a_move_count_for_the_new_manager() -> None:
    posts = [
        Assignment("A-1", "ann", "2026-01-01/2026-02-10", manager="bob"),
        Assignment("A-2", "ann", "2026-02-10/..", manager="cyd"),
    ]
    records: list[Record] = [
        *posts,
        won(1, 1, "2026-02-09"),
        won(2, 2, "2026-02-10"),
        won(3, 4, "2026-03-31"),
    ]
    sums = sums_of(a_plan(ALWAYS, level=1), records)
    assert sums == {"c0": {("ann", 0): 700}, "o": {("bob", 0): 100, ("cyd", 0): 600}}


def test_very_many_customers_are_told_apart() -> None:
    count = 70_000
    customers = [Customer(f"K-{number}", country="DE" if number % 3 else "FR") for number in range(count)]
    deals = [won(number, 1, "2026-01-31", customer=f"K-{number}") for number in range(count)]
    german = field("customer.country").equals("DE")
    scope = Scope(a_plan(german, ~german), Facts([*customers, *deals]), DateRange.year(2026))
    found = linear_sums(scope, scope.streams)
    assert found is not None
    assert found.sums == {("c0", 0): {("ann", 0): 4_666_600}, ("c1", 0): {("ann", 0): 2_333_400}}


def test_amounts_on_and_beside_a_bound_are_told_apart() -> None:
    amount = field("amount", "money")
    asked = (
        amount.equals("USD 2"),
        amount.more_than("USD 2"),
        amount.at_least("USD 2"),
        amount.at_most("USD 2"),
    )
    deals: list[Record] = [
        evolve(won(number, 0, "2026-01-31"), amount=Money(199 + number, "USD")) for number in range(3)
    ]
    sums = sums_of(a_plan(*asked), deals)
    assert [sums[f"c{number}"]["ann", 0] for number in range(4)] == [200, 201, 401, 399]


@pytest.mark.parametrize("order", [1, -1])
def test_a_flag_is_no_number_though_it_equals_one(order: int) -> None:
    deals = [
        evolve(won(1, 1, "2026-01-31"), more={"level": 1}),
        evolve(won(2, 2, "2026-01-31"), more={"level": True}),
    ]
    plan = a_plan(field("level", "number").equals(1))
    assert sums_of(plan, [*deals[:1]]) == {"c0": {("ann", 0): 100}}
    scope = Scope(plan, Facts(deals[::order]), DateRange.year(2026))
    assert linear_sums(scope, scope.streams) is None


def test_a_move_of_the_manager_moves_what_goes_to_the_level_above() -> None:
    posts = [
        Assignment("A-1", "ann", "2026-01-01/..", manager="bob"),
        Assignment("A-2", "bob", "2026-01-01/2026-02-10", manager="cyd"),
        Assignment("A-3", "bob", "2026-02-10/..", manager="dan"),
    ]
    records: list[Record] = [*posts, won(1, 1, "2026-02-09"), won(2, 2, "2026-02-10")]
    assert sums_of(a_plan(ALWAYS, level=2), records)["o"] == {("cyd", 0): 100, ("dan", 0): 200}


@pytest.mark.parametrize(("minor", "first", "second"), [(1, 1, 0), (-1, -1, 0), (3, 2, 1), (100, 50, 50)])
def test_the_first_of_two_equal_shares_has_the_odd_cent(minor: int, first: int, second: int) -> None:
    deal = evolve(won(1, 0, "2026-01-31"), amount=Money(minor, "USD"))
    shares = [DealShare("S-1", "D-1", "bob"), DealShare("S-2", "D-1", "cyd")]
    assert sums_of(a_plan(ALWAYS), [deal, *shares]) == {"c0": {("bob", 0): first, ("cyd", 0): second}}


def test_a_share_that_begins_later_does_not_share() -> None:
    shares = [DealShare("S-1", "D-1", "bob"), DealShare("S-2", "D-1", "cyd", on="2026-02-01")]
    assert sums_of(a_plan(ALWAYS), [won(1, 1, "2026-01-31"), *shares]) == {"c0": {("bob", 0): 100}}


def test_two_shares_of_somebody_in_a_deal_are_limited_together() -> None:
    shares = [DealShare(f"S-{number}", "D-1", "bob") for number in range(2)]
    capped = Commission("c", of=Revenue(), pays="10%", modifiers=Cap("USD 6", per="deal"))
    plan = Plan("plan", components=capped, currency="USD")
    outcome = plan.earn(Facts([won(1, 100, "2026-01-31"), *shares]), through="2026-01")
    assert [str(one.amount) for one in outcome.earned] == ["USD 6.00"]


@pytest.mark.parametrize(
    ("boundary", "cost", "paid"),
    [
        ("upper", 6_666, "USD 5.00"),
        ("lower", 6_666, "USD 1.00"),
        ("lower", 6_665, "USD 5.00"),
        ("upper", 6_667, "USD 1.00"),
    ],
)
def test_a_margin_on_a_bound_belongs_to_the_step_that_owns_it(boundary: str, cost: int, paid: str) -> None:
    commission = Commission(
        "c", of=Revenue(), by=MarginPercent(), pays=Whole({None: "1%", "1/3": "5%"}, boundary)
    )
    plan = Plan("plan", components=commission, currency="USD")
    deal = evolve(won(1, 0, "2026-01-31"), amount=Money(9_999, "USD"), cost=Money(cost, "USD"))
    back = evolve(deal, id="D-2", amount=Money(-9_999, "USD"), cost=Money(-cost, "USD"), owner="bob")
    earned = plan.replace(components=evolve(commission, negative="mirror")).earn(
        Facts([deal, back]), through="2026-01"
    )
    assert [str(one.amount) for one in earned.earned] == [paid, paid.replace("USD ", "USD -")]
    assert str(plan.earn(Facts([deal]), through="2026-01").earned[0].amount) == paid


def test_only_what_builds_up_counts_from_before_the_first_day() -> None:
    posts = [
        Assignment("A-1", "ann", "2026-01-01/2026-02-10", manager="bob"),
        Assignment("A-2", "ann", "2026-02-10/..", manager="cyd"),
        Assignment("A-0", "ann", "../2026-01-01", manager="cyd"),
    ]
    deals = [won(1, 1, "2025-11-30"), won(2, 2, "2026-01-01"), won(3, 4, "2026-02-10")]
    grows = Commission("grows", of=Revenue(), by=Amount("month", within="year"), pays="1%")
    alone = Commission("alone", of=Revenue(), by=Amount("month"), pays="1%")
    plan = Plan(
        "plan",
        components=(grows, alone, Override("led", of="alone", by=Amount("year"), pays="1%")),
        currency="USD",
        calendar=FiscalCalendar(start_month=10),
    )
    scope = Scope(plan, Facts([*deals, *posts]), DateRange("2026-01-01", "2026-03-01"))
    found = linear_sums(scope, scope.streams)
    assert found is not None
    assert sorted(found.sums["grows", 0].values()) == [100, 200, 400]
    assert sorted(found.sums["alone", 0].values()) == [200, 400]
    assert found.sums["led", 0] == {("bob", 0): 200, ("cyd", 0): 400}


def test_a_factor_counts_only_where_its_condition_holds() -> None:
    half = Factor("50%", where=field("amount", "money").at_least("USD 2"))
    third = Factor("1/3", where=field("amount", "money").at_least("USD 3"))
    commission = Commission("c", of=Revenue(), pays="1%", factors=(half, third))
    plan = Plan("plan", components=commission, currency="USD")
    assert sums_of(plan, [won(1, 1, "2026-01-31")]) == {"c": {("ann", 0): 100}}
    assert sums_of(plan, [won(1, 2, "2026-01-31")]) == {"c": {("ann", 0): 100}}
    assert sums_of(plan, [won(number, 4, "2026-01-31") for number in range(2)]) == {"c": {("ann", 0): 134}}


def test_credits_are_told_only_of_what_counts_and_at_its_part() -> None:
    half = Factor("50%", where=field("amount", "money").at_least("USD 2"))
    commission = Commission(
        "c", of=Revenue(), pays="1%", factors=half, eligible=field("role").equals("executive")
    )
    posts = [
        Assignment("A-1", "ann", "2026-01-01/..", role="executive"),
        Assignment("A-2", "bob", "2026-01-01/..", role="trainee"),
    ]
    deals = [won(1, 1, "2026-01-31"), won(2, 4, "2026-01-31"), evolve(won(3, 9, "2026-01-31"), owner="bob")]
    outcome = Plan("plan", components=commission, currency="USD").earn(
        Facts([*posts, *deals]), through="2026-01"
    )
    assert [(one.deal, str(one.value)) for one in outcome.credits()] == [("D-1", "USD 1"), ("D-2", "USD 2")]
    assert outcome.statement("ann").adds_up
