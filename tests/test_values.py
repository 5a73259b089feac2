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
DOCUMENTS = salesmgmt.documents.Codec() if importlib.util.find_spec("cattrs") else None


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
    for field in getattr(type(value), "__attrs_attrs__", ()):
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
@settings(max_examples=15)
@given(data=st.data())
def test_a_value_is_a_value(name: str, data: st.DataObject) -> None:
    value = data.draw(strategy_of(name))
    assert isinstance(value, CLASSES[name])
    check_frozen(value)
    check_copies(value)
    if DOCUMENTS is not None:
        check_documents(value)


def check_frozen(value: object) -> None:
    """Nothing about the value can be changed."""
    kind = type(value)
    assert attrs.has(kind), f"{kind.__qualname__} is no attrs class"
    for name in (*[field.name for field in attrs.fields(kind)][:1], "something_new"):
        with pytest.raises(AttributeError):
            setattr(value, name, None)
    assert not hasattr(value, "__dict__"), f"{kind.__qualname__} has no slots"
    assert not list(changeable(value, kind.__name__))


def check_copies(value: object) -> None:
    """What is made from the value's fields, copied or pickled is the same value."""
    for other in (rebuilt(value), copy.copy(value), copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert type(other) is type(value)
        assert other == value
        assert hash(other) == hash(value)
        assert text_of(other) == text_of(value)
    assert value != object()


def check_documents(value: object) -> None:
    """The value comes back from a plain dict and from JSON text, and is stored the same again."""
    assert DOCUMENTS is not None
    documents = DOCUMENTS
    document = documents.to_document(value)
    assert documents.from_document(document) == value
    stored = documents.dumps(value)
    assert json.loads(stored) == json.loads(json.dumps(document))
    loaded = documents.loads(stored)
    assert type(loaded) is type(value)
    assert loaded == value
    assert hash(loaded) == hash(value)
    assert documents.dumps(loaded) == stored


def test_documents_are_walked_too() -> None:
    if DOCUMENTS is None:
        pytest.skip("cattrs is not installed: nothing was stored as a document")
    for name, kind in CLASSES.items():
        assert DOCUMENTS.kind_of(kind) == name


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
