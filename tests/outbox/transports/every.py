"""What is asked of every way in which a mail leaves, and of those that talk to a server beyond that."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from outbox.transports.base import Answer, Parcel, Transport, TransportError

TO = "embassy@target.example"
COPY = "copy@campaign.example"
_HEAD = b"From: Outcry <appeals@outcry.example>\r\nTo: embassy@target.example\r\nSubject: For Erzhan\r\nMessage-ID: <1@outcry.example>\r\n"
_PLAIN = b'Content-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: 7bit\r\nMIME-Version: 1.0\r\n\r\n'
TEXT = _HEAD + _PLAIN + b"Salem.\r\n.hidden dot\r\n"
CONTENTS = {
    "a dot first": _HEAD + _PLAIN + b".\r\n..\r\n...three\r\nnot. here\r\n.",
    "only a dot": _HEAD + _PLAIN + b".\r\n",
    "what would end it": _HEAD + _PLAIN + b"one\r\n.\r\nQUIT\r\ntwo\r\n",
    "the longest line": _HEAD + _PLAIN + b"x" * 998 + b"\r\n",
    "empty lines": _HEAD + _PLAIN + b"\r\n\r\na\r\n\r\n\r\n",
    "a subject in another script": _HEAD.replace(b"For Erzhan", b"=?utf-8?b?0JXRgNC20LDQvSDSr9GI0ZbQvQ==?=")
    + _PLAIN
    + b"Salem.\r\n",
}


def a_parcel(content: bytes = TEXT, *more: str, number: int = 1, to: str = TO) -> Parcel:
    return Parcel(f"<{number}@outcry.example>", "bounce@outcry.example", (to, *more), content)


def numbered(number: int) -> Parcel:
    content = TEXT.replace(b"For Erzhan", b"No. %d" % number).replace(b"<1@", b"<%d@" % number)
    return a_parcel(content, number=number)


def told_apart(answer: Answer | TransportError) -> str:
    """The one word for what became of a parcel; two at once are a fault."""
    if isinstance(answer, Answer):
        return "accepted"
    said = [name for name in ("permanent", "in_doubt", "unreached") if getattr(answer, name)]
    assert len(said) <= 1, said
    return said[0] if said else "temporary"


class EveryTransport:
    """A subclass names its transport, says what arrived, and which troubles can happen to it and how."""

    transport: Transport
    arrived: Callable[[], list[Any]]
    # Trouble, as `told_apart` calls it: the method of the subclass that lets the next parcel meet it.
    TROUBLES: Mapping[str, str]
    QUEUE_ID = True  # whether the evidence names the place in somebody's queue

    def as_arrived(self, content: bytes) -> Any:
        """What `arrived` must show for this content."""
        return content

    def fails(self, parcel: Parcel | None = None) -> TransportError:
        with pytest.raises(TransportError) as caught:
            self.transport.send(parcel or a_parcel())
        return caught.value

    def test_a_parcel_is_taken_and_answered_with_evidence(self):
        answer = self.transport.send(a_parcel())
        assert (type(answer), answer.code) == (Answer, 250)
        assert bool(answer.queue_id) == self.QUEUE_ID
        assert answer.text.strip()
        assert "@" not in answer.text  # nothing personal: it is kept in clear
        assert self.arrived() == [self.as_arrived(TEXT)]

    @pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS.keys())
    def test_whatever_is_in_it_arrives(self, content):
        self.transport.send(a_parcel(content))
        if not content.endswith(b"\r\n"):
            content += b"\r\n"  # a text ends with a line end (RFC 5321 §4.1.1.4)
        assert self.arrived() == [self.as_arrived(content)]

    def test_several_parcels_arrive_in_order(self):
        parcels = [numbered(number) for number in range(3)]
        for parcel in parcels:
            self.transport.send(parcel)
        assert self.arrived() == [self.as_arrived(parcel.content) for parcel in parcels]

    def test_a_window_of_twenty_arrives_in_order(self):
        parcels = [numbered(number) for number in range(20)]
        answers = list(self.transport.send_all(parcels))
        assert [told_apart(answer) for answer in answers] == ["accepted"] * 20
        assert self.arrived() == [self.as_arrived(parcel.content) for parcel in parcels]

    def test_an_address_in_another_script_is_reached(self):
        parcel = Parcel("<1@outcry.example>", "bounce@outcry.example", ("елші@target.example",), TEXT, True)
        self.transport.send(parcel)
        assert self.arrived() == [self.as_arrived(TEXT)]

    def test_closing_twice_and_sending_again_is_harmless(self):
        self.transport.close()
        self.transport.send(a_parcel())
        self.transport.close()
        self.transport.close()
        self.transport.send(a_parcel())
        assert self.arrived() == [self.as_arrived(TEXT)] * 2
        self.transport.close()

    def test_troubles_are_told_apart(self, trouble):
        getattr(self, self.TROUBLES[trouble])()
        error = self.fails()
        assert told_apart(error) == trouble
        assert error.answer.strip()
        assert "@" not in error.answer

    def test_after_a_trouble_the_next_parcel_leaves(self, trouble):
        getattr(self, self.TROUBLES[trouble])()
        self.fails()
        self.mend()
        assert told_apart(self.transport.send(numbered(2))) == "accepted"

    def mend(self) -> None:
        """Where a trouble lasts: end it."""


class EveryServer(EveryTransport):
    """Whoever answers for each recipient and each parcel."""

    def refuse(self, *numbers: int) -> None:
        """Refuse for good those of the next twenty parcels."""
        raise NotImplementedError

    def refuse_copy(self) -> None:
        """Take the next parcel for its first recipient and not for its second."""
        raise NotImplementedError

    def test_refusals_in_the_middle_of_a_window_keep_no_other_back(self):
        self.refuse(3, 4, 10)
        parcels = [numbered(number) for number in range(20)]
        answers = list(self.transport.send_all(parcels))
        assert [number for number, answer in enumerate(answers) if told_apart(answer) != "accepted"] == [
            3,
            4,
            10,
        ]
        assert {told_apart(answers[number]) for number in (3, 4, 10)} == {"permanent"}
        left = [parcel for number, parcel in enumerate(parcels) if number not in {3, 4, 10}]
        assert self.arrived() == [self.as_arrived(parcel.content) for parcel in left]

    def test_who_stops_listening_to_a_window_has_no_other_parcel_sent(self):
        answers = self.transport.send_all([numbered(number) for number in range(20)])
        assert told_apart(next(answers)) == "accepted"
        answers.close()
        assert len(self.arrived()) == 1
        self.transport.send(numbered(20))
        assert self.arrived()[1:] == [self.as_arrived(numbered(20).content)]

    def test_a_refused_copy_does_not_keep_the_letter_back(self):
        self.refuse_copy()
        answer = self.transport.send(a_parcel(TEXT, COPY))
        assert told_apart(answer) == "accepted"
        assert "a copy was refused" in answer.text
        assert "@" not in answer.text
        assert len(self.arrived()) == 1
