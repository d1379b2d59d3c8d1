from bulk.admin.bulk_act import BulkActAdmin

__all__ = ["BulkActAdmin"]
