"""What a module of the package may not do, found in its syntax tree.

The package computes: facts come in as values, decisions go out as values. So a module imports only what is
listed here, and nothing listed reads the clock, the environment, the locale, a file or the network. The rules
look at the text, so they also hold for lines that no test runs.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import TypeGuard

from attrs import frozen

#: Modules of the standard library and of the two dependencies that every module may import.
ALLOWED = frozenset(
    {
        "__future__",
        "abc",
        "attrs",
        "bisect",
        "collections",
        "collections.abc",
        "dataclasses",
        "datetime",
        "dateutil.easter",
        "dateutil.relativedelta",
        "dateutil.rrule",
        "decimal",
        "enum",
        "fractions",
        "functools",
        "hashlib",
        "heapq",
        "html",
        "itertools",
        "json",
        "math",
        "operator",
        "re",
        "string",
        "textwrap",
        "types",
        "typing",
        "unicodedata",
    }
)

#: What a door to the outside may import besides, by package or module.
DOORS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "documents": frozenset({"cattrs", "importlib"}),
        "testing": frozenset({"hypothesis"}),
        "frames": frozenset({"narwhals", "narwhals.stable"}),
        "charts": frozenset({"altair"}),
        "territory/bounds/exact.py": frozenset({"highspy"}),
    }
)

#: Only a module that hands names on may load others by name, and keep what it has loaded.
LAZY = "__init__.py"

#: From these modules only the named parts are pure.
PARTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"calendar": frozenset({"isleap", "monthrange"}), "random": frozenset({"Random"})}
)

#: Names that may not be imported although their module may.
IMPURE_NAMES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "decimal": frozenset({"getcontext", "setcontext", "localcontext", "DefaultContext"}),
        "functools": frozenset({"cache", "lru_cache", "cached_property"}),
    }
)

BUILTINS = frozenset(
    {
        "__builtins__",
        "__import__",
        "breakpoint",
        "compile",
        "eval",
        "exec",
        "exit",
        "help",
        "input",
        "open",
        "print",
        "quit",
    }
)
CLOCK = frozenset({"now", "today", "utcnow"})
LOCALE = frozenset({"strftime", "strptime"})
SETTERS = frozenset({"setattr", "delattr", "__setattr__", "__delattr__"})
CONTEXT = IMPURE_NAMES["decimal"]
CACHES = IMPURE_NAMES["functools"]
LOCAL_ZONE = frozenset({"fromtimestamp"})

#: Calls that make a container or a counter which changes.
MUTABLE = frozenset(
    {
        "ChainMap",
        "Counter",
        "OrderedDict",
        "Random",
        "UserDict",
        "UserList",
        "WeakKeyDictionary",
        "WeakSet",
        "WeakValueDictionary",
        "bytearray",
        "count",
        "cycle",
        "defaultdict",
        "deque",
        "dict",
        "iter",
        "list",
        "set",
    }
)

CONTAINERS = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp, ast.GeneratorExp)


@frozen
class Fault:
    """A line that breaks a rule."""

    line: int
    rule: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.rule}"


def faults(text: str, path: str = "money/money.py") -> tuple[Fault, ...]:
    """The faults of a module, by its text and its path below the package's root."""
    tree = ast.parse(text)
    package = path.split("/")[0] if "/" in path else ""
    lazy = path.endswith(LAZY)
    door = DOORS.get(package, frozenset()) | DOORS.get(path, frozenset())
    found = [
        *_imports(tree, ALLOWED | door | ({"importlib"} if lazy else set())),
        *_names(tree, lazy),
        *_calls(tree),
        *_state(tree),
        *_strangers(tree),
    ]
    return tuple(sorted(set(found), key=lambda fault: (fault.line, fault.rule)))


def _imports(tree: ast.Module, allowed: frozenset[str]) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for name in node.names:
                if name.name not in allowed and name.name.split(".")[0] != "salesmgmt":
                    yield Fault(node.lineno, f"imports {name.name}")
        elif isinstance(node, ast.ImportFrom):
            module = node.module or "."
            if module.split(".")[0] == "salesmgmt":
                continue
            if module not in allowed and module not in PARTS:
                yield Fault(node.lineno, f"imports {module}")
            pure, impure = PARTS.get(module), IMPURE_NAMES.get(module, frozenset())
            for name in node.names:
                if name.name in impure or name.name == "*" or (pure is not None and name.name not in pure):
                    yield Fault(node.lineno, f"imports {name.name} from {module}")


def _names(tree: ast.Module, lazy: bool) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if node.id in BUILTINS:
                yield Fault(node.lineno, f"uses {node.id}")
            elif node.id == "globals" and not lazy:
                yield Fault(node.lineno, "uses globals")
        elif isinstance(node, ast.Attribute):
            if node.attr in CONTEXT:
                yield Fault(node.lineno, f"uses the ambient decimal context: {node.attr}")
            elif node.attr in CACHES and isinstance(node.value, ast.Name) and node.value.id == "functools":
                yield Fault(node.lineno, f"keeps a cache: {node.attr}")
            elif node.attr in {"__dict__", "__builtins__"} and isinstance(node.ctx, ast.Store):
                yield Fault(node.lineno, f"replaces {node.attr}")
        elif isinstance(node, ast.Global):
            yield Fault(node.lineno, f"changes the module's {', '.join(node.names)}")


