"""The sentences about a component of a plan: every one of its settings."""

from __future__ import annotations

from collections.abc import Iterator

from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.incentives.awards import Contest, Pool
from salesmgmt.incentives.components import (
    Adjustment,
    Chain,
    Commission,
    ExpenseAllowance,
    FieldOf,
    Fixed,
    Objective,
    Objectives,
    Override,
)
from salesmgmt.incentives.factors import Factor
from salesmgmt.incentives.keys import Amount, Attainment, DealKey, Key
from salesmgmt.incentives.plan_document.clauses import Clause
from salesmgmt.incentives.plan_document.together import AnyComponent
from salesmgmt.incentives.ramps import Ramp
from salesmgmt.incentives.schedules import Flat, Matrix, Rules
from salesmgmt.incentives.sentences.saying import listed, sentence
from salesmgmt.incentives.sentences.saying_terms import said_days, said_key, said_measure, said_table
from salesmgmt.incentives.terms import Terms
from salesmgmt.incentives.texts import said_rounding
from salesmgmt.money import Money, Rate
from salesmgmt.tables import one_line

__all__ = ["clauses_of"]


def clauses_of(terms: Terms, one: AnyComponent, lang: str) -> Iterator[Clause]:
    """Everything that a component says."""
    if isinstance(one, Contest | Pool):
        kind = "contest" if isinstance(one, Contest) else "pool"
        yield Clause(sentence(f"component.{kind}", lang, id=one.id))
        if isinstance(one, Contest):
            yield Clause(sentence("counts", lang, measure=said_measure(one.of, lang)))
        yield from (Clause(one_line(text)) for text in one.said(lang))
        return
    per = sentence(f"per.{terms.per_of(one)}", lang)
    if isinstance(one, Commission | Override):
        yield from _scheduled(terms, one, per, lang)
    elif isinstance(one, Chain):
        yield from _chain(one, per, lang)
    elif isinstance(one, Fixed):
        kind = sentence(f"kind.{one.kind}", lang)
        yield Clause(sentence("component.fixed", lang, id=one.id, kind=kind, per=per))
        yield _eligible(one.eligible, "period", per, lang)
        yield _standard(one.pays, per, lang)
    elif isinstance(one, Objectives):
        yield Clause(sentence("component.objectives", lang, id=one.id, per=per))
        yield _eligible(one.eligible, "period", per, lang)
        yield _standard(one.pays, per, lang)
        yield Clause(sentence("objectives", lang), [_objective(goal, lang) for goal in one.objectives])
    elif isinstance(one, ExpenseAllowance):
        yield from _expenses(one, per, lang)
    else:
        yield from _adjustment(terms, one, per, lang)
    yield from _ending(one, per, lang)


def _scheduled(terms: Terms, one: Commission | Override, per: str, lang: str) -> Iterator[Clause]:
    """A commission or an override, up to its steps."""
    kind = "commission" if isinstance(one, Commission) else "override"
    yield Clause(sentence(f"component.{kind}", lang, id=one.id, per=per))
    if isinstance(one, Commission):
        yield Clause(sentence("counts", lang, measure=said_measure(one.of, lang)))
        yield _eligible(one.eligible, "deal", per, lang)
        if one.factors:
            yield Clause(sentence("factors", lang), [_factor(factor, lang) for factor in one.factors])
    else:
        commission = sentence("named", lang, name=terms.titles[one.of], id=one.of)
        if one.level is None:
            yield Clause(sentence("override.all", lang, commission=commission))
        else:
            yield Clause(sentence("override.level", lang, commission=commission, level=one.level))
    keys = terms.keys_of(one)
    yield from _keys(one, keys, lang)
    for key in keys:
        if isinstance(key, Attainment):
            yield from _quota(key, per, lang)
        if isinstance(key, Amount | Attainment) and key.within is not None:
            yield from _within(key, lang)
    yield _pays(one, lang)
    deals = isinstance(keys[0], DealKey) or one.limits_deals
    yield Clause(sentence(f"negative{'.deals' if deals else ''}.{one.negative}", lang))


def _eligible(where: Criterion, when: str, per: str, lang: str) -> Clause:
    if where == ALWAYS:
        return Clause(sentence("eligible.all", lang))
    return Clause(sentence(f"eligible.{when}", lang, where=where.text(lang), per=per))


def _factor(factor: Factor, lang: str) -> str:
    if isinstance(factor.times, Rate) or factor.by is None:
        times = factor.times if isinstance(factor.times, Rate) else None
        words = sentence(f"factor.{factor.on}", lang, times=times)
    else:
        key, table = said_key(factor.by, lang), said_table(factor.times, lang)
        words = sentence(f"factor.{factor.on}.table", lang, key=key, table=table)
    if factor.where != ALWAYS:
        words = sentence("factor.where", lang, where=factor.where.text(lang), factor=words)
    return sentence("factor.titled", lang, title=factor.title, factor=words) if factor.title else words


def _keys(one: Commission | Override, keys: tuple[Key, ...], lang: str) -> Iterator[Clause]:
    """What the schedule is entered by."""
    pays = one.pays
    if isinstance(pays, Matrix):
        points = [
            sentence("keyed.axis", lang, axis=axis.name, key=said_key(key, lang))
            for axis, key in zip(pays.axes, keys, strict=True)
        ]
        yield Clause(sentence("keyed.many", lang), points)
    elif isinstance(pays, Rules):
        yield Clause(sentence("keyed.rules", lang))
    elif isinstance(pays, Flat):
        yield Clause(sentence("keyed.flat", lang, key=said_key(keys[0], lang)))
    else:
        yield Clause(sentence("keyed", lang, key=said_key(keys[0], lang)))
    if isinstance(keys[0], DealKey):
        yield Clause(sentence("keyed.deals", lang))


