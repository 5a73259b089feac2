"""Contests: against a slow reference; order, conservation, and that more never brings less."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.criteria import field
from salesmgmt.errors import (
    BatchError,
    CurrencyMismatchError,
    InvalidValueError,
    SalesmgmtError,
    WrongTypeError,
)
from salesmgmt.incentives import Revenue
from salesmgmt.incentives.awards import (
    Award,
    Contest,
    LeftOut,
    Place,
    Prize,
    Ranking,
    Recognition,
    Ties,
    places,
    prizes_for,
)
from salesmgmt.incentives.figures import Figure, size_of
from salesmgmt.money import Money, Unrounded
from salesmgmt.testing.awards import contests, prize_tables, rankings, standings
from tests.incentives.awards.reference import place_of, won

pytestmark = pytest.mark.properties

DAYS = st.dictionaries(
    st.text("abcdefghijklmnopqrstuvwxyz", max_size=3), st.dates(date(2026, 1, 1), date(2026, 1, 3))
)
FIRST = date(2026, 1, 1)
FEW = st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 4).map(Fraction), min_size=1)
BUDGETS = st.none() | st.integers(0, 30)


def days_of(found: Mapping[str, Figure], days: Mapping[str, date]) -> dict[str, date]:
    """A day for everybody."""
    return {person: days.get(person, FIRST) for person in found}


def table_of(sizes: list[int]) -> list[Money]:
    """Prizes in yen, the largest first."""
    return [Money(size, "JPY") for size in sorted(sizes, reverse=True)]


def money_of(awards: tuple[Award, ...]) -> dict[str, int]:
    """What everybody wins, in minor units."""
    return {one.participant: one.money.minor for one in awards if one.money is not None}


def paid(
    sizes: Mapping[str, Fraction],
    prizes: list[int],
    ties: Ties,
    days: Mapping[str, date],
    budget: int | None = None,
) -> dict[str, int]:
    """What everybody wins of plain prizes."""
    ranked = places(sizes, ties, days)
    limit = None if budget is None else Money(budget, "JPY")
    return money_of(prizes_for(ranked, table_of(prizes), ties, limit))


@given(standings(), st.sampled_from(Ties), DAYS, st.booleans())
def test_places_are_those_of_the_reference(
    found: dict[str, Figure], ties: Ties, given_days: dict[str, date], ascending: bool
) -> None:
    days = days_of(found, given_days)
    sizes = {person: size_of(figure) for person, figure in found.items()}
    ranked = places(found, ties, days, ascending)
    expected = {person: place_of(person, sizes, ties, days, ascending) for person in found}
    assert {one.participant: one.place for one in ranked} == expected
    assert [(one.place, one.participant) for one in ranked] == sorted(
        (one.place, one.participant) for one in ranked
    )
    for one in ranked:
        others = {person for person in found if expected[person] == one.place} - {one.participant}
        assert set(one.tied_with) == others
        assert one.figure == found[one.participant]


@given(FEW, st.lists(st.integers(1, 9), min_size=1, max_size=5), st.sampled_from(Ties), DAYS, BUDGETS)
def test_prizes_are_those_of_the_reference(
    sizes: dict[str, Fraction], prizes: list[int], ties: Ties, given_days: dict[str, date], budget: int | None
) -> None:
    days = days_of(sizes, given_days)
    placed = {person: place_of(person, sizes, ties, days, ascending=False) for person in sizes}
    expected = won(placed, sorted(prizes, reverse=True), ties, budget)
    assert paid(sizes, prizes, ties, days, budget) == expected


@given(contests(eligible=st.just(field("participant").not_in("a"))), st.data())
def test_the_order_in_which_standings_are_given_says_nothing(contest: Contest, data: st.DataObject) -> None:
    unit = contest.minimum.currency if isinstance(contest.minimum, Unrounded) else None
    money = None if contest.minimum is None else unit is not None
    found = data.draw(standings(money=money, currency=unit))
    days = days_of(found, data.draw(DAYS))
    shuffled = list(found.items())
    data.draw(st.randoms(use_true_random=False).map(lambda random: _shuffle(random, shuffled)))
    assert contest.award(dict(shuffled), reached=days) == contest.award(found, reached=days)


def _shuffle(random: Random, items: list[tuple[str, Figure]]) -> None:
    random.shuffle(items)


@given(rankings())
def test_prizes_are_conserved(ranking: Ranking) -> None:
    assert ranking.adds_up
    total, promised = ranking.total, ranking.promised
    if total is None or promised is None:
        assert all(one.money is None for one in ranking.awards)
        return
    assert total == sum((one.money.minor for one in ranking.awards if one.money), 0) * Money(
        1, total.currency
    )
    assert ranking.budget is None or total <= ranking.budget
    assert total <= promised
    if ranking.ties in (Ties.POOL, Ties.EARLIEST):
        whole = [prize.money for prize in ranking.prizes if prize.money is not None]
        assert total <= Money.total(whole, total.currency)


@given(rankings())
def test_everybody_is_placed_or_left_out_and_told_why(ranking: Ranking) -> None:
    placed, left = {one.participant for one in ranking.places}, {one.participant for one in ranking.left_out}
    assert not placed & left
    assert {one.participant for one in ranking.awards} <= placed
    for award in ranking.awards:
        assert award.reasons[0].get("participant") == award.participant
    assert all(reason.code.startswith("incentives.award.") for reason in ranking.reason.walk())


@given(rankings(money_only=True))
def test_within_a_contest_more_never_brings_less(ranking: Ranking) -> None:
    amounts = money_of(ranking.awards)
    ranked = [(one.place, amounts.get(one.participant, 0)) for one in ranking.places]
    for place, amount in ranked:
        assert all(other <= amount for below, other in ranked if below > place)


@given(FEW, st.lists(st.integers(1, 9), min_size=1, max_size=5), st.sampled_from(Ties), DAYS, st.data())
def test_raising_ones_own_figure_never_brings_less(
    sizes: dict[str, Fraction],
    prizes: list[int],
    ties: Ties,
    given_days: dict[str, date],
    data: st.DataObject,
) -> None:
    days = days_of(sizes, given_days)
    person = data.draw(st.sampled_from(sorted(sizes)))
    raised = {**sizes, person: sizes[person] + data.draw(st.integers(1, 4))}
    before, after = paid(sizes, prizes, ties, days), paid(raised, prizes, ties, days)
    assert after.get(person, 0) >= before.get(person, 0)
    old = next(one for one in places(sizes, ties, days) if one.participant == person)
    new = next(one for one in places(raised, ties, days) if one.participant == person)
    assert new.place <= old.place


def test_with_a_budget_and_dense_places_raising_ones_figure_may_bring_less() -> None:
    """Joining a place lets those behind move up, and all are cut for it."""
    sizes = {"a": Fraction(9), "b": Fraction(8), "c": Fraction(7)}
    days = dict.fromkeys("abc", FIRST)
    raised = {**sizes, "b": Fraction(9)}
    assert paid(sizes, [500, 499], Ties.DENSE, days, 999) == {"a": 500, "b": 499}
    assert paid(raised, [500, 499], Ties.DENSE, days, 999) == dict.fromkeys("abc", 333)


@given(FEW, st.lists(st.integers(1, 9), min_size=1, max_size=5), BUDGETS)
def test_skipped_places_and_the_higher_prize_pay_the_same(
    sizes: dict[str, Fraction], prizes: list[int], budget: int | None
) -> None:
    assert paid(sizes, prizes, Ties.SKIP, {}, budget) == paid(sizes, prizes, Ties.HIGHER, {}, budget)


@given(FEW, prize_tables(), st.sampled_from((Ties.POOL, Ties.DENSE, Ties.SKIP, Ties.HIGHER)))
def test_recognition_goes_to_the_highest_places(
    sizes: dict[str, Fraction], prizes: tuple[Prize, ...], ties: Ties
) -> None:
    ranked = places(sizes, ties)
    awards = {one.participant: one for one in prizes_for(ranked, prizes, ties)}
    for one in ranked:
        covered = prizes[one.place - 1 :][: 1 + len(one.tied_with) if ties is Ties.POOL else 1]
        first = next((prize.recognitions for prize in covered if prize.recognitions), ())
        given_out = awards[one.participant].recognitions if one.participant in awards else ()
        assert given_out == first


def test_each_rule_on_one_tie() -> None:
    standing, prizes = {"p": 80, "q": 80, "r": 70, "s": 60}, ["USD 500", "USD 300", "USD 200"]
    days = {"p": "2026-03-09", "q": "2026-03-02"}

    def outcome(ties: str, reached: Mapping[str, str] | None = None) -> list[tuple[str, int, str]]:
        awards = prizes_for(places(standing, ties, reached), prizes, ties)
        return [(one.participant, one.place, "" if one.money is None else one.money.figure) for one in awards]

    assert outcome("pool") == [("p", 1, "400.00"), ("q", 1, "400.00"), ("r", 3, "200.00")]
    assert outcome("dense") == [
        ("p", 1, "500.00"),
        ("q", 1, "500.00"),
        ("r", 2, "300.00"),
        ("s", 3, "200.00"),
    ]
    assert outcome("skip") == [("p", 1, "500.00"), ("q", 1, "500.00"), ("r", 3, "200.00")]
    assert outcome("higher") == outcome("skip")
    assert outcome("earliest", days) == [("q", 1, "500.00"), ("p", 2, "300.00"), ("r", 3, "200.00")]
    same = dict.fromkeys("pq", "2026-03-02")
    assert outcome("earliest", same) == outcome("pool")


def test_what_cannot_be_divided_goes_by_identifier() -> None:
    awards = prizes_for(places({"b": 1, "a": 1, "c": 1}), ["USD 1", "USD 0.01"])
    assert [(one.participant, str(one.money)) for one in awards] == [
        ("a", "USD 0.34"),
        ("b", "USD 0.34"),
        ("c", "USD 0.33"),
    ]


def test_a_budget_cuts_every_prize_in_proportion_and_says_so() -> None:
    contest = Contest(
        "c", of=Revenue(), prizes=["USD 500", "USD 300"], ties="higher", budget="USD 999.99", title="Spring"
    )
    ranking = contest.award({"p": 5, "q": 5, "r": 4})
    assert [str(one.money) for one in ranking.awards] == ["USD 500.00", "USD 499.99"]
    assert [reason.code for reason in ranking.awards[0].reasons] == [
        "incentives.award.place.tied",
        "incentives.award.prize.each",
        "incentives.award.budget.cut",
    ]
    assert (str(ranking.promised), str(ranking.total), ranking.adds_up) == (
        "USD 1,000.00",
        "USD 999.99",
        True,
    )
    even = prizes_for(places({"z": 2, "a": 1}), ["USD 0.03", "USD 0.03"], budget="USD 0.05")
    assert [(one.participant, str(one.money)) for one in even] == [("z", "USD 0.03"), ("a", "USD 0.02")]
    no_money = Contest("c", of=Revenue(), prizes="USD 5", budget="USD 0").award({"p": 1})
    assert str(no_money.total) == "USD 0.00"


def test_a_minimum_a_condition_and_the_lowest_first() -> None:
    contest = Contest(
        "c",
        of=Revenue(),
        prizes=[Prize("USD 100", Recognition("Trip", "旅游")), Recognition("Honour roll", "光荣榜")],
        eligible=field("role").equals("rep"),
        minimum=30,
        ascending=True,
    )
    records = {person: {"role": "rep"} for person in "abc"} | {"d": {"role": "lead"}}
    ranking = contest.award({"a": 30, "b": 31, "c": 3, "d": 1}, records=records)
    assert [(one.participant, one.place) for one in ranking.places] == [("c", 1), ("a", 2)]
    assert [(one.participant, one.reasons[0].code) for one in ranking.left_out] == [
        ("b", "incentives.award.left_out.above"),
        ("d", "incentives.award.left_out.condition"),
    ]
    assert ranking.award("a") == Award(
        "a", 2, None, Recognition("Honour roll", "光荣榜"), ranking.awards[1].reasons
    )
    assert ranking.award("b") is None
    assert ranking.table("zh").records()[0] == {
        "place": 1,
        "participant": "c",
        "figure": Fraction(3),
        "money": Money.of("USD 100"),
        "recognition": "旅游",
    }
    assert ranking.left_out_table("zh").records()[0] == {
        "participant": "b",
        "why": "b 为 31，须不超过 30 方可参评",
    }
    for lang in ("en", "zh"):
        table = ranking.table(lang)
        assert "c" in table.text()
        assert "|" in table.markdown()
        assert "<table" in table.html()
    assert ranking._repr_html_() == ranking.table().html()
    assert str(ranking) == ranking.table().text()


def test_nobody_and_no_money() -> None:
    contest = Contest("c", of=Revenue(), prizes=Recognition("Honour roll"))
    nobody = contest.award({})
    assert (nobody.places, nobody.awards, nobody.total, nobody.adds_up) == ((), (), None, True)
    assert nobody.reason.code == "incentives.award.nobody"
    assert contest.award({"a": 0, "b": 0}).awards[1].recognitions == (Recognition("Honour roll"),)
    assert (contest.currency, contest.name) == (None, "c")
    assert "c" in str(nobody)


def test_the_terms_as_sentences() -> None:
    contest = Contest(
        "c",
        of=Revenue(where=field("product").equals("R")),
        per="month",
        prizes=["CNY 500", "CNY 300", "CNY 300", Recognition("Honour roll", "光荣榜")],
        ties="dense",
        minimum="CNY 50,000",
        eligible=field("role").equals("rep"),
        budget="CNY 2,000",
        title="Spring 春季竞赛",
    )
    assert contest.said() == (
        "Spring 春季竞赛: participants are ranked each month, the highest figure first.",
        f"Only what meets this counts: {contest.of.where.text()}.",
        f"Those take part who meet this: {contest.eligible.text()}.",
        "To be placed takes a figure of CNY 50,000.00 at least.",
        "Place 1 wins CNY 500.00.",
        "Places 2 to 3 win CNY 300.00 each.",
        "Place 4 wins Honour roll.",
        "Those with equal figures share a place and each get its whole prize; the next place follows on.",
        "All prizes together are at most CNY 2,000.00; beyond that, each is cut in proportion.",
    )
    assert contest.said("zh")[3:7] == (
        "数值达到 ¥50,000.00 方可入围。",
        "第 1 名得 CNY 500.00。",
        "第 2 至 3 名各得 CNY 300.00。",
        "第 4 名得 光荣榜。",
    )


@given(contests())
def test_every_contest_can_be_said(contest: Contest) -> None:
    for lang in ("en", "zh"):
        assert all(line.endswith((".", "。")) for line in contest.said(lang))
    assert len(contest.said("zh")) == len(contest.said())


def test_days_are_asked_for_only_where_they_decide() -> None:
    assert [one.reached for one in places({"a": 2, "b": 1}, "earliest")] == [None, None]
    with pytest.raises(BatchError) as caught:
        places({"a": 2, "b": 2, "c": 2, "d": 1}, "earliest", {"a": "2026-01-01", "b": "soon"})
    assert [problem.record for problem in caught.value.problems] == ["b", "c"]
    dated = places({"a": 2, "b": 2}, "earliest", {"a": "2026-01-02", "b": "2026-01-01"})
    assert dated[0].reason.code == "incentives.award.place.dated"


def test_standings_that_do_not_fit_are_all_named() -> None:
    wrong: Callable[..., object] = places
    with pytest.raises(BatchError) as caught:
        wrong({"a": "USD 5", "b": 1.5, "c": "many", "": 1, "d": 7, "e": "CNY 3"})
    assert sorted(problem.record for problem in caught.value.problems) == ["", "b", "c", "d", "e"]
    with pytest.raises(WrongTypeError):
        wrong([("a", 1)])
    with pytest.raises(InvalidValueError, match="be one of pool, dense"):
        places({}, "best")


def test_everybody_of_whom_a_condition_cannot_be_answered_is_named() -> None:
    contest = Contest("c", of=Revenue(), prizes="USD 5", eligible=field("role").equals("rep"))
    with pytest.raises(BatchError) as caught:
        contest.award({"a": 1, "b": 2, "c": 3}, records={"b": {"role": "rep"}})
    assert [problem.record for problem in caught.value.problems] == ["a", "c"]


@pytest.mark.parametrize(
    ("settings", "kind", "match"),
    [
        ({"prizes": ()}, InvalidValueError, "hold one prize"),
        ({"prizes": 5}, WrongTypeError, "be prizes by place"),
        ({"prizes": ["USD 3", "USD 4"]}, InvalidValueError, "not be above that of an earlier place"),
        ({"prizes": ["USD 3", Recognition("x"), "USD 4"]}, InvalidValueError, "not be above"),
        ({"prizes": ["USD 3", "CNY 2"]}, CurrencyMismatchError, "be in USD"),
        ({"prizes": "USD 0"}, InvalidValueError, "be above 0"),
        ({"budget": "CNY 5"}, CurrencyMismatchError, "be in USD"),
        ({"budget": "USD -5"}, InvalidValueError, "be 0 or more"),
        ({"prizes": Recognition("x"), "budget": "USD 5"}, InvalidValueError, "no prize is money"),
        ({"ties": "random"}, InvalidValueError, "be one of pool"),
        ({"per": "decade"}, InvalidValueError, "be one of"),
        ({"of": "revenue"}, WrongTypeError, "be a measure"),
        ({"eligible": True}, WrongTypeError, "be a criterion"),
        ({"ascending": 1}, WrongTypeError, "True or False"),
        ({"title": 1}, WrongTypeError, "be text"),
        ({"id": ""}, InvalidValueError, "at least one character"),
        ({"minimum": "lots"}, InvalidValueError, "be an amount such as"),
    ],
)
def test_terms_that_cannot_be_are_refused(
    settings: dict[str, object], kind: type[SalesmgmtError], match: str
) -> None:
    make: Callable[..., Contest] = Contest
    with pytest.raises(kind, match=match):
        make(**{"id": "c", "of": Revenue(), "prizes": "USD 5", **settings})


def test_a_figure_at_the_minimum_is_placed_and_one_of_another_kind_is_refused() -> None:
    contest = Contest("c", of=Revenue(), prizes="USD 5", minimum="USD 5")
    ranking = contest.award({"a": "USD 5", "b": "USD 4.99"})
    assert [one.participant for one in ranking.places] == ["a"]
    assert [one.reasons[0].code for one in ranking.left_out] == ["incentives.award.left_out.below"]
    with pytest.raises(WrongTypeError, match="be of the kind of the figures"):
        contest.award({"a": 5})
    with pytest.raises(CurrencyMismatchError, match="be in CNY"):
        contest.award({"a": "CNY 5"})


def test_values_that_cannot_be_are_refused() -> None:
    make: Callable[..., Place] = Place
    for wrong in (("a", 1, 0), ("a", 1, True), ("", 1, 1), ("a", 1, 1, ("a",)), ("a", 1, 1, ("b", "b"))):
        with pytest.raises(InvalidValueError):
            make(*wrong)
    with pytest.raises(WrongTypeError):
        Place("a", Fraction(1), 1, "b")
    award: Callable[..., Award] = Award
    for bad in (("a", 1), ("a", 0, "USD 1"), ("a", 1, "USD -1"), ("", 1, "USD 1")):
        with pytest.raises(InvalidValueError):
            award(*bad)
    prize: Callable[..., Prize] = Prize
    with pytest.raises(WrongTypeError, match="be Recognition"):
        prize(None, ("trip",))
    with pytest.raises(InvalidValueError):
        Prize()
    with pytest.raises(InvalidValueError):
        Recognition("x", value="USD -1")
    recognition: Callable[..., Recognition] = Recognition
    with pytest.raises(WrongTypeError):
        recognition("x", 5)
    with pytest.raises(InvalidValueError):
        LeftOut("a", Fraction(1), ())


def test_a_ranking_is_checked() -> None:
    ranked = places({"a": 2, "b": 1})
    good = prizes_for(ranked, ["USD 5"])
    assert Ranking(["USD 5"], "pool", ranked, good).adds_up
    assert not Ranking(["USD 6"], "pool", ranked, good).adds_up
    with pytest.raises(InvalidValueError, match="in their places"):
        Ranking(["USD 5"], "pool", ranked, [Award("b", 1, "USD 5")])
    with pytest.raises(InvalidValueError, match="name everybody once"):
        Ranking(["USD 5"], "pool", (*ranked, ranked[0]), good)
    with pytest.raises(CurrencyMismatchError):
        Ranking(["CNY 5"], "pool", ranked, good)


@given(standings(money=True))
def test_figures_are_kept_as_they_are(found: dict[str, Figure]) -> None:
    assume(found)
    assert {one.participant: one.figure for one in places(found)} == found
