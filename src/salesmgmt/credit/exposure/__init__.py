"""What a customer owes or is about to owe: what counts, the stages of documents, open items."""

from salesmgmt.credit.exposure.accounts import Accounts, exposure_of, open_items_of, stages_of
from salesmgmt.credit.exposure.ageing import (
    AgedFrom,
    Ageing,
    AgeingBucket,
    AgeingReport,
    AgeingUnit,
    LateFrom,
)
from salesmgmt.credit.exposure.delays import average_delay_of
from salesmgmt.credit.exposure.items import OpenItem
from salesmgmt.credit.exposure.policy import ExposurePolicy, HorizonEnd, RateOf, Reversal
from salesmgmt.credit.exposure.stages import Stage, Stages, carried_minor, settled_minor, stages_minor
from salesmgmt.credit.exposure.values import Component, Exposure, ExposurePart

__all__ = [
    "Accounts",
    "AgedFrom",
    "Ageing",
    "AgeingBucket",
    "AgeingReport",
    "AgeingUnit",
    "Component",
    "Exposure",
    "ExposurePart",
    "ExposurePolicy",
    "HorizonEnd",
    "LateFrom",
    "OpenItem",
    "RateOf",
    "Reversal",
    "Stage",
    "Stages",
    "average_delay_of",
    "carried_minor",
    "exposure_of",
    "open_items_of",
    "settled_minor",
    "stages_minor",
    "stages_of",
]
