"""The diagrams in the pages are those of the workflows that the pages make."""

from __future__ import annotations

from pathlib import Path

from sybil.document import Document
from sybil.parsers.markdown import PythonCodeBlockParser

from salesmgmt.credit import ApplicationPolicy, HoldPolicy

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "approve-a-limit.md"


def test_the_diagrams_are_those_of_the_workflows() -> None:
    document = Document.parse(str(PAGE), PythonCodeBlockParser())
    for example in document:
        example.evaluate()
    policy, rules = document.namespace["policy"], document.namespace["rules"]
    assert isinstance(policy, ApplicationPolicy)
    assert isinstance(rules, HoldPolicy)
    drawn = [part.split("\n```")[0] for part in PAGE.read_text(encoding="utf-8").split("```mermaid\n")[1:]]
    assert drawn == [policy.workflow.mermaid(), rules.workflow.mermaid()]
