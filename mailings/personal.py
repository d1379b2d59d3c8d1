"""Updates name no supporter: who gets one is found when it is released, and stands in the outbox (kit/personal.py)."""

from kit.personal import SUPPORTER, Kept, declare
from mailings.models import LeftTopic, Mailing, MailingText

declare(
    Mailing,
    plain="sent_back_because digest cancelled_because paused_because countries languages merged",
)
declare(MailingText, plain="subject body")
declare(
    LeftTopic,
    Kept(
        "case left_at",
        whose=SUPPORTER,
        until="goes with its supporter",
        of=lambda person: LeftTopic.objects.filter(supporter=person.pk),
        whole_row=True,
    ),
)