def _quota(key: Attainment, per: str, lang: str) -> Iterator[Clause]:
    """Which quota counts, and how it is reduced."""
    yield Clause(sentence("quota", lang, measure=key.measure, per=per))
    if key.ramp is not None:
        yield Clause(sentence("ramp", lang), _ramp(key.ramp, lang))
    if key.prorated is not None:
        yield Clause(sentence("quota.prorated", lang, days=said_days(key.prorated, lang)))


def _ramp(ramp: Ramp, lang: str) -> list[str]:
    def step(size: Rate | Money | object) -> str:
        if isinstance(size, Rate):
            return sentence("ramp.share", lang, share=size)
        return sentence("ramp.size", lang, size=size if isinstance(size, Money) else str(size))

    months = [
        sentence("ramp.month", lang, month=month, step=step(size))
        for month, size in enumerate(ramp.shares, 1)
    ]
    return [*months, sentence("ramp.after", lang, step=step(ramp.after))]


def _within(key: Amount | Attainment, lang: str) -> Iterator[Clause]:
    """What earlier periods mean."""
    within = sentence(f"per.{key.within}", lang)
    yield Clause(sentence("within", lang, within=within))
    yield Clause(sentence(f"within.{key.accumulates}", lang))
    if isinstance(key, Attainment):
        yield Clause(sentence(f"within.{key.against}", lang, within=within))


def _pays(one: Commission | Override, lang: str) -> Clause:
    said = getattr(one.pays, "said", None)
    if said is None:
        return Clause(sentence("pays.own", lang, name=str(one.pays)))
    terms: list[str] = [str(text) for text in said(lang)]
    if len(terms) == 1:
        return Clause(sentence("pays.one", lang, pays=terms[0]))
    return Clause(sentence("pays", lang), terms)


def _chain(one: Chain, per: str, lang: str) -> Iterator[Clause]:
    yield Clause(sentence("component.chain", lang, id=one.id, per=per))
    yield Clause(sentence("counts", lang, measure=said_measure(one.of, lang)))
    yield _eligible(one.eligible, "deal", per, lang)
    rates = [
        sentence("chain.manager" if level else "chain.seller", lang, rate=rate, level=level)
        for level, rate in enumerate(one.rates)
    ]
    yield Clause(sentence("chain.rates", lang), rates)
    yield Clause(sentence("chain.subtracts" if one.subtracts else "chain.whole", lang))
    yield Clause(sentence("chain.ends", lang))


def _standard(pays: Money | FieldOf, per: str, lang: str) -> Clause:
    if isinstance(pays, Money):
        return Clause(sentence("standard", lang, pays=pays, per=per))
    return Clause(sentence("standard.field", lang, path=pays.path, per=per))


def _objective(goal: Objective, lang: str) -> str:
    key = said_key(goal.by, lang)
    if goal.pays is None:
        return sentence("objective", lang, name=goal.name, id=goal.id, weight=goal.weight, key=key)
    table = said_table(goal.pays, lang)
    return sentence(
        "objective.table", lang, name=goal.name, id=goal.id, weight=goal.weight, key=key, table=table
    )


def _expenses(one: ExpenseAllowance, per: str, lang: str) -> Iterator[Clause]:
    yield Clause(sentence("component.expenses", lang, id=one.id, per=per))
    yield Clause(sentence("counts", lang, measure=said_measure(one.of, lang)))
    kind = "amount" if isinstance(one.allowed, Money) else "share"
    yield Clause(sentence(f"allowed.{kind}", lang, allowed=one.allowed, per=per))
    if one.where == ALWAYS:
        yield Clause(sentence("expenses.all", lang))
    else:
        yield Clause(sentence("expenses.where", lang, where=one.where.text(lang)))
    yield Clause(sentence("expenses.saved", lang, share=one.saved))
    yield Clause(sentence("expenses.overspent", lang, share=one.overspent))


def _adjustment(terms: Terms, one: Adjustment, per: str, lang: str) -> Iterator[Clause]:
    yield Clause(sentence("component.adjustment", lang, id=one.id, per=per))
    if one.of is None:
        yield Clause(sentence("adjusts.all", lang, per=per))
        return
    titles = terms.titles
    names = [sentence("named", lang, name=titles[name], id=name) for name in one.of]
    yield Clause(sentence("adjusts.some", lang, of=listed(names, lang), per=per))


def _ending(
    one: Commission | Override | Chain | Fixed | Objectives | ExpenseAllowance | Adjustment,
    per: str,
    lang: str,
) -> Iterator[Clause]:
    """The steps and the rounding that every component has."""
    if one.modifiers:
        steps = [
            sentence("step", lang, number=number, step=step.said(lang))
            for number, step in enumerate(one.modifiers, 1)
        ]
        yield Clause(sentence("steps.sum" if isinstance(one, Adjustment) else "steps", lang), steps)
    else:
        yield Clause(sentence("steps.none", lang))
    rounds = one.rounds.value if isinstance(one, Commission | Override) else "period"
    if isinstance(one, Chain):
        rounds = "share"
    rounding = said_rounding(one.rounding, lang)
    yield Clause(sentence(f"rounds.{rounds}", lang, rounding=rounding, per=per))
