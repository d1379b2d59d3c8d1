"""What kind of bad news a mail server's status or words are (RFC 3463; the registry of enhanced status codes).

    hard     this mailbox does not exist, or not any more
    policy   a rule of the other side refused it: reputation, content, authentication. It says something about us
    soft     everything else: full, too large, a broken server, a domain that does not answer

A domain that is not found is soft: it may be our own name server that is broken, and then it is everybody's domain.
"""

import re

HARD, SOFT, POLICY = "hard", "soft", "policy"
# X.1.1, X.1.3, X.1.6 bad, malformed or moved mailbox; X.1.10 null MX (RFC 7505); X.2.1 mailbox disabled.
_HARD_STATUS = frozenset({"5.1.1", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
# X.7 security or policy; X.6 what was sent is not taken; X.5.7 … are protocol.
_POLICY_SUBJECTS = frozenset({"6", "7"})
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_HARD_WORDS = re.compile(
    r"user unknown|unknown (?:user|recipient|local.part)|no such (?:user|mailbox|recipient|address)"
    r"|(?:mailbox|user|recipient|account|address)[^.\n]{0,60}"
    r"(?:does not exist|doesn't exist|not found|is disabled|unavailable or does not|no longer (?:exists|in use))"
    r"|no mailbox here by that name|unrouteable address|recipient address rejected: (?:user|undeliverable)"
    r"|RecipNotFound|RecipientNotFound|invalid recipient",
    re.IGNORECASE,
)
_FULL_WORDS = re.compile(
    r"quota|mailbox (?:is )?full|over the allowed|insufficient (?:system )?storage", re.I
)
_POLICY_WORDS = re.compile(
    r"\bspam\b|blacklist|blocklist|block list|black list|\bRBL\b|spamhaus|barracuda|reputation|\bSPF\b|\bDKIM\b|\bDMARC\b"
    r"|not authori[sz]ed|denied by polic|policy (?:reasons?|violation|rejection)|content rejected|access denied|rate limit",
    re.IGNORECASE,
)


def status_in(text: str) -> str:
    """The first enhanced status in a server's words, or "". One of failure is preferred."""
    found = _STATUS.findall(text)
    return next((status for status in found if status[0] in "45"), found[0] if found else "")


def failure_kind(status: str, words: str) -> str:
    """`status` like "5.1.1" or "", `words` as the server wrote them. The more exact one wins."""
    said = status_in(words)
    # Gateways report 5.0.0 or 5.5.0 for whatever they got; the words of the server behind them are more exact.
    if said and (not status or status.endswith(".0.0") or status in {"5.5.0", "5.3.0"}):
        status = said
    if status in _HARD_STATUS:
        # 5.1.1 with "spam" in it is a rule that hides as an unknown mailbox; never forget a mailbox for that.
        return POLICY if _POLICY_WORDS.search(words) and not _HARD_WORDS.search(words) else HARD
    if status.startswith("5.") and status.split(".")[1] in _POLICY_SUBJECTS:
        return POLICY
    if status.startswith("4.") or _FULL_WORDS.search(words):
        return SOFT
    if status.startswith("5.") and not status.endswith(".0"):
        return SOFT
    if _POLICY_WORDS.search(words):
        return POLICY
    is_permanent = status.startswith("5.") or [reply for reply in _REPLY.findall(words) if reply == "5"]
    says_hard = _HARD_WORDS.search(words)
    return HARD if says_hard and (is_permanent or not _REPLY.search(words)) else SOFT
