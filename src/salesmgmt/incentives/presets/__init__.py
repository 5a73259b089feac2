"""Plans that people run, as functions: every figure is an argument with a typical default.

A preset is a beginning: it returns an ordinary `salesmgmt.incentives.Plan`, to be looked at, changed with
`replace` and `with_component`, and stored. The page of sources names where each default comes from; a figure
without a public source is called an illustration where it is described. An amount may be written without its
currency (`"100"`): it is then in that of the plan.
"""

from salesmgmt.incentives.presets.branches import branch_manager
from salesmgmt.incentives.presets.channels import channel_manager, channel_manager_cn
from salesmgmt.incentives.presets.projects import project_sales
from salesmgmt.incentives.presets.regions import regional_sales
from salesmgmt.incentives.presets.retail import retail_floor
from salesmgmt.incentives.presets.sellers import account_executive, account_manager, business_developer
from salesmgmt.incentives.presets.teams import sales_engineer, team_lead

__all__ = [
    "account_executive",
    "account_manager",
    "branch_manager",
    "business_developer",
    "channel_manager",
    "channel_manager_cn",
    "project_sales",
    "regional_sales",
    "retail_floor",
    "sales_engineer",
    "team_lead",
]
