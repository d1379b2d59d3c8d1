"""The error that a verb raises when it will not act, with words a person can use; and the reason that many verbs ask for."""

NEXT_PERSON = "Say why; the next person on duty will ask."


class Refused(Exception):
    """`message` says what to do next; `field` names the form field it belongs to, or is empty."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


def reason_of(typed: str, *, ask: str = NEXT_PERSON, most: int = 300) -> str:
    """What a person gave as their reason, as long as its column; Refused, with what they are asked for, when they gave none."""
    if not typed.strip():
        raise Refused(ask, field="reason")
    return typed.strip()[:most]
