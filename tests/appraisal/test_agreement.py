"""Agreement of raters: published figures, slow references, and what never changes a figure."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import chain
from typing import cast

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from salesmgmt.appraisal import KappaWeights, cohen_kappa, intraclass_correlations, kappa_of_pairs
from salesmgmt.errors import SalesmgmtError, WrongTypeError

pytestmark = pytest.mark.properties

JUDGES = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
GRADES = st.integers(1, 4)
PAIRS = st.lists(st.tuples(GRADES, GRADES), min_size=1, max_size=12)
TABLES = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.lists(st.integers(1, 9), min_size=k, max_size=k), min_size=2, max_size=6)
)


def slow_kappa(pairs: list[tuple[int, int]], power: int) -> float | None:
    """Disagreements of all pairs, over those of everybody with everybody: Cohen's second way."""

    def cost(one: int, other: int) -> Fraction:
        return Fraction(int(one != other)) if power == 0 else Fraction(abs(one - other)) ** power

    observed = sum((cost(one, other) for one, other in pairs), Fraction(0)) / len(pairs)
    chance = sum((cost(one, other) for one, _ in pairs for _, other in pairs), Fraction(0)) / len(pairs) ** 2
    return float(1 - observed / chance) if chance else None


@pytest.mark.parametrize(("weights", "power"), [("none", 0), ("linear", 1), ("quadratic", 2)])
@given(pairs=PAIRS)
def test_kappa_is_what_disagreements_make_it(weights: str, power: int, pairs: list[tuple[int, int]]) -> None:
    found = kappa_of_pairs(pairs, weights, classes=range(1, 5)).value
    slow = slow_kappa(pairs, power)
    assert found == pytest.approx(slow) if slow is not None else found is None


@given(PAIRS)
def test_kappa_knows_no_order_of_people_and_no_first_rater(
    pairs: list[tuple[int, int]],
) -> None:
    turned = [(other, one) for one, other in reversed(pairs)]
    for weights in KappaWeights:
        assert kappa_of_pairs(pairs, weights) == kappa_of_pairs(turned, weights)


def slow_icc(rows: list[list[int]]) -> dict[str, float | None]:
    """Shrout and Fleiss by their table of variances, in plain sums."""
    n, k = len(rows), len(rows[0])
    every = [Fraction(each) for each in chain.from_iterable(rows)]
    grand = sum(every) / (n * k)
    rows_ss = k * sum((Fraction(sum(row), k) - grand) ** 2 for row in rows)
    columns_ss = n * sum((Fraction(sum(column), n) - grand) ** 2 for column in zip(*rows, strict=True))
    total_ss = sum((each - grand) ** 2 for each in every)
    bms, jms = Fraction(rows_ss) / (n - 1), Fraction(columns_ss) / (k - 1)
    ems = Fraction(total_ss - rows_ss - columns_ss) / ((n - 1) * (k - 1))
    wms = Fraction(total_ss - rows_ss) / (n * (k - 1))
    parts = {
        "ICC(1,1)": (bms - wms, bms + (k - 1) * wms),
        "ICC(2,1)": (bms - ems, bms + (k - 1) * ems + k * (jms - ems) / n),
        "ICC(3,1)": (bms - ems, bms + (k - 1) * ems),
        "ICC(1,k)": (bms - wms, bms),
        "ICC(2,k)": (bms - ems, bms + (jms - ems) / n),
        "ICC(3,k)": (bms - ems, bms),
    }
    return {name: float(above / below) if below else None for name, (above, below) in parts.items()}


@given(TABLES)
def test_the_six_correlations_are_those_of_the_table_of_variances(rows: list[list[int]]) -> None:
    assert dict(intraclass_correlations(rows).by_name) == slow_icc(rows)


@given(TABLES)
def test_the_order_of_people_and_raters_changes_no_correlation(rows: list[list[int]]) -> None:
    turned = [row[::-1] for row in rows[::-1]]
    assert intraclass_correlations(rows) == intraclass_correlations(turned)


