"""What cannot be computed person by person: contests with prizes, and pools that are shared."""

from salesmgmt.incentives.awards.bases import Basis, ByContribution, ByPoints, ByProduct, ByWeights, Equally
from salesmgmt.incentives.awards.contests import Contest, Ranking
from salesmgmt.incentives.awards.funds import (
    Contribution,
    FixedFund,
    Fund,
    FundLike,
    FundSource,
    OverTarget,
    ShareOf,
    ShareOfTotal,
)
from salesmgmt.incentives.awards.pools import MostLike, Pool
from salesmgmt.incentives.awards.prizes import Award, Prize, PrizeLike, Recognition, prizes_for
from salesmgmt.incentives.awards.ranking import Place, Ties, places
from salesmgmt.incentives.awards.sharing import Distribution, Leftover, PoolShare, share_out
from salesmgmt.incentives.awards.standings import FigureLike, LeftOut

__all__ = [
    "Award",
    "Basis",
    "ByContribution",
    "ByPoints",
    "ByProduct",
    "ByWeights",
    "Contest",
    "Contribution",
    "Distribution",
    "Equally",
    "FigureLike",
    "FixedFund",
    "Fund",
    "FundLike",
    "FundSource",
    "LeftOut",
    "Leftover",
    "MostLike",
    "OverTarget",
    "Place",
    "Pool",
    "PoolShare",
    "Prize",
    "PrizeLike",
    "Ranking",
    "Recognition",
    "ShareOf",
    "ShareOfTotal",
    "Ties",
    "places",
    "prizes_for",
    "share_out",
]
