"""Every notebook runs, its cells in order, and shows what is stored in it."""

from __future__ import annotations

import ast
import contextlib
import io
import json
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "docs" / "notebooks"
NOTEBOOKS = sorted(path.name for path in FOLDER.glob("*.ipynb"))


def said(code: str, names: dict[str, object]) -> str:
    """What a cell prints, and then shows of its last expression, as a notebook does in plain text."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(tree, "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if value is not None:
                shown.write(f"{value!r}\n")
    return shown.getvalue().rstrip("\n")


def stored(outputs: list[dict[str, object]]) -> str:
    """What is stored as the text of a cell's outputs."""
    found = []
    for output in outputs:
        data = output.get("data", {})
        lines = data["text/plain"] if isinstance(data, dict) and data else output["text"]
        assert isinstance(lines, list)
        found.append("".join(lines).rstrip("\n"))
    return "\n".join(found)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_cells_of_a_notebook_run_and_show_what_is_stored(name: str) -> None:
    book = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    names: dict[str, object] = {"__name__": "notebook"}
    for place, cell in enumerate(book["cells"]):
        if cell["cell_type"] == "code":
            assert said("".join(cell["source"]), names) == stored(cell["outputs"]), f"cell {place}"


def test_there_is_a_notebook() -> None:
    assert "from-spreadsheet-to-plans.ipynb" in NOTEBOOKS


def test_a_wrong_output_is_caught() -> None:
    names: dict[str, object] = {}
    assert said("sold = 1\nprint(sold)\nsold + 1", names) == "1\n2"
    assert stored([{"text": ["1\n"]}, {"data": {"text/plain": ["2"]}}]) == "1\n2"
    assert said("sold", names) != stored([{"data": {"text/plain": ["2"]}}])
