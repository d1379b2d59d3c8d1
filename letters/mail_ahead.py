"""Letters of one claim, looked at together: whether they may leave, and what their mails are poured from.

Versions are taken first and everything is read after them. A letter whose versions are the same when its turn comes is one of
which nothing that was read has changed since: neither its own rows nor those of its office, appeal, case, sources. Dates
that pass meanwhile are compared again. Everything else is asked anew (letters/mail.py).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from appeals.models import Appeal
from letters.composing import lines_of, pdf_of, words_of
from letters.mail_checks import Checked, checked, letter_of
from letters.versions import versions_of
from outbox.kinds import Ahead, Draft, Kind, Own, Shared
from outbox.models import Message
from outbox.return_addresses import reply_address

# What mails of one key have in common, beside the words that go with their language.
_ALIKE = ("language", "subject", "salutation", "paragraphs", "demands", "ending", "closing", "copies_to")
Key = tuple[Any, ...]


def ahead(kind: Kind, messages: Sequence[Message], now: datetime) -> Ahead:
    versions = versions_of({letter_of(message) for message in messages})
    found = checked(messages, now)
    appeals = {letter.appeal_id for letter in found.letters.values()}
    ends = dict(Appeal.objects.filter(pk__in=appeals).values_list("pk", "act_before"))

    def still(window: Sequence[Message], at: datetime) -> set[int]:
        good = {message.pk: letter_of(message) for message in window if message.pk not in found.reasons}
        # A clock that was set back may stand before the end of somebody's time to think again.
        if not good or at < now:
            return set()
        fresh = versions_of(set(good.values()))
        return {
            pk
            for pk, letter in good.items()
            if letter in fresh
            and fresh[letter] == versions.get(letter)
            and not _is_over(ends.get(found.letters[letter].appeal_id), at)
        }

    return Ahead(kind_with(kind, found), still)


def _is_over(end: datetime | None, now: datetime) -> bool:
    return end is not None and end <= now


def kind_with(kind: Kind, found: Checked) -> Kind:
    """The kind of letters, composing from what was found."""

    def letter(message: Message) -> Any:
        return found.letters[letter_of(message)]

    def alike(message: Message) -> tuple[Key, dict[str, str]] | None:
        """Letters with the signer's own words share nothing."""
        one = letter(message)
        if one.frozen.get("own_words"):
            return None
        words = (one.frozen[name] for name in _ALIKE)
        return tuple(tuple(each) if isinstance(each, list) else each for each in words), lines_of(
            one.frozen, one.digest
        )

    def own(message: Message) -> Own:
        one = letter(message)
        made = found.made[one.pk]
        assert made is not None  # noqa: S101 -- one that is damaged does not get here
        # The signer's own address by their consent alone, as it is now; ours, which knows the letter, otherwise.
        theirs = one.frozen["reply_to"] if one.may_reply else ""
        reply_to = theirs or reply_address(message.pk or 0)
        return Own(reply_to, (pdf_of(one.reference, made.pdf),))

    def whole(message: Message) -> Draft:
        one = letter(message)
        return own(message).added_to(words_of(one.frozen, lines_of(one.frozen, one.digest)))

    return replace(kind, compose=whole, shared=Shared(alike, _words, own))


def _words(key: Key, lines: Mapping[str, str]) -> Draft:
    return words_of(dict(zip(_ALIKE, key, strict=True)), lines)
