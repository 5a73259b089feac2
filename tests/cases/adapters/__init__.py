"""Adapters: from the figures of a worked case to public names of the package, and back to what was asked.

One module for each area, with a table `ADAPTERS` from the kind of a case to the function that computes it. An
adapter sees what is given, never the case's name or what is expected, and does no arithmetic of its own: what
comes out was computed by the package or it was not computed.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["Adapter", "NotCovered", "adapters"]

Adapter = Callable[[Mapping[str, Any]], Any]


class NotCovered(Exception):  # noqa: N818 - it says how things stand, and is no error
    """The package does not compute this variant of the kind yet."""


def adapters(area: str) -> Mapping[str, Adapter]:
    """The adapters of an area by kind; none where nobody has written its module."""
    folder = Path(__file__).parent
    if not (folder / f"{area}.py").exists() and not (folder / area / "__init__.py").exists():
        return {}
    found: Mapping[str, Adapter] = importlib.import_module(f"{__name__}.{area}").ADAPTERS
    return found
