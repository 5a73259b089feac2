"""Hypothesis strategies for scores, approval matrices, applications, holds and a customer's status."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.credit.approval import (
    ApplicationCase,
    ApplicationPolicy,
    ApprovalMatrix,
    ApprovalRequest,
    ApprovalRoute,
    ApprovalRule,
    BandGaps,
    CheckerApproves,
    Checklist,
    ChecklistItem,
    ChecklistStep,
    ChoiceFactor,
    CreditApplication,
    CreditHold,
    CreditScore,
    CreditStatus,
    FlagFactor,
    HoldCase,
    HoldPolicy,
    Mandate,
    Mandates,
    MatrixFinding,
    MissingValue,
    PointsCard,
    RatioModel,
    ScoreBand,
    ScoreZone,
    Seniors,
    StatusOutcome,
    StatusPolicy,
    StepFactor,
    Uncovered,
    ZoneBy,
)
from salesmgmt.credit.decisions import AbsentLimit, AtLimit
from salesmgmt.credit.limits import LimitFindingKind, LimitKind, LimitScope, ZeroLimit
from salesmgmt.criteria import NEVER, field
from salesmgmt.money import Money, Rate
from salesmgmt.testing.reasons import reasons
from salesmgmt.workflows import Details, Event, Needs, NotAllowedError
from salesmgmt.workflows.details import Scalar

__all__ = [
    "STRATEGIES",
    "application_attempts",
    "application_cases",
    "application_policies",
    "approval_matrices",
    "approval_requests",
    "approval_rules",
    "checklists",
    "credit_applications",
    "credit_holds",
    "credit_scores",
    "factors",
    "figures_for",
    "hold_attempts",
    "hold_cases",
    "hold_policies",
    "mandates",
    "points_cards",
    "ratio_models",
    "status_policies",
]

PEOPLE = ("ann", "bob", "cyn", "dan")
ROLES = ("sales", "credit analyst", "manager", "director")
GRADES = ("A", "B", "C")
REASONS = ("limit", "overdue", "逾期")

_FIRST = date(2026, 3, 2)
_LARGE = Money(50_000, "CNY")
#: What brings a matter further.
_ONWARD = frozenset({"submit", "check", "approve", "activate", "clear", "release"})
_names = st.text("abc中", min_size=1, max_size=3)
_numbers = st.integers(-8, 40).map(lambda quarters: Fraction(quarters, 4))
_amounts = st.sampled_from((0, 1, 10_000, 50_000, 50_001, 99_999)).map(lambda minor: Money(minor, "CNY"))
_shares = st.sampled_from(("0%", "10%", "50%", "1/3", "120%")).map(Rate)
_days = st.sampled_from((0, 30, 60, 61))


@st.composite
def factors(draw: st.DrawFn, *, name: str | None = None) -> ChoiceFactor | FlagFactor | StepFactor:
    """Factors of every kind.

    Args:
        draw: Supplied by Hypothesis.
        name: Its identifier; any where left out.
    """
    given = draw(_names) if name is None else name
    weight = draw(st.sampled_from((Fraction(1), Fraction(1, 4), Fraction(2))))
    zero_if = draw(st.sampled_from([NEVER, NEVER, field("off", "flag").is_present()]))
    match draw(st.integers(0, 2)):
        case 0:
            choices = draw(st.dictionaries(_names, _numbers, min_size=1, max_size=3))
            return ChoiceFactor(given, choices, weight, zero_if)
        case 1:
            return FlagFactor(given, draw(_numbers), draw(_numbers), weight, zero_if)
    steps = draw(st.dictionaries(_numbers, _numbers, min_size=1, max_size=3))
    return StepFactor(given, steps.items(), draw(_numbers), weight, zero_if)


@st.composite
def points_cards(draw: st.DrawFn, *, missing: MissingValue | None = None) -> PointsCard:
    """Scorecards whose bands hold every score once.

    Args:
        draw: Supplied by Hypothesis.
        missing: The rule for what is not known; any where left out.
    """
    names = draw(st.lists(_names, min_size=1, max_size=3, unique=True))
    lines = [draw(factors(name=name)) for name in names]
    rule = draw(st.sampled_from(MissingValue)) if missing is None else missing
    places = draw(st.integers(0, 2))
    cuts = sorted(draw(st.sets(st.integers(-20, 60), max_size=3)))
    step = Fraction(1, 10**places)
    bands = []
    for number, (low, high) in enumerate(pairwise([None, *cuts, None])):
        needed = draw(st.lists(st.sampled_from(names), max_size=1))
        bands.append(ScoreBand(f"band {number}", low, None if high is None else high - step, needed))
    shown = bands if draw(st.booleans()) else []
    return PointsCard("House", lines, shown, places=places, missing=rule)


@st.composite
def figures_for(
    draw: st.DrawFn, card: PointsCard, *, complete: bool = False
) -> dict[str, str | bool | int | Fraction]:
    """Figures that a scorecard can read.

    Args:
        draw: Supplied by Hypothesis.
        card: The scorecard.
        complete: Whether every figure is known; some are left out otherwise.
    """
    found: dict[str, str | bool | int | Fraction] = {}
    for one in card.factors:
        if not complete and draw(st.integers(0, 3)) == 0:
            continue
        if isinstance(one, ChoiceFactor):
            found[one.id] = draw(st.sampled_from([name for name, _ in one.choices]))
        elif isinstance(one, FlagFactor):
            found[one.id] = draw(st.booleans())
        else:
            found[one.id] = draw(_numbers)
    if draw(st.integers(0, 3)) == 0:
        found["off"] = draw(st.booleans())
    return found


@st.composite
def ratio_models(draw: st.DrawFn) -> RatioModel:
    """Linear models, the published ones among them."""
    if draw(st.booleans()):
        published = (RatioModel.altman, RatioModel.altman_private, RatioModel.altman_general)
        return draw(st.sampled_from(published))()
    low, high = sorted((draw(_numbers), draw(_numbers)))
    return RatioModel(
        "Own",
        draw(st.dictionaries(_names, _numbers, min_size=1, max_size=4)),
        low,
        high,
        "house",
        constant=draw(_numbers),
        places=draw(st.integers(0, 3)),
        zone_by=draw(st.sampled_from(ZoneBy)),
    )


def _score_bands() -> st.SearchStrategy[ScoreBand]:
    bounds = st.tuples(_numbers, _numbers).map(sorted)
    return st.builds(
        lambda name, pair, needed: ScoreBand(name, pair[0], pair[1], needed),
        _names,
        bounds,
        st.lists(_names, max_size=2),
    ) | st.builds(ScoreBand, _names)


def credit_scores() -> st.SearchStrategy[CreditScore]:
    """What scorecards may come to."""
    return st.builds(
        CreditScore,
        _names,
        _numbers,
        _numbers,
        st.lists(st.tuples(_names, _numbers), max_size=3),
        st.none() | _names,
        st.lists(reasons(), max_size=2),
    )


def approval_requests(*, grades: tuple[str, ...] = GRADES) -> st.SearchStrategy[ApprovalRequest]:
    """Requests in yuan.

    Args:
        grades: Their grades; without one where there are none.
    """
    given = st.sampled_from(grades) if grades else st.none()
    return st.builds(ApprovalRequest, _amounts, given, _shares, _days)


def _needs() -> st.SearchStrategy[tuple[Needs, int | None, tuple[str, ...]]]:
    """How many people of which roles."""
    return st.sampled_from(
        [
            (Needs.ANY, None, ("manager",)),
            (Needs.ANY, None, ("manager", "director")),
            (Needs.ALL, None, ("manager", "director")),
            (Needs.QUORUM, 2, ("manager", "director")),
        ]
    )


@st.composite
def approval_rules(draw: st.DrawFn) -> ApprovalRule:
    """Rules with any bounds."""
    needs, quorum, roles = draw(_needs())
    over, up_to = draw(st.sampled_from([(None, None), (0, 10_000), (10_000, None), (None, 50_000)]))
    share = draw(st.sampled_from([(None, None), ("0%", "10%"), ("10%", None), (None, "1/3")]))
    days = draw(st.sampled_from([(None, None), (0, 30), (30, None), (None, 60)]))
    return ApprovalRule(
        draw(_names),
        roles,
        over=None if over is None else Money(over, "CNY"),
        up_to=None if up_to is None else Money(up_to, "CNY"),
        grades=draw(st.lists(st.sampled_from(GRADES), max_size=2)),
        excess_over=None if share[0] is None else Rate(share[0]),
        excess_up_to=None if share[1] is None else Rate(share[1]),
        days_over=days[0],
        days_up_to=days[1],
        needs=needs,
        quorum=quorum,
    )


@st.composite
def approval_matrices(draw: st.DrawFn, *, covered: bool | None = None) -> ApprovalMatrix:
    """Matrices without overlaps: amounts in steps, each step split by grade, excess or days, or not.

    Args:
        draw: Supplied by Hypothesis.
        covered: Whether every request has a rule; either where left out.
    """
    cuts = sorted(draw(st.sets(st.sampled_from((1, 10_000, 50_000)), max_size=2)))
    grades = draw(st.sampled_from(((), GRADES)))
    rules: list[ApprovalRule] = []
    for low, high in pairwise([None, *cuts, None]):
        amounts: dict[str, Money | None] = {
            "over": None if low is None else Money(low, "CNY"),
            "up_to": None if high is None else Money(high, "CNY"),
        }
        splits: list[dict[str, object]] = draw(
            st.sampled_from(
                [
                    [{}],
                    [{"excess_up_to": Rate("10%")}, {"excess_over": Rate("10%")}],
                    [{"days_up_to": 30}, {"days_over": 30}],
                    [{"grades": ("A",)}, {"grades": ("B", "C")}] if grades else [{}],
                ]
            )
        )
        for split in splits:
            needs, quorum, roles = draw(_needs())
            name = f"rule {len(rules) + 1}"
            rules.append(_rule(name, roles, needs, quorum, amounts, split))
    if covered is not False and (covered or draw(st.booleans())):
        return ApprovalMatrix(rules, "CNY", grades)
    kept = draw(st.lists(st.sampled_from(rules), min_size=1, unique=True))
    return ApprovalMatrix(kept, "CNY", grades, Uncovered.NOBODY)


def _rule(
    name: str,
    roles: tuple[str, ...],
    needs: Needs,
    quorum: int | None,
    amounts: Mapping[str, Money | None],
    split: Mapping[str, object],
) -> ApprovalRule:
    grades, over, up_to = split.get("grades", ()), split.get("excess_over"), split.get("excess_up_to")
    more, most = split.get("days_over"), split.get("days_up_to")
    return ApprovalRule(
        name,
        roles,
        over=amounts["over"],
        up_to=amounts["up_to"],
        grades=grades if isinstance(grades, tuple) else (),
        excess_over=over if isinstance(over, Rate) else None,
        excess_up_to=up_to if isinstance(up_to, Rate) else None,
        days_over=more if isinstance(more, int) else None,
        days_up_to=most if isinstance(most, int) else None,
        needs=needs,
        quorum=quorum,
    )


def _routes() -> st.SearchStrategy[ApprovalRoute]:
    return st.builds(ApprovalRoute, approval_requests(), st.none() | approval_rules(), reasons())


def _findings() -> st.SearchStrategy[MatrixFinding]:
    kinds = st.sampled_from((LimitFindingKind.GAP, LimitFindingKind.OVERLAP))
    return st.builds(MatrixFinding, kinds, st.lists(_names, max_size=2), approval_requests(), reasons())


def _mandate() -> st.SearchStrategy[Mandate]:
    starts = st.none() | st.integers(0, 6).map(lambda days: _FIRST + timedelta(days))
    ends = st.none() | st.integers(7, 14).map(lambda days: _FIRST + timedelta(days))
    spans = st.builds(DateRange, starts, ends)
    return st.builds(Mandate, st.sampled_from(PEOPLE), st.sampled_from(ROLES), spans)


def mandates(*, complete: bool = False) -> st.SearchStrategy[Mandates]:
    """Who holds which role.

    Args:
        complete: Whether each role has at least two people who always hold it.
    """
    some = st.lists(_mandate(), max_size=6)
    if not complete:
        return some.map(Mandates)
    always = [
        Mandate(PEOPLE[(number + more) % len(PEOPLE)], role)
        for number, role in enumerate(ROLES)
        for more in (0, 1)
    ]
    return some.map(lambda found: Mandates([*always, *found]))


def _items() -> st.SearchStrategy[ChecklistItem]:
    large = field("subject.amount", "money").more_than(_LARGE)
    whens = st.sampled_from([ChecklistItem("x").when, large])
    return st.builds(
        ChecklistItem, st.sampled_from(("licence", "report")), st.sampled_from(ChecklistStep), whens
    )


def checklists() -> st.SearchStrategy[Checklist]:
    """Lists with up to two items."""
    return st.lists(_items(), max_size=2, unique_by=lambda one: one.id).map(Checklist)


def credit_applications() -> st.SearchStrategy[CreditApplication]:
    """Applications in yuan."""
    spans = st.builds(
        DateRange,
        st.none() | st.integers(0, 9).map(lambda days: _FIRST + timedelta(days)),
        st.none() | st.integers(10, 20).map(lambda days: _FIRST + timedelta(days)),
    )
    return st.builds(
        CreditApplication,
        st.just("A-1"),
        st.just("C-9"),
        _amounts.filter(bool),
        st.sampled_from(PEOPLE),
        spans,
        st.sampled_from(LimitKind),
        st.sampled_from(LimitScope),
        term_days=_days,
        review=st.none() | st.just(_FIRST),
        priority=st.integers(1, 3),
        note=st.sampled_from(("", "new branch")),
    )


def application_policies() -> st.SearchStrategy[ApplicationPolicy]:
    """Policies of every kind."""
    return st.builds(
        ApplicationPolicy,
        approval_matrices(),
        checklists(),
        st.sampled_from(("sales", ("sales", "manager"))),
        st.sampled_from(("credit analyst", ("credit analyst", "manager"))),
        activate_within=st.integers(0, 5),
        checker_approves=st.sampled_from(CheckerApproves),
        taken_over_until=st.none() | st.just(_FIRST + timedelta(3)),
        name=st.sampled_from(("Credit application", "授信申请")),
    )


def _likely(
    draw: st.DrawFn, case: ApplicationCase | HoldCase, names: tuple[str, ...], days: tuple[int, ...]
) -> tuple[str, str, str, date, str]:
    """Event, person, role, day and on whose behalf: mostly what can happen next."""
    flow, state = case.policy.workflow, case.state
    here = [one for one in flow.transitions if state in one.source]
    onward = [one for one in here if one.event in _ONWARD]
    last = max([case.opened, *[event.on for event in case.events]])
    on = last + timedelta(draw(st.sampled_from(days)))
    asking = (case.application if isinstance(case, ApplicationCase) else case.hold).requested_by
    luck = draw(st.integers(0, 9))
    if here and luck < 9:
        one = draw(st.sampled_from(onward if onward and luck < 7 else here))
        role = draw(st.sampled_from(one.roles or ("",)))
        holders = [person for person in PEOPLE if case.mandates.holds(person, role, on)]
        others = [person for person in holders if person != asking]
        return one.event, draw(st.sampled_from(others or PEOPLE)), role, on, ""
    by, behalf = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(("", *PEOPLE)))
    return draw(st.sampled_from(names)), by, draw(st.sampled_from(ROLES)), on, behalf


def _acted(draw: st.DrawFn, case: ApplicationCase | HoldCase, key: str, name: str) -> Event | None:
    """What can happen in every case: delegations and the like; None where something else happens."""
    if draw(st.integers(0, 9)) < 9:
        return None
    last = max([case.opened, *[event.on for event in case.events]])
    by, to = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(PEOPLE))
    role = draw(st.sampled_from(ROLES))
    match draw(st.sampled_from(("delegate", "hand over", "add", "take over"))):
        case "delegate":
            days = DateRange(last, draw(st.sampled_from((None, last + timedelta(2)))))
            return Event.delegated(key, name, by, role, last, to=to, during=days)
        case "hand over":
            return Event.handed_over(key, name, by, role, last, to=to)
        case "add":
            event = draw(st.sampled_from(case.policy.workflow.events))
            return Event.approver_added(key, name, by, role, last, to=to, event=event)
    states = [state.name for state in case.policy.workflow.states]
    return Event.taken_over(key, name, draw(st.sampled_from(states)), last, by)


@st.composite
def application_attempts(draw: st.DrawFn, case: ApplicationCase) -> Event:
    """Events that somebody may try on an application, allowed or not.

    Args:
        draw: Supplied by Hypothesis.
        case: Where they try.
    """
    key, name = f"e{case.version + 1}", case.application.id
    acted = _acted(draw, case, key, name)
    if acted is not None:
        return acted
    event, by, role, on, behalf = _likely(draw, case, case.policy.workflow.events, (0, 0, 0, 1, 6))
    payload: dict[str, Scalar | None] = {"to": draw(st.sampled_from(("draft", "submitted")))}
    if draw(st.integers(0, 5)):
        payload |= {"why": "x", "licence": True, "report": draw(st.integers(0, 5)) > 0}
    if event == "check" or not draw(st.integers(0, 5)):
        asked = case.application.amount
        payload["amount"] = draw(st.sampled_from((asked, asked, Money(1, "CNY"), Money(60_000, "CNY"))))
        payload["grade"] = draw(st.sampled_from((*GRADES, *GRADES, "D")))
        payload["excess"] = draw(_shares).value
    return Event(key, name, event, by, role, on, None, Details(payload), "", behalf)


@st.composite
def application_cases(
    draw: st.DrawFn,
    *,
    policy: st.SearchStrategy[ApplicationPolicy] | None = None,
    max_events: int = 8,
) -> ApplicationCase:
    """Applications with a history that their policy allows.

    Args:
        draw: Supplied by Hypothesis.
        policy: By which they run; any where left out.
        max_events: Most events that are tried; those that are refused leave no trace.
    """
    case = ApplicationCase(
        draw(application_policies() if policy is None else policy),
        draw(mandates(complete=True)),
        draw(credit_applications()),
        _FIRST,
    )
    for _ in range(draw(st.integers(0, max_events))):
        try:
            case = case.fire(draw(application_attempts(case)))
        except NotAllowedError:
            continue
    return case


def credit_holds() -> st.SearchStrategy[CreditHold]:
    """Holds in yuan."""
    return st.builds(
        CreditHold,
        st.just("H-1"),
        st.just("C-9"),
        st.just("O-7"),
        _amounts,
        st.sampled_from(PEOPLE),
        st.lists(st.sampled_from(REASONS), min_size=1, max_size=3, unique=True),
        excess=_shares,
        grade=st.sampled_from(GRADES),
        term_days=_days,
        because=st.lists(reasons(), max_size=1),
    )


def hold_policies() -> st.SearchStrategy[HoldPolicy]:
    """Policies of every kind."""
    return st.builds(
        HoldPolicy,
        approval_matrices(),
        st.sampled_from(("credit analyst", ("credit analyst", "manager"))),
        st.sampled_from(("credit analyst", ("credit analyst", "sales"))),
        days=st.none() | st.integers(0, 5),
        taken_over_until=st.none() | st.just(_FIRST + timedelta(3)),
        name=st.sampled_from(("Credit hold", "信用冻结")),
    )


@st.composite
def hold_attempts(draw: st.DrawFn, case: HoldCase) -> Event:
    """Events that somebody may try on a hold, allowed or not.

    Args:
        draw: Supplied by Hypothesis.
        case: Where they try.
    """
    key, name = f"e{case.version + 1}", case.hold.id
    acted = _acted(draw, case, key, name)
    if acted is not None:
        return acted
    event, by, role, on, behalf = _likely(draw, case, case.policy.workflow.events, (0, 0, 0, 1, 6))
    reason = draw(st.sampled_from((*case.reasons, *REASONS)))
    left = len([one for one in case.reasons if one != reason])
    payload: dict[str, Scalar | None] = {"reason": reason, "left": left if draw(st.integers(0, 5)) else 0}
    if draw(st.integers(0, 5)):
        amount = draw(st.sampled_from((case.hold.amount, Money(1, "CNY"), Money(60_000, "CNY"))))
        payload |= {"why": "x", "up_to": amount, "until": on + timedelta(draw(st.sampled_from((0, 5, -1))))}
    return Event(key, name, event, by, role, on, None, Details(payload), "", behalf)


@st.composite
def hold_cases(
    draw: st.DrawFn, *, policy: st.SearchStrategy[HoldPolicy] | None = None, max_events: int = 8
) -> HoldCase:
    """Holds with a history that their policy allows.

    Args:
        draw: Supplied by Hypothesis.
        policy: By which they run; any where left out.
        max_events: Most events that are tried; those that are refused leave no trace.
    """
    rules = draw(hold_policies() if policy is None else policy)
    case = HoldCase(rules, draw(mandates(complete=True)), draw(credit_holds()), _FIRST)
    for _ in range(draw(st.integers(0, max_events))):
        try:
            case = case.fire(draw(hold_attempts(case)))
        except NotAllowedError:
            continue
    return case


def status_policies() -> st.SearchStrategy[StatusPolicy]:
    """Policies with every switch."""
    return st.builds(
        StatusPolicy,
        st.integers(0, 8).map(lambda eighths: Rate(Fraction(eighths, 8))),
        at_limit=st.sampled_from(AtLimit),
        absent=st.sampled_from(AbsentLimit),
        zero=st.sampled_from(ZeroLimit),
    )


STRATEGIES: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {
        ApplicationCase: application_cases,
        ApplicationPolicy: application_policies,
        ApprovalMatrix: approval_matrices,
        ApprovalRequest: approval_requests,
        ApprovalRoute: _routes,
        ApprovalRule: approval_rules,
        BandGaps: lambda: st.sampled_from(BandGaps),
        CheckerApproves: lambda: st.sampled_from(CheckerApproves),
        Checklist: checklists,
        ChecklistItem: _items,
        ChecklistStep: lambda: st.sampled_from(ChecklistStep),
        ChoiceFactor: lambda: factors().filter(lambda one: isinstance(one, ChoiceFactor)),
        CreditApplication: credit_applications,
        CreditHold: credit_holds,
        CreditScore: credit_scores,
        CreditStatus: lambda: st.sampled_from(CreditStatus),
        FlagFactor: lambda: factors().filter(lambda one: isinstance(one, FlagFactor)),
        HoldCase: hold_cases,
        HoldPolicy: hold_policies,
        Mandate: _mandate,
        Mandates: mandates,
        MatrixFinding: _findings,
        MissingValue: lambda: st.sampled_from(MissingValue),
        PointsCard: points_cards,
        RatioModel: ratio_models,
        ScoreBand: _score_bands,
        ScoreZone: lambda: st.sampled_from(ScoreZone),
        Seniors: lambda: st.sampled_from(Seniors),
        StatusOutcome: lambda: st.builds(
            StatusOutcome, st.sampled_from(CreditStatus), reasons(), st.none() | _amounts
        ),
        StatusPolicy: status_policies,
        StepFactor: lambda: factors().filter(lambda one: isinstance(one, StepFactor)),
        Uncovered: lambda: st.sampled_from(Uncovered),
        ZoneBy: lambda: st.sampled_from(ZoneBy),
    }
)
