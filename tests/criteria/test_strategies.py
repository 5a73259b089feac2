"""Every public class has a strategy, and what it yields can be read aloud, copied and made again."""

from __future__ import annotations

import copy
import enum
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesmgmt.criteria
from salesmgmt.criteria import Criterion, Explanation
from salesmgmt.testing.criteria import STRATEGIES, criteria

pytestmark = pytest.mark.properties

PUBLIC = [getattr(salesmgmt.criteria, name) for name in salesmgmt.criteria.__all__]


def test_every_public_class_has_a_strategy() -> None:
    classes = {
        one for one in PUBLIC if isinstance(one, type) and (attrs.has(one) or issubclass(one, enum.Enum))
    }
    assert classes == set(STRATEGIES)


@pytest.mark.parametrize("kind", STRATEGIES, ids=lambda kind: kind.__name__)
@settings(max_examples=20)
@given(st.data())
def test_values_survive_copies_pickles_and_being_made_again(kind: Any, data: st.DataObject) -> None:
    value = data.draw(STRATEGIES[kind]())
    assert type(value) is kind
    others = [copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))]
    if attrs.has(kind):
        others.append(kind(**{a.alias: getattr(value, a.name) for a in attrs.fields(kind) if a.init}))
    for other in others:
        assert other == value
        assert hash(other) == hash(value)
        assert repr(other) == repr(value)


@given(criteria() | STRATEGIES[Explanation]())
def test_everything_can_be_read_aloud(value: Criterion | Explanation) -> None:
    for lang in ("en", "zh"):
        said = value.text(lang)
        assert isinstance(said, str)
        assert said or isinstance(value, Explanation)
