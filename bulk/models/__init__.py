from bulk.models.bulk_act import BulkAct
from bulk.models.bulk_row import BulkRow

__all__ = ["BulkAct", "BulkRow"]
