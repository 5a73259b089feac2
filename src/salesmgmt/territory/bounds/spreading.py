"""Prices for many territories: cheap sites all over the map move them at once, not the cheapest ones only.

Where there are hundreds of territories, the cheapest so many sites crowd in one corner, and steps that follow
them alone swing to and fro. Here each site counts the more, the nearer it is to the cheapest; first prices
are evened out until all corners have sites equally cheap, then units that are wanted too often get cheaper,
and the others dearer. Any prices give a valid bound; these only give good ones sooner.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, inf

from salesmgmt.territory.bounds.kinds import Kind
from salesmgmt.territory.bounds.lagrange import Ascent
from salesmgmt.territory.bounds.sites import Filled, Site

__all__ = ["spread"]

_EVENING = 14


def spread(
    ascent: Ascent,
    kind: Kind,
    starts: Sequence[float],
    caps: Sequence[float],
    load: float,
    rounds: int,
    keep_going: Callable[[], bool] | None = None,
) -> None:
    """Rounds over all sites; the ascent keeps the best prices and their value.

    Args:
        ascent: Keeps what is found.
        kind: The territories, all alike, and their sites.
        starts: Prices to start from.
        caps: The highest price of each unit.
        load: Mean load of a territory.
        rounds: At most so many.
        keep_going: Asked before each round.
    """
    prices = [min(pair) for pair in zip(starts, caps, strict=True)]
    weights = ascent.case.weights[0] if ascent.case.weights else [1] * ascent.case.n
    scale = [price + 1e-9 for price in prices]
    width = sum(prices) / len(kind.places) + 1e-9
    load = load or 1.0
    length, blur = 3.0, 0.3
    steps = [0.0] * len(prices)
    many = len(kind.places)
    for number in range(rounds):
        if keep_going is not None and not keep_going():
            return
        if number == _EVENING:
            length, blur = 0.12, 0.2
            if ascent.prices:
                prices = list(ascent.prices)
        rests = ascent.rests(prices)
        answers = []
        for site in kind.sites:
            found = site.filled(prices, site.measure, rests[site.measure])
            for measure in range(len(site.bounds)):
                if measure != site.measure:
                    other = site.filled(prices, measure, rests[measure])
                    if other.value > found.value:
                        found, site.measure = other, measure
            site.value = found.value
            answers.append(found)
        ordered = sorted(found.value for found in answers)
        if ordered[many - 1] == inf:
            return
        ascent.record(sum(prices) + sum(ordered[:many]), prices)
        ascent.rounds += 1
        if number < _EVENING:
            moves = _evened(kind.sites, answers, ordered[0], blur * width, weights)
            prices = [
                min(price + length * weight * move / load, cap)
                for price, weight, move, cap in zip(prices, weights, moves, caps, strict=True)
            ]
            length *= 0.96
            blur *= 0.85
        else:
            wanted = _wanted(kind.sites, answers, ordered, many, blur * width, len(prices))
            steps = [0.6 * step + 0.4 * (1.0 - times) for step, times in zip(steps, wanted, strict=True)]
            prices = [
                min(price + length * size * step, cap)
                for price, size, step, cap in zip(prices, scale, steps, caps, strict=True)
            ]
            length *= 0.97
            blur *= 0.97


def _evened(
    sites: Sequence[Site], answers: Sequence[Filled], least: float, blur: float, weights: Sequence[int]
) -> list[float]:
    """By unit, how much dearer than elsewhere the cheap sites around it are."""
    sums = [0.0] * len(weights)
    counts = [0.0] * len(weights)
    for site, found in zip(sites, answers, strict=True):
        if found.value == inf:
            continue
        count = exp(-min((found.value - least) / blur, 60.0))
        total = count * found.value
        units = site.units
        for unit in site.forced:
            sums[unit] += total
            counts[unit] += count
        for place in found.taken:
            sums[units[place]] += total
            counts[units[place]] += count
    means = [total / count if count else None for total, count in zip(sums, counts, strict=True)]
    known = [(mean, weight) for mean, weight in zip(means, weights, strict=True) if mean is not None]
    middle = sum(mean * weight for mean, weight in known) / (sum(weight for _, weight in known) or 1)
    lost = 0.1 * max((found.value for found in answers if found.value < inf), default=middle)
    return [max(lost - 0.1 * middle, 0.0) if mean is None else mean - middle for mean in means]


def _wanted(
    sites: Sequence[Site],
    answers: Sequence[Filled],
    ordered: Sequence[float],
    many: int,
    blur: float,
    count: int,
) -> list[float]:
    """By unit, how often it is taken where so many territories are shared out among the cheap sites."""
    low, high = ordered[0] - 50.0 * blur, ordered[many - 1] + blur
    for _ in range(40):
        middle = (low + high) / 2
        shared = 0.0
        for value in ordered:
            if value > middle + 30.0 * blur:
                break
            shared += exp(min(0.0, (middle - value) / blur))
        if shared < many:
            low = middle
        else:
            high = middle
    times = [0.0] * count
    for site, found in zip(sites, answers, strict=True):
        part = exp(min(0.0, max((low - found.value) / blur, -60.0)))
        if part < 1e-6:
            continue
        units = site.units
        for unit in site.forced:
            times[unit] += part
        for place in found.taken:
            times[units[place]] += part
        if found.split >= 0:
            times[units[found.split]] += part * found.part
    return times
