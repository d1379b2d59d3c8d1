"""What kinds of message there are. The room that wants one mailed registers how it is composed.

    register(Kind(name="letter", stream=Stream.LETTER, compose=compose_letter, may_leave=why_not))

in its AppConfig.ready(). The outbox knows streams, not letters.
"""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from outbox.models import Message
from outbox.states import Stream


@dataclass(frozen=True)
class Attachment:
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Draft:
    """What a kind makes of a message just before it leaves. `cc` are envelope recipients too."""

    subject: str
    text: str
    html: str = ""
    language: str = "en"
    reply_to: str = ""
    cc: tuple[str, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()

    def __post_init__(self) -> None:
        # Django calls whatever a template rendered safe for HTML, the plain text of a mail as well. A page that
        # shows these must escape them like anything that was typed, so they are made plain strings here.
        for name in ("subject", "text"):
            object.__setattr__(self, name, str.__str__(getattr(self, name)))


@dataclass(frozen=True)
class Hold:
    """A reason with a reference, by which the kind's own room finds again what it has held. Opaque to the outbox."""

    reason: str
    ref: str = ""


def may_always_leave(messages: Sequence[Message], now: datetime) -> Mapping[int, str | Hold]:
    return {}


@dataclass(frozen=True)
class Own:
    """What a message has for itself that is no line in a text: whom to answer, and what is attached."""

    reply_to: str = ""
    attachments: tuple[Attachment, ...] = ()

    def added_to(self, draft: Draft) -> Draft:
        return replace(draft, reply_to=self.reply_to, attachments=self.attachments)


@dataclass(frozen=True)
class Shared:
    """How messages of a kind are alike, so that what they share is rendered and encoded once for a batch (outbox/moulds.py).

    of(message)         (key, slots): messages with one key differ in the slots alone. One line of text for each slot.
                        None for a message that shares nothing: its kind composes it
    draft(key, slots)   the draft. It prints the slots, in subject, headers, text and HTML; it asks them nothing
    own(message)        what else differs
    """

    of: Callable[[Message], tuple[Hashable, Mapping[str, str]] | None]
    draft: Callable[[Any, Mapping[str, str]], Draft]
    own: Callable[[Message], Own] | None = None

    def compose(self, message: Message) -> Draft:
        """Of one that shares something."""
        alike = self.of(message)
        assert alike is not None  # noqa: S101 -- said above
        draft = self.draft(*alike)
        return self.own(message).added_to(draft) if self.own else draft


@dataclass(frozen=True)
class Kind:
    """`may_leave(messages, now)` returns {message.pk: reason or Hold} for those that must not leave now; they are held.

    It is asked for a whole chunk, inside the transaction that begins it: answer in a constant number of queries.
    `ahead(messages, now)` may find out for all that were claimed together what would take long for each window.
    """

    name: str
    stream: Stream
    compose: Callable[[Message], Draft]
    may_leave: Callable[[Sequence[Message], datetime], Mapping[int, str | Hold]] = may_always_leave
    shared: Shared | None = None
    ahead: "Callable[[Sequence[Message], datetime], Ahead | None] | None" = None


@dataclass(frozen=True)
class Ahead:
    """What a kind has found out about messages that were claimed together.

    `kind`: the same kind, which composes from what is loaded. `still(messages, now)`, asked just before a window begins,
    returns the ids of those that may_leave would certainly say nothing about now, because all that it said before
    rests on is unchanged; the others are asked anew and composed anew. None: what is loaded does not age within a
    batch, and everybody is asked.
    """

    kind: Kind
    still: Callable[[Sequence[Message], datetime], Collection[int]] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    if _kinds.get(kind.name, kind) != kind:
        raise ValueError(f"Two kinds of message are called {kind.name}.")
    _kinds[kind.name] = kind
    return kind


def kind_of(name: str) -> Kind:
    """Raise LookupError when no room has registered this kind."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"No room has registered messages of the kind {name}.") from None


def names() -> list[str]:
    return sorted(_kinds)
