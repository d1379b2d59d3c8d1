from rights.models.receipt import Receipt
from rights.models.retention_run import RetentionRun

__all__ = ["Receipt", "RetentionRun"]
