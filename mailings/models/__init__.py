from mailings.models.mailing import Mailing
from mailings.models.mailing_text import MailingText

__all__ = ["Mailing", "MailingText"]
