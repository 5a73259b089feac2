"""The diagram of a workflow as Mermaid text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from salesmgmt.tables import one_line
from salesmgmt.workflows.parts import State, StateKind, Transition

__all__ = ["mermaid"]

#: What has a meaning in the text of a diagram, as the entity that stands for it.
_ENTITIES = str.maketrans({"#": "#35;", ";": "#59;", ":": "#58;", '"': "#quot;", "<": "#lt;", ">": "#gt;"})


def _shown(text: str) -> str:
    return one_line(text).translate(_ENTITIES)


def mermaid(
    states: Sequence[State],
    transitions: Iterable[Transition],
    said: Mapping[str, str],
    needs: Sequence[str],
    lang: str,
) -> str:
    """A state diagram: the states in their order, then the transitions with their roles and conditions."""
    marks = {state.name: f"s{number}" for number, state in enumerate(states, 1)}
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_shown(said[state.name])}" as {marks[state.name]}' for state in states]
    lines += [f"    [*] --> {marks[state.name]}" for state in states if state.kind is StateKind.START]
    for one, needed in zip(transitions, needs, strict=True):
        label = _shown(said[one.event])
        if one.roles:
            label += f" ({_shown(', '.join([said[role] for role in one.roles]))})"
        if needed:
            label += f" {_shown(needed)}"
        if one.guard.reads:
            label += f" [{_shown(one.guard.text(lang))}]"
        lines += [
            f"    {marks[here]} --> {marks[there]} : {label}" for here in one.source for there in one.to
        ]
    lines += [f"    {marks[state.name]} --> [*]" for state in states if state.kind is StateKind.FINAL]
    return "\n".join(lines)
