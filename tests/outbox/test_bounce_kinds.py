"""What servers say, in the words that they use, and what kind of news it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.bounce_kinds import failure_kind, status_in


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "550 5.1.1 <a@b.example>: Recipient address rejected: User unknown", "hard"),
        ("5.1.10", "556 5.1.10 Recipient address has null MX", "hard"),
        ("5.2.1", "550 5.2.1 The email account that you tried to reach is inactive", "hard"),
        ("5.0.0", "550-5.1.1 The email account that you tried to reach does not exist", "hard"),
        ("", "550 no such user here", "hard"),
        ("", "Sorry, no mailbox here by that name. (#5.1.1)", "hard"),
        ("", "550 Unrouteable address", "hard"),
        # A rule that hides behind an unknown mailbox.
        ("5.1.1", "550 5.1.1 Message refused: your IP is on a blocklist", "policy"),
        ("5.7.1", "554 5.7.1 Service unavailable; Client host blocked using zen.spamhaus.org", "policy"),
        ("5.7.26", "550-5.7.26 Unauthenticated email is not accepted due to DMARC policy", "policy"),
        ("", "554 Message rejected as spam", "policy"),
        ("5.6.0", "554 5.6.0 content rejected", "policy"),
        ("5.2.2", "552 5.2.2 mailbox full", "soft"),
        ("4.4.1", "connect to mx.b.example[192.0.2.1]:25: Connection timed out", "soft"),
        # It may be our own name server that is broken.
        ("5.1.2", "Host or domain name not found. Name service error", "soft"),
        ("5.4.4", "unable to look up host", "soft"),
        ("5.0.0", "", "soft"),
        ("", "", "soft"),
        ("", "450 user unknown for now, greylisted", "soft"),
        ("5.2.2", "552 5.2.2 user unknown? no: over quota", "soft"),
    ],
)
def test_a_servers_words_are_understood(status, words, kind):
    assert failure_kind(status, words) == kind


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("550 5.1.1 gone", "5.1.1"),
        ("2.0.0 queued, then 5.2.2 full", "5.2.2"),
        ("from 192.5.1.1.7 or 15.1.1", ""),
        ("(#5.1.1)", "5.1.1"),
    ],
)
def test_a_status_is_found_among_numbers(text, status):
    assert status_in(text) == status


@given(status=st.text(max_size=12), words=st.text(max_size=300))
def test_garbage_is_of_some_kind(status, words):
    assert failure_kind(status, words) in {"hard", "soft", "policy"}
