"""Strategies for whole plans: everything that the language of plans can say, fitting together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from attrs import evolve
from hypothesis import reject
from hypothesis import strategies as st

from salesmgmt.calendars import DateRange
from salesmgmt.criteria import Criterion
from salesmgmt.errors import BatchError
from salesmgmt.incentives import (
    Attainment,
    Commission,
    Component,
    Crediting,
    Matrix,
    Override,
    Personal,
    Plan,
    Rounds,
    Rules,
    Schedule,
)
from salesmgmt.incentives.terms import PaidAlone
from salesmgmt.money import Currency
from salesmgmt.testing.components import (
    Fit,
    adjustments,
    allowed_rounds,
    chains,
    commissions,
    expense_allowances,
    fixed_pays,
    objective_lists,
    overrides,
)
from salesmgmt.testing.conditions import CALENDARS, PEOPLE, YEAR, currencies_of
from salesmgmt.testing.entries import schedules_for
from salesmgmt.testing.measures import crediting_policies
from salesmgmt.testing.plan_awards import contests_in_plans, pools_in_plans

__all__ = ["TABLE", "personal_variants", "plans"]

_TITLES = st.text(max_size=8)
_VERSIONS = st.integers(1, 9)
_DURINGS = st.sampled_from(
    (
        DateRange.always(),
        DateRange.always(),
        DateRange.year(YEAR),
        DateRange(date(YEAR, 2, 10), date(YEAR, 11, 20)),
    )
)
_SELDOM = st.integers(0, 3).map(lambda number: number == 0)
_KINDS = st.sampled_from(
    ("commission", "override", "override", "chain", "fixed", "objectives", "expenses", "adjustment")
)
_CREDITINGS = crediting_policies()
_TRIALS = 4
_OTHERS = st.lists(_KINDS, max_size=3)
_AWARDS: st.SearchStrategy[tuple[str, ...]] = st.sampled_from(
    ((), (), (), (), ("contest",), ("pool",), ("contest", "pool"))
)


class _Draft:
    """The components of a plan that is being drawn."""

    def __init__(
        self, draw: st.DrawFn, currency: Currency, where: st.SearchStrategy[Criterion] | None
    ) -> None:
        self._draw = draw
        self._bare = Fit(currency) if where is None else Fit(currency, where)
        self.components: list[Component] = []

    def _fit(self) -> Fit:
        """What a component may ask for: figures of commissions, the pay of whatever is listed earlier."""
        bases = [one for one in self.components if isinstance(one, Commission)]
        by_quota = [
            one
            for one in bases
            if any(
                isinstance(key, Attainment) for key in (one.by if isinstance(one.by, tuple) else (one.by,))
            )
        ]
        return evolve(
            self._bare,
            read=tuple((one.id, one.of.counts_things) for one in bases),
            paid=tuple(one.id for one in self.components),
            shares=tuple(f"{one.id}.attainment" for one in by_quota),
        )

    def add(self, make: Callable[[Fit], st.SearchStrategy[Component]]) -> None:
        """Draw a component; one that asks for what it cannot see is drawn again, asking for nothing."""
        component = self._draw(make(self._fit()))
        for _ in range(_TRIALS):
            if self.is_plan([*self.components, component]):
                break
            component = self._draw(make(self._bare))
        else:
            reject()
        self.components.append(component)

    def is_plan(self, components: Sequence[Component], personal: Sequence[Personal] = ()) -> bool:
        """Whether components make a plan."""
        try:
            Plan("trial", components=components, currency=self._bare.currency, personal=personal)
        except BatchError:
            return False
        return True

    def more(self, kind: str, name: str) -> None:
        """Add a component of a kind."""
        sources = [one for one in self.components if isinstance(one, Commission)]
        made: Mapping[str, Callable[[Fit], st.SearchStrategy[Component]]] = {
            "commission": lambda fit: commissions(name=name, fit=fit),
            "override": lambda fit: st.sampled_from(sources).flatmap(
                lambda source: overrides(name=name, of=source, fit=fit)
            ),
            "chain": lambda fit: chains(name=name, fit=fit),
            "fixed": lambda fit: fixed_pays(name=name, fit=fit),
            "objectives": lambda fit: objective_lists(name=name, fit=fit),
            "expenses": lambda fit: expense_allowances(name=name, fit=fit),
            "adjustment": lambda fit: adjustments(name=name, of=[one.id for one in self.components], fit=fit),
        }
        self.add(made[kind])

    def award(self, kind: str, name: str) -> None:
        """Add a contest, or a pool that something listed earlier may fill."""
        money = self._bare.currency
        if kind == "contest":
            self.components.append(self._draw(contests_in_plans(name=name, currency=money)))
            return
        so_far = Plan("trial", components=self.components, currency=money)
        filling = [(one.id, so_far.per_of(one), so_far.counts_things(one)) for one in self.components]
        self.components.append(self._draw(pools_in_plans(name=name, currency=money, filling=filling)))

    def variant(self, component: PaidAlone) -> PaidAlone:
        """A component as it holds for one person: other steps, another rounding, another schedule."""
        fit = self._bare
        changed = evolve(component, rounding=self._draw(fit.rounding()))
        if not isinstance(changed, Commission | Override):
            least = 1 if component.modifiers else 0
            return evolve(changed, modifiers=self._draw(fit.steps(least=least, most=2)))
        changed = evolve(changed, pays=self._other_pays(changed))
        if changed.by is None:
            return changed
        rounds = allowed_rounds(changed.by, changed.pays, override=isinstance(changed, Override))
        return evolve(
            changed,
            modifiers=self._draw(fit.steps(deals=Rounds.DEAL in rounds, most=2)),
            rounds=self._draw(st.sampled_from(rounds)),
        )

    def _other_pays(self, component: Commission | Override) -> Schedule | Matrix | Rules:
        """Another schedule for the same key, where that is no table of several dimensions."""
        pays = component.pays
        if isinstance(pays, Matrix | Rules) or pays.keyed is None or self._draw(_SELDOM):
            return pays
        of = component.id if isinstance(component, Commission) else component.of
        source = next(one for one in self.components if isinstance(one, Commission) and one.id == of)
        runs = None if pays.runs else False
        drawn = self._draw(schedules_for(pays.keyed, source.of.counts_things, self._bare.currency, runs=runs))
        return drawn if drawn.keyed is pays.keyed else pays


@st.composite
def plans(
    draw: st.DrawFn,
    *,
    name: str = "plan",
    currency: Currency | str | None = None,
    where: st.SearchStrategy[Criterion] | None = None,
    crediting: Crediting | None = None,
    kinds: st.SearchStrategy[list[str]] = _OTHERS,
    awards: st.SearchStrategy[tuple[str, ...]] = _AWARDS,
) -> Plan:
    """Plans of one or two commissions, whatever stands beside and above them, contests and pools.

    Args:
        draw: Supplied by Hypothesis.
        name: Identifier of the plan.
        currency: Of the plan, or None for any.
        where: Conditions on deals; those of `CONDITIONS`, which suit `histories`, where left out.
        crediting: How deals are shared out, or None for any way.
        kinds: What stands beside the first commission.
        awards: What comes last, of `contest` and `pool`.
    """
    money = draw(currencies_of(currency))
    draft = _Draft(draw, money, where)
    draft.more("commission", "c0")
    for number, kind in enumerate(draw(kinds), 1):
        draft.more(kind, f"{kind[0]}{number}")
    for number, kind in enumerate(draw(awards), 1):
        draft.award(kind, f"z{number}")
    personal: list[Personal] = []
    if draw(_SELDOM):
        chosen = draw(st.sampled_from([one for one in draft.components if isinstance(one, PaidAlone)]))
        variant = Personal(draw(st.sampled_from(PEOPLE[:2])), draft.variant(chosen))
        personal += [variant] if draft.is_plan(draft.components, [variant]) else []
    return Plan(
        name,
        components=draft.components,
        currency=money,
        title=draw(_TITLES),
        version=draw(_VERSIONS),
        during=draw(_DURINGS),
        calendar=draw(CALENDARS),
        crediting=draw(_CREDITINGS) if crediting is None else crediting,
        personal=personal,
        payer=draw(st.sampled_from((None, None, "supplier"))),
    )


def personal_variants() -> st.SearchStrategy[Personal]:
    """What holds for single people in place of a component."""
    return st.builds(Personal, st.text(min_size=1, max_size=8), commissions() | fixed_pays())


TABLE: Mapping[type, Callable[[], st.SearchStrategy[object]]] = MappingProxyType(
    {Personal: personal_variants, Plan: plans}
)
"""A strategy for each public type of whole plans."""
