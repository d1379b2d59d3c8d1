from mailings.models.left_topic import LeftTopic
from mailings.models.mailing import Mailing
from mailings.models.mailing_text import MailingText

__all__ = ["LeftTopic", "Mailing", "MailingText"]
