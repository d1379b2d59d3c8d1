"""What every transport takes and gives: a parcel in, the server's answer or a TransportError out."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

ANSWER_CHARACTERS = 500
_ADDRESS = re.compile(r"[^\s<>()\[\]:;,\"']+@[^\s<>()\[\]:;,\"']+")
_ENHANCED = re.compile(r"^([245]\.\d{1,3}\.\d{1,3})\b")  # RFC 3463 §2
# Postfix "queued as 4F2B…", Exim "OK id=1tE…", Sendmail "2.0.0 4AM… Message accepted", qmail "ok 1732… qp 123".
_QUEUE_ID = re.compile(
    r"queued as ([\w.-]+)|\bid=([\w.-]+)|^2\.0\.0 (\w{8,}) Message accepted|\bqp (\d+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a mail server is told before the text (RFC 5321 §2.3.1). `size` in bytes, 0 where it is not known yet (RFC 1870)."""

    sender: str
    recipients: tuple[str, ...]
    needs_utf8: bool = False
    size: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Parcel:
    """`recipients[0]` is whom the message is for, the others get copies. `content` has CRLF line ends."""

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    needs_utf8: bool = False

    @property
    def envelope(self) -> Envelope:
        return Envelope(self.sender, self.recipients, self.needs_utf8, len(self.content))


@dataclass(frozen=True, slots=True)
class Answer:
    """A positive answer: the server has taken the parcel over (RFC 5321 §4.2.5). `number` is a provider's own, by which
    its webhooks call the message; a mail server's stands in its text.
    """

    code: int
    text: str
    number: str = ""

    @property
    def queue_id(self) -> str:
        if self.number:
            return self.number[:120]
        found = _QUEUE_ID.search(self.text)
        return next(filter(None, found.groups()), "")[:120] if found else ""


class TransportError(Exception):
    """Why a parcel was not taken, and whether trying again helps.

    permanent   no: the server refused it for good
    in_doubt    nobody knows: the text was sent and no answer came
    unreached   the server was not reached or went away before the text; the parcel is not to blame
    otherwise   yes, later: the server refused it for now
    """

    def __init__(
        self,
        answer: str,
        *,
        permanent: bool = False,
        code: int = 0,
        in_doubt: bool = False,
        unreached: bool = False,
    ) -> None:
        self.answer = clear_of_addresses(answer)
        super().__init__(self.answer)
        self.permanent = permanent
        self.code = code
        self.in_doubt = in_doubt
        self.unreached = unreached

    @property
    def enhanced(self) -> str:
        return enhanced(self.answer)


def not_its_turn() -> TransportError:
    """For what certainly has not left: the server went away before, or is so slow that the lease runs out, or all was paused."""
    return TransportError("It was not this message's turn any more.", unreached=True)


def enhanced(answer: str) -> str:
    found = _ENHANCED.match(answer)
    return found[1] if found else ""


def clear_of_addresses(answer: str | bytes) -> str:
    """Servers like to repeat the address in their answer; answers are stored in clear, so it goes."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    line = " ".join(text.replace("\0", " ").split())
    return (_ADDRESS.sub("(address)", line) if "@" in line else line)[:ANSWER_CHARACTERS]


class Transport(ABC):
    """Opened by the first `send`, kept open between parcels, closed by `close`. Not shared by threads."""

    @abstractmethod
    def send(self, parcel: Parcel) -> Answer:
        """Hand the parcel over; raise TransportError when that did not succeed."""

    def send_all(
        self,
        parcels: Sequence[Parcel],
        *,
        may_go_on: Callable[[], bool] = lambda: True,
        then: Envelope | None = None,
    ) -> Iterator[Answer | TransportError]:
        """Hand over a window of parcels; yield what became of each, in their order, as soon as it is known.

        Once one is unreached, or `may_go_on`, which is asked just before each text, says no, no further one is begun:
        those are unreached. `then` is what the next window will probably begin with; a transport may ask ahead for it.
        """
        away = False
        for parcel in parcels:
            if away or not may_go_on():
                yield not_its_turn()
                continue
            try:
                yield self.send(parcel)
            except TransportError as error:
                away = error.unreached
                yield error

    def close(self) -> None:  # noqa: B027 -- a transport without a connection has nothing to let go of
        """Let go of the connection. May be called twice, and when none is open."""
