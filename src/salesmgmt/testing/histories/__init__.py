"""Small batches of facts that plans earn on, with everything that crediting has to tell apart.

Bounds are met exactly often, since amounts and quotas are drawn from few round figures and from many.
"""

from salesmgmt.testing.conditions import CALENDARS, CONDITIONS, CURRENCIES, PERIODS, YEAR, currencies_of
from salesmgmt.testing.histories.history import histories

__all__ = ["CALENDARS", "CONDITIONS", "CURRENCIES", "PERIODS", "YEAR", "currencies_of", "histories"]
