from outbox.models.attempt import Attempt
from outbox.models.bookmark import Bookmark
from outbox.models.heartbeat import Heartbeat
from outbox.models.incoming_mail import IncomingMail
from outbox.models.message import Message
from outbox.models.notice import Notice
from outbox.models.suppression import Suppression
from outbox.models.switch import Switch

__all__ = [
    "Attempt",
    "Bookmark",
    "Heartbeat",
    "IncomingMail",
    "Message",
    "Notice",
    "Suppression",
    "Switch",
]