@given(TABLES)
def test_with_equal_numbers_the_general_form_of_model_1_is_the_usual_one(rows: list[list[int]]) -> None:
    whole = intraclass_correlations(rows)
    ragged = intraclass_correlations([*rows, rows[0][:1]])
    assert whole.raters == len(rows[0])
    assert (ragged.single_2, ragged.mean_3) == (None, None)
    assume(whole.single_1 is not None and ragged.single_1 is not None)


def test_model_1_with_unequal_numbers_by_hand() -> None:
    # Means 2 and 5, grand mean 16/5: between 54/5 at 1 degree, within 2 + 2 ... at 3 degrees.
    found = intraclass_correlations([[1, 2, 3], [4, 6]])
    between, within = Fraction(54, 5), Fraction(4, 3)
    each = Fraction(5) - Fraction(13, 5)
    assert found.raters == float(each)
    assert found.single_1 == float((between - within) / (between + (each - 1) * within))


def test_published_figures() -> None:
    judged = intraclass_correlations(JUDGES)
    rounded = {name: round(value or 0, 2) for name, value in judged.by_name.items()}
    assert rounded == {
        "ICC(1,1)": 0.17,
        "ICC(2,1)": 0.29,
        "ICC(3,1)": 0.71,
        "ICC(1,k)": 0.44,
        "ICC(2,k)": 0.62,
        "ICC(3,k)": 0.91,
    }
    assert judged.table("zh").rows[0] == ("ICC(1,1)", Fraction(1657, 10000))
    found = cohen_kappa([[20, 5], [10, 15]])
    assert (found.value, found.observed, found.by_chance, found.subjects) == (0.4, 0.7, 0.5, 50)


def test_where_nothing_varies_there_is_no_figure() -> None:
    assert kappa_of_pairs([(1, 1), (1, 1)]).value is None
    assert cohen_kappa([[3, 0], [0, 0]]).value is None
    assert set(intraclass_correlations([[1, 1], [1, 1]]).by_name.values()) == {None}
    assert intraclass_correlations([[1, 1], [1, 1]]).table().rows[0][1] is None


@pytest.mark.parametrize(
    "make",
    [
        lambda: cohen_kappa([[1]]),
        lambda: cohen_kappa([[1, 2], [3]]),
        lambda: cohen_kappa([[0, 0], [0, 0]]),
        lambda: cohen_kappa([[1, -1], [0, 0]]),
        lambda: cohen_kappa([[1, cast(int, 0.5)], [0, 0]]),
        lambda: cohen_kappa([[1, 0], [0, 1]], "cubic"),
        lambda: kappa_of_pairs([]),
        lambda: kappa_of_pairs([(1, 5)], classes=(1, 2)),
        lambda: kappa_of_pairs([(cast(int, 0.5), 1)]),
        lambda: intraclass_correlations([[1, 2]]),
        lambda: intraclass_correlations([[1], [2]]),
        lambda: intraclass_correlations([[cast(int, 0.5), 1], [1, 2]]),
    ],
)
def test_every_refusal_is_of_the_family(make: Callable[[], object]) -> None:
    with pytest.raises(SalesmgmtError):
        make()


@pytest.mark.parametrize(
    "make",
    [
        lambda: cohen_kappa(cast(list[list[int]], None)),
        lambda: cohen_kappa(cast(list[list[int]], [None, None])),
        lambda: cohen_kappa(cast(list[list[int]], ["ab", "cd"])),
        lambda: intraclass_correlations(cast(list[list[int]], None)),
        lambda: intraclass_correlations(cast(list[list[int]], [[1, 2], None])),
        lambda: kappa_of_pairs(cast(list[tuple[int, int]], None)),
        lambda: kappa_of_pairs(cast(list[tuple[int, int]], [1, 2])),
    ],
)
def test_what_is_no_table_is_refused(make: Callable[[], object]) -> None:
    with pytest.raises(WrongTypeError):
        make()
