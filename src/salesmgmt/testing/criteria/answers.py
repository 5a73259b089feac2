"""Strategies for what criteria answer: how they came out, and what they have in common."""

from __future__ import annotations

from hypothesis import strategies as st

from salesmgmt.criteria import Explanation, Finding, No, Unknown, Witness, Yes
from salesmgmt.testing.criteria.given import records_for
from salesmgmt.testing.criteria.joined import criteria
from salesmgmt.testing.criteria.schemas import Schema, field_types, paths, schemas, values_of

__all__ = ["explanations", "findings", "nos", "unknowns", "witnesses", "yeses"]


def findings() -> st.SearchStrategy[Finding]:
    """How single conditions came out."""
    return (
        explanations()
        .filter(lambda explanation: bool(explanation.findings))
        .map(lambda explanation: explanation.findings[0])
    )


def explanations() -> st.SearchStrategy[Explanation]:
    """How criteria came out for records, condition by condition."""
    return _explanations()


@st.composite
def _explanations(draw: st.DrawFn) -> Explanation:
    schema = draw(schemas().filter(lambda schema: not _nested(schema)))
    criterion = draw(criteria(schema, max_leaves=4))
    return criterion.explain(*draw(records_for(criterion)))


def _nested(schema: Schema) -> bool:
    return any(one.path.startswith(f"{two.path}.") for one in schema for two in schema)


def witnesses() -> st.SearchStrategy[Witness]:
    """Records by the values of their fields."""
    values = field_types().flatmap(values_of)
    return st.builds(Witness, st.dictionaries(paths(), st.none() | values, max_size=4))


def yeses() -> st.SearchStrategy[Yes]:
    """Answers yes, with and without a witness."""
    return st.builds(Yes, st.none() | witnesses())


def nos() -> st.SearchStrategy[No]:
    """Answers no, with and without a witness."""
    return st.builds(No, st.none() | witnesses())


def unknowns() -> st.SearchStrategy[Unknown]:
    """Answers that could not be found."""
    return st.builds(Unknown, leaf=criteria(max_leaves=1)) | st.builds(Unknown, budget=st.integers(0))