def _calls(tree: ast.Module) -> Iterator[Fault]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            spec = "".join(
                str(part.value) for part in ast.walk(node.format_spec) if isinstance(part, ast.Constant)
            )
            if spec.endswith("n") or any(f"%{letter}" in spec for letter in "aAbBcpxX"):
                yield Fault(node.lineno, f"formats by the locale: {spec}")
        if not isinstance(node, ast.Call):
            continue
        name = _last(node.func)
        if isinstance(node.func, ast.Attribute):
            if name in CLOCK:
                yield Fault(node.lineno, f"reads the clock: {name}")
            elif name in LOCALE:
                yield Fault(node.lineno, f"formats by the locale: {name}")
            elif name in LOCAL_ZONE and len(node.args) + len(node.keywords) < 2:
                yield Fault(node.lineno, f"reads the local time zone: {name}")
            elif name == "astimezone" and not node.args and not node.keywords:
                yield Fault(node.lineno, "reads the local time zone: astimezone")
        if name == "Random" and not node.args and not node.keywords:
            yield Fault(node.lineno, "draws from an unseeded Random")
        if name == "rrule" and not any(keyword.arg == "dtstart" for keyword in node.keywords):
            yield Fault(node.lineno, "reads the clock: rrule without dtstart")


def _state(tree: ast.Module) -> Iterator[Fault]:
    """Containers that stand at the level of a module or a class and can change."""
    for statement in _outside_functions(tree):
        if not isinstance(statement, ast.Assign | ast.AnnAssign | ast.AugAssign) or statement.value is None:
            continue
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        if any(isinstance(target, ast.Name) and target.id == "__all__" for target in targets):
            continue
        for part in _kept(statement.value):
            yield Fault(part.lineno, f"keeps state that can change: {ast.unparse(part)[:40]}")


def _outside_functions(tree: ast.AST) -> Iterator[ast.stmt]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.stmt | ast.ExceptHandler | ast.match_case) and not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef
        ):
            if isinstance(node, ast.stmt):
                yield node
            yield from _outside_functions(node)


def _kept(value: ast.expr) -> Iterator[ast.expr]:
    """The changeable containers that a value holds on to; what a frozen one was made from is gone."""
    if isinstance(value, CONTAINERS) or (isinstance(value, ast.Call) and _last(value.func) in MUTABLE):
        yield value
    elif isinstance(value, ast.Tuple):
        for part in value.elts:
            yield from _kept(part)
    elif isinstance(value, ast.Call) and _last(value.func) == "MappingProxyType":
        for argument in value.args:
            if isinstance(argument, ast.Dict):
                for item in argument.values:
                    yield from _kept(item)
            elif isinstance(argument, ast.DictComp):
                yield from _kept(argument.value)
            elif isinstance(argument, ast.Name):
                yield argument
    elif isinstance(value, ast.IfExp):
        yield from (*_kept(value.body), *_kept(value.orelse))
    elif isinstance(value, ast.BinOp):
        yield from (*_kept(value.left), *_kept(value.right))
    elif isinstance(value, ast.NamedExpr):
        yield from _kept(value.value)


def _strangers(tree: ast.Module) -> Iterator[Fault]:
    """Assignments to parts of modules, classes, functions and constants: they outlive the call."""
    shared = _bound_at_the_top(tree) - _bound_in_functions(tree) | {"cls"}
    for function in _functions(tree):
        for node in ast.walk(function):
            for target in _targets(node):
                root = target
                while isinstance(root, ast.Attribute | ast.Subscript):
                    root = root.value
                if root is not target and isinstance(root, ast.Name) and root.id in shared:
                    yield Fault(target.lineno, f"changes {root.id}, which outlives the call")


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign | ast.Delete):
        return list(node.targets)
    if isinstance(node, ast.AugAssign | ast.AnnAssign):
        return [node.target]
    if isinstance(node, ast.Call) and node.args and _last(node.func) in SETTERS:
        return [ast.Attribute(node.args[0], "named at run time", ast.Store(), lineno=node.lineno)]
    return []


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield node


def _bound_at_the_top(tree: ast.Module) -> set[str]:
    bound: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound |= {(name.asname or name.name).split(".")[0] for name in node.names}
    for statement in _outside_functions(tree):
        bound |= {node.id for node in ast.walk(statement) if _is_stored(node)}
        if isinstance(statement, ast.ClassDef):
            bound.add(statement.name)
    return bound | {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def _bound_in_functions(tree: ast.Module) -> set[str]:
    """Names that a function binds for itself; they hide what has that name at the top."""
    bound: set[str] = set()
    for function in _functions(tree):
        bound |= {node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)}
        bound |= {node.id for node in ast.walk(function) if _is_stored(node)}
    return bound


def _is_stored(node: ast.AST) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _last(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    if isinstance(function, ast.Subscript):
        return _last(function.value)
    return function.id if isinstance(function, ast.Name) else ""
