"""Schedules are values: rebuilt from their fields, copied, pickled, hashed and printed alike."""

from __future__ import annotations

import copy
import enum
import pickle

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesmgmt.incentives.schedules as package
from salesmgmt.testing.schedules import STRATEGIES

pytestmark = pytest.mark.properties

CLASSES = [
    kind
    for name in package.__all__
    if isinstance(kind := getattr(package, name), type) and (attrs.has(kind) or issubclass(kind, enum.Enum))
]


def test_every_class_has_a_strategy() -> None:
    assert set(CLASSES) == set(STRATEGIES)


@pytest.mark.parametrize("kind", [kind for kind in CLASSES if attrs.has(kind)])
@settings(max_examples=15)
@given(data=st.data())
def test_a_value_is_a_value(kind: type, data: st.DataObject) -> None:
    value = data.draw(STRATEGIES[kind]())
    assert type(value) is kind
    assert attrs.has(kind)
    fields = {field.alias: getattr(value, field.name) for field in attrs.fields(kind) if field.init}
    for other in (kind(**fields), copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert other == value
        assert hash(other) == hash(value)
        assert repr(other) == repr(value)
    assert not hasattr(value, "__dict__")
    for name in (attrs.fields(kind)[0].name, "something_new"):
        with pytest.raises(AttributeError):
            setattr(value, name, None)
