"""Contests: participants are ranked by what they have, and places win prizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import groupby

from attrs import field, frozen

from salesmgmt.calendars import PeriodKind
from salesmgmt.criteria import ALWAYS, Criterion
from salesmgmt.criteria.reads import Tables
from salesmgmt.errors import CurrencyMismatchError, InvalidValueError, WrongTypeError
from salesmgmt.incentives.awards.prizes import (
    Award,
    Prize,
    as_budget,
    as_prizes,
    currency_of_prizes,
    prizes_for,
    promised,
)
from salesmgmt.incentives.awards.ranking import Place, Ties, as_ties, places
from salesmgmt.incentives.awards.sharing import left_out_table
from salesmgmt.incentives.awards.standings import (
    FigureLike,
    LeftOut,
    Records,
    as_figure,
    identifier,
    shown,
    split,
    standings_of,
    unit_of,
)
from salesmgmt.incentives.awards.texts import heading, said
from salesmgmt.incentives.figures import Figure, size_of
from salesmgmt.incentives.keys import as_per
from salesmgmt.incentives.measures import Measure
from salesmgmt.money import Currency, Money, MoneyLike, money_of
from salesmgmt.reasons import Reason, ReasonValue
from salesmgmt.tables import Column, Table

__all__ = ["Contest", "Ranking", "check_criterion"]


def check_criterion(value: object, name: str) -> None:
    """Refuse what is no criterion.

    Raises:
        WrongTypeError: If it is none.
    """
    if not isinstance(value, Criterion):
        raise WrongTypeError(name, value, 'be a criterion, such as field("role").equals("rep")')


def _minimum(value: FigureLike | None) -> Figure | None:
    return None if value is None else as_figure(value, "minimum")


def _budget(value: MoneyLike | None) -> Money | None:
    return None if value is None else money_of(value, "budget")


def _placed(value: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(value)


def _won(value: Iterable[Award]) -> tuple[Award, ...]:
    return tuple(value)


def _left_out(value: Iterable[LeftOut]) -> tuple[LeftOut, ...]:
    return tuple(value)


@frozen
class Ranking:
    """How a contest ended: who is in which place and wins what, and who was not placed.

    Attributes:
        prizes: What the places win.
        ties: What those with equal figures get.
        places: Everybody who is placed, from the first to the last.
        awards: What those win who win something.
        budget: The most that all prizes together may be; None for no limit.
        left_out: Who did not take part or fell short, with the reasons.
        title: What the contest is called.

    Raises:
        CurrencyMismatchError: If awards or the budget are in another currency than the prizes.
        InvalidValueError: If somebody wins without being placed, or is named twice.
    """

    prizes: tuple[Prize, ...] = field(converter=as_prizes)
    ties: Ties = field(converter=as_ties)
    places: tuple[Place, ...] = field(converter=_placed)
    awards: tuple[Award, ...] = field(converter=_won)
    budget: Money | None = field(default=None, converter=_budget)
    left_out: tuple[LeftOut, ...] = field(default=(), converter=_left_out)
    title: str = ""

    def __attrs_post_init__(self) -> None:
        as_budget(self.budget, self.prizes)
        placed = {one.participant: one.place for one in self.places}
        won = [one.participant for one in self.awards]
        if len(placed) < len(self.places) or len(set(won)) < len(won):
            raise InvalidValueError("places", self.title, "name everybody once")
        for award in self.awards:
            if placed.get(award.participant) != award.place:
                raise InvalidValueError("awards", award.participant, "be for those placed, in their places")
            if award.money is not None and award.money.currency != self.currency:
                raise CurrencyMismatchError("awards", award.money, f"be in {self.currency}, as the prizes")

    @property
    def currency(self) -> Currency | None:
        """The currency of the prizes; None where no prize is money."""
        return currency_of_prizes(self.prizes)

    @property
    def promised(self) -> Money | None:
        """What the places taken win before the budget; None where no prize is money."""
        if self.currency is None:
            return None
        return promised(self.places, self.prizes, self.ties, self.currency)

    @property
    def total(self) -> Money | None:
        """What is won in all; None where no prize is money."""
        if self.currency is None:
            return None
        return Money.total((one.money for one in self.awards if one.money is not None), self.currency)

    @property
    def adds_up(self) -> bool:
        """Whether the awards make up what the places win, or the budget where that is less."""
        won, due = self.total, self.promised
        if won is None or due is None:
            return True
        return won == (due if self.budget is None else min(due, self.budget))

    def award(self, participant: str) -> Award | None:
        """What somebody wins; None where they win nothing."""
        return next((one for one in self.awards if one.participant == participant), None)

    @property
    def reason(self) -> Reason:
        """The whole explanation as one tree: awards with their places, the other places, who was left out."""
        if not self.places:
            below = [reason for one in self.left_out for reason in one.reasons]
            return Reason("incentives.award.nobody", because=below)
        values: dict[str, ReasonValue] = {
            "count": len(self.places),
            "winners": len(self.awards),
            "amount": self.total,
        }
        won = {one.participant: one.reasons for one in self.awards}
        below = [reason for one in self.places for reason in won.get(one.participant, (one.reason,))]
        below += [reason for one in self.left_out for reason in one.reasons]
        return Reason("incentives.award.ranking", values, because=below)

    def table(self, lang: str = "en") -> Table:
        """One row for everybody who is placed, with what they win."""
        won = {one.participant: one for one in self.awards}
        honours = any(one.recognitions for one in self.awards)
        names = ("place", "participant", "figure", "money", "recognition")[: 4 + honours]
        rows: list[tuple[object, ...]] = []
        for one in self.places:
            award = won.get(one.participant)
            money = None if award is None else award.money
            titles = [] if award is None else [title.text(lang) for title in award.recognitions]
            row = (
                one.place,
                one.participant,
                shown(one.figure),
                money,
                heading("and", lang).join(titles) or None,
            )
            rows.append(row[: len(names)])
        total = (heading("total", lang), None, None, self.total, None)[: len(names)]
        columns = [Column(name, heading(name, lang)) for name in names]
        return Table(self.title, columns, rows, footer=total, lang=lang)

    def left_out_table(self, lang: str = "en") -> Table:
        """One row for each who was not placed, with the reason."""
        return left_out_table(self.left_out, lang)

    def _repr_html_(self) -> str:
        return self.table().html()

    def __str__(self) -> str:
        return self.table().text()


@frozen
class Contest:
    """A ranking of everybody by one figure, with prizes for the first places.

    Attributes:
        id: Identifier, unique in the plan, that stays when the title changes.
        of: What counts, such as `Revenue(where=…)`.
        per: Period over which it is summed, and after which prizes are given.
        prizes: Prize of each place, that of place 1 first: amounts, recognitions, or `Prize` with both.
        ties: What those with equal figures get.
        minimum: The figure that it takes to be placed (the most, where the lowest comes first); None for any.
        eligible: Condition on what is known of a participant; everybody where left out.
        budget: The most that all prizes together may be; None for no limit.
        title: What people call it; the identifier where left out.
        ascending: Whether the lowest figure comes first, as with days overdue.

    Raises:
        CurrencyMismatchError: If amounts are in several currencies.
        InvalidValueError: If a prize is above that of a place before it, or a text or setting is wrong.
        WrongTypeError: If the measure or the condition is none.

    Examples:
        >>> from salesmgmt.incentives import Revenue
        >>> spring = Contest(
        ...     "spring", of=Revenue(), prizes=("USD 500", "USD 300", "USD 200"), minimum="USD 50,000"
        ... )
        >>> print(spring.award({"P": "USD 80,000", "Q": "USD 80,000", "R": "USD 70,000", "S": "USD 9,000"}))
        spring
        Place  Participant         Figure         Prize
        -----  -----------  -------------  ------------
            1  P            USD 80,000.00    USD 400.00
            1  Q            USD 80,000.00    USD 400.00
            3  R            USD 70,000.00    USD 200.00
        -----  -----------  -------------  ------------
        Total  -                     -     USD 1,000.00
    """

    id: str
    of: Measure = field(kw_only=True)
    per: PeriodKind = field(default=PeriodKind.QUARTER, converter=as_per, kw_only=True)
    prizes: tuple[Prize, ...] = field(converter=as_prizes, kw_only=True)
    ties: Ties = field(default=Ties.POOL, converter=as_ties, kw_only=True)
    minimum: Figure | None = field(default=None, converter=_minimum, kw_only=True)
    eligible: Criterion = field(default=ALWAYS, kw_only=True)
    budget: Money | None = field(default=None, converter=_budget, kw_only=True)
    title: str = field(default="", kw_only=True)
    ascending: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        identifier(self.id, "id")
        if not isinstance(self.title, str):
            raise WrongTypeError("title", self.title, "be text")
        if not hasattr(self.of, "where"):
            raise WrongTypeError("of", self.of, "be a measure such as Revenue()")
        check_criterion(self.eligible, "eligible")
        if type(self.ascending) is not bool:
            raise WrongTypeError("ascending", self.ascending, "be True or False")
        as_budget(self.budget, self.prizes)

    @property
    def name(self) -> str:
        """The title, or the identifier where there is none."""
        return self.title or self.id

    @property
    def currency(self) -> Currency | None:
        """The currency of the prizes; None where no prize is money."""
        return currency_of_prizes(self.prizes)

    def award(
        self,
        standings: Mapping[str, FigureLike],
        *,
        reached: Mapping[str, date | str] | None = None,
        records: Records | None = None,
        tables: Tables | None = None,
    ) -> Ranking:
        """Rank everybody who takes part, and give the prizes.

        Args:
            standings: Figure of each participant in the period.
            reached: For `Ties.EARLIEST`, the day on which each of those with equal figures reached theirs.
            records: What is known of each participant, which `eligible` is asked about.
            tables: Reference tables for that condition.

        Raises:
            BatchError: Every figure that is none or of another kind, everybody of whom the condition cannot
                be answered or whose day is needed but missing.
            CurrencyMismatchError: If the figures are in another currency than the minimum.
            WrongTypeError: If the minimum is an amount and the figures are numbers, or the other way.
        """
        figures = standings_of(standings)
        self._check_minimum(figures)
        taking, left = split(figures, self.eligible, records, tables)
        short = {person: figure for person, figure in taking.items() if self._short(figure)}
        placed = {person: figure for person, figure in taking.items() if person not in short}
        ranked = places(placed, self.ties, reached, self.ascending)
        behind = [LeftOut(person, figure, (self._why(person, figure),)) for person, figure in short.items()]
        return Ranking(
            self.prizes,
            self.ties,
            ranked,
            prizes_for(ranked, self.prizes, self.ties, self.budget),
            self.budget,
            sorted((*left, *behind), key=lambda one: one.participant),
            self.name,
        )

    def _check_minimum(self, figures: Mapping[str, Figure]) -> None:
        if self.minimum is None:
            return
        for figure in figures.values():
            ours, theirs = unit_of(self.minimum), unit_of(figure)
            if (ours is None) != (theirs is None):
                raise WrongTypeError("minimum", shown(self.minimum), "be of the kind of the figures")
            if ours != theirs:
                raise CurrencyMismatchError("minimum", shown(self.minimum), f"be in {theirs}, as the figures")

    def _short(self, figure: Figure) -> bool:
        if self.minimum is None:
            return False
        size, bound = size_of(figure), size_of(self.minimum)
        return size > bound if self.ascending else size < bound

    def _why(self, person: str, figure: Figure) -> Reason:
        code = "incentives.award.left_out.above" if self.ascending else "incentives.award.left_out.below"
        least = None if self.minimum is None else shown(self.minimum)
        return Reason(code, {"participant": person, "figure": shown(figure), "minimum": least})

    def said(self, lang: str = "en") -> tuple[str, ...]:
        """The terms as sentences for a plan that people sign; the measure's own words come with the plan.

        Args:
            lang: `en` or `zh`.
        """
        order = f"incentives.award.said.{'ascending' if self.ascending else 'descending'}"
        found = [said(order, lang, name=self.name, per=heading(f"per.{self.per}", lang))]
        if self.of.where != ALWAYS:
            found.append(said("incentives.award.said.counted", lang, condition=self.of.where.text(lang)))
        if self.eligible != ALWAYS:
            found.append(said("incentives.award.said.eligible", lang, condition=self.eligible.text(lang)))
        if self.minimum is not None:
            least = f"incentives.award.said.{'maximum' if self.ascending else 'minimum'}"
            found.append(said(least, lang, minimum=shown(self.minimum)))
        numbered = enumerate(self.prizes, 1)
        for prize, group in groupby(numbered, key=lambda pair: pair[1]):
            found.append(_said_prize(prize, [place for place, _ in group], lang))
        found.append(said(f"incentives.award.said.{self.ties}", lang))
        if self.budget is not None:
            found.append(said("incentives.award.said.budget", lang, budget=self.budget))
        return tuple(found)


def _said_prize(prize: Prize, taken: list[int], lang: str) -> str:
    if len(taken) == 1:
        return said("incentives.award.said.prize", lang, place=taken[0], prize=prize.text(lang))
    last = taken[-1]
    return said("incentives.award.said.places", lang, place=taken[0], last=last, prize=prize.text(lang))
