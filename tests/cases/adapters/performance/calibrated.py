"""How well, compared: the cases on calibration and the agreement of raters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tests.cases.adapters import Adapter

ADAPTERS: Mapping[str, Adapter] = MappingProxyType({})
