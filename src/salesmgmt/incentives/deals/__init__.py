"""What is judged, measured and credited: deals by the event that happened to them.

A deal is judged as a whole, before it is shared out. For `won` it is the opportunity; for documents it is one
line together with its document, since products, amounts and costs stand on lines; for `payment` it is the
part of a payment that settles one line of an invoice.
"""

from salesmgmt.incentives.deals.events import Event, Stages, as_event, stages_of
from salesmgmt.incentives.deals.happened import Deal, deals_of
from salesmgmt.incentives.deals.receipts import Receipt
from salesmgmt.incentives.deals.sale_lines import Document, SaleLine

__all__ = ["Deal", "Document", "Event", "Receipt", "SaleLine", "Stages", "as_event", "deals_of", "stages_of"]
