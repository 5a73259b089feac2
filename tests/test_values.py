"""Every public value survives what happens to values: rebuilding, copying, pickling, storing, new processes.

Classes and strategies are found, not listed: a class that a package hands on joins by itself, and fails by
name until a module of `salesmgmt.testing` has a strategy for it.
"""

from __future__ import annotations

import copy
import importlib.util
import json
import os
import pickle
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import salesmgmt
from tests.spawned import rebuilt
from tests.values import enums, public_classes, strategies, value_classes

pytestmark = pytest.mark.properties

ROOT = Path(__file__).parent.parent
TABLES = dict(strategies())
CLASSES = value_classes()
HAS_DOCUMENTS = importlib.util.find_spec("cattrs") is not None and hasattr(salesmgmt, "documents")
DOCUMENTS = salesmgmt.documents.Codec() if HAS_DOCUMENTS else None


def strategy_of(name: str) -> st.SearchStrategy[object]:
    """The strategy of a public class; where there is none, the failure names the class."""
    kind = public_classes()[name]
    made = [table[kind]() for table in TABLES.values() if kind in table]
    assert made, f"no strategy for salesmgmt.{name} in the STRATEGIES of any module of salesmgmt.testing"
    return made[0]


def changeable(value: object, path: str) -> Iterator[str]:
    """Where a value holds something that can change."""
    if isinstance(value, list | dict | set | bytearray):
        yield f"{path} is a {type(value).__name__}"
    elif isinstance(value, tuple | frozenset):
        for part in value:
            yield from changeable(part, f"{path}[…]")
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            if field.init:
                yield from changeable(getattr(value, field.name), f"{path}.{field.name}")


def text_of(value: object) -> str:
    """A value as it prints; a set is the same in whatever order it prints its members."""
    text = repr(value)
    return "".join(sorted(text)) if "frozenset({" in text else text


def samples(name: str, count: int) -> list[object]:
    """Some values of a class, the same ones in each run."""
    found: list[object] = []

    @settings(max_examples=count, derandomize=True, database=None)
    @given(strategy_of(name))
    def take(value: object) -> None:
        found.append(value)

    take()
    return found[:count]


def test_no_class_has_two_strategies() -> None:
    served = [kind for table in TABLES.values() for kind in table]
    assert len(served) == len(set(served))


@pytest.mark.parametrize("name", sorted(CLASSES))
@settings(max_examples=25)
@given(data=st.data())
def test_a_value_is_a_value(name: str, data: st.DataObject) -> None:
    value = data.draw(strategy_of(name))
    kind = type(value)
    assert isinstance(value, CLASSES[name])
    assert attrs.has(kind), f"salesmgmt.{name} is no attrs class"
    for field in (attrs.fields(kind)[0].name if attrs.fields(kind) else "anything", "something_new"):
        with pytest.raises(AttributeError):
            setattr(value, field, None)
    assert not hasattr(value, "__dict__"), f"salesmgmt.{name} has no slots"
    assert not list(changeable(value, name))

    again = rebuilt(value)
    assert again is not value or not attrs.fields(kind)
    for other in (again, copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert type(other) is kind
        assert other == value
        assert hash(other) == hash(value)
        assert text_of(other) == text_of(value)
    assert value != object()


@pytest.mark.skipif(not HAS_DOCUMENTS, reason="salesmgmt.documents, or cattrs, is not here")
@pytest.mark.parametrize("name", sorted(CLASSES))
@settings(max_examples=25)
@given(data=st.data())
def test_a_value_survives_as_a_document(name: str, data: st.DataObject) -> None:
    assert DOCUMENTS is not None
    documents = DOCUMENTS
    value = data.draw(strategy_of(name))
    document = documents.to_document(value)
    assert documents.from_document(document) == value
    assert documents.from_document(json.loads(json.dumps(document))) == value
    stored = documents.dumps(value)
    loaded = documents.loads(stored)
    assert type(loaded) is type(value)
    assert loaded == value
    assert hash(loaded) == hash(value)
    assert documents.dumps(loaded) == stored


@pytest.mark.parametrize("name", sorted(enums()))
def test_a_choice_has_a_strategy_and_is_itself_everywhere(name: str) -> None:
    strategy_of(name)
    for member in enums()[name]:
        assert pickle.loads(pickle.dumps(member)) is member
        assert copy.deepcopy(member) is member
        assert enums()[name](member.value) is member


def test_values_survive_in_another_process() -> None:
    values = [value for name in sorted(CLASSES) for value in samples(name, 5)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.spawned"],
        input=pickle.dumps(values),
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "20260101"},
    )
    assert done.returncode == 0, done.stderr.decode()
    for value, back in zip(values, pickle.loads(done.stdout), strict=True):
        assert back == value
        assert hash(back) == hash(value)
        assert text_of(back) == text_of(value)
