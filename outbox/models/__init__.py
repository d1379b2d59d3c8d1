from outbox.models.attempt import Attempt
from outbox.models.heartbeat import Heartbeat
from outbox.models.message import Message
from outbox.models.suppression import Suppression
from outbox.models.switch import Switch

__all__ = ["Attempt", "Heartbeat", "Message", "Suppression", "Switch"]
