from trail.models.entry import Entry
from trail.models.head import Head
from trail.models.reason import Reason

__all__ = ["Entry", "Head", "Reason"]
