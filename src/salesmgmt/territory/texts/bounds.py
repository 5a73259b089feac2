"""Texts of what makes an alignment on a map impossible."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["OBSTACLE_TEXTS"]

OBSTACLE_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.obstacle.apart": (
            "{unit} and {other} are locked into {territory}; every way between has over {most} of {measure}",
            "{unit} 与 {other} 均锁定在 {territory}，但连通两者的单元{measure}合计超过上限 {most}",
        ),
        "territory.obstacle.bounds": (
            "{territory} may carry {least} to {most} of {measure}, which nothing can",
            "{territory} 的{measure}允许范围为 {least} 至 {most}，无法满足",
        ),
        "territory.obstacle.closed": (
            "no unit may stand in {territory}",
            "没有任何单元可归入 {territory}",
        ),
        "territory.obstacle.crowd": (
            (
                "{count} units have {figure} of {measure} or more; "
                "{territories} territories of {most} take {room} each"
            ),
            "{count} 个单元的{measure}均不低于 {figure}；{territories} 个区域上限 {most}，各放得下 {room} 个",
        ),
        "territory.obstacle.few": (
            "{units} units cannot fill {territories} territories, each with one at least",
            "{units} 个单元无法填满 {territories} 个区域（每个区域至少一个单元）",
        ),
        "territory.obstacle.heavy": (
            "{unit} alone has {figure} of {measure}; no territory open to it may carry more than {most}",
            "仅 {unit} 一个单元的{measure}就有 {figure}，可选区域最多只能容纳 {most}",
        ),
        "territory.obstacle.light": (
            "{unit} and all joined to it have {figure} of {measure}; a territory needs {least} to {most}",
            "{unit} 及其相连单元的{measure}合计 {figure}，而一个区域须为 {least} 至 {most}",
        ),
        "territory.obstacle.locked": (
            "the units locked into {territory} have {figure} of {measure}; it may carry {most}",
            "锁定在 {territory} 的单元{measure}合计 {figure}，而该区域最多容纳 {most}",
        ),
        "territory.obstacle.none": (
            "every division of the {units} units into {territories} territories was tried",
            "{units} 个单元划分为 {territories} 个区域的所有分法均已试过",
        ),
        "territory.obstacle.nowhere": (
            "{unit} may stand in no territory",
            "{unit} 不可归入任何区域",
        ),
        "territory.obstacle.open": (
            "{territory} needs {least} of {measure}; the units that may stand there have {figure}",
            "{territory} 的{measure}至少需要 {least}，而可归入的单元合计只有 {figure}",
        ),
        "territory.obstacle.parts": (
            "by {measure}, the {parts} parts take {fewest} to {greatest} territories, not {territories}",
            "地图的 {parts} 个部分按{measure}容纳 {fewest} 至 {greatest} 个区域，而非 {territories} 个",
        ),
        "territory.obstacle.reach": (
            "{unit} ({weight} of {measure}) and all that fits with it in {most} have {figure}, not {least}",
            "{unit}（{measure} {weight}）在上限 {most} 内连片可及合计 {figure}，区域至少需要 {least}",
        ),
        "territory.obstacle.room": (
            "the units have {figure} of {measure}; the {territories} territories together may carry {most}",
            "全部单元的{measure}合计 {figure}，而 {territories} 个区域总共只能容纳 {most}",
        ),
        "territory.obstacle.short": (
            "the units have {figure} of {measure}; the {territories} territories together need {least}",
            "全部单元的{measure}合计 {figure}，而 {territories} 个区域总共至少需要 {least}",
        ),
        "territory.obstacle.split": (
            "the map has {parts} parts that nothing connects, and {territories} territories cannot hold them",
            "地图有 {parts} 个互不相连的部分，{territories} 个区域无法容纳",
        ),
        "territory.obstacle.stuck": (
            "{unit} fits nowhere: all that could join it breaks a bound, or leaves what cannot be divided",
            "{unit} 无处可归：凡可与其相连成区的单元组合，不是超出界限，就是使其余部分无法划分",
        ),
        "territory.obstacle.torn": (
            "{unit} and {other} are locked into {territory}, and nothing that may stand there connects them",
            "{unit} 与 {other} 均锁定在 {territory}，但没有可归入该区域的单元将两者连通",
        ),
        "territory.obstacle.uneven": (
            "{unit} and all around it have {figure} of {measure}: no whole number of times {least} to {most}",
            "{unit} 及其相连单元的{measure}合计 {figure}，无法划分为若干个 {least} 至 {most} 的区域",
        ),
    }
)
