"""How far an appeal has come on its one path: draft, in review, approved, open, and how it ended.

The first three are read from its texts and stored nowhere: an approval that is a copy could outlive the words it was for.
"""

from enum import StrEnum

from appeals import wording
from appeals.models import Appeal, AppealText


class Stage(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in review"
    APPROVED = "approved"
    OPEN = "open"
    ENDED = "ended"


def stage(appeal: Appeal) -> Stage:
    """At most four queries."""
    if appeal.state == Appeal.State.OPEN:
        return Stage.OPEN
    if appeal.state != Appeal.State.DRAFT:
        return Stage.ENDED
    texts = list(appeal.texts.select_related("appeal").prefetch_related("bricks"))
    demands = wording.demands_in([appeal])[appeal.pk]
    if any(wording.is_approved(text, demands) for text in texts):
        return Stage.APPROVED
    return Stage.IN_REVIEW if any(text.state == AppealText.State.IN_REVIEW for text in texts) else Stage.DRAFT
