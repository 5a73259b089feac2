"""Texts of divisions, overlays, the coverage check and its costs, advice and headcount, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["DIVISION_HEADINGS", "DIVISION_TEXTS"]

DIVISION_TEXTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "territory.advice.below": (
            "{sellers} sellers in {parts} {parts:part|parts} are more than {most} each: by region within",
            "{parts} 个部分共 {sellers} 位业务员，每部分超过 {most} 人：下一级再按区域划分",
        ),
        "territory.advice.cross.kept": (
            "{share} of customers buy several lines, below {threshold}: few would meet several sellers",
            "跨产品线购买的客户占 {share}，低于 {threshold}：面对多位业务员的客户不多",
        ),
        "territory.advice.cross.met": (
            "{share} of customers buy several lines, from {threshold} on: they would meet several sellers",
            "跨产品线购买的客户占 {share}，达到 {threshold}：这些客户会面对多位业务员",
        ),
        "territory.advice.customer": ("divide by customer group", "按客户划分"),
        "territory.advice.customer.managers": (
            "divide by customer group, with product managers beside",
            "按客户划分，另设产品经理协同",
        ),
        "territory.advice.depth.met": (
            "a technical depth of {depth} is at or above {threshold}: a seller has to know the line",
            "技术复杂度 {depth}，达到 {threshold}：业务员必须精通产品",
        ),
        "territory.advice.depth.missed": (
            "a technical depth of {depth} is below {threshold}: one seller can carry every line",
            "技术复杂度 {depth}，低于 {threshold}：一位业务员可以销售全部产品线",
        ),
        "territory.advice.lines.one": (
            "there is one product line: nothing to divide by product",
            "只有一条产品线，无须按产品划分",
        ),
        "territory.advice.near": (
            "one seller near the customer carries everything: short ways, one face",
            "一位业务员就近负责全部产品：路程短，客户只面对一人",
        ),
        "territory.advice.product": ("divide by product line", "按产品划分"),
        "territory.advice.region": ("divide by region", "按区域划分"),
        "territory.advice.regions.one": (
            "there is one region: one team carries it all",
            "只有一个区域，由一个团队负责全部",
        ),
        "territory.advice.solutions.met": (
            "{share} of sales are solutions, from {threshold} on: a seller has to know the customer",
            "解决方案销售占 {share}，达到 {threshold}：业务员必须了解客户",
        ),
        "territory.advice.solutions.missed": (
            "{share} of sales are solutions, below {threshold}",
            "解决方案销售占 {share}，低于 {threshold}",
        ),
        "territory.advice.too_few": (
            "{sellers} {sellers:seller|sellers} for {parts} parts: some carry several",
            "{parts} 个部分只有 {sellers} 位业务员：部分人员须兼顾多个部分",
        ),
        "territory.assigned": (
            "{owner} looks after {customer}",
            "{customer} 由 {owner} 负责",
        ),
        "territory.beside": ("{person} comes along as {role}", "{person} 作为{role}协同"),
        "territory.cost": (
            "the faults of the coverage cost {amount} a year",
            "覆盖问题每年造成成本 {amount}",
        ),
        "territory.cost.concessions": (
            "{customer} plays {sellers} sellers off against each other: {rate} of {revenue} is {amount}",
            "{customer} 利用 {sellers} 位业务员相互压价：{revenue} 的 {rate}，即 {amount}",
        ),
        "territory.cost.double_credit": (
            "{claimants} people claim the same sales at {customer}: {rate} of {revenue} is {amount}",
            "{claimants} 人重复计算 {customer} 的同一业绩：{revenue} 的 {rate}，即 {amount}",
        ),
        "territory.cost.lost": (
            "what nobody sells to {customer}: {rate} of {revenue} is {amount}",
            "{customer} 无人负责的销售损失：{revenue} 的 {rate}，即 {amount}",
        ),
        "territory.cost.visits": (
            "{further} more {further:seller|sellers} at {customer}, {visits} visits at {visit}: {amount}",
            "{customer} 多出 {further} 位业务员，每年多拜访 {visits} 次，每次 {visit}，共 {amount}",
        ),
        "territory.coverage.complete": (
            "{covered} of {cells} {cells:cell|cells} have exactly one owner",
            "{cells} 个市场单元中有 {covered} 个恰有一位负责人",
        ),
        "territory.coverage.faulty": (
            "only {covered} of {cells} {cells:cell|cells} {covered:has|have} exactly one owner",
            "{cells} 个市场单元中仅有 {covered} 个恰有一位负责人",
        ),
        "territory.finding.gap": (
            "nobody sells {products} to {customer}",
            "无人向 {customer} 销售 {products}",
        ),
        "territory.finding.gap.all": ("nobody looks after {customer}", "{customer} 无人负责"),
        "territory.finding.overlap": (
            "{owners} all claim {products} at {customer}",
            "{owners} 同时负责 {customer} 的 {products}",
        ),
        "territory.finding.overlap.all": (
            "{owners} all claim {customer}",
            "{owners} 同时负责 {customer}",
        ),
        "territory.finding.shared": (
            "{customer} meets several sellers: {owners}",
            "{customer} 面对多位业务员：{owners}",
        ),
        "territory.gap": (
            "nobody looks after {customer}",
            "{customer} 无人负责",
        ),
        "territory.headcount": (
            "{people} people: {hours} hours a year, at {selling_hours} selling hours each, ask for {needed}",
            "编制 {people} 人：全年工作量 {hours} 小时，每人可用 {selling_hours} 小时，折合 {needed} 人",
        ),
        "territory.headcount.class": (
            "{customers} of class {name}, {visits} visits of {hours} hours a year each: {workload} hours",
            "{name} 类客户 {customers} 个，每个每年拜访 {visits} 次，每次 {hours} 小时，共 {workload} 小时",
        ),
        "territory.headcount.given": (
            "{people} people given: {hours} hours a year, at {selling_hours} hours each, ask for {needed}",
            "现有 {people} 人；全年工作量 {hours} 小时，每人可用 {selling_hours} 小时，折合 {needed} 人",
        ),
        "territory.headcount.least": (
            "{owner}: {hours} hours, {customers} {customers:customer|customers}: no fewer than {people}",
            "{owner}：{customers} 个客户，每年 {hours} 小时，最少配 {people} 人",
        ),
        "territory.headcount.part": (
            "{owner}: {hours} hours at {customers} {customers:customer|customers} ask for {needed}: {people}",
            "{owner}：{customers} 个客户，每年 {hours} 小时，折合 {needed} 人，配 {people} 人",
        ),
        "territory.step.customer": ("by customer: {on} is {value}", "按客户划分：{on} 为 {value}"),
        "territory.step.product": ("by product: {on} is {value}", "按产品划分：{on} 为 {value}"),
        "territory.step.region": ("by region: {on} is {value}", "按区域划分：{on} 为 {value}"),
    }
)

DIVISION_HEADINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "owner": ("owner", "负责人"),
        "customers": ("customers", "客户数"),
        "cells": ("cells", "市场单元"),
        "advised": ("advised", "是否建议"),
        "way": ("way to divide", "划分方式"),
        "amount": ("amount", "金额"),
        "why": ("why", "理由"),
        "hours": ("hours", "工作量(小时)"),
        "needed": ("needed", "所需人数"),
        "people": ("people", "人数"),
        "cost": ("cost", "成本项目"),
        "cost_concessions": ("price concessions", "让价"),
        "cost_double_credit": ("double credit", "重复计提"),
        "cost_lost": ("lost sales", "销售损失"),
        "cost_visits": ("extra visits", "重复拜访"),
        "gap": ("gaps", "无人负责"),
        "overlap": ("overlaps", "重复负责"),
        "person": ("person", "人员"),
        "region": ("region", "区域"),
        "role": ("role", "角色"),
        "shared": ("shared customers", "多人共管客户"),
        "total": ("total", "合计"),
    }
)
