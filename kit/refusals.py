"""The error that a verb raises when it will not act, with words a person can use."""


class Refused(Exception):
    """`message` says what to do next; `field` names the form field it belongs to, or is empty."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
