"""Strategies for rules, and for accounts that come close to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.criteria import ALWAYS, Criterion, all_of, any_of, field
from salesmgmt.reasons import Reason
from salesmgmt.records import Customer
from salesmgmt.territory.rules import (
    Assigned,
    Audit,
    AuditFinding,
    FindingKind,
    Match,
    Member,
    Routed,
    Routing,
    RoutingState,
    RuleSet,
    TerritoryRule,
    Trace,
    TraceLine,
    Transfer,
    TransferItem,
    TransferKind,
    TransferPolicy,
    Transfers,
    Turn,
    Window,
    rule,
)
from salesmgmt.testing.calendars import date_ranges, working_weeks
from salesmgmt.testing.criteria import explanations, witnesses
from salesmgmt.testing.reasons import reasons

__all__ = [
    "STRATEGIES",
    "account_lists",
    "assignments",
    "audit_findings",
    "audits",
    "finding_kinds",
    "matches",
    "members",
    "routeds",
    "routing_states",
    "routings",
    "rule_criteria",
    "rule_sets",
    "territory_rules",
    "trace_lines",
    "traces",
    "transfer_items",
    "transfer_kinds",
    "transfer_lists",
    "transfer_policies",
    "transfers",
    "turns",
    "windows",
]

REGIONS = ("N", "S", "W")
SEGMENTS = ("large", "small")
SIZES = (0, 5, 10, 20)
ACCOUNTS = tuple(f"C-{number}" for number in range(6))


@st.composite
def rule_criteria(draw: st.DrawFn, *, lenient: bool = False) -> Criterion:
    """Conditions over region, segment and size that touch each other.

    Args:
        draw: Supplied by Hypothesis.
        lenient: Whether every condition says what a missing field means.
    """

    def leaf() -> Criterion:
        kind = draw(st.integers(0, 4))
        missing = draw(st.sampled_from((True, False) if lenient else (None, None, True, False)))
        if kind == 0:
            some = field("region").is_in(*draw(st.sets(st.sampled_from(REGIONS), min_size=1)))
            return some if missing is None else some.or_if_missing(missing)
        if kind == 1:
            one = field("segment").equals(draw(st.sampled_from(SEGMENTS)))
            return one if missing is None else one.or_if_missing(missing)
        if kind == 2:
            low = field("size", "number").at_least(draw(st.sampled_from(SIZES)))
            return low if missing is None else low.or_if_missing(missing)
        if kind == 3:
            high = field("size", "number").less_than(draw(st.sampled_from(SIZES)))
            return high if missing is None else high.or_if_missing(missing)
        return field("segment", "text").is_missing()

    shape = draw(st.integers(0, 5))
    if shape == 0:
        return ALWAYS
    if shape <= 2:
        return leaf()
    if shape == 3:
        return all_of(leaf(), leaf())
    if shape == 4:
        return any_of(leaf(), leaf())
    return ~all_of(leaf(), leaf())


@st.composite
def rule_sets(
    draw: st.DrawFn,
    *,
    match: Match | str | None = None,
    most: int = 7,
    named: bool = True,
    lenient: bool = False,
) -> RuleSet:
    """Trees of rules with names in and out.

    Args:
        draw: Supplied by Hypothesis.
        match: `first` or `all`; both where left out.
        most: Most rules.
        named: Whether accounts are named in and out.
        lenient: Whether every condition says what a missing field means.
    """
    kind = Match(match) if match is not None else draw(matches())
    rules: list[TerritoryRule] = []
    free = list(ACCOUNTS)
    for number in range(draw(st.integers(1, most))):
        parents = [None, *(one.id for one in rules)]
        includes: list[str] = []
        excludes: list[str] = []
        if named and draw(st.integers(0, 3)) == 0:
            includes = draw(st.lists(st.sampled_from(free), max_size=2, unique=True)) if free else []
            if kind is Match.FIRST:
                free = [account for account in free if account not in includes]
            excludes = [
                account
                for account in draw(st.lists(st.sampled_from(ACCOUNTS), max_size=2, unique=True))
                if account not in includes
            ]
        rules.append(
            rule(
                f"T{number}",
                draw(rule_criteria(lenient=lenient)),
                parent=draw(st.sampled_from(parents)),
                owner=draw(st.sampled_from((None, "ann", "bob"))),
                includes=includes,
                excludes=excludes,
                priority=draw(st.sampled_from((0, 0, 0, 1))),
                keeps_rest=draw(st.booleans()),
            )
        )
    return RuleSet(
        "rules",
        draw(st.permutations(rules)),
        kind,
        during=draw(date_ranges()),
        status=draw(st.sampled_from(("draft", "live"))),
        version=draw(st.integers(1, 5)),
    )


@st.composite
def account_lists(draw: st.DrawFn, *, whole: bool = False, most: int = 6) -> tuple[Customer, ...]:
    """Customers with a region, a segment and a size, some of which may be missing.

    Args:
        draw: Supplied by Hypothesis.
        whole: Whether nothing is missing.
        most: Most customers.
    """
    no: tuple[None, ...] = () if whole else (None,)
    names = draw(st.lists(st.sampled_from((*ACCOUNTS, "C-x", "C-y")), max_size=most, unique=True))
    return tuple(
        Customer(
            name,
            region=draw(st.sampled_from((*REGIONS, "elsewhere", *no))),
            segment=draw(st.sampled_from((*SEGMENTS, "other", *no))),
            more={"size": draw(st.sampled_from((*no, -1, 0, 4, 5, 7, 10, 15, 20, 30)))},
        )
        for name in names
    )


def territory_rules() -> st.SearchStrategy[TerritoryRule]:
    """Single rules."""
    return rule_sets().flatmap(lambda rules: st.sampled_from(rules.rules))


def matches() -> st.SearchStrategy[Match]:
    """How many territories an account may have."""
    return st.sampled_from(Match)


def finding_kinds() -> st.SearchStrategy[FindingKind]:
    """What an audit may find."""
    return st.sampled_from(FindingKind)


@st.composite
def assignments(draw: st.DrawFn) -> Assigned:
    """Outcomes of rules, with whatever territories the accounts may have."""
    rules = draw(rule_sets())
    names = draw(st.lists(st.text(min_size=1), max_size=5, unique=True))
    most = 1 if rules.match is Match.FIRST else 3
    one = st.lists(st.sampled_from([each.id for each in rules.rules]), max_size=most, unique=True)
    return Assigned(rules, names, [draw(one) for _ in names], draw(st.none() | st.dates()))


def trace_lines() -> st.SearchStrategy[TraceLine]:
    """Steps of traces."""
    return st.builds(TraceLine, st.integers(0, 5), reasons(), st.none() | explanations())


def traces() -> st.SearchStrategy[Trace]:
    """Ways of accounts."""
    name = st.text(min_size=1)
    lines = st.lists(trace_lines(), min_size=1, max_size=3)
    return st.builds(Trace, name, st.lists(name, max_size=2), lines)


def audit_findings() -> st.SearchStrategy[AuditFinding]:
    """Single findings of audits."""
    name = st.text(min_size=1)
    return st.builds(
        AuditFinding,
        finding_kinds(),
        st.none() | name,
        st.lists(name, max_size=2),
        st.builds(Reason.of, st.just("territory.audit.gap.top")),
        st.none() | witnesses(),
    )


def audits() -> st.SearchStrategy[Audit]:
    """Outcomes of audits."""
    return st.builds(Audit, st.lists(audit_findings(), max_size=3))


def windows() -> st.SearchStrategy[Window]:
    """For how long something is counted."""
    return st.sampled_from(Window)


def members(name: str | None = None) -> st.SearchStrategy[Member]:
    """Members of a team.

    Args:
        name: Identifier of the member; any where left out.
    """
    return st.builds(
        Member,
        st.text(min_size=1) if name is None else st.just(name),
        st.integers(1, 9),
        st.none() | st.integers(0, 5),
        windows(),
        rule_criteria(lenient=True),
        st.lists(date_ranges(), max_size=2),
        st.none() | working_weeks(),
    )


@st.composite
def routings(draw: st.DrawFn) -> Routing:
    """Teams of one to four members."""
    names = draw(st.lists(st.sampled_from("abcdefg"), min_size=1, max_size=4, unique=True))
    return Routing([draw(members(name)) for name in names], draw(windows()))


def turns(name: str | None = None) -> st.SearchStrategy[Turn]:
    """How members stand.

    Args:
        name: Identifier of the member; any where left out.
    """
    return st.builds(
        Turn,
        st.text(min_size=1) if name is None else st.just(name),
        st.fractions(0, 100),
        st.integers(0, 100),
        st.integers(0, 100),
    )


@st.composite
def routing_states(draw: st.DrawFn) -> RoutingState:
    """What routing carries on."""
    names = draw(st.lists(st.sampled_from("abcdefg"), max_size=4, unique=True))
    return RoutingState([draw(turns(name)) for name in names], draw(st.none() | st.dates()))


def routeds() -> st.SearchStrategy[Routed]:
    """Where leads went."""
    name = st.text(min_size=1)
    return st.builds(Routed, name, st.none() | name, st.dates(), reasons())


def transfers() -> st.SearchStrategy[Transfer]:
    """What may become of something."""
    return st.sampled_from(Transfer)


def transfer_kinds() -> st.SearchStrategy[TransferKind]:
    """What may change hands."""
    return st.sampled_from(TransferKind)


def transfer_items() -> st.SearchStrategy[TransferItem]:
    """What becomes of single things."""
    name = st.text(min_size=1)
    return st.builds(
        TransferItem,
        transfer_kinds(),
        name,
        name,
        name,
        st.none() | name,
        transfers(),
        st.none() | st.dates(),
        reasons(),
    )


def transfer_lists() -> st.SearchStrategy[Transfers]:
    """What passes on with a plan."""
    return st.builds(Transfers, st.dates(), st.lists(transfer_items(), max_size=3))


def transfer_policies() -> st.SearchStrategy[TransferPolicy]:
    """Policies of what passes on."""
    days = st.integers(0, 400)
    stages = st.lists(st.text(), max_size=2)
    return st.builds(TransferPolicy, transfers(), stages, days, days, transfers())


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        Assigned: assignments,
        Audit: audits,
        AuditFinding: audit_findings,
        FindingKind: finding_kinds,
        Match: matches,
        Member: members,
        Routed: routeds,
        Routing: routings,
        RoutingState: routing_states,
        RuleSet: rule_sets,
        TerritoryRule: territory_rules,
        Trace: traces,
        TraceLine: trace_lines,
        Transfer: transfers,
        TransferItem: transfer_items,
        TransferKind: transfer_kinds,
        TransferPolicy: transfer_policies,
        Transfers: transfer_lists,
        Turn: turns,
        Window: windows,
    }
)
