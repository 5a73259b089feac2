"""The law that users check their own classes by."""

from __future__ import annotations

import pytest
from attrs import field, frozen
from hypothesis import strategies as st

from salesmgmt.documents import DocumentError
from salesmgmt.testing.documents import check_documents
from tests.documents import acme
from tests.documents.strategies import policies

pytestmark = pytest.mark.properties


def _doubled(size: int) -> int:
    return 2 * size


@frozen
class Doubling:
    """A class that does not take what it holds."""

    size: int = field(converter=_doubled)


@frozen
class Forgetful:
    """A class whose equality looks at less than its documents hold."""

    size: int
    other: float = field(default=0.0, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "other", self.other + 1)


@frozen
class Secretive:
    """A class that holds what no document does."""

    rule: object = len


def test_sound_classes_keep_the_law() -> None:
    check_documents(policies(), acme.CLASSES, max_examples=30)


def test_classes_that_break_it_are_told() -> None:
    with pytest.raises(AssertionError):
        check_documents(st.builds(Doubling, st.integers(1, 9)), [Doubling])
    with pytest.raises(AssertionError):
        check_documents(st.builds(Forgetful, st.integers()), [Forgetful])
    with pytest.raises(DocumentError):
        check_documents(st.just(Secretive(abs)), [Secretive])
    with pytest.raises(DocumentError):
        check_documents(policies())
