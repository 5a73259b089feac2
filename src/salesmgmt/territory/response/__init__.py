"""What selling time brings: responses, the best split of time, alignment by profit, size of a force."""

from salesmgmt.territory.response.aligning import (
    AlignmentAim,
    ResponseAlignment,
    ResponseComparison,
    ResponsePlan,
)
from salesmgmt.territory.response.curves import (
    AdbudgResponse,
    ExponentialResponse,
    PowerResponse,
    SalesResponse,
)
from salesmgmt.territory.response.judgement import SalesJudgement
from salesmgmt.territory.response.sizing import (
    BuildUpLine,
    ForceBuildUp,
    ForceSize,
    MarginalSizing,
    SellingTime,
    SizeStep,
    WorkloadBuildUp,
)
from salesmgmt.territory.response.splitting import TimeLine, TimeSplit, split_time
from salesmgmt.territory.response.units import CoverageUnit, Seller

__all__ = [
    "AdbudgResponse",
    "AlignmentAim",
    "BuildUpLine",
    "CoverageUnit",
    "ExponentialResponse",
    "ForceBuildUp",
    "ForceSize",
    "MarginalSizing",
    "PowerResponse",
    "ResponseAlignment",
    "ResponseComparison",
    "ResponsePlan",
    "SalesJudgement",
    "SalesResponse",
    "Seller",
    "SellingTime",
    "SizeStep",
    "TimeLine",
    "TimeSplit",
    "WorkloadBuildUp",
    "split_time",
]
