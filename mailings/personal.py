"""Updates name no supporter: who gets one is found when it is released, and stands in the outbox (kit/personal.py)."""

from kit.personal import declare
from mailings.models import Mailing, MailingText

declare(Mailing, plain="sent_back_because digest cancelled_because")
declare(MailingText, plain="subject body")
