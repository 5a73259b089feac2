"""Every example runs: each page's Python blocks in order as one script, and each docstring's doctests."""

from __future__ import annotations

import doctest
import importlib
import io
import re
from pathlib import Path

import pytest
from sybil.document import Document
from sybil.example import SybilFailure
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src"
PAGES = ("README.md", *sorted(page.relative_to(ROOT).as_posix() for page in (ROOT / "docs").rglob("*.md")))
MODULES = sorted(
    ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    for path in SOURCE.rglob("*.py")
)

FLAGS = doctest.ELLIPSIS
#: An opening fence that a reader takes for Python, however it is spelt.
FENCE = re.compile(r"^[ \t>*-]*(?:`{3,}|~{3,})([ \t{]*py\w*\b[^\n]*)$", re.MULTILINE | re.IGNORECASE)


def run(page: Path) -> None:
    """Run the Python blocks of a page, in order, in one namespace."""
    document = Document.parse(str(page), PythonCodeBlockParser(doctest_optionflags=FLAGS))
    document.namespace["__name__"] = f"docs.{page.stem.replace('-', '_')}"
    for example in document:
        example.evaluate()


def hidden(text: str) -> list[str]:
    """The fences that open Python but that the runner would pass over: it looks for exactly ```python."""
    seen = len(list(CodeBlockParser("python")(Document(text, "page.md"))))
    spelt = FENCE.findall(text)
    return [fence for fence in spelt if fence != "python"] or spelt[seen:]


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run(page: str) -> None:
    assert not hidden((ROOT / page).read_text(encoding="utf-8"))
    run(ROOT / page)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_run(name: str) -> None:
    module = importlib.import_module(name)
    said = io.StringIO()
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    for test in doctest.DocTestFinder(exclude_empty=True).find(module):
        runner.run(test, out=said.write)
    assert not runner.failures, said.getvalue()


def test_a_wrong_example_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```python\nsold = 1\n```\n\n```python\n>>> sold\n2\n```\n", encoding="utf-8")
    with pytest.raises(SybilFailure, match="Expected:\n    2"):
        run(page)
    page.write_text("```python\nsold = 1\n```\n\n```python\nassert sold == 2\n```\n", encoding="utf-8")
    with pytest.raises(AssertionError):
        run(page)
    page.write_text("```python\nsold = 1\n```\n\n```python\n>>> sold\n1\n```\n", encoding="utf-8")
    run(page)


@pytest.mark.parametrize("fence", ["``` python", "```python title='x'", "```pycon", "~~~py", "- ```Python"])
def test_another_spelling_of_the_fence_is_refused(fence: str) -> None:
    assert hidden(f"words\n\n{fence}\nx = 1\n")
    assert not hidden("words\n\n```python\nx = 1\n```\n\n    ```python\n    x = 1\n    ```\n")
