"""The recipe that makes a map from a GeoJSON runs as it is written, where shapely is installed."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from textwrap import dedent

import pytest

from salesmgmt.territory import MapUnit, SalesMap

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "align-territories-on-a-map.md"
EDGES = (0, 1000.5, 2100.25, 3000, 4200.125)


def recipe() -> str:
    """The indented block of the page's last part."""
    part = PAGE.read_text(encoding="utf-8").split("## From a GeoJSON")[1]
    lines = [line for line in part.splitlines() if not line or line.startswith("    ")]
    return dedent("\n".join(lines))


def test_a_geojson_becomes_a_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("shapely", reason="shapely is not installed")
    features, visits = [], {}
    for x, (left, right) in enumerate(pairwise(EDGES)):
        for y in range(3):
            low, high = 1000.3 * y, 1000.3 * (y + 1)
            ring = [[left, low], [right, low], [right, high], [left, high], [left, low]]
            geometry = {"type": "Polygon", "coordinates": [ring]}
            features.append({"properties": {"id": 10 * x + y}, "geometry": geometry})
            visits[str(10 * x + y)] = 3
    (tmp_path / "areas.geojson").write_text(json.dumps({"features": features}), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"visits": visits}
    exec(compile(recipe(), str(PAGE), "exec"), names)
    country = names["country"]
    assert isinstance(country, SalesMap)
    assert names["alone"] == []
    assert country.links == 4 * 2 + 3 * 3
    middle: MapUnit = country.unit("11")
    assert dict(middle.borders) == {"1": 1000, "21": 1000, "10": 1100, "12": 1100}
    assert country.near("0") == ("1", "10")
