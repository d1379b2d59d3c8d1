from reports.models.day_count import DayCount
from reports.models.reading import Reading

__all__ = ["DayCount", "Reading"]
