"""Who signed lately, as each of them chose to be named."""

from datetime import datetime

from appeals.display import shown_as
from appeals.models import Appeal, Signature

MOST = 5
Moderation = Signature.Moderation


def recent(appeal: Appeal, *, now: datetime, most: int = MOST) -> list[str]:
    """The newest first. One query by an index of those who are named at all; at most `most` names are opened.

    Only who may no longer take it back by a moment's thought, and whose words nobody has still to read.
    """
    rows = (
        Signature.objects.cooled(now)
        .filter(appeal=appeal, moderation__in=[Moderation.NONE, Moderation.PASSED])
        .exclude(display=Signature.Display.COUNT)
        .order_by("-confirmed_at")
        .only("name", "town", "display")
    )
    return [words for words in map(shown_as, rows[:most]) if words]
