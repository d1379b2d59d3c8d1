"""Addresses of our own that say which message a mail is about: one to bounce to (VERP), one to answer to.

    bounces+k3v…@outcry.example     the envelope sender of one message (OUTCRY_BOUNCE_EMAIL)
    replies+9xw…@outcry.example     the Reply-To of one message (OUTCRY_REPLY_EMAIL)

The tag is 26 letters and digits that mean the same in either case, because mail servers change it: a keyed proof (HMAC)
of purpose and message, and the message's number hidden behind it. Who reads a tag learns neither who nor how many, and
nobody makes one up. Tags after a plus are RFC 5233; the idea of one return address for each message is DJB's.
"""

import base64
import binascii
import hmac
import re

from django.conf import settings

from kit.encryption import ring

BOUNCE, REPLY = "bounce", "reply"
PROOF_BYTES, NUMBER_BYTES = 10, 6
TAG = re.compile(r"[a-z2-7]{26}", re.IGNORECASE)


def bounce_address(message_id: int | None) -> str:
    """Where servers report what became of message number `message_id`; OUTCRY_BOUNCE_EMAIL itself where it has no tags.

    Tags need a mailbox that takes them, so they are used only once an address of its own is set for bounces.
    """
    base: str = settings.OUTCRY_BOUNCE_EMAIL
    if message_id is None or base == settings.OUTCRY_FROM_EMAIL:
        return base
    return _with_tag(base, tag_of(message_id, purpose=BOUNCE))


def reply_address(message_id: int) -> str:
    """Where an answer to this message reaches us, or "" where no address is set for answers."""
    base: str = settings.OUTCRY_REPLY_EMAIL
    return _with_tag(base, tag_of(message_id, purpose=REPLY)) if base else ""


def tag_of(message_id: int, *, purpose: str) -> str:
    proof = _proof(message_id, purpose)
    # The proof serves as the nonce of the mask, so that consecutive messages do not show a count (as in RFC 5297).
    hidden = _xor(message_id.to_bytes(NUMBER_BYTES, "big"), _mask(proof, purpose))
    return base64.b32encode(proof + hidden).decode().rstrip("=").lower()


def message_behind(tag: str, *, purpose: str) -> int | None:
    """Return the number of the message that this tag was made for. No query: a guess costs nothing."""
    if not TAG.fullmatch(tag):
        return None
    try:
        content = base64.b32decode(tag.upper() + "======")
    except binascii.Error:
        return None
    proof, hidden = content[:PROOF_BYTES], content[PROOF_BYTES:]
    number = int.from_bytes(_xor(hidden, _mask(proof, purpose)), "big")
    # Spelled back, because base32 has spare bits at the end in which one tag could be written in several ways.
    is_ours = hmac.compare_digest(tag_of(number, purpose=purpose), tag.lower())
    return number if is_ours else None


def messages_behind(text: str, *, purpose: str) -> list[int]:
    """The messages whose address for `purpose` stands in `text`, in order, each once."""
    base = settings.OUTCRY_BOUNCE_EMAIL if purpose == BOUNCE else settings.OUTCRY_REPLY_EMAIL
    if not base:
        return []
    local, _, domain = base.rpartition("@")
    # "=" stands for the "@" where somebody has wrapped our address into one of theirs, as mailing lists do.
    found = re.finditer(rf"{re.escape(local)}\+({TAG.pattern})[@=]{re.escape(domain)}", text, re.IGNORECASE)
    numbers = (message_behind(match[1], purpose=purpose) for match in found)
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _with_tag(address: str, tag: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}+{tag}@{domain}"


def _proof(message_id: int, purpose: str) -> bytes:
    return bytes.fromhex(ring().index(str(message_id), purpose=f"return address {purpose}"))[:PROOF_BYTES]


def _mask(proof: bytes, purpose: str) -> bytes:
    return bytes.fromhex(ring().index(proof.hex(), purpose=f"return address mask {purpose}"))[:NUMBER_BYTES]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))
