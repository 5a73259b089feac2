"""Every reason that the package gives can be put into words, in both languages, with its own values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from attrs import frozen

from salesmgmt.reasons import CATALOGUE, Text
from salesmgmt.reasons.packaged import package_texts

SOURCE = Path(__file__).parent.parent.parent / "src" / "salesmgmt"
PACKAGES = sorted(
    path.relative_to(SOURCE).parts[0]
    for path in (*SOURCE.glob("*/texts.py"), *SOURCE.glob("*/texts/__init__.py"))
    if "TEXTS" in path.read_text(encoding="utf-8")
)
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
CHINESE = re.compile("[\u4e00-\u9fff]")


@frozen
class Use:
    """A code that a module makes reasons with, and the names of the values where they can be seen."""

    line: int
    code: str
    names: frozenset[str] | None


def _is_reason(call: ast.expr) -> bool:
    if isinstance(call, ast.Attribute) and call.attr == "of":
        call = call.value
    return (isinstance(call, ast.Name) and call.id == "Reason") or (
        isinstance(call, ast.Attribute) and call.attr == "Reason"
    )


def _names(call: ast.Call) -> frozenset[str] | None:
    """The names of the values of a call, or None where they are made elsewhere."""
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    if isinstance(call.func, ast.Attribute) and call.func.attr == "of":
        return None if None in keywords else frozenset(filter(None, keywords)) - {"facts", "because"}
    if None in keywords:
        return None
    values = call.args[1] if len(call.args) > 1 else keywords.get("values", ast.Tuple([]))
    if isinstance(values, ast.Dict):
        keys: list[ast.expr | None] = list(values.keys)
    elif isinstance(values, ast.Tuple | ast.List):
        keys = [pair.elts[0] if isinstance(pair, ast.Tuple) and pair.elts else None for pair in values.elts]
    else:
        return None
    found = [key.value if isinstance(key, ast.Constant) else None for key in keys]
    return frozenset(map(str, found)) if None not in found else None


def uses(source: str) -> Iterator[Use]:
    """The codes written where reasons are made; all codes of a module that chooses them elsewhere."""
    tree = ast.parse(source)
    chosen_elsewhere = False
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and _is_reason(node.func)):
            continue
        code = node.args[0] if node.args else {word.arg: word.value for word in node.keywords}.get("code")
        written = [] if code is None else [part for part in ast.walk(code) if isinstance(part, ast.Constant)]
        codes = [str(part.value) for part in written if CODE.fullmatch(str(part.value))]
        chosen_elsewhere |= not codes
        for one in codes:
            yield Use(node.lineno, one, _names(node))
    if chosen_elsewhere:
        for node in ast.walk(tree):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and CODE.fullmatch(text) and text.partition(".")[0] in PACKAGES:
                yield Use(getattr(node, "lineno", 0), text, None)


def faults(text: str, known: Mapping[str, Text]) -> list[str]:
    """What a module's reasons lack."""
    found = []
    for use in uses(text):
        if use.code not in known:
            found.append(f"line {use.line}: {use.code} has no text")
        elif use.names is not None and (missing := known[use.code].parameters - use.names):
            found.append(f"line {use.line}: {use.code} lacks {', '.join(sorted(missing))}")
    return found


@pytest.fixture(scope="module")
def known() -> dict[str, Text]:
    return {text.code: text for package in PACKAGES for text in CATALOGUE.of_package(package)}


@pytest.mark.parametrize("path", sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py")))
def test_each_reason_given_has_a_text_for_its_values(path: str, known: dict[str, Text]) -> None:
    assert faults((SOURCE / path).read_text(encoding="utf-8"), known) == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_texts_of_a_package_are_whole(package: str) -> None:
    table = package_texts(package)
    assert table
    for code, pair in table.items():
        text = Text(code, *pair)
        assert CATALOGUE.find(code) == text
        assert code.startswith(f"{package}."), f"{code} belongs to another package"
        assert not CHINESE.search(text.en), f"{code} is not in English: {text.en}"
        prose = re.sub(r"\{[^{}]*\}", "", text.zh)
        assert CHINESE.search(prose) or not re.search("[A-Za-z]{2}", prose), (
            f"{code} is not in Chinese: {text.zh}"
        )


KNOWN = {"credit.x": Text("credit.x", "{a} {b}", "{a}{b}"), "credit.y": Text("credit.y", "y", "y")}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Reason('credit.z')", "credit.z has no text"),
        ("Reason(code='credit.z')", "credit.z has no text"),
        ("reasons.Reason('credit.z')", "credit.z has no text"),
        ("Reason.of('credit.z')", "credit.z has no text"),
        ("Reason('credit.y' if a else 'credit.z')", "credit.z has no text"),
        ("code = 'credit.z'\nReason(code)", "credit.z has no text"),
        ("Reason('credit.x')", "credit.x lacks a, b"),
        ("Reason('credit.x', {'a': 1})", "credit.x lacks b"),
        ("Reason('credit.x', values={'a': 1})", "credit.x lacks b"),
        ("Reason('credit.x', (('a', 1),))", "credit.x lacks b"),
        ("Reason('credit.x', [('a', 1)])", "credit.x lacks b"),
        ("Reason.of('credit.x', a=1, facts=('f',))", "credit.x lacks b"),
        ("Reason.of('credit.x', a=1, because=())", "credit.x lacks b"),
    ],
)
def test_what_is_missing_is_found(line: str, fault: str) -> None:
    assert any(fault in found for found in faults(line, KNOWN))


@pytest.mark.parametrize(
    "line",
    [
        "Reason('credit.x', {'a': 1, 'b': 2, 'c': 3})",
        "Reason('credit.x', values)",
        "Reason('credit.x', {'a': 1, **more})",
        "Reason('credit.x', **more)",
        "Reason.of('credit.x', a=1, b=2)",
        "Reason.of('credit.x', **values)",
        "Reason('credit.y')",
        "code = 'credit.y'\nReason(code)\npath = 'acme.path'",
        "path = 'credit.path'",
    ],
)
def test_what_fits_is_left_alone(line: str) -> None:
    assert faults(line, KNOWN) == []
